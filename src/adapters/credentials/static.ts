// A standing secret is read when a lease needs it, from where only its owner can read it, and is never kept,
// quoted or explained: messages name the connector, not the reference, which may hold a secret by mistake.

import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { CredentialFault } from '../../gateway/ports.ts';
import type { CredentialIssuer } from '../../gateway/ports.ts';
import { decodeUtf8 } from '../../ledger/bytes.ts';

const MAX_SECRET_BYTES = 64 * 1024;

export interface StaticCredentialsOptions {
  /** Where `env:NAME` is looked up, at each mint. */
  readonly env: { readonly [name: string]: string | undefined };
}

/**
 * Releases secrets that somebody else manages: `env:NAME`, or `file:/absolute/path` (one trailing line break
 * is dropped). They outlive their lease, and say so by `standing`; to revoke is to stop injecting.
 * Throws `CredentialFault`: `reference-missing`, `reference-unsafe`.
 */
export function createStaticCredentials({ env }: StaticCredentialsOptions): CredentialIssuer {
  return {
    async mint({ connector, reference, expiresAt }) {
      const secret = await resolveReference(reference ?? '', connector, env);
      const fingerprint = `sha256:${createHash('sha256').update(secret).digest('hex')}`;
      return { secret, fingerprint, standing: true, expiresAt };
    },
    async revoke() {
      return { how: 'injection-stopped' };
    },
  };
}

async function resolveReference(
  reference: string,
  connector: string,
  env: StaticCredentialsOptions['env'],
): Promise<string> {
  const [, scheme, name = ''] = /^(env|file):(.+)$/s.exec(reference) ?? [];
  if (scheme === undefined || (scheme === 'file' && !isAbsolute(name))) {
    throw missing(connector, 'is neither env:NAME nor file:/absolute/path');
  }
  const variable = Object.hasOwn(env, name) ? env[name] : undefined;
  const secret = scheme === 'env' ? variable : await readSecretFile(name, connector);
  if (secret === undefined || secret === '') throw missing(connector, 'names nothing, or something empty');
  return secret;
}

async function readSecretFile(path: string, connector: string): Promise<string> {
  const file = await open(path, 'r').catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    throw missing(connector, `names a file that cannot be opened (${code})`);
  });
  try {
    const status = await file.stat();
    if (!status.isFile()) throw unsafe(connector, 'is no regular file');
    if ((status.mode & 0o077) !== 0) throw unsafe(connector, 'is open to others: chmod 600 it');
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MAX_SECRET_BYTES + 1), 0);
    if (bytesRead > MAX_SECRET_BYTES) throw unsafe(connector, 'is larger than 64 KiB');
    const decoded = decodeUtf8(buffer.subarray(0, bytesRead));
    if (!('text' in decoded)) throw unsafe(connector, 'is not text in UTF-8');
    return decoded.text.replace(/\r?\n$/, '');
  } finally {
    await file.close();
  }
}

function missing(connector: string, problem: string): CredentialFault {
  return new CredentialFault('reference-missing', `the credential reference of ${connector} ${problem}`);
}

function unsafe(connector: string, problem: string): CredentialFault {
  return new CredentialFault('reference-unsafe', `the credential file of ${connector} ${problem}`);
}
