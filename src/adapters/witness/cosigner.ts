// The key of a witness stays in this process: only cosignatures leave.

import { createPublicKey, sign, type KeyObject } from 'node:crypto';
import type { NoteSigner } from '../../ledger/note.ts';

/** @param key Ed25519, private */
export function cosignerOf(name: string, key: KeyObject): NoteSigner {
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  return {
    name,
    publicKey: new Uint8Array(Buffer.from(x!, 'base64url')),
    sign: (message) => new Uint8Array(sign(null, message, key)),
  };
}
