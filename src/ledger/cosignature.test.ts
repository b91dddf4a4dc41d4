// A cosignature binds a witness, a time and every byte of a checkpoint's text.

import { verify, createPublicKey } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { nodeLedgerCrypto as crypto } from '../adapters/crypto/node.ts';
import { decodeBase64 } from './base64.ts';
import { cosign, cosignersOf, verifyCosignature } from './cosignature.ts';
import { LedgerFormatError } from './format-error.ts';
import { parseNote } from './note.ts';
import { checkpointOf, ledgerOf } from './sample-ledger.contract.ts';
import { LOG_KEY, witnessOf } from './sample-witness.contract.ts';
import { verifierKey } from './vkey.ts';

const NOTE = checkpointOf(ledgerOf(3));
const { text: TEXT } = parseNote(NOTE);
const TIME = 1_679_315_147;
const [first, second] = [witnessOf(1), witnessOf(2)];
const namesOf = (note: string, witnesses = [first.key, second.key]): string[] =>
  cosignersOf(crypto, note, witnesses).map(({ name }) => name);

test('is, byte for byte, what the standard says', () => {
  const line = cosign(crypto, TEXT, first, TIME);
  const [, encoded = ''] = /^— witness\.example\/w1 (\S+)\n$/u.exec(line) ?? [];
  const bytes = Buffer.from(decodeBase64(encoded)!);
  const keyText = Buffer.concat([Buffer.from('witness.example/w1\n\x04'), first.publicKey]);
  expect(bytes.subarray(0, 4)).toEqual(Buffer.from(crypto.sha256(keyText).slice(0, 4)));
  expect(bytes.readBigUInt64BE(4)).toBe(1_679_315_147n);
  expect(bytes).toHaveLength(4 + 8 + 64);
  const message = Buffer.from(`cosignature/v1\ntime 1679315147\n${TEXT}`);
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(first.publicKey).toString('base64url') };
  const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
  expect(verify(null, message, publicKey, bytes.subarray(12))).toBe(true);
});

test('counts each witness once, and not those that nobody asked for', () => {
  const twice = cosign(crypto, TEXT, first, TIME) + cosign(crypto, TEXT, first, TIME + 1);
  const note = NOTE + twice + cosign(crypto, TEXT, second, TIME) + cosign(crypto, TEXT, witnessOf(3), TIME);
  expect(namesOf(NOTE)).toEqual([]);
  expect(namesOf(note)).toEqual([first.name, second.name]);
  expect(namesOf(note, [second.key])).toEqual([second.name]);
});

test('one key with two names is one witness', () => {
  const alias = { ...first, name: 'witness.example/alias' };
  const aliasKey = verifierKey(crypto, alias.name, alias.publicKey, 'cosignature');
  const note = NOTE + cosign(crypto, TEXT, first, TIME) + cosign(crypto, TEXT, alias, TIME);
  expect(namesOf(note, [first.key, aliasKey])).toEqual([first.name]);
});

test("the log's own signature is no cosignature, whatever it is called", () => {
  expect(namesOf(NOTE, [LOG_KEY])).toEqual([]);
  const asPlain = verifierKey(crypto, first.name, first.publicKey);
  expect(namesOf(NOTE + cosign(crypto, TEXT, first, TIME), [asPlain])).toEqual([]);
});

test('a wrong cosignature by a known witness refuses the note, as one by an unknown one does not', () => {
  const line = cosign(crypto, `${TEXT}extension\n`, first, TIME);
  const refusal = new LedgerFormatError('signature-invalid', 'a known witness did not make its cosignature');
  expect(() => namesOf(NOTE + line)).toThrow(refusal);
  expect(namesOf(NOTE + line, [second.key])).toEqual([]);
});

test('any other time, text, key or length does not verify', () => {
  const signature = parseNote(NOTE + cosign(crypto, TEXT, first, TIME)).signatures[1]!.signature;
  expect(verifyCosignature(crypto, first.key, TEXT, signature)).toBe(true);
  expect(verifyCosignature(crypto, second.key, TEXT, signature)).toBe(false);
  expect(verifyCosignature(crypto, first.key, `${TEXT}more\n`, signature)).toBe(false);
  expect(verifyCosignature(crypto, first.key, TEXT, signature.slice(0, -1))).toBe(false);
  expect(verifyCosignature(crypto, first.key, TEXT, new Uint8Array())).toBe(false);
  const property = fc.property(fc.integer({ min: 0, max: signature.length * 8 - 1 }), (bit) => {
    const changed = signature.slice();
    changed[bit >> 3]! ^= 1 << (bit & 7);
    return !verifyCosignature(crypto, first.key, TEXT, changed);
  });
  expect(() => fc.assert(property)).not.toThrow();
});
