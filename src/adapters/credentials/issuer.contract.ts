// What every credential issuer promises (CredentialIssuer in gateway/ports.ts), run against each of them.

import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { CredentialFault } from '../../gateway/ports.ts';
import type { CredentialIssuer, MintRequest } from '../../gateway/ports.ts';

export interface IssuerUnderTest {
  readonly issuer: CredentialIssuer;
  /** One that the issuer can serve. */
  readonly request: MintRequest;
  /** What `revoke` must say. */
  readonly how: string;
  readonly standing: boolean;
}

export function describeCredentialIssuer(name: string, setUp: () => Promise<IssuerUnderTest>): void {
  describe(`the ${name} issuer keeps the contract:`, () => {
    test('what is minted is told by its SHA-256, and the fingerprint is not the secret', async () => {
      const { issuer, request } = await setUp();
      const { secret, fingerprint } = await issuer.mint(request);
      expect(secret).not.toBe('');
      expect(fingerprint).toBe(`sha256:${createHash('sha256').update(secret).digest('hex')}`);
      expect(fingerprint).not.toContain(secret);
    });

    test('what is minted says how long it is good for: never longer than asked', async () => {
      const { issuer, request, standing } = await setUp();
      const minted = await issuer.mint(request);
      expect(minted.standing).toBe(standing);
      expect(minted.expiresAt).toBeLessThanOrEqual(request.expiresAt);
      expect(minted.expiresAt).toBeGreaterThan(request.expiresAt - 1000);
    });

    test('to revoke twice is to revoke once', async () => {
      const { issuer, request, how } = await setUp();
      await issuer.mint(request);
      const lease = { id: request.lease, connector: request.connector, expiresAt: request.expiresAt };
      expect(await issuer.revoke(lease)).toEqual({ how });
      expect(await issuer.revoke(lease)).toEqual({ how });
    });

    test('a lease whose mint never finished can be revoked', async () => {
      const { issuer, request, how } = await setUp();
      const lease = { id: 'neverminted00000', connector: request.connector, expiresAt: request.expiresAt };
      expect(await issuer.revoke(lease)).toEqual({ how });
    });
  });
}

/** The fault that a mint ends with, after a look at all of it, causes and stack included, for the secrets. */
export async function faultOf(mint: Promise<unknown>, secrets: readonly string[]): Promise<CredentialFault> {
  const fault = await mint.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(fault instanceof CredentialFault)) throw new Error('the mint did not end with a CredentialFault');
  const all = inspect(fault, { depth: 9, showHidden: true });
  for (const secret of secrets) expect(all).not.toContain(secret);
  return fault;
}
