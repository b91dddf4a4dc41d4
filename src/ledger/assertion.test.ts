import { describe, expect, test } from 'vitest';
import { nobleLedgerCrypto } from '../adapters/crypto/noble.ts';
import { nodeLedgerCrypto } from '../adapters/crypto/node.ts';
import { challengeOf, isAssertion, originOf, signCountOf, verifyAssertion } from './assertion.ts';
import { decodeBase64Url, encodeBase64Url } from './base64.ts';
import { decodeCoseKey } from './cose.ts';
import { decodeEcdsa } from './ecdsa.ts';
import { statementOf } from './sample-ledger.contract.ts';
import { makePasskey, type Bent } from './sample-passkey.contract.ts';

const challenge = challengeOf(nodeLedgerCrypto, statementOf());
const passkey = makePasskey('laptop');
const edwards = makePasskey('key', 'EdDSA');
const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

type Signed = ReturnType<typeof passkey.sign>;

function holds(signed: Signed, { of = passkey, rpId = 'localhost', over = challenge } = {}): boolean {
  const key = { publicKey: of.publicKey, rpId };
  const verdicts = [nodeLedgerCrypto, nobleLedgerCrypto].map((crypto) =>
    verifyAssertion(crypto, key, { ...signed, challenge: over }),
  );
  expect(verdicts[0]).toBe(verdicts[1]);
  return verdicts[0]!;
}

describe("a passkey's signature", () => {
  test.each([passkey, edwards])('by $algorithm holds for the challenge that it was asked for', (one) => {
    for (let count = 0; count < 8; count++) expect(holds(one.sign(challenge), { of: one })).toBe(true);
    expect(holds(one.sign(challenge, { signCount: 7, flags: 0x1d }), { of: one })).toBe(true);
  });

  test('holds on a page of the named host over TLS, whatever the port', () => {
    const on = (origin: string): Signed =>
      passkey.sign(challenge, { rpId: 'ops.example', client: { origin, crossOrigin: undefined } });
    const verdict = (origin: string): boolean => holds(on(origin), { rpId: 'ops.example' });
    expect(['https://ops.example', 'https://ops.example:8443'].map(verdict)).toEqual([true, true]);
    const others = ['http://ops.example', 'https://evil.example', 'https://ops.example.evil.example'];
    expect([...others, 'https://a.ops.example', 'https://ops.example/'].map(verdict)).toEqual(
      Array(5).fill(false),
    );
  });

  test.each<[string, Bent]>([
    ['for another host', { rpId: '127.0.0.1' }],
    ['without the person', { flags: 0x04 }],
    ['without verifying the person', { flags: 0x01 }],
    ['backed up though that cannot be', { flags: 0x15 }],
    ['with data of a registration', { flags: 0x45 }],
    ['with trailing bytes', { more: Uint8Array.of(0) }],
    ['of a registration', { client: { type: 'webauthn.create' } }],
    ['inside a page of others', { client: { crossOrigin: true } }],
    ['below a page of others', { client: { topOrigin: 'http://localhost:4180' } }],
    ['on a page of others', { client: { origin: 'https://evil.example' } }],
    ['on no page', { client: { origin: null } }],
    ['for another challenge', { client: { challenge: encodeBase64Url(new Uint8Array(32)) } }],
    ['with a challenge twice', { clientText: '{"type":"webauthn.get","type":"webauthn.get"}' }],
    ['with client data that are no object', { clientText: '[]' }],
    ['with client data that are no text', { clientText: '' }],
  ])('%s does not hold', (_, bent) => {
    expect(holds(passkey.sign(challenge, bent))).toBe(false);
  });

  test('does not hold over other bytes, by another key, or in another encoding', () => {
    const signed = passkey.sign(challenge);
    const { assertion, signature } = signed;
    const bytes = decodeBase64Url(signature)!;
    const withSignature = (changed: Uint8Array): Signed => ({
      assertion,
      signature: encodeBase64Url(changed),
    });
    expect(holds(signed, { over: new Uint8Array(32) })).toBe(false);
    expect(holds(signed, { of: makePasskey('other') })).toBe(false);
    expect(holds(signed, { of: { ...passkey, publicKey: 'AAAA' } })).toBe(false);
    expect(holds(signed, { of: { ...passkey, publicKey: '=' } })).toBe(false);
    expect(holds({ assertion, signature: '=' })).toBe(false);
    expect(holds(withSignature(Uint8Array.of(...bytes, 0)))).toBe(false);
    expect(holds(withSignature(bytes.slice(0, -1)))).toBe(false);
    expect(holds(withSignature(decodeEcdsa(bytes)!))).toBe(false);
    expect(holds({ ...signed, assertion: { ...assertion, signCount: 1 } })).toBe(false);
    expect(holds({ ...signed, assertion: { ...assertion, authenticatorData: '=' } })).toBe(false);
    expect(holds({ ...signed, assertion: { ...assertion, clientDataJSON: '=' } })).toBe(false);
    const notText = encodeBase64Url(Uint8Array.of(0xff));
    expect(holds({ ...signed, assertion: { ...assertion, clientDataJSON: notText } })).toBe(false);
  });

  test('counts with either s: authenticators give both', () => {
    const { assertion, signature } = passkey.sign(challenge);
    const numbers = Buffer.from(decodeEcdsa(decodeBase64Url(signature)!)!);
    const s = P256_ORDER - BigInt(`0x${numbers.subarray(32).toString('hex')}`);
    const other = Buffer.from(s.toString(16).padStart(64, '0'), 'hex');
    const der = Buffer.concat([numberOf(numbers.subarray(0, 32)), numberOf(other)]);
    const mirrored = encodeBase64Url(new Uint8Array(Buffer.concat([Buffer.of(0x30, der.length), der])));
    expect(holds({ assertion, signature: mirrored })).toBe(true);
  });
});

/** DER of a positive number. */
function numberOf(bytes: Buffer): Buffer {
  const digits = bytes.subarray(bytes.findIndex((byte) => byte !== 0));
  const padded = digits[0]! > 0x7f ? Buffer.concat([Buffer.of(0), digits]) : digits;
  return Buffer.concat([Buffer.of(2, padded.length), padded]);
}

test.each([
  ['no sequence', '31060201010201 01'],
  ['another length', '30070201010201 01'],
  ['no first number', '30060301010201 01'],
  ['no second number', '30060201010301 01'],
  ['only one number', '3003020101'],
  ['a number beyond the end', '30060201010202 01'],
  ['a number cut off before its length', '300402010102'],
  ['a negative number', '30060201810201 01'],
  ['zero', '30060201000201 01'],
  ['no digits', '300502000201 01'],
  ['a needless zero in front', '3007020200010201 01'],
  ['more after the second number', '30080201010201 010500'],
  ['a number of more than 256 bits', `302602 21${'01'.repeat(33)}020101`],
])('a signature with %s is none', (_, hex) => {
  expect(decodeEcdsa(new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex')))).toBeNull();
});

test('small numbers of a signature stand at the end of their 32 bytes', () => {
  const numbers = decodeEcdsa(new Uint8Array(Buffer.from('3007020101020200ff', 'hex')))!;
  expect([numbers.length, numbers[31], numbers[62], numbers[63]]).toEqual([64, 1, 0, 255]);
});

test('a key is taken in its canonical encoding alone', () => {
  for (const one of [passkey, edwards]) {
    const bytes = decodeBase64Url(one.publicKey)!;
    expect(decodeCoseKey(bytes)?.algorithm).toBe(one.algorithm);
    expect(decodeCoseKey(Uint8Array.of(...bytes, 0))).toBeNull();
    expect(decodeCoseKey(bytes.slice(0, -1))).toBeNull();
    expect(decodeCoseKey(bytes.map((byte, index) => (index === 4 ? byte ^ 1 : byte)))).toBeNull();
  }
});

test('what a browser says of an assertion is read without believing it', () => {
  const { assertion } = passkey.sign(challenge, { signCount: 0x01020304 });
  expect(isAssertion(assertion)).toBe(true);
  expect(isAssertion({ ...assertion, signCount: -1 })).toBe(false);
  expect(isAssertion({ ...assertion, more: 1 })).toBe(false);
  expect(signCountOf(assertion.authenticatorData)).toBe(0x01020304);
  expect([signCountOf(''), signCountOf('=')]).toEqual([null, null]);
  expect(originOf(assertion.clientDataJSON)).toBe('http://localhost:4180');
  expect([originOf('='), originOf(encodeBase64Url(new Uint8Array(Buffer.from('{}'))))]).toEqual([null, null]);
});
