// A standing secret is read when a lease needs it, from where only its owner can read it, and is never kept,
// quoted or explained: messages name the connector, and of the reference only what cannot hold a secret by
// mistake: a variable that is called as variables are.

import { createHash } from 'node:crypto';
import { CredentialFault } from '../../gateway/ports.ts';
import type { CredentialIssuer } from '../../gateway/ports.ts';
import { readSecretReference, SecretReferenceFault } from '../host/secret-reference.ts';

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
      const secret = await readSecretReference(reference ?? '', env).catch((error: unknown) => {
        if (!(error instanceof SecretReferenceFault)) throw error;
        const message = `the credential reference of ${connector} ${error.message}${whereOf(reference)}`;
        throw new CredentialFault(error.code, message);
      });
      const fingerprint = `sha256:${createHash('sha256').update(secret).digest('hex')}`;
      return { secret, fingerprint, standing: true, expiresAt };
    },
    async revoke() {
      return { how: 'injection-stopped' };
    },
  };
}

function whereOf(reference: string | null): string {
  const [, name] = /^env:([A-Z][A-Z0-9_]{0,63})$/.exec(reference ?? '') ?? [];
  if (name !== undefined) return `: the environment of the daemon (holdpoint up) must hold ${name}`;
  return ': it is looked up where the daemon (holdpoint up) runs';
}
