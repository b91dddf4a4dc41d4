// A minted credential is for one connector, task and agent, dies with its lease, and is answered `active` by
// nobody once revoked: revocation goes by lease, never by the token's text.

import { createHash, createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { SignJWT, calculateJwkThumbprint, exportJWK, jwtVerify } from 'jose';
import type { JSONWebKeySet, JWTPayload } from 'jose';
import type { CredentialIssuer, MintRequest } from '../../gateway/ports.ts';
import type { Lease } from '../../kernel/state.ts';
import { decodeBase64Url } from '../../ledger/base64.ts';

const TYPE = 'at+jwt';

export interface JwtCredentialsOptions {
  /** Private key, Ed25519 (EdDSA) or P-256 (ES256), used for nothing else. */
  readonly key: KeyObject;
  /** `iss` of what is minted. */
  readonly issuer: string;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** RFC 7662 §2.2. Of an inactive token nothing is told. */
export type Introspection = { readonly active: false } | ({ readonly active: true } & JWTPayload);

export interface JwtCredentials {
  readonly issuer: CredentialIssuer;
  /** Whether a token was minted here and holds now. Never throws. */
  readonly introspect: (token: string) => Promise<Introspection>;
  /** What a connector checks signatures with (RFC 7517). */
  readonly jwks: JSONWebKeySet;
  /** Feeds revocations of the ledger back after a restart, before the first answer. */
  readonly restore: (revoked: readonly Pick<Lease, 'id' | 'expiresAt'>[]) => void;
}

/** Mints access tokens (RFC 9068) for connectors; keeps the revoked leases in memory until they expire. */
export async function createJwtCredentials(options: JwtCredentialsOptions): Promise<JwtCredentials> {
  const publicKey = createPublicKey(options.key);
  const alg = publicKey.asymmetricKeyType === 'ed25519' ? 'EdDSA' : 'ES256';
  const publicJwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(publicJwk);
  const clock = createForwardClock(options.now);
  const revoked = new Map<string, number>();

  const revoke = ({ id, expiresAt }: Pick<Lease, 'id' | 'expiresAt'>): void => {
    const now = clock();
    for (const [lease, expiry] of revoked) if (expiry <= now) revoked.delete(lease);
    revoked.set(id, expiresAt);
  };
  return {
    issuer: {
      async mint(request) {
        const secret = await signToken(request, options, { alg, kid });
        const fingerprint = `sha256:${createHash('sha256').update(secret).digest('hex')}`;
        const expiresAt = toSeconds(request.expiresAt) * 1000;
        return { secret, fingerprint, standing: false, expiresAt };
      },
      async revoke(lease) {
        revoke(lease);
        return { how: 'introspection' };
      },
    },
    async introspect(token) {
      if (!token.split('.').every((part) => decodeBase64Url(part) !== null)) return { active: false };
      const rules = { algorithms: [alg], typ: TYPE, issuer: options.issuer, requiredClaims: ['exp', 'jti'] };
      const checked = { ...rules, currentDate: new Date(clock()) };
      const verified = await jwtVerify(token, publicKey, checked).catch(() => null);
      if (verified === null || revoked.has(verified.payload.jti ?? '')) return { active: false };
      return { active: true, token_type: 'Bearer', ...verified.payload };
    },
    jwks: { keys: [{ ...publicJwk, kid, alg, use: 'sig' }] },
    restore: (leases) => leases.forEach(revoke),
  };
}

function signToken(
  request: MintRequest,
  { key, issuer }: JwtCredentialsOptions,
  header: { readonly alg: string; readonly kid: string },
): Promise<string> {
  return new SignJWT({ client_id: request.agent, task: request.task })
    .setProtectedHeader({ ...header, typ: TYPE })
    .setIssuer(issuer)
    .setAudience(request.audience)
    .setSubject(request.agent)
    .setIssuedAt(toSeconds(request.issuedAt))
    .setExpirationTime(toSeconds(request.expiresAt))
    .setJti(request.lease)
    .sign(key);
}

/** Rounded down: no token outlives its lease. */
function toSeconds(unixMs: number): number {
  return Math.floor(unixMs / 1000);
}

/** A clock set back must not revive a token whose revocation was already let go. */
function createForwardClock(now: () => number): () => number {
  let latest = 0;
  return () => (latest = Math.max(latest, now()));
}
