import { generateKeyPairSync } from 'node:crypto';
import * as fc from 'fast-check';
import { SignJWT, createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { describeCredentialIssuer } from './issuer.contract.ts';
import { createJwtCredentials } from './jwt.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
const EXPIRY = NOW + 300_700;
const REQUEST = {
  lease: 'l3as3000000000ab',
  task: 'k3jv90aq2m5x7c1z',
  agent: 'billing-bot',
  connector: 'crm',
  audience: 'https://crm.test',
  reference: null,
  issuedAt: NOW,
  expiresAt: EXPIRY,
};
const LEASE = { id: REQUEST.lease, connector: 'crm', expiresAt: EXPIRY };

const ed25519 = generateKeyPairSync('ed25519').privateKey;
const p256 = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;

async function setUp(key = ed25519) {
  const clock = { now: NOW };
  const issuer = 'https://holdpoint.test/credentials';
  const credentials = await createJwtCredentials({ key, issuer, now: () => clock.now });
  return { ...credentials, clock };
}

for (const [name, key] of [
  ['EdDSA', ed25519],
  ['ES256', p256],
] as const) {
  describeCredentialIssuer(`jwt (${name})`, async () => {
    const { issuer } = await setUp(key);
    return { issuer, request: REQUEST, how: 'introspection', standing: false };
  });

  test(`a connector checks a credential signed with ${name} by the published keys alone`, async () => {
    const { issuer, jwks } = await setUp(key);
    const { secret } = await issuer.mint(REQUEST);
    const { payload, protectedHeader } = await jwtVerify(secret, createLocalJWKSet(jwks), {
      audience: 'https://crm.test',
      issuer: 'https://holdpoint.test/credentials',
      typ: 'at+jwt',
      currentDate: new Date(NOW),
    });
    expect(protectedHeader.alg).toBe(name);
    expect(payload).toEqual({
      iss: 'https://holdpoint.test/credentials',
      aud: 'https://crm.test',
      sub: 'billing-bot',
      client_id: 'billing-bot',
      jti: REQUEST.lease,
      task: REQUEST.task,
      iat: NOW / 1000,
      exp: NOW / 1000 + 300,
    });
  });

  test(`keys published for ${name} are public`, async () => {
    const { jwks } = await setUp(key);
    for (const jwk of jwks.keys) expect(jwk).not.toHaveProperty('d');
  });
}

describe('introspection', () => {
  test('tells what a live credential is for', async () => {
    const { issuer, introspect } = await setUp();
    expect(await introspect((await issuer.mint(REQUEST)).secret)).toMatchObject({
      active: true,
      token_type: 'Bearer',
      aud: 'https://crm.test',
      sub: 'billing-bot',
      client_id: 'billing-bot',
      jti: REQUEST.lease,
      task: REQUEST.task,
    });
  });

  test('tells nothing of one that is revoked, and goes on doing so', async () => {
    const { issuer, introspect } = await setUp();
    const { secret } = await issuer.mint(REQUEST);
    await issuer.revoke(LEASE);
    expect(await introspect(secret)).toEqual({ active: false });
    await issuer.revoke({ id: 'another000000000', connector: 'crm', expiresAt: EXPIRY });
    expect(await introspect(secret)).toEqual({ active: false });
  });

  test('tells nothing of one whose lease was revoked before its mint finished', async () => {
    const { issuer, introspect } = await setUp();
    await issuer.revoke(LEASE);
    expect(await introspect((await issuer.mint(REQUEST)).secret)).toEqual({ active: false });
  });

  test('leaves the leases beside a revoked one alone', async () => {
    const { issuer, introspect } = await setUp();
    const { secret } = await issuer.mint({ ...REQUEST, lease: 'another000000000' });
    await issuer.revoke(LEASE);
    expect(await introspect(secret)).toHaveProperty('active', true);
  });

  test('remembers revocations that are restored after a restart', async () => {
    const { secret } = await (await setUp()).issuer.mint(REQUEST);
    const { introspect, restore } = await setUp();
    expect(await introspect(secret)).toHaveProperty('active', true);
    restore([LEASE]);
    expect(await introspect(secret)).toEqual({ active: false });
  });

  test('tells nothing once the lease expired, nor after the clock was set back', async () => {
    const { issuer, introspect, clock } = await setUp();
    const { secret } = await issuer.mint(REQUEST);
    await issuer.revoke(LEASE);
    clock.now = EXPIRY;
    await issuer.revoke({ id: 'another000000000', connector: 'crm', expiresAt: EXPIRY + 1000 });
    expect(await introspect(secret)).toEqual({ active: false });
    clock.now = NOW;
    expect(await introspect(secret)).toEqual({ active: false });
  });

  test('tells nothing of a live credential after any one character is changed', async () => {
    const { issuer, introspect } = await setUp();
    const { secret } = await issuer.mint(REQUEST);
    const characters = fc.constantFrom(
      ...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=. '),
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(secret.length - 1), characters, async (at, character) => {
        fc.pre(secret[at] !== character);
        const changed = secret.slice(0, at) + character + secret.slice(at + 1);
        expect(await introspect(changed)).toEqual({ active: false });
        expect(await introspect(secret.slice(0, -1) + character)).toHaveProperty(
          'active',
          secret.endsWith(character),
        );
      }),
      { numRuns: 500 },
    );
  });

  test.each<[string, string, Record<string, unknown>]>([
    ['another type', 'JWT', {}],
    ['another issuer', 'at+jwt', { iss: 'https://holdpoint.test' }],
    ['no lease', 'at+jwt', { jti: undefined }],
    ['no end', 'at+jwt', { exp: undefined }],
  ])('tells nothing of a token of the same key with %s', async (_, typ, changes) => {
    const { introspect, issuer } = await setUp();
    const header = decodeProtectedHeader((await issuer.mint(REQUEST)).secret);
    const claims = { iss: 'https://holdpoint.test/credentials', jti: 'a', exp: EXPIRY, ...changes };
    const token = await new SignJWT(claims)
      .setProtectedHeader({ ...header, alg: 'EdDSA', typ })
      .sign(ed25519);
    expect(await introspect(token)).toEqual({ active: false });
  });

  test('tells nothing of any other text, and never throws', async () => {
    const { introspect } = await setUp();
    const { secret } = await (await setUp(p256)).issuer.mint(REQUEST);
    expect(await introspect(secret)).toEqual({ active: false });
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        expect(await introspect(text)).toEqual({ active: false });
      }),
    );
  });
});
