// The ledger's signing key stays in its file and this process: only signatures leave.

import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { Signer } from '../../gateway/ports.ts';
import type { LedgerCrypto } from '../../ledger/crypto.ts';
import { encodeVkey, verifierKey } from '../../ledger/vkey.ts';
import { PrivateFileFault, readOrCreatePrivateFile } from '../host/private-file.ts';

/**
 * The signer whose Ed25519 key lies at a path (PKCS #8 PEM, 0600); the file is made where there is none.
 * Rejects with `PrivateFileFault`.
 *
 * @param origin the log's name (C2SP tlog-checkpoint), part of what others pin: it never changes
 */
export async function openFileSigner(path: string, origin: string, crypto: LedgerCrypto): Promise<Signer> {
  const key = parseKey(path, await readOrCreatePrivateFile(path, generatePem));
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  const publicKey = new Uint8Array(Buffer.from(x!, 'base64url'));
  return {
    origin,
    vkey: encodeVkey(verifierKey(crypto, origin, publicKey)),
    publicKey,
    sign: (bytes) => new Uint8Array(sign(null, bytes, key)),
  };
}

function generatePem(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function parseKey(path: string, pem: string): KeyObject {
  const key = readPem(pem);
  if (key?.asymmetricKeyType === 'ed25519') return key;
  throw new PrivateFileFault(
    'private-file-unusable',
    `${path} holds no Ed25519 key: restore it from its backup`,
  );
}

/** Null for anything else than a key; the reason might quote the file. */
function readPem(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem);
  } catch {
    return null;
  }
}
