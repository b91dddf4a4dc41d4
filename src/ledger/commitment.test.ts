import { describe, expect, test } from 'vitest';
import { nodeLedgerCrypto as crypto } from '../adapters/crypto/node.ts';
import { hex, utf8 } from './bytes.ts';
import { commit, deriveScopeKeys, isCommitment, type CommitmentKind } from './commitment.ts';
import { actionDigest, definitionDigest, digestOf, isDigest } from './digest.ts';
import { hkdf } from './hkdf.ts';

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
const range = (from: number, to: number): string =>
  hex(Uint8Array.from({ length: to - from }, (_, i) => from + i));

describe('HKDF-SHA256', () => {
  test.each([
    {
      name: 'A.1',
      secret: '0b'.repeat(22),
      salt: range(0, 13),
      info: range(0xf0, 0xfa),
      output: '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    },
    {
      name: 'A.2',
      secret: range(0, 0x50),
      salt: range(0x60, 0xb0),
      info: range(0xb0, 0x100),
      output:
        'b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09' +
        'da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87',
    },
    {
      name: 'A.3',
      secret: '0b'.repeat(22),
      salt: '',
      info: '',
      output: '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
    },
  ])('gives the output of RFC 5869 $name', ({ secret, salt, info, output }) => {
    const input = { secret: bytesOf(secret), salt: bytesOf(salt), info: bytesOf(info) };
    expect(hex(hkdf(crypto, { ...input, lengthBytes: output.length / 2 }))).toBe(output);
  });
});

describe('commitments', () => {
  const payloadKey = new Uint8Array(32).fill(5);
  const { commitmentKey, encryptionKey } = deriveScopeKeys(crypto, payloadKey);

  test('the two keys of a scope differ from each other and from the payload key', () => {
    expect(new Set([payloadKey, commitmentKey, encryptionKey].map(hex)).size).toBe(3);
    expect(commitmentKey).toHaveLength(32);
    expect(encryptionKey).toHaveLength(32);
  });

  test('one kind never passes for another, nor one key for another', () => {
    const kinds: CommitmentKind[] = ['prompt', 'arguments', 'result', 'name', 'reason'];
    const made = kinds.map((kind) => commit(crypto, commitmentKey, kind, utf8('same')));
    made.push(commit(crypto, encryptionKey, 'prompt', utf8('same')));
    expect(new Set(made).size).toBe(6);
    expect(made.every(isCommitment)).toBe(true);
  });

  test('a key of another length is refused', () => {
    const short = expect.objectContaining({ code: 'malformed-key' });
    expect(() => deriveScopeKeys(crypto, new Uint8Array(31))).toThrow(short);
    expect(() => commit(crypto, new Uint8Array(), 'name', utf8('x'))).toThrow(short);
  });

  test('only their one form is one', () => {
    const made = commit(crypto, commitmentKey, 'name', utf8('Ada'));
    expect(isCommitment(`${made}=`)).toBe(false);
    expect(isCommitment(made.replace(/.$/, 'B'))).toBe(false);
    expect(isCommitment(made.replace('hmac', 'sha'))).toBe(false);
    expect(isCommitment(null)).toBe(false);
  });
});

describe('digests', () => {
  const action = {
    task: 't',
    agent: 'a',
    connector: 'c',
    tool: 'send',
    definition: 'sha256:0',
    arguments: 'hmac-sha256:0',
  };

  test('do not depend on the order in which members were written', () => {
    expect(digestOf(crypto, { a: 1, b: [true, null] })).toBe(digestOf(crypto, { b: [true, null], a: 1 }));
    expect(definitionDigest(crypto, { name: 'x' })).toBe(digestOf(crypto, { name: 'x' }));
    expect(isDigest(digestOf(crypto, null))).toBe(true);
    expect(isDigest('sha256:00')).toBe(false);
  });

  test('of an action change with every part of it, and with nothing else', () => {
    const digests = Object.keys(action).map((part) => actionDigest(crypto, { ...action, [part]: 'other' }));
    expect(new Set([...digests, actionDigest(crypto, action)]).size).toBe(7);
    expect(actionDigest(crypto, { ...action, more: 1 } as typeof action)).toBe(actionDigest(crypto, action));
  });
});
