import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nodeLedgerCrypto as crypto } from '../adapters/crypto/node.ts';
import { cosign } from './cosignature.ts';
import { openNodes } from './nodes.contract.ts';
import { inclusionNodes, proveFrom } from './proof.ts';
import { checkpointOf, keyPair, ledgerOf, logSigner, ORIGIN, VKEY } from './sample-ledger.contract.ts';
import { formatTlogProof, parseTlogProof, verifyTlogProof, type ProofPolicy } from './tlog-proof.ts';
import { encodeVkey, verifierKey } from './vkey.ts';

const records = ledgerOf(7);
const store = openNodes(crypto);
store.append(records.map(({ hash }) => hash));
const index = 4;
const { bytes: record, hash: entry } = records[index]!;
const refs = inclusionNodes(index, records.length);
const hashes = proveFrom(crypto, refs, store.fetch(refs));
const checkpoint = checkpointOf(records);
const text = formatTlogProof({ index, hashes, checkpoint });
const policy: ProofPolicy = { origin: ORIGIN, keys: [VKEY] };

const witness = { name: 'witness.example/w1', ...keyPair(9) };
const WITNESS = encodeVkey(verifierKey(crypto, witness.name, witness.publicKey, 'cosignature'));
const cosigned =
  checkpoint + cosign(crypto, checkpoint.slice(0, checkpoint.indexOf('\n\n') + 1), witness, 1_800_000_000);

describe('a proof of a record', () => {
  test('is a text that says where it stands, how, and under which checkpoint', () => {
    const lines = hashes.map((hash) => `${Buffer.from(hash).toString('base64')}\n`).join('');
    expect(text).toBe(`c2sp.org/tlog-proof@v1\nindex 4\n${lines}\n${checkpoint}`);
    const extra = Uint8Array.of(1, 2, 3);
    const withExtra = formatTlogProof({ index: 0, hashes: [], checkpoint, extra });
    expect(withExtra).toBe(`c2sp.org/tlog-proof@v1\nextra AQID\nindex 0\n\n${checkpoint}`);
    expect(parseTlogProof(withExtra)).toEqual({ index: 0, hashes: [], checkpoint, extra });
    expect(parseTlogProof(text)).toEqual({ index, hashes, checkpoint });
  });

  test('verifies with the key of the log, for the record and for its hash', () => {
    const verdict = verifyTlogProof(crypto, text, { ...policy, record });
    expect(verdict).toMatchObject({ ok: true, index, cosigners: 0, checkpoint: { size: 7, origin: ORIGIN } });
    expect(verifyTlogProof(crypto, text, { ...policy, entry })).toEqual(verdict);
  });

  test('does not verify for another record, or as another place', () => {
    const other = records[3]!.hash;
    expect(verifyTlogProof(crypto, text, { ...policy, entry: other })).toEqual({
      ok: false,
      fault: 'not-included',
    });
    const moved = text.replace('index 4', 'index 5');
    expect(verifyTlogProof(crypto, moved, { ...policy, entry })).toEqual({
      ok: false,
      fault: 'not-included',
    });
  });

  test('does not verify under a checkpoint of another key or another log', () => {
    const forged = checkpointOf(records, 7, { name: ORIGIN, ...keyPair(8) });
    expect(
      verifyTlogProof(crypto, formatTlogProof({ index, hashes, checkpoint: forged }), { ...policy, entry }),
    ).toEqual({ ok: false, fault: 'signature-invalid' });
    const elsewhere = { origin: 'other.example', keys: [VKEY], entry };
    expect(verifyTlogProof(crypto, text, elsewhere)).toEqual({ ok: false, fault: 'malformed-checkpoint' });
    expect(verifyTlogProof(crypto, `${text} `, { ...policy, entry })).toMatchObject({
      fault: 'malformed-note',
    });
  });

  test('counts the witnesses that cosigned, and needs as many as it is told', () => {
    const proof = formatTlogProof({ index, hashes, checkpoint: cosigned });
    const witnessed = { ...policy, entry, witnesses: [WITNESS] };
    expect(verifyTlogProof(crypto, proof, { ...witnessed, quorum: 1 })).toMatchObject({
      ok: true,
      cosigners: 1,
    });
    const missing = { ok: false, fault: 'cosignatures-missing' };
    expect(verifyTlogProof(crypto, proof, { ...witnessed, quorum: 2 })).toEqual(missing);
    expect(verifyTlogProof(crypto, text, { ...witnessed, quorum: 1 })).toEqual(missing);
    expect(verifyTlogProof(crypto, proof, { ...policy, entry, quorum: 1 })).toEqual(missing);
  });

  test('cannot be verified with a key that is none', () => {
    expect(() => verifyTlogProof(crypto, text, { ...policy, keys: ['x'], entry })).toThrow('not an Ed25519');
    expect(() => verifyTlogProof(crypto, text, { ...policy, witnesses: ['x'], entry })).toThrow('not an');
  });

  test('with any character of its own part changed does not verify, or says the same', () => {
    const end = text.indexOf('\n\n') + 2;
    fc.assert(
      fc.property(fc.nat({ max: end - 1 }), fc.integer({ min: 1, max: 127 }), (at, mask) => {
        const other = String.fromCharCode(text.charCodeAt(at) ^ mask);
        const changed = text.slice(0, at) + other + text.slice(at + 1);
        expect(verifyTlogProof(crypto, changed, { ...policy, entry }).ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a text that is no proof', () => {
  const hash = Buffer.alloc(32).toString('base64');
  test.each([
    ['no empty line', text.replace('\n\n', '\n').slice(0, 80)],
    ['no line but the first', text.replace(/index [^]*?\n\n/, '\n')],
    ['another format', text.replace('@v1', '@v2')],
    ['no index', text.replace('index 4\n', '')],
    ['an index with a leading zero', text.replace('index 4', 'index 04')],
    ['an index beyond 2^53', text.replace('index 4', 'index 9007199254740993')],
    ['extra data in no base64', text.replace('\nindex', '\nextra *\nindex')],
    ['extra data twice', text.replace('\nindex', '\nextra AQID\nextra AQID\nindex')],
    ['a hash in no base64', text.replace('index 4\n', 'index 4\n*\n')],
    ['a hash of another length', text.replace('index 4\n', 'index 4\nAQID\n')],
    ['more hashes than any tree is high', text.replace('index 4\n', `index 4\n${`${hash}\n`.repeat(64)}`)],
    ['more than a million bytes', `${text}${' '.repeat(1_000_000)}`],
  ])('for %s is refused', (_, bad) => {
    expect(() => parseTlogProof(bad)).toThrow(expect.objectContaining({ code: 'malformed-proof' }) as Error);
    expect(verifyTlogProof(crypto, bad, { ...policy, entry })).toEqual({
      ok: false,
      fault: 'malformed-proof',
    });
  });

  test('is not written either', () => {
    const bad = { index: -1, hashes, checkpoint: checkpointOf(records, 7, logSigner) };
    expect(() => formatTlogProof(bad)).toThrow('not a tlog-proof');
  });
});
