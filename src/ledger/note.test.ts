import { describe, expect, test } from 'vitest';
import { nodeLedgerCrypto as crypto } from '../adapters/crypto/node.ts';
import { encodeBase64 } from './base64.ts';
import { formatCheckpoint, openCheckpoint, parseCheckpoint } from './checkpoint.ts';
import { openNote, signNote } from './note.ts';
import { keyPair, logSigner, ORIGIN, VKEY } from './sample-ledger.contract.ts';
import { decodeVkey, encodeVkey, verifierKey } from './vkey.ts';

const key = verifierKey(crypto, ORIGIN, logSigner.publicKey);
const witness = { name: 'witness.example/w', ...keyPair(9) };
const witnessKey = verifierKey(crypto, witness.name, witness.publicKey);
const text = 'first\n\nlast\n';
const note = signNote(crypto, text, logSigner);
const signatureLine = note.slice(text.length + 1);
const witnessLine = signNote(crypto, text, witness).slice(text.length + 1);

const malformed = expect.objectContaining({ code: 'malformed-note' });
const unsigned = expect.objectContaining({ code: 'signature-invalid' });

describe('a verifier key', () => {
  test('comes back from its text', () => {
    expect(decodeVkey(crypto, VKEY)).toEqual(key);
    expect(encodeVkey(key)).toBe(VKEY);
  });

  test('of the signed-note examples is read, and its id recomputed', () => {
    const published = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
    expect(encodeVkey(decodeVkey(crypto, published))).toBe(published);
  });

  test('opens the note of the signed-note examples', () => {
    const published = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
    const signed =
      'If you think cryptography is the answer to your problem,\n' +
      "then you don't know what your problem is.\n\n" +
      '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXg' +
      'KvqfqdngotpRZb6KE6RyyBwJnAM=\n';
    expect(openNote(crypto, signed, [decodeVkey(crypto, published)]).signers).toHaveLength(1);
  });

  test.each([
    '',
    ORIGIN,
    VKEY.replace('ledger', 'lodger'),
    VKEY.replace('+', ' +'),
    `${VKEY}=`,
    VKEY.slice(0, -4),
    VKEY.replace('+A', '+B'),
    `+${VKEY}`,
  ])('in another form is refused: %s', (vkey) => {
    expect(() => decodeVkey(crypto, vkey)).toThrow(expect.objectContaining({ code: 'malformed-key' }));
  });

  test.each(['', 'a b', 'a+b', 'a\u00a0b', 'a\nb', 'a\u0000', '\ud800'])('cannot be named %j', (name) => {
    expect(() => verifierKey(crypto, name, key.publicKey)).toThrow('not an Ed25519 verifier key');
  });
});

describe('a signed note', () => {
  test('opens to its text and those who signed', () => {
    expect(openNote(crypto, note, [key])).toEqual({ text, signers: [key] });
    expect(openNote(crypto, note + witnessLine, [key, witnessKey]).signers).toEqual([key, witnessKey]);
  });

  test('keeps its signature when others that nobody knows are added', () => {
    const strange = `— ${ORIGIN} ${encodeBase64(new Uint8Array(68))}\n`;
    expect(openNote(crypto, note + strange + witnessLine, [key]).signers).toEqual([key]);
  });

  test('is refused whole where a known key did not make its signature', () => {
    const forged = `— ${ORIGIN} ${encodeBase64(Uint8Array.of(...key.id, ...new Uint8Array(64)))}\n`;
    expect(() => openNote(crypto, note + forged, [key])).toThrow(unsigned);
    expect(() => openNote(crypto, note.replace('last', 'lost'), [key])).toThrow(unsigned);
  });

  test('is refused where nobody known signed', () => {
    expect(() => openNote(crypto, note, [])).toThrow(unsigned);
    expect(() => openNote(crypto, note, [witnessKey])).toThrow(unsigned);
  });

  test.each([
    ['no blank line', `text\n${signatureLine}`],
    ['no signature', 'text\n\n'],
    ['no newline at the end', note.slice(0, -1)],
    ['a control character', note.replace('last', 'la\tst')],
    ['a carriage return', note.replace('last\n', 'last\r\n')],
    ['a lone surrogate', note.replace('last', '\ud800')],
    ['a hyphen for the dash', note.replace('—', '-')],
    ['a name that is none', note.replace(`— ${ORIGIN}`, '— a+b')],
    ['two spaces', note.replace(`— ${ORIGIN}`, `— ${ORIGIN} `)],
    ['a signature that is not base64', note.replace(/.{4}\n$/, '%%%%\n')],
    ['a signature of a key id alone', `${text}\n— a ${encodeBase64(key.id)}\n`],
    ['a line after the signatures', `${note}more\n`],
    ['101 signatures', note + witnessLine.repeat(100)],
    ['more than a megabyte', `${'x'.repeat(1_000_000)}\n\n${signatureLine}`],
  ])('with %s is malformed', (_, broken) => {
    expect(() => openNote(crypto, broken, [key])).toThrow(malformed);
  });

  test('takes a hundred signatures', () => {
    expect(openNote(crypto, note + witnessLine.repeat(99), [key]).signers).toHaveLength(1);
  });

  test('is not made of a text that could not be read back', () => {
    expect(() => signNote(crypto, 'no newline', logSigner)).toThrow(malformed);
    expect(() => signNote(crypto, 'a\u0000\n', logSigner)).toThrow(malformed);
    expect(() => signNote(crypto, 'a\n', { ...logSigner, name: 'a b' })).toThrow('not an Ed25519');
  });
});

describe('a checkpoint', () => {
  const checkpoint = { origin: ORIGIN, size: 3, root: new Uint8Array(32).fill(7) };
  const body = formatCheckpoint(checkpoint);

  test('comes back from its text', () => {
    expect(parseCheckpoint(body)).toEqual(checkpoint);
    expect(parseCheckpoint(formatCheckpoint({ ...checkpoint, size: 0 })).size).toBe(0);
  });

  test('may carry extensions, which count for nothing', () => {
    expect(parseCheckpoint(`${body}one\ntwo\n`)).toEqual(checkpoint);
  });

  test.each([
    ['', 'nothing'],
    [body.slice(0, -1), 'no newline'],
    [body.replace(ORIGIN, ''), 'no origin'],
    [body.replace('\n3\n', '\n03\n'), 'a leading zero'],
    [body.replace('\n3\n', '\n-3\n'), 'a sign'],
    [body.replace('\n3\n', '\n9007199254740992\n'), 'a size beyond 2^53 - 1'],
    [body.replace('\n3\n', '\n3\n\n'), 'an empty line'],
    [`${body}one\n\ntwo\n`, 'an empty extension'],
    [`${ORIGIN}\n3\n${encodeBase64(new Uint8Array(31))}\n`, 'a short root'],
    [body.replace('=', ''), 'a root without padding'],
    ['a\n', 'one line'],
  ])('is not read from %j (%s)', (bad) => {
    expect(() => parseCheckpoint(bad)).toThrow(expect.objectContaining({ code: 'malformed-checkpoint' }));
  });

  test('that could not be read back is not written', () => {
    expect(() => formatCheckpoint({ ...checkpoint, size: 1.5 })).toThrow('not a checkpoint');
  });

  test('opens under a key of its own log', () => {
    expect(openCheckpoint(crypto, signNote(crypto, body, logSigner), [key], ORIGIN)).toEqual(checkpoint);
  });

  test("of another log, or with others' signatures alone, does not count", () => {
    const other = formatCheckpoint({ ...checkpoint, origin: 'other.example' });
    expect(() => openCheckpoint(crypto, signNote(crypto, other, logSigner), [key], ORIGIN)).toThrow(
      expect.objectContaining({ code: 'malformed-checkpoint' }),
    );
    expect(() => openCheckpoint(crypto, signNote(crypto, body, witness), [key, witnessKey], ORIGIN)).toThrow(
      unsigned,
    );
  });
});
