// The ledger's signing keys stay in their files and this process: only signatures leave. A key's file is
// durable before the key signs anything.

import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Keyring, Signer } from '../../gateway/ports/keys.ts';
import { hex } from '../../ledger/bytes.ts';
import type { LedgerCrypto } from '../../ledger/crypto.ts';
import { decodeVkey, encodeVkey, verifierKey } from '../../ledger/vkey.ts';
import {
  createPrivateFile,
  PrivateFileFault,
  readOrCreatePrivateFile,
  readPrivateFile,
  readPrivateFileSync,
} from '../host/private-file.ts';

/** The first key's; the later ones have their key id in the name. */
const FIRST = 'ledger.pem';
const KEY_FILE = /^ledger(-[0-9a-f]{8})?\.pem$/;

/**
 * The Ed25519 keys (PKCS #8 PEM, 0600) in a folder: `ledger.pem`, then `ledger-<key id>.pem` for each later
 * one. Methods throw `PrivateFileFault` for a file that is no key or open to others.
 *
 * @param origin the log's name (C2SP tlog-checkpoint), part of what others pin: it never changes
 */
export function openFileKeyring(folder: string, origin: string, crypto: LedgerCrypto): Keyring {
  const known = new Map<string, Signer>();
  const learn = (path: string, pem: string): Signer => {
    const signer = toSigner(crypto, origin, parseKey(path, pem));
    known.set(signer.vkey, signer);
    return signer;
  };
  const learnFrom = (path: string): void => {
    const pem = readPrivateFileSync(path);
    if (pem !== null) learn(path, pem);
  };
  const pathOf = (vkey: string): string => join(folder, laterName(crypto, vkey));
  return {
    origin,
    async first() {
      const path = join(folder, FIRST);
      return learn(path, await readOrCreatePrivateFile(path, generatePem));
    },
    find(vkey) {
      if (!known.has(vkey)) learnFrom(pathOf(vkey));
      if (!known.has(vkey)) learnFrom(join(folder, FIRST));
      return known.get(vkey) ?? null;
    },
    async create() {
      const pem = generatePem();
      const { vkey } = toSigner(crypto, origin, createPrivateKey(pem));
      await createPrivateFile(pathOf(vkey), pem);
      return learn(pathOf(vkey), pem);
    },
    async discard(vkey) {
      known.delete(vkey);
      await unlink(pathOf(vkey));
    },
  };
}

/** Verifier keys of all the keys in a folder, the first one first; none where there is no such folder. */
export async function listVkeys(folder: string, origin: string, crypto: LedgerCrypto): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  const paths = names.filter((name) => KEY_FILE.test(name)).map((name) => join(folder, name));
  const signers = paths
    .toSorted((a, b) => a.length - b.length)
    .map(async (path) => {
      const pem = await readPrivateFile(path);
      return pem === null ? [] : [toSigner(crypto, origin, parseKey(path, pem)).vkey];
    });
  return (await Promise.all(signers)).flat();
}

function toSigner(crypto: LedgerCrypto, origin: string, key: KeyObject): Signer {
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  const publicKey = new Uint8Array(Buffer.from(x!, 'base64url'));
  return {
    origin,
    vkey: encodeVkey(verifierKey(crypto, origin, publicKey)),
    publicKey,
    sign: (bytes) => new Uint8Array(sign(null, bytes, key)),
  };
}

/** Throws `malformed-key` for a text that is no verifier key: it comes from a database. */
function laterName(crypto: LedgerCrypto, vkey: string): string {
  return `ledger-${hex(decodeVkey(crypto, vkey).id)}.pem`;
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
