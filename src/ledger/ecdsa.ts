// An ECDSA signature over P-256 in DER (RFC 3279 §2.2.3) has one encoding: every verifier reads the same two
// numbers, or none.

import { concat } from './bytes.ts';

const NUMBER_BYTES = 32;
const SEQUENCE = 0x30;
const INTEGER = 0x02;

/** r and s of 32 bytes each; null for what is not exactly one signature. Either s of a pair counts. */
export function decodeEcdsa(bytes: Uint8Array): Uint8Array | null {
  if (bytes[0] !== SEQUENCE || bytes[1] !== bytes.length - 2) return null;
  const r = numberAt(bytes, 2);
  const s = r === null ? null : numberAt(bytes, r.end);
  return r !== null && s?.end === bytes.length ? concat(r.number, s.number) : null;
}

function numberAt(
  bytes: Uint8Array,
  at: number,
): { readonly number: Uint8Array; readonly end: number } | null {
  const start = at + 2;
  const end = start + (bytes[at + 1] ?? 0);
  if (bytes[at] !== INTEGER || end > bytes.length) return null;
  // Positive, not zero, and a leading zero only where the next bit would be a sign.
  const [first = 0, second = 0] = bytes.subarray(start, end);
  if (first > 0x7f || (first === 0 && second < 0x80)) return null;
  const digits = bytes.subarray(first === 0 ? start + 1 : start, end);
  if (digits.length > NUMBER_BYTES) return null;
  const number = new Uint8Array(NUMBER_BYTES);
  number.set(digits, NUMBER_BYTES - digits.length);
  return { number, end };
}
