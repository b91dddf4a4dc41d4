// The ledger's cryptography on Node: the platform's own primitives, and nothing else.

import { createHash, createHmac, createPublicKey, verify, type KeyObject } from 'node:crypto';
import type { LedgerCrypto } from '../../ledger/crypto.ts';

/** SubjectPublicKeyInfo of an Ed25519 key up to its 32 raw bytes (RFC 8410 §4). */
const ED25519_SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** The field's prime. */
const P = 2n ** 255n - 19n;
/** Of half the points of order 8; the others have its negative. */
const ORDER_8_Y = 0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n;
const SMALL_ORDER_Y: ReadonlySet<bigint> = new Set([0n, 1n, P - 1n, ORDER_8_Y, P - ORDER_8_Y]);

export const nodeLedgerCrypto: LedgerCrypto = {
  sha256: (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest()),
  hmacSha256: (key, bytes) => new Uint8Array(createHmac('sha256', key).update(bytes).digest()),
  verifyEd25519(publicKey, message, signature) {
    if (publicKey.length !== 32 || !isSound(publicKey)) return false;
    // OpenSSL takes such a commitment in some versions and not in others; nobody honest makes one.
    if (signature.length !== 64 || !isSound(signature.subarray(0, 32))) return false;
    const der = Buffer.concat([ED25519_SPKI_PREFIX, publicKey]);
    return verify(null, message, createPublicKey({ key: der, format: 'der', type: 'spki' }), signature);
  },
  verifyP256(publicKey, message, signature) {
    if (publicKey.length !== 65 || publicKey[0] !== 4 || signature.length !== 64) return false;
    const key = keyOfPoint(publicKey);
    return key !== null && verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature);
  },
};

/** Null for what is no point of P-256. */
function keyOfPoint(point: Uint8Array): KeyObject | null {
  const text = (from: number, until: number): string =>
    Buffer.from(point.subarray(from, until)).toString('base64url');
  try {
    const key = { kty: 'EC', crv: 'P-256', x: text(1, 33), y: text(33, 65) };
    return createPublicKey({ key, format: 'jwk' });
  } catch {
    return null;
  }
}

/**
 * Canonical (RFC 8032 §5.1.3) and not of small order. OpenSSL takes any key, but under one of small order a
 * signature is good for many messages: it proves nothing.
 */
function isSound(point: Uint8Array): boolean {
  const y = BigInt.asUintN(255, BigInt(`0x${Buffer.from(point.toReversed()).toString('hex')}`));
  return y < P && !SMALL_ORDER_Y.has(y);
}
