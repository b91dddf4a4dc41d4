// A key is bound as long as the page is there that it is for, and never while somebody types.

import { useEffect, useRef } from 'react';
import type { Key } from './keys.ts';

export interface Shortcut extends Pick<Key, 'keys'> {
  readonly run: () => void;
}

const SEQUENCE_MS = 1_000;

let bound: readonly Shortcut[] = [];
let first: { readonly key: string; readonly at: number } | null = null;

/** Binds keys as long as the component is there; the latest of one name counts. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  const names = shortcuts.map(({ keys }) => keys).join('|');
  useEffect(() => {
    const own = latest.current.map(({ keys }) => ({
      keys,
      run: () => latest.current.find((one) => one.keys === keys)?.run(),
    }));
    bound = [...bound, ...own];
    return () => {
      bound = bound.filter((one) => !own.includes(one));
    };
  }, [names]);
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
