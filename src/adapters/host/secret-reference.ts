// A secret of somebody else's is read when it is needed, from where only its owner can read it, and is never
// kept, quoted or explained: not even the reference, which may hold a secret by mistake.

import { open } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { decodeUtf8 } from '../../ledger/bytes.ts';

/** The message says what is wrong with it, as a sentence without its subject. */
export class SecretReferenceFault extends Error {
  readonly code: 'reference-missing' | 'reference-unsafe';
  constructor(code: SecretReferenceFault['code'], problem: string) {
    super(problem);
    this.name = 'SecretReferenceFault';
    this.code = code;
  }
}

const MAX_SECRET_BYTES = 64 * 1024;

/**
 * What `env:NAME` or `file:/absolute/path` names; of a file one trailing line break is dropped.
 * Rejects with `SecretReferenceFault`.
 *
 * @param env where `env:NAME` is looked up
 */
export async function readSecretReference(
  reference: string,
  env: { readonly [name: string]: string | undefined },
): Promise<string> {
  const [, scheme, name = ''] = /^(env|file):(.+)$/s.exec(reference) ?? [];
  if (scheme === undefined || (scheme === 'file' && !isAbsolute(name))) {
    throw missing('is neither env:NAME nor file:/absolute/path');
  }
  const variable = Object.hasOwn(env, name) ? env[name] : undefined;
  const secret = scheme === 'env' ? variable : await readSecretFile(name);
  if (secret === undefined || secret === '') throw missing('names nothing, or something empty');
  return secret;
}

async function readSecretFile(path: string): Promise<string> {
  const file = await open(path, 'r').catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    throw missing(`names a file that cannot be opened (${code})`);
  });
  try {
    const status = await file.stat();
    if (!status.isFile()) throw unsafe('names what is no regular file');
    if ((status.mode & 0o077) !== 0) throw unsafe('names a file that is open to others: chmod 600 it');
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MAX_SECRET_BYTES + 1), 0);
    if (bytesRead > MAX_SECRET_BYTES) throw unsafe('names a file that is larger than 64 KiB');
    const decoded = decodeUtf8(buffer.subarray(0, bytesRead));
    if (!('text' in decoded)) throw unsafe('names a file that is not text in UTF-8');
    return decoded.text.replace(/\r?\n$/, '');
  } finally {
    await file.close();
  }
}

function missing(problem: string): SecretReferenceFault {
  return new SecretReferenceFault('reference-missing', problem);
}

function unsafe(problem: string): SecretReferenceFault {
  return new SecretReferenceFault('reference-unsafe', problem);
}
