// A passkey's public key has one encoding here: the canonical COSE_Key (CTAP 2.1 §8) that authenticators
// give, so that it is read by comparing bytes and nothing in it is left unread.

import { concat } from './bytes.ts';

export type CoseKey =
  /** Ed25519: 32 raw bytes. */
  | { readonly algorithm: 'EdDSA'; readonly key: Uint8Array }
  /** A point of P-256, uncompressed (SEC 1 §2.3.3): 65 bytes. Whether it is on the curve is not said. */
  | { readonly algorithm: 'ES256'; readonly key: Uint8Array };

const UNCOMPRESSED = Uint8Array.of(4);
const COORDINATE_BYTES = 32;
/** kty EC2, alg ES256, crv P-256, x (RFC 9053 §7.1.1); then y. */
const ES256_X = Uint8Array.of(0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 0x20);
const ES256_Y = Uint8Array.of(0x22, 0x58, 0x20);
/** kty OKP, alg EdDSA, crv Ed25519, x (RFC 9053 §7.2). */
const EDDSA_X = Uint8Array.of(0xa4, 1, 1, 3, 0x27, 0x20, 6, 0x21, 0x58, 0x20);

/** Null for any other key, and for another encoding of one of these. */
export function decodeCoseKey(bytes: Uint8Array): CoseKey | null {
  const point = split(bytes, [ES256_X, ES256_Y]);
  if (point !== null) return { algorithm: 'ES256', key: concat(UNCOMPRESSED, point) };
  const key = split(bytes, [EDDSA_X]);
  return key === null ? null : { algorithm: 'EdDSA', key };
}

/** What stands behind each label, where the bytes are these labels with 32 bytes behind each. */
function split(bytes: Uint8Array, labels: readonly Uint8Array[]): Uint8Array | null {
  let at = 0;
  const values: Uint8Array[] = [];
  for (const label of labels) {
    if (!label.every((byte, index) => bytes[at + index] === byte)) return null;
    values.push(bytes.slice(at + label.length, at + label.length + COORDINATE_BYTES));
    at += label.length + COORDINATE_BYTES;
  }
  return bytes.length === at ? concat(...values) : null;
}
