// What every LedgerCrypto promises: the standards' vectors, and one verdict on each signature, however odd.

import { generateKeyPairSync, sign } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LedgerCrypto } from '../../ledger/crypto.ts';
import { SIGNATURES } from './signatures.contract.ts';

const HMAC_VECTORS = join(
  process.env['HOLDPOINT_VECTORS'] ?? '../shared/vectors',
  'wycheproof/json_web_signature_test.json',
);

interface Wycheproof {
  readonly testGroups: readonly {
    readonly private: { readonly kty: string; readonly alg: string; readonly k: string };
    readonly tests: readonly {
      readonly tcId: number;
      readonly comment: string;
      readonly jws: string;
      readonly result: string;
    }[];
  }[];
}

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const unhex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));

/** The suite of one implementation. */
export function testCrypto(name: string, crypto: LedgerCrypto): void {
  describe(`${name}: SHA-256`, () => {
    test.each([
      ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
      ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ])('of %j is that of FIPS 180-4', (text, digest) => expect(hex(crypto.sha256(ascii(text)))).toBe(digest));

    test('keeps nothing of its input, and gives bytes of their own', () => {
      const input = ascii('abc');
      const digest = crypto.sha256(input);
      input.fill(0);
      expect(hex(digest)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
      expect([digest.constructor, digest.byteOffset, digest.buffer.byteLength]).toEqual([Uint8Array, 0, 32]);
    });
  });

  describe(`${name}: HMAC-SHA256`, () => {
    testHmac(crypto);
  });

  describe(`${name}: ECDSA over P-256`, () => {
    testP256(crypto);
  });

  describe(`${name}: Ed25519`, () => {
    test.each(SIGNATURES)('$says', ({ publicKey, message, signature, verdict }) => {
      expect(crypto.verifyEd25519(publicKey, message, signature)).toBe(verdict);
    });

    test('refuses keys and signatures of any other length, and never throws', () => {
      const { publicKey, message, signature } = SIGNATURES[0]!;
      const bytes = fc.uint8Array({ maxLength: 70 });
      fc.assert(
        fc.property(bytes, bytes, (a, b) => {
          expect(crypto.verifyEd25519(a, message, signature)).toBe(false);
          expect(crypto.verifyEd25519(publicKey, message, b)).toBe(false);
          expect(crypto.verifyEd25519(publicKey, b, signature)).toBe(b.length === message.length);
        }),
      );
    });
  });
}

function testP256(crypto: LedgerCrypto): void {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const point = publicKey.export({ format: 'der', type: 'spki' }).subarray(-65);
  const key = new Uint8Array(point);
  const message = ascii('signed');
  const ieee = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const;
  const signature = new Uint8Array(sign('sha256', message, ieee));

  test('takes a signature for its message, key and bytes alone', () => {
    expect(crypto.verifyP256(key, message, signature)).toBe(true);
    for (let at = 0; at < signature.length; at += 7) {
      const changed = signature.map((byte, index) => (index === at ? byte ^ 1 : byte));
      expect(crypto.verifyP256(key, message, changed)).toBe(false);
    }
    expect(crypto.verifyP256(key, ascii('other'), signature)).toBe(false);
    const sha384 = new Uint8Array(sign('sha384', message, ieee));
    expect(crypto.verifyP256(key, message, sha384)).toBe(false);
  });

  test('refuses numbers out of range, keys off the curve and other lengths, and never throws', () => {
    const order = unhex('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
    const halves = [new Uint8Array(32), order, new Uint8Array(32).fill(0xff)];
    for (const half of halves) {
      const [r, s] = [signature.slice(0, 32), signature.slice(32)];
      expect(crypto.verifyP256(key, message, Uint8Array.of(...half, ...s))).toBe(false);
      expect(crypto.verifyP256(key, message, Uint8Array.of(...r, ...half))).toBe(false);
    }
    const off = key.map((byte, index) => (index === 64 ? byte ^ 1 : byte));
    const keys = [off, key.slice(1), key.with(0, 2), new Uint8Array(65), new Uint8Array()];
    for (const bad of keys) expect(crypto.verifyP256(bad, message, signature)).toBe(false);
    const signatures = [signature.slice(1), Uint8Array.of(...signature, 0), new Uint8Array()];
    for (const bad of signatures) expect(crypto.verifyP256(key, message, bad)).toBe(false);
  });
}

function testHmac(crypto: LedgerCrypto): void {
  test('agrees with RFC 4231, and takes an empty key', () => {
    expect(hex(crypto.hmacSha256(new Uint8Array(20).fill(0x0b), ascii('Hi There')))).toBe(
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    );
    expect(hex(crypto.hmacSha256(unhex('aa'.repeat(131)), ascii(LONG_KEY_TEXT)))).toBe(
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    );
    expect(hex(crypto.hmacSha256(new Uint8Array(), new Uint8Array()))).toBe(
      'b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad',
    );
  });

  const isThere = existsSync(HMAC_VECTORS);
  const why = isThere ? '' : ` (skipped: ${HMAC_VECTORS} is absent)`;
  test.skipIf(!isThere)(`gives Wycheproof's verdict on HS256 signatures${why}`, () => {
    const { testGroups } = JSON.parse(readFileSync(HMAC_VECTORS, 'utf8')) as Wycheproof;
    const cases = testGroups
      .filter(({ private: key }) => key.kty === 'oct' && key.alg === 'HS256')
      .flatMap(({ private: { k }, tests }) => tests.map((vector) => ({ ...vector, k })))
      .filter(({ comment }) => MAC_ALONE.test(comment));
    expect(cases.length).toBeGreaterThan(8);
    const wrong = cases.filter(({ jws, k, result }) => isSignedBy(crypto, jws, k) !== (result === 'valid'));
    expect(wrong.map(({ tcId }) => tcId)).toEqual([]);
  });
}

/** The cases that turn on the MAC and not on how a JWS is spelled. */
const MAC_ALONE = /^(acceptsValid|Figure|Valid|rejectsModified)/;
const LONG_KEY_TEXT = 'Test Using Larger Than Block-Size Key - Hash Key First';

function isSignedBy(crypto: LedgerCrypto, jws: string, key: string): boolean {
  const [header = '', payload = '', signature = ''] = jws.split('.');
  const mac = crypto.hmacSha256(new Uint8Array(Buffer.from(key, 'base64url')), ascii(`${header}.${payload}`));
  return Buffer.from(mac).toString('base64url') === signature;
}
