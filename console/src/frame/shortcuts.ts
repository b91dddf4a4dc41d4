// Keys do what a list says that they do: what is bound is what the help shows, and nothing is bound while
// somebody types.

import { useEffect, useRef, useSyncExternalStore } from 'react';

export interface Shortcut {
  /** A key as the browser names it, or two that follow each other: `g i`. */
  readonly keys: string;
  readonly does: string;
  readonly run: () => void;
}

const SEQUENCE_MS = 1_000;

const listeners = new Set<() => void>();
let bound: readonly Shortcut[] = [];
let first: { readonly key: string; readonly at: number } | null = null;

function rebind(next: readonly Shortcut[]): void {
  bound = next;
  for (const listener of listeners) listener();
}

/** Binds keys as long as the component is there; the latest of one name counts. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  const names = shortcuts.map(({ keys }) => keys).join('|');
  useEffect(() => {
    const own = latest.current.map(({ keys, does }) => ({
      keys,
      does,
      run: () => latest.current.find((one) => one.keys === keys)?.run(),
    }));
    rebind([...bound, ...own]);
    return () => rebind(bound.filter((one) => !own.includes(one)));
  }, [names]);
}

/** What is bound now. */
export function useBound(): readonly Shortcut[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => bound,
  );
}

/** Which shortcut a key means, and what it may be the first half of. */
export function matchKey(
  shortcuts: readonly Shortcut[],
  before: string | null,
  key: string,
): { readonly found: Shortcut | undefined; readonly begins: boolean } {
  const sequence = before === null ? undefined : `${before} ${key}`;
  const found =
    shortcuts.findLast(({ keys }) => keys === sequence) ?? shortcuts.findLast(({ keys }) => keys === key);
  return { found, begins: shortcuts.some(({ keys }) => keys.startsWith(`${key} `)) };
}

/** Listens on the window; returns how to stop. */
export function listenForKeys(): () => void {
  const listen = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const before = first !== null && event.timeStamp - first.at < SEQUENCE_MS ? first.key : null;
    const { found, begins } = matchKey(bound, before, event.key);
    first = begins ? { key: event.key, at: event.timeStamp } : null;
    if (found === undefined) return;
    event.preventDefault();
    found.run();
  };
  addEventListener('keydown', listen);
  return () => removeEventListener('keydown', listen);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('[role=dialog]') !== null) return true;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}
