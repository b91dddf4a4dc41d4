// What claims to come from Slack is believed only where its signature is of the very bytes, its time is of
// the last five minutes, and it was not believed before.

import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Hearsay } from '../../../gateway/ports/notifier.ts';

/** How far Slack's clock may lie from ours. */
const SKEW_SECONDS = 5 * 60;
const VERSION = 'v0';
/** So many can be signed within the skew at most; beyond, nothing is believed until some are too old. */
const MOST_SEEN = 10_000;

/** Slack, "Verifying requests from Slack": `v0=` and the HMAC-SHA256 of `v0:timestamp:body`, in hex. */
export function signSlack(secret: string, timestamp: string, body: Uint8Array): string {
  const mac = createHmac('sha256', secret).update(`${VERSION}:${timestamp}:`).update(body);
  return `${VERSION}=${mac.digest('hex')}`;
}

export interface SlackGuard {
  /** Whether to believe it, at most once. `now`: Unix milliseconds. */
  admit(secret: string, said: Hearsay, now: number): boolean;
}

export function createSlackGuard(): SlackGuard {
  /** Signatures that were believed, with the second after which they are too old anyway. */
  const seen = new Map<string, number>();
  return {
    admit(secret, { timestamp, signature, body }, now) {
      const at = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : NaN;
      const second = Math.floor(now / 1000);
      if (!(Math.abs(second - at) <= SKEW_SECONDS)) return false;
      if (!isSame(signature, signSlack(secret, timestamp, body))) return false;
      for (const [old, until] of seen) if (until < second) seen.delete(old);
      if (seen.has(signature) || seen.size >= MOST_SEEN) return false;
      seen.set(signature, at + SKEW_SECONDS);
      return true;
    },
  };
}

/** In a time that tells nothing of where they differ. */
function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
