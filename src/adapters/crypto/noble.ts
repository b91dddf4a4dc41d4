// The ledger's cryptography without Node, for a browser: well-kept libraries, brought to Node's verdicts.

import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { bytesToNumberLE } from '@noble/curves/utils.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { concat } from '../../ledger/bytes.ts';
import type { LedgerCrypto } from '../../ledger/crypto.ts';

const { Point } = ed25519;
const POINT_BYTES = 32;
const SIGNATURE_BYTES = 64;
const P256_BYTES = 65;
const UNCOMPRESSED = 4;

export const nobleLedgerCrypto: LedgerCrypto = {
  sha256: (bytes) => sha256(bytes),
  hmacSha256: (key, bytes) => hmac(sha256, key, bytes),
  verifyEd25519(publicKey, message, signature) {
    if (publicKey.length !== POINT_BYTES || signature.length !== SIGNATURE_BYTES) return false;
    const isValid = ed25519.verify(signature, message, publicKey, { zip215: false });
    return isValid && isExact(publicKey, message, signature);
  },
  verifyP256(publicKey, message, signature) {
    if (publicKey.length !== P256_BYTES || publicKey[0] !== UNCOMPRESSED) return false;
    if (signature.length !== SIGNATURE_BYTES || !p256.utils.isValidPublicKey(publicKey, false)) return false;
    return p256.verify(signature, message, publicKey, { lowS: false });
  },
};

/**
 * Whether [S]B = R + [k]A without the cofactor. RFC 8032 §5.1.7 leaves the choice: the library multiplies by
 * it, OpenSSL does not, and one signature must not be good in one place and bad in another.
 */
function isExact(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const encodedR = signature.subarray(0, POINT_BYTES);
  const k = Point.Fn.create(bytesToNumberLE(sha512(concat(encodedR, publicKey, message))));
  const commitment = Point.fromBytes(encodedR);
  if (commitment.isSmallOrder()) return false;
  const sum = commitment.add(Point.fromBytes(publicKey).multiplyUnsafe(k));
  return Point.BASE.multiplyUnsafe(bytesToNumberLE(signature.subarray(POINT_BYTES))).equals(sum);
}
