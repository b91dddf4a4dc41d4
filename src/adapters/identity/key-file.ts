// A signing key is readable by its owner alone, and appears whole or not at all, also when two processes
// make it at once.

import { createPrivateKey, generateKeyPairSync, randomUUID } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { link, open, unlink } from 'node:fs/promises';

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
  const pem = (await readPrivate(path)) ?? (await createPem(path, curve));
  const key = parsePem(path, pem);
  if (curveOf(key) !== curve) throw new KeyFileFault(`${path} does not hold a key of ${curve}`);
  return key;
}

async function readPrivate(path: string): Promise<string | null> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new KeyFileFault(`${path} cannot be opened`, { cause });
  });
  if (file === null) return null;
  try {
    const status = await file.stat();
    if (!status.isFile()) throw new KeyFileFault(`${path} is not a file`);
    if ((status.mode & 0o077) !== 0) throw new KeyFileFault(`${path} is open to others: chmod 600 ${path}`);
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

async function createPem(path: string, curve: SigningCurve): Promise<string> {
  const draft = `${path}.${randomUUID()}`;
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(generatePem(curve));
      await file.sync();
    } finally {
      await file.close();
    }
    await publish(draft, path);
  } catch (cause) {
    throw new KeyFileFault(`${path} cannot be made`, { cause });
  }
  const pem = await readPrivate(path);
  if (pem === null) throw new KeyFileFault(`${path} vanished`);
  return pem;
}

/** Gives the draft its name unless somebody else's key has it by now; that one counts then. */
async function publish(draft: string, path: string): Promise<void> {
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
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
