// Project Wycheproof's JWS vectors: no signature that it calls bad is accepted, none it calls good refused.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JWK } from 'jose';
import { describe, expect, test } from 'vitest';
import { isSignedBy, parseJws } from './jws.ts';
import { fixedKeys } from './keys.ts';

interface Vectors {
  readonly testGroups: readonly {
    readonly comment: string;
    readonly public?: JWK;
    readonly tests: readonly {
      readonly tcId: number;
      readonly comment: string;
      readonly jws: string | object;
      readonly result: 'valid' | 'invalid';
    }[];
  }[];
}

const FILE = join(
  process.env['HOLDPOINT_VECTORS'] ?? '../shared/vectors',
  'wycheproof/json_web_signature_test.json',
);

/** RFC 7520's keys are given with names for other algorithms (ES521, PS256 for PS384): a set refuses them. */
const MISLABELLED = new Set([346, 347, 350, 351]);

async function isAccepted(key: JWK, token: string): Promise<boolean> {
  const jws = parseJws(token);
  if (typeof jws === 'string' || !/^(RS|PS|ES)/.test(jws.alg)) return false;
  const found = await fixedKeys([key])(jws);
  return typeof found !== 'string' && isSignedBy(jws, found);
}

describe.skipIf(!existsSync(FILE))(`Wycheproof JWS vectors (skipped unless ${FILE} exists)`, () => {
  const groups = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Vectors).testGroups : [];
  const cases = groups.flatMap(({ comment, public: key, tests }) =>
    key === undefined ? [] : tests.map((entry) => ({ ...entry, group: comment, key })),
  );

  test('cover the asymmetric algorithms in both directions', () => {
    expect(cases.filter(({ result }) => result === 'valid').length).toBeGreaterThan(20);
    expect(cases.filter(({ result }) => result === 'invalid').length).toBeGreaterThan(300);
  });

  test.each(cases)('$tcId $group $comment is $result', async ({ tcId, key, jws, result }) => {
    const token = typeof jws === 'string' ? jws : JSON.stringify(jws);
    expect(await isAccepted(key, token)).toBe(result === 'valid' && !MISLABELLED.has(tcId));
  });
});

test('an RSA key that is short, or whose exponent is below 65537, is no key', async () => {
  const jws = parseJws(`${Buffer.from('{"alg":"RS256","kid":"a"}').toString('base64url')}.e30.AAAA`);
  if (typeof jws === 'string') throw new Error(jws);
  const modulus = (bytes: number) => Buffer.alloc(bytes, 0xff).toString('base64url');
  const keyOf = (n: string, e: string) => fixedKeys([{ kty: 'RSA', kid: 'a', n, e }])(jws);
  expect(await keyOf(modulus(256), 'AQAB')).not.toBe('key-unknown');
  expect(await keyOf(modulus(128), 'AQAB')).toBe('key-unknown');
  expect(await keyOf(modulus(256), 'Aw')).toBe('key-unknown');
  expect(await keyOf(modulus(256), 'AQ')).toBe('key-unknown');
});
