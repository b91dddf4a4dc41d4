// A signed token is believed only here, now and for us (RFC 7519 §4.1): audience, time and subject are
// checked after the signature, so a refusal never describes what a stranger wrote.

import type { JsonObject } from '../../../ledger/canonical.ts';
import type { TokenRefusal } from '../../../gateway/ports.ts';

const MAX_SUBJECT_CHARACTERS = 256;
/** The last second that a JavaScript date can name. */
const MAX_NUMERIC_DATE = 8_640_000_000_000;

/** What the claims of one issuer are held to. */
export interface ClaimRules {
  readonly audience: string;
  readonly clockSkewSeconds: number;
  /** Unix milliseconds. */
  readonly now: number;
}

/** The registered claims that every token must carry. `expiresAt` is in Unix milliseconds. */
export interface Claims {
  readonly subject: string;
  readonly expiresAt: number;
}

/** Checks the registered claims; the issuer was matched before. */
export function checkClaims(claims: JsonObject, rules: ClaimRules): Claims | TokenRefusal {
  const { aud, exp, sub, nbf, iat, auth_time: authTime } = claims;
  if (aud === undefined || exp === undefined || sub === undefined || sub === '') return 'claim-missing';
  if (typeof sub !== 'string' || sub.length > MAX_SUBJECT_CHARACTERS) return 'token-malformed';
  if (!isNumericDate(exp) || !isOptionalDate(nbf) || !isOptionalDate(iat)) return 'token-malformed';
  if (!isOptionalDate(authTime)) return 'token-malformed';
  if (!(Array.isArray(aud) ? aud : [aud]).includes(rules.audience)) return 'audience-mismatch';
  const nowSeconds = rules.now / 1000;
  if (exp <= nowSeconds - rules.clockSkewSeconds) return 'token-expired';
  const latest = nowSeconds + rules.clockSkewSeconds;
  if ([nbf, iat, authTime].some((date) => (date ?? 0) > latest)) return 'token-not-yet-valid';
  return { subject: sub, expiresAt: Math.floor(exp * 1000) };
}

/** RFC 7519 §2: seconds since the epoch, perhaps with a fraction. */
function isNumericDate(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= MAX_NUMERIC_DATE;
}

function isOptionalDate(value: unknown): value is number | undefined {
  return value === undefined || isNumericDate(value);
}
