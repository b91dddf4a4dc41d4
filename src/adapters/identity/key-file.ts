// A signing key lies in a private file and is of the curve it is asked for, or is refused.

import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { access } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PrivateFileFault, readOrCreatePrivateFile } from '../host/private-file.ts';

/** `ed25519` signs as EdDSA, `p256` as ES256. */
export type SigningCurve = 'ed25519' | 'p256';

/** The key file cannot be read or made, can be read by others, or holds something else. */
export class KeyFileFault extends Error {
  readonly code = 'key-file-unusable';
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'KeyFileFault';
  }
}

/** Reads the private key (PKCS #8 PEM, mode 0600) at a path; makes it when absent. Throws `KeyFileFault`. */
export async function openSigningKey(path: string, curve: SigningCurve): Promise<KeyObject> {
  const pem = await readOrMake(path, curve);
  const key = parsePem(path, pem);
  if (curveOf(key) !== curve) throw new KeyFileFault(`${path} does not hold a key of ${curve}`);
  return key;
}

async function readOrMake(path: string, curve: SigningCurve): Promise<string> {
  // A folder that is not there is a mistyped path: no key is made in a place nobody named.
  await access(dirname(path)).catch((cause: unknown) => {
    throw new KeyFileFault(`${path} cannot be made`, { cause });
  });
  try {
    return await readOrCreatePrivateFile(path, () => generatePem(curve));
  } catch (cause) {
    if (!(cause instanceof PrivateFileFault)) throw cause;
    throw new KeyFileFault(cause.message, { cause });
  }
}

function generatePem(curve: SigningCurve): string {
  const { privateKey } =
    curve === 'ed25519'
      ? generateKeyPairSync('ed25519')
      : generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function parsePem(path: string, pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    // The cause might quote the file.
    throw new KeyFileFault(`${path} does not hold a private key`);
  }
}

function curveOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): SigningCurve | null {
  if (asymmetricKeyType === 'ed25519') return 'ed25519';
  return asymmetricKeyDetails?.namedCurve === 'prime256v1' ? 'p256' : null;
}
