// One machine's own issuer: each token is for one use, which its type and its `use` claim both tell, and
// only a task token names a task.

import assert from 'node:assert/strict';
import { createPublicKey, randomUUID } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { SignJWT, calculateJwkThumbprint, exportJWK } from 'jose';
import type { JWK } from 'jose';
import type { TokenIssuer } from '../../gateway/ports.ts';

export interface LocalIssuerOptions {
  /** Private Ed25519 key (key-file.ts), used for nothing else. */
  readonly key: KeyObject;
  /** The ledger's origin: `iss` is `urn:holdpoint:<origin>`. */
  readonly origin: string;
  readonly audience: string;
}

/** Issues; `publicKeys` is what the verifier needs. */
export interface LocalIssuer extends TokenIssuer {
  readonly publicKeys: readonly JWK[];
}

/** The built-in issuer (RFC 7519, EdDSA). Times are rounded down to seconds: none outlives what was asked. */
export async function createLocalIssuer({ key, origin, audience }: LocalIssuerOptions): Promise<LocalIssuer> {
  const issuer = `urn:holdpoint:${origin}`;
  const publicJwk = await exportJWK(createPublicKey(key));
  const kid = await calculateJwkThumbprint(publicJwk);
  return {
    issuer,
    publicKeys: [{ ...publicJwk, kid, alg: 'EdDSA', use: 'sig' }],
    issue({ use, subject, task, issuedAt, expiresAt }) {
      assert((use === 'task') === (task !== null), 'a task token names a task, and no other does');
      const issuedAtSeconds = Math.floor(issuedAt / 1000);
      return new SignJWT({ use, ...(task === null ? {} : { task, client_id: subject }) })
        .setProtectedHeader({ alg: 'EdDSA', kid, typ: `holdpoint-${use}+jwt` })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(subject)
        .setIssuedAt(issuedAtSeconds)
        .setNotBefore(issuedAtSeconds)
        .setExpirationTime(Math.floor(expiresAt / 1000))
        .setJti(randomUUID())
        .sign(key);
    },
  };
}
