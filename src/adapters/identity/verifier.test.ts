import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import * as fc from 'fast-check';
import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { encodeBase64Url } from '../../ledger/base64.ts';
import { utf8 } from '../../ledger/bytes.ts';
import { createLocalIssuer } from './local.ts';
import { createTokenVerifier } from './verifier.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
const AUDIENCE = 'https://holdpoint.test';
const TASK = 'k3jv90aq2m5x7c1z';

const { privateKey: key } = generateKeyPairSync('ed25519');
const local = await createLocalIssuer({ key, origin: 'house.test', audience: AUDIENCE });
const kid = local.publicKeys[0]?.kid ?? '';

const verifier = createTokenVerifier({ audience: AUDIENCE, local, issuers: [], now: () => NOW });

/** A task token as the local issuer would write it, with whatever is changed in it. */
function forge(
  changes: { claims?: Record<string, unknown>; header?: Record<string, unknown>; by?: KeyObject } = {},
): Promise<string> {
  const seconds = NOW / 1000;
  const claims = {
    iss: local.issuer,
    aud: AUDIENCE,
    sub: 'billing-bot',
    iat: seconds,
    nbf: seconds,
    exp: seconds + 300,
    use: 'task',
    task: TASK,
    ...changes.claims,
  };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'EdDSA', kid, typ: 'holdpoint-task+jwt', ...changes.header })
    .sign(changes.by ?? key);
}

/** Text as the parts of a token, unsigned: for what no library would write. */
function assemble(header: string, payload: string, signature = 'AAAA'): string {
  return `${encodeBase64Url(utf8(header))}.${encodeBase64Url(utf8(payload))}.${signature}`;
}

const issued = (use: 'task' | 'operator' | 'agent') =>
  local.issue({
    use,
    subject: 'billing-bot',
    task: use === 'task' ? TASK : null,
    issuedAt: NOW,
    expiresAt: NOW + 300_000,
  });

describe('a token of the local issuer', () => {
  test.each(['task', 'operator', 'agent'] as const)('says that it is for use as %s', async (use) => {
    expect(await verifier.verify(await issued(use))).toEqual({
      token: {
        use,
        issuer: 'urn:holdpoint:house.test',
        subject: 'billing-bot',
        task: use === 'task' ? TASK : null,
        expiresAt: NOW + 300_000,
        ...(use === 'operator' ? { provedAt: NOW } : {}),
      },
    });
  });

  test('is accepted where the forging helper of these tests changes nothing', async () => {
    expect(await verifier.verify(await forge())).toHaveProperty('token.task', TASK);
  });

  test.each([
    ['a type without its use', { header: { typ: 'holdpoint-operator+jwt' } }, 'token-malformed'],
    ['a use without its type', { claims: { use: 'operator' } }, 'token-malformed'],
    ['no use at all', { claims: { use: undefined } }, 'claim-missing'],
    ['no type at all', { header: { typ: undefined } }, 'token-malformed'],
    ['the type of a leased credential', { header: { typ: 'at+jwt' } }, 'token-malformed'],
    ['no task', { claims: { task: undefined } }, 'claim-missing'],
    ['a task that is no text', { claims: { task: 7 } }, 'token-malformed'],
  ])('is refused with %s', async (_, changes, refusal) => {
    expect(await verifier.verify(await forge(changes))).toEqual({ refusal });
  });

  test('never names a task unless it is a task token', async () => {
    const token = await forge({ claims: { use: 'agent' }, header: { typ: 'holdpoint-agent+jwt' } });
    expect(await verifier.verify(token)).toHaveProperty('token.task', null);
  });
});

describe('claims', () => {
  const seconds = NOW / 1000;
  test.each<[string, Record<string, unknown>, string]>([
    ['of an unknown issuer', { iss: 'https://elsewhere.test' }, 'issuer-not-allowed'],
    ['of an issuer that only looks alike', { iss: `${local.issuer}/` }, 'issuer-not-allowed'],
    ['of an issuer that is no text', { iss: 7 }, 'issuer-not-allowed'],
    ['of nobody', { iss: undefined }, 'claim-missing'],
    ['for another audience', { aud: 'https://other.test' }, 'audience-mismatch'],
    ['for nobody', { aud: undefined }, 'claim-missing'],
    ['for an empty list', { aud: [] }, 'audience-mismatch'],
    ['about nobody', { sub: undefined }, 'claim-missing'],
    ['about an empty subject', { sub: '' }, 'claim-missing'],
    ['about too long a subject', { sub: 'a'.repeat(257) }, 'token-malformed'],
    ['about a subject that is no text', { sub: 7 }, 'token-malformed'],
    ['without an end', { exp: undefined }, 'claim-missing'],
    ['with an end that is no number', { exp: 'tomorrow' }, 'token-malformed'],
    ['with an end beyond all dates', { exp: 1e15 }, 'token-malformed'],
    ['that ended thirty seconds ago', { exp: seconds - 30 }, 'token-expired'],
    ['that begin in thirty-one seconds', { nbf: seconds + 31 }, 'token-not-yet-valid'],
    ['from the future', { iat: seconds + 31 }, 'token-not-yet-valid'],
    ['of somebody who proves who they are in the future', { auth_time: seconds + 31 }, 'token-not-yet-valid'],
    ['of a proof at no time', { auth_time: 'now' }, 'token-malformed'],
    ['of a SPIFFE id signed with EdDSA', { sub: 'spiffe://house.test/bot' }, 'algorithm-not-allowed'],
  ])('%s are refused', async (_, claims, refusal) => {
    expect(await verifier.verify(await forge({ claims }))).toEqual({ refusal });
  });

  test.each<[string, Record<string, unknown>]>([
    ['that ended twenty-nine seconds ago', { exp: seconds - 29 }],
    ['that begin in thirty seconds', { nbf: seconds + 30, iat: seconds + 30 }],
    ['for several audiences, ours among them', { aud: ['https://other.test', AUDIENCE] }],
    ['about the longest subject', { sub: 'a'.repeat(256) }],
  ])('%s are accepted', async (_, claims) => {
    expect(await verifier.verify(await forge({ claims }))).toHaveProperty('token');
  });
});

describe('the envelope', () => {
  const good = `{"alg":"EdDSA","kid":"${kid}","typ":"holdpoint-task+jwt"}`;
  const claims = `{"iss":"${local.issuer}"}`;

  test.each([
    ['nothing', ''],
    ['two parts', 'e30.e30'],
    ['four parts', 'e30.e30.e30.e30'],
    ['a header that is no JSON', assemble('alg: EdDSA', claims)],
    ['a header that is a list', assemble('[]', claims)],
    ['a header with a member twice', assemble('{"alg":"EdDSA","alg":"EdDSA"}', claims)],
    ['a payload with a member twice', assemble(good, `{"iss":"a","iss":"${local.issuer}"}`)],
    ['a payload that is a text', assemble(good, '"hello"')],
    ['a payload that is not UTF-8', `${assemble(good, '').slice(0, -5)}.gICA.AAAA`],
    ['a byte order mark', assemble(good, `\uFEFF${claims}`)],
    ['no algorithm', assemble('{}', claims)],
    ['an algorithm that is no text', assemble('{"alg":1}', claims)],
    ['a key name that is no text', assemble('{"alg":"EdDSA","kid":1}', claims)],
    ['a type that is no text', assemble('{"alg":"EdDSA","typ":1}', claims)],
    ...['crit', 'b64', 'jwk', 'jku', 'x5c', 'x5u'].map((name) => [
      `the parameter ${name}`,
      assemble(good.replace('}', `,"${name}":null}`), claims),
    ]),
  ])('is refused as malformed with %s', async (_, token) => {
    expect(await verifier.verify(token ?? '')).toEqual({ refusal: 'token-malformed' });
  });

  test('is refused past 8192 characters, before anything is read', async () => {
    expect(await verifier.verify('x'.repeat(8193))).toEqual({ refusal: 'token-too-large' });
    expect(await verifier.verify('x'.repeat(8192))).toEqual({ refusal: 'token-malformed' });
  });

  test.each(['none', 'None', 'HS256', 'RS256', 'Ed25519', ''])('refuses the algorithm "%s"', async (alg) => {
    const token = assemble(`{"alg":"${alg}","kid":"${kid}","typ":"holdpoint-task+jwt"}`, claims, '');
    expect(await verifier.verify(token)).toEqual({ refusal: 'algorithm-not-allowed' });
  });

  test('refuses a key that is not named, and one that is not known', async () => {
    for (const header of [{ kid: undefined }, { kid: '' }, { kid: 'other' }]) {
      expect(await verifier.verify(await forge({ header }))).toEqual({ refusal: 'key-unknown' });
    }
  });

  test('refuses what another key signed', async () => {
    const token = await forge({ by: generateKeyPairSync('ed25519').privateKey });
    expect(await verifier.verify(token)).toEqual({ refusal: 'signature-invalid' });
  });
});

describe('a valid token', () => {
  const ALPHABET = Array.from(
    'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/. \n\u0000é',
  );

  test('is refused after any one character is changed', async () => {
    const token = await issued('task');
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom(...ALPHABET), async (at, character) => {
        fc.pre(token[at] !== character);
        const changed = token.slice(0, at) + character + token.slice(at + 1);
        expect(await verifier.verify(changed)).toHaveProperty('refusal');
      }),
      { numRuns: 1000 },
    );
  });

  test('is refused with any other last character of each part: unused bits are not free', async () => {
    const parts = (await issued('task')).split('.');
    for (const [index, part] of parts.entries()) {
      for (const character of ALPHABET.filter((other) => other !== part.at(-1))) {
        const changed = parts.with(index, part.slice(0, -1) + character).join('.');
        expect(await verifier.verify(changed), `part ${index}, ${character}`).toHaveProperty('refusal');
      }
    }
  });

  test('is refused with any one character inserted', async () => {
    const token = await issued('task');
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length), fc.constantFrom(...ALPHABET), async (at, character) => {
        const changed = token.slice(0, at) + character + token.slice(at);
        expect(await verifier.verify(changed)).toHaveProperty('refusal');
      }),
    );
  });
});

test('a verifier answers any text with a refusal and never throws', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), fc.json(), fc.json(), async (text, header, payload) => {
      expect(await verifier.verify(text)).toHaveProperty('refusal');
      expect(await verifier.verify(assemble(header, payload))).toHaveProperty('refusal');
    }),
  );
});
