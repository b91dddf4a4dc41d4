// Whoever waits on a hold asks again when something about it moved; the wait itself decides nothing.

export interface Waiters {
  /** Resolves true when the hold moved, false when the time is over or the caller is gone. */
  wait(hold: string, timeoutMs: number, signal: AbortSignal): Promise<boolean>;
  wake(hold: string): void;
  /** After a containment everyone asks again. */
  wakeAll(): void;
}

export function createWaiters(): Waiters {
  const waiting = new Map<string, Set<(moved: boolean) => void>>();
  const wake = (hold: string): void => {
    for (const resolve of waiting.get(hold) ?? []) resolve(true);
  };
  return {
    wait(hold, timeoutMs, signal) {
      return new Promise((resolve) => {
        const group = waiting.get(hold) ?? new Set();
        waiting.set(hold, group);
        const leave = (): void => done(false);
        const timer = setTimeout(leave, timeoutMs);
        const done = (moved: boolean): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', leave);
          group.delete(done);
          if (group.size === 0) waiting.delete(hold);
          resolve(moved);
        };
        group.add(done);
        signal.addEventListener('abort', leave);
        if (signal.aborted) leave();
      });
    },
    wake,
    wakeAll() {
      for (const hold of waiting.keys()) wake(hold);
    },
  };
}
