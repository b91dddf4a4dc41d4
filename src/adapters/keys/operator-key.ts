// An operator signs approvals with a key that only the passphrase opens; the file alone approves nothing.

import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  scrypt,
  sign,
} from 'node:crypto';
import type { KeyObject, ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';
import { decodeBase64Url, encodeBase64Url } from '../../ledger/base64.ts';
import { utf8 } from '../../ledger/bytes.ts';
import { canonicalize } from '../../ledger/canonical.ts';
import { createPrivateFile, PrivateFileFault, readPrivateFile } from '../host/private-file.ts';
import { decrypt, encrypt } from './aes-gcm.ts';
import { isOperatorKeyFile, SCRYPT, type OperatorKeyFile } from './operator-key/key-file.ts';

export class OperatorKeyFault extends Error {
  readonly code:
    | 'operator-key-missing'
    | 'operator-key-exists'
    | 'operator-key-unusable'
    | 'passphrase-wrong';
  constructor(code: OperatorKeyFault['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'OperatorKeyFault';
    this.code = code;
  }
}

export interface OperatorIdentity {
  readonly operator: string;
  /** Raw Ed25519 public key, 32 bytes. */
  readonly publicKey: Uint8Array;
}

export interface UnlockedOperatorKey extends OperatorIdentity {
  /** Ed25519 over the bytes given: 64 bytes. */
  sign(bytes: Uint8Array): Uint8Array;
}

/** 128 MiB at the parameters of the file; Node refuses more than 32 MiB unless told. */
const SCRYPT_MAX_BYTES = 256 * 1024 * 1024;
const KEY_BYTES = 32;
const deriveKey = promisify<string, Uint8Array, number, ScryptOptions, Buffer>(scrypt);

/** Makes a key and its file (0600). Rejects with `operator-key-exists`, `operator-key-unusable`. */
export async function createOperatorKey(
  path: string,
  operator: string,
  passphrase: string,
): Promise<OperatorIdentity> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const publicKey = rawPublicKey(privateKey);
  const facts = { v: 1, operator, publicKey: encodeBase64Url(publicKey) } as const;
  const kdf = { ...SCRYPT, salt: encodeBase64Url(randomBytes(KEY_BYTES)) };
  const key = await stretch(passphrase, kdf);
  const secret = privateKey.export({ type: 'pkcs8', format: 'der' });
  const { nonce, ciphertext } = encrypt(key, contextOf({ ...facts, kdf }), secret);
  const file: OperatorKeyFile = {
    ...facts,
    kdf,
    cipher: { name: 'aes-256-gcm', nonce: encodeBase64Url(nonce) },
    ciphertext: encodeBase64Url(ciphertext),
  };
  await createPrivateFile(path, `${JSON.stringify(file, null, 2)}\n`).catch((error: unknown) => {
    throw asOperatorKeyFault(error);
  });
  return { operator, publicKey };
}

/** Rejects with `operator-key-missing`, `operator-key-unusable`, `passphrase-wrong`. */
export async function unlockOperatorKey(path: string, passphrase: string): Promise<UnlockedOperatorKey> {
  const file = await readKeyFile(path);
  const encrypted = { nonce: bytesOf(file.cipher.nonce), ciphertext: bytesOf(file.ciphertext) };
  const secret = decrypt(await stretch(passphrase, file.kdf), contextOf(file), encrypted);
  if (secret === null) {
    throw new OperatorKeyFault(
      'passphrase-wrong',
      `the passphrase does not open ${path}, or the file was changed`,
    );
  }
  const key = createPrivateKey({ key: Buffer.from(secret), type: 'pkcs8', format: 'der' });
  return {
    operator: file.operator,
    publicKey: rawPublicKey(key),
    sign: (bytes) => new Uint8Array(sign(null, bytes, key)),
  };
}

async function readKeyFile(path: string): Promise<OperatorKeyFile> {
  const text = await readPrivateFile(path).catch((error: unknown) => {
    throw asOperatorKeyFault(error);
  });
  if (text === null) throw new OperatorKeyFault('operator-key-missing', `${path} is not there`);
  const value = parseJson(text);
  if (isOperatorKeyFile(value)) return value;
  throw new OperatorKeyFault('operator-key-unusable', `${path} is not an operator's key file`);
}

/** The same passphrase is the same bytes, however the keyboard composes its letters (Unicode NFKC). */
function stretch(passphrase: string, { N, r, p, salt }: OperatorKeyFile['kdf']): Promise<Buffer> {
  return deriveKey(passphrase.normalize('NFKC'), bytesOf(salt), KEY_BYTES, {
    N,
    r,
    p,
    maxmem: SCRYPT_MAX_BYTES,
  });
}

/** Name, public key and parameters cannot be changed in the file without the passphrase. */
function contextOf({
  v,
  operator,
  publicKey,
  kdf,
}: Pick<OperatorKeyFile, 'v' | 'operator' | 'publicKey' | 'kdf'>) {
  return utf8(canonicalize({ v, operator, publicKey, kdf }));
}

function rawPublicKey(privateKey: KeyObject): Uint8Array {
  return bytesOf(createPublicKey(privateKey).export({ format: 'jwk' }).x!);
}

function bytesOf(base64url: string): Uint8Array {
  return decodeBase64Url(base64url)!;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function asOperatorKeyFault(error: unknown): unknown {
  if (!(error instanceof PrivateFileFault)) return error;
  const code = error.code === 'private-file-exists' ? 'operator-key-exists' : 'operator-key-unusable';
  return new OperatorKeyFault(code, error.message, { cause: error });
}
