// Whoever asks too often waits, and is told how long; what is remembered of them is bounded, and who is
// forgotten starts afresh.

import type { Clock } from '../../../gateway/ports.ts';
import { Failure } from '../failure.ts';
import { hostOf, isPublic, type Listening } from './locality.ts';
import { keep } from './secret.ts';

export interface Rate {
  /** Asked at once. */
  readonly burst: number;
  readonly perSecond: number;
}

export interface RateLimit {
  /** Throws `too-many-requests`. */
  take(key: string): void;
}

/** A request that came to this machine's own address. */
export const HERE = 'local';

const MOST_KEYS = 10_000;

/** A bucket for each key that fills again with time. */
export function createRateLimit(clock: Clock, what: string, { burst, perSecond }: Rate): RateLimit {
  const buckets = new Map<string, { readonly left: number; readonly at: number }>();
  return {
    take(key) {
      const now = clock.now();
      const { left, at } = buckets.get(key) ?? { left: burst, at: now };
      const filled = Math.min(burst, left + (Math.max(0, now - at) / 1_000) * perSecond);
      if (filled < 1) {
        const retryAfterSeconds = Math.ceil((1 - filled) / perSecond);
        const help = `Try again in ${retryAfterSeconds} s.`;
        throw new Failure('too-many-requests', `too many ${what} at once`, { help, retryAfterSeconds });
      }
      keep(buckets, key, { left: filled - 1, at: now }, MOST_KEYS);
    },
  };
}

/**
 * Where a request comes from. All come over this machine; of those to the public address the proxy in front
 * says whom it answers, as the last of `x-forwarded-for`.
 */
export function addressOf(request: Request, listen: Listening): string {
  if (!isPublic(hostOf(request), listen)) return HERE;
  return request.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() || 'proxy';
}
