// The ledger's cryptography on Node: the platform's own primitives, and nothing else.

import { createHash, createHmac, createPublicKey, verify } from 'node:crypto';
import type { LedgerCrypto } from '../../ledger/crypto.ts';

/** SubjectPublicKeyInfo of an Ed25519 key up to its 32 raw bytes (RFC 8410 §4). */
const ED25519_SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

export const nodeLedgerCrypto: LedgerCrypto = {
  sha256: (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest()),
  hmacSha256: (key, bytes) => new Uint8Array(createHmac('sha256', key).update(bytes).digest()),
  verifyEd25519(publicKey, message, signature) {
    if (publicKey.length !== 32) return false;
    const der = Buffer.concat([ED25519_SPKI_PREFIX, publicKey]);
    return verify(null, message, createPublicKey({ key: der, format: 'der', type: 'spki' }), signature);
  },
};
