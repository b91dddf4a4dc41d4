// HKDF-SHA256 (RFC 5869): from one random key to keys that know nothing of each other.

import { concat } from './bytes.ts';
import type { LedgerCrypto } from './crypto.ts';

export interface HkdfInput {
  readonly secret: Uint8Array;
  readonly salt: Uint8Array;
  readonly info: Uint8Array;
  /** At most 255 × 32. */
  readonly lengthBytes: number;
}

export function hkdf(crypto: LedgerCrypto, input: HkdfInput): Uint8Array {
  const key = crypto.hmacSha256(input.salt, input.secret);
  let block = new Uint8Array();
  let output = new Uint8Array();
  for (let index = 1; output.length < input.lengthBytes; index++) {
    block = new Uint8Array(crypto.hmacSha256(key, concat(block, input.info, Uint8Array.of(index))));
    output = new Uint8Array(concat(output, block));
  }
  return output.slice(0, input.lengthBytes);
}
