// One clock for the whole page: times move together, once a second, and only where something counts down.

import { useSyncExternalStore } from 'react';
import { localTime, timeAgo, timeLeft, timeLeftSpoken } from '../text/time.ts';

const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const one of listeners) one();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Milliseconds; moves each second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

/** Local time; the exact one, with its zone, on hover. */
export function Moment({ at }: { readonly at: number }) {
  const iso = new Date(at).toISOString();
  return (
    <time dateTime={iso} title={iso}>
      {localTime(at)}
    </time>
  );
}

export function Ago({ at }: { readonly at: number }) {
  const iso = new Date(at).toISOString();
  return (
    <time dateTime={iso} title={`${localTime(at)} (${iso})`}>
      {timeAgo(at, useNow())}
    </time>
  );
}

/** How long is left; says so in words to those who hear the page. */
export function Countdown({ until }: { readonly until: number }) {
  const at = useNow();
  const left = timeLeft(until, at);
  const tone = until - at < 60_000 ? 'text-deny' : until - at < 300_000 ? 'text-hold' : 'text-ink-soft';
  return (
    <time dateTime={new Date(until).toISOString()} title={localTime(until)} className={`font-medium ${tone}`}>
      <span aria-hidden>{left ?? 'expired'}</span>
      <span className="sr-only">{timeLeftSpoken(until, at)}</span>
    </time>
  );
}
