import { generateKeyPairSync } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { expect, test } from 'vitest';
import { createLocalIssuer } from './local.ts';

const { privateKey: key } = generateKeyPairSync('ed25519');
const local = await createLocalIssuer({ key, origin: 'house.test', audience: 'https://holdpoint.test' });
const request = { subject: 'billing-bot', issuedAt: 1_700_000_000_900, expiresAt: 1_700_000_300_900 };

test('a task token names its task and its agent, and lives no longer than asked', async () => {
  const token = await local.issue({ ...request, use: 'task', task: 'k3jv90aq2m5x7c1z' });
  expect(decodeProtectedHeader(token)).toEqual({
    alg: 'EdDSA',
    kid: local.publicKeys[0]?.kid,
    typ: 'holdpoint-task+jwt',
  });
  expect(decodeJwt(token)).toEqual({
    iss: 'urn:holdpoint:house.test',
    aud: 'https://holdpoint.test',
    sub: 'billing-bot',
    client_id: 'billing-bot',
    use: 'task',
    task: 'k3jv90aq2m5x7c1z',
    iat: 1_700_000_000,
    nbf: 1_700_000_000,
    exp: 1_700_000_300,
    jti: expect.any(String),
  });
});

test('an operator token has neither a task nor a client', async () => {
  const token = await local.issue({ ...request, use: 'operator', task: null });
  const members = ['aud', 'exp', 'iat', 'iss', 'jti', 'nbf', 'sub', 'use'];
  expect(Object.keys(decodeJwt(token)).toSorted()).toEqual(members);
});

test('no two tokens are the same', async () => {
  const ask = { ...request, use: 'agent', task: null } as const;
  expect(await local.issue(ask)).not.toBe(await local.issue(ask));
});

test('a task token without a task, or another token with one, is a bug and is not issued', () => {
  expect(() => local.issue({ ...request, use: 'task', task: null })).toThrow('names a task');
  expect(() => local.issue({ ...request, use: 'operator', task: 'k3jv90aq2m5x7c1z' })).toThrow(
    'names a task',
  );
});

test('the keys it publishes are public', () => {
  expect(local.publicKeys).toHaveLength(1);
  expect(local.publicKeys[0]).not.toHaveProperty('d');
});
