// A connector that cannot be reached is not hammered: the wait doubles with each failure, up to a maximum.

export interface Backoff {
  /** Whether a try is allowed now. */
  mayTry(key: string): boolean;
  failed(key: string): void;
  succeeded(key: string): void;
}

export function createBackoff(
  monotonicMs: () => number,
  { baseMs, maxMs }: { readonly baseMs: number; readonly maxMs: number },
): Backoff {
  const failures = new Map<string, { readonly count: number; readonly untilMs: number }>();
  return {
    mayTry: (key) => (failures.get(key)?.untilMs ?? Number.NEGATIVE_INFINITY) <= monotonicMs(),
    failed(key) {
      const count = (failures.get(key)?.count ?? 0) + 1;
      failures.set(key, { count, untilMs: monotonicMs() + Math.min(baseMs * 2 ** (count - 1), maxMs) });
    },
    succeeded: (key) => void failures.delete(key),
  };
}
