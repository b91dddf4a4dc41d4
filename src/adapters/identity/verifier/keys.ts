// A key is taken from its issuer's own set and by its name, never from a token; a flood of made-up names
// costs the issuer one request per cool-down.

import { createLocalJWKSet } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import type { Jws } from './jws.ts';

/** How long fetched keys are believed: a key that its issuer withdrew is refused after this. */
const MAX_AGE_MS = 600_000;
/** How long after a fetch, good or bad, an unknown name or an absent set does not cause another. */
const COOL_DOWN_MS = 10_000;

export type KeyAnswer = CryptoKey | 'key-unknown' | 'issuer-unreachable';
export type KeySet = ReturnType<typeof createLocalJWKSet>;

/** Finds the public key that a token names. Never throws. */
export type FindKey = (jws: Jws) => Promise<KeyAnswer>;

/** Keys known beforehand. */
export function fixedKeys(keys: readonly JWK[]): FindKey {
  const set = createLocalJWKSet({ keys: [...keys] });
  return (jws) => selectKey(set, jws);
}

/** Keys that `load` fetches when first needed, when they are old, and when a name is unknown. */
export function fetchedKeys(load: () => Promise<KeySet>, now: () => number): FindKey {
  let held: { readonly set: KeySet; readonly at: number } | null = null;
  let attemptedAt = Number.NEGATIVE_INFINITY;
  let pending: Promise<void> | null = null;

  // A clock that was set back makes old keys look new: what lies in the future does not count.
  const isWithin = (at: number, spanMs: number): boolean => now() >= at && now() - at < spanMs;

  const fetchNow = async (): Promise<void> => {
    try {
      const set = await load();
      held = { set, at: now() };
    } catch {
      // Old keys count as long as they are fresh; after that the issuer is unreachable.
    } finally {
      attemptedAt = now();
      pending = null;
    }
  };
  const fetchOnce = (): Promise<void> => {
    pending ??= fetchNow();
    return pending;
  };
  const select = async (jws: Jws): Promise<KeyAnswer> =>
    held !== null && isWithin(held.at, MAX_AGE_MS) ? selectKey(held.set, jws) : 'issuer-unreachable';

  return async (jws) => {
    const answer = await select(jws);
    if (typeof answer !== 'string' || isWithin(attemptedAt, COOL_DOWN_MS)) return answer;
    await fetchOnce();
    return select(jws);
  };
}

async function selectKey(set: KeySet, { alg, kid }: Jws): Promise<KeyAnswer> {
  try {
    const key = await set({ alg, kid });
    return isStrong(key) ? key : 'key-unknown';
  } catch {
    return 'key-unknown';
  }
}

/** RSA of at least 2048 bits and a public exponent of at least 65537; the curves are strong by name. */
function isStrong({ algorithm }: CryptoKey): boolean {
  const { modulusLength, publicExponent } = algorithm as Partial<RsaParameters>;
  if (modulusLength === undefined || publicExponent === undefined) return true;
  const exponent = publicExponent.reduce((value, byte) => value * 256 + byte, 0);
  return modulusLength >= 2048 && exponent >= 65_537;
}

interface RsaParameters {
  readonly modulusLength: number;
  /** Big-endian. */
  readonly publicExponent: Uint8Array;
}
