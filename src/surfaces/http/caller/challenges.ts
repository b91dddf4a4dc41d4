// A challenge is made for one purpose, lives a minute, and counts once.

import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../gateway/ports.ts';
import { encodeBase64Url } from '../../../ledger/base64.ts';
import { Failure } from '../failure.ts';

const CHALLENGE_MS = 60_000;
const MAX_CHALLENGES = 1000;

export interface Challenges {
  /** Throws `overloaded` where too many wait. */
  make(purpose: string): { readonly challenge: string; readonly expiresAt: number };
  /** Uses it up; whether it was made for this and is not over. */
  take(challenge: string, purpose: string): boolean;
}

export function createChallenges(clock: Clock): Challenges {
  const waiting = new Map<string, { readonly purpose: string; readonly expiresAt: number }>();
  return {
    make(purpose) {
      const now = clock.now();
      for (const [challenge, { expiresAt }] of waiting) if (expiresAt <= now) waiting.delete(challenge);
      if (waiting.size >= MAX_CHALLENGES) throw new Failure('overloaded', 'too many sign-ins at once');
      const challenge = encodeBase64Url(randomBytes(32));
      const expiresAt = now + CHALLENGE_MS;
      waiting.set(challenge, { purpose, expiresAt });
      return { challenge, expiresAt };
    },
    take(challenge, purpose) {
      const made = waiting.get(challenge);
      waiting.delete(challenge);
      return made?.purpose === purpose && made.expiresAt > clock.now();
    },
  };
}
