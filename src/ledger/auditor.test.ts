import { describe, expect, test } from 'vitest';
import { nodeLedgerCrypto as crypto } from '../adapters/crypto/node.ts';
import { verifyExport, verifyProof, verifyReceipt } from '../verify.ts';
import { encodeBase64 } from './base64.ts';
import { hex } from './bytes.ts';
import { exportClosing, exportHeader } from './export.ts';
import { grow } from './growth.ts';
import { checkpointOf, keyPair, ledgerOf, ORIGIN, VKEY } from './sample-ledger.contract.ts';
import { formatTlogProof } from './tlog-proof.ts';
import { emptyFrontier } from './tree.ts';
import { encodeVkey, verifierKey } from './vkey.ts';

const SIZE = 11;
const SEQ = 6;
const records = ledgerOf(SIZE);
const checkpoint = checkpointOf(records);
const { inclusion } = grow(
  crypto,
  emptyFrontier,
  records.map(({ hash }) => hash),
);
const texts = records.map(({ bytes }) => Buffer.from(bytes).toString());
const options = { vkey: VKEY };
const otherVkey = encodeVkey(verifierKey(crypto, ORIGIN, keyPair(9).publicKey));

describe('a proof of one record', () => {
  const proof = formatTlogProof({ index: SEQ, hashes: inclusion(SEQ), checkpoint });

  test('holds for that record under the key that the reader trusts', () => {
    expect(verifyProof(proof, texts[SEQ]!, options)).toMatchObject({ ok: true, index: SEQ, cosigners: 0 });
  });

  test('says why it does not hold for anything else', () => {
    const faultOf = (...input: Parameters<typeof verifyProof>): unknown => {
      const verdict = verifyProof(...input);
      return verdict.ok ? null : verdict.fault;
    };
    expect(faultOf(proof, texts[SEQ + 1]!, options)).toBe('not-included');
    expect(faultOf(proof.replace('index 6', 'index 5'), texts[SEQ]!, options)).toBe('not-included');
    expect(faultOf('', texts[SEQ]!, options)).toBe('malformed-proof');
    expect(faultOf(proof, texts[SEQ]!, { vkey: otherVkey })).toBe('signature-invalid');
    expect(faultOf(proof, texts[SEQ]!, { ...options, quorum: 1 })).toBe('cosignatures-missing');
    expect(() => faultOf(proof, texts[SEQ]!, { vkey: 'none' })).toThrow(
      expect.objectContaining({ code: 'malformed-key' }),
    );
  });
});

describe('a receipt', () => {
  const receipt = {
    ledger: ORIGIN,
    mode: 'separated',
    record: records[SEQ]!.record.id,
    seq: SEQ,
    hash: hex(records[SEQ]!.hash),
    checkpoint,
    inclusion: inclusion(SEQ).map(encodeBase64),
  };
  const faultOf = (changes: object, record?: string): unknown => {
    const verdict = verifyReceipt(
      { ...receipt, ...changes },
      record === undefined ? options : { ...options, record },
    );
    return verdict.ok ? null : verdict.fault;
  };

  test('shows that the log holds what it names, and with the record that it is this one', () => {
    expect(verifyReceipt(receipt, options)).toMatchObject({ ok: true, index: SEQ });
    expect(faultOf({}, texts[SEQ])).toBeNull();
    expect(faultOf({}, texts[SEQ - 1])).toBe('other-record');
  });

  test('does not hold for another place, entry, path or key', () => {
    expect(faultOf({ seq: SEQ - 1 })).toBe('not-included');
    expect(faultOf({ hash: hex(records[0]!.hash) })).toBe('not-included');
    expect(faultOf({ inclusion: inclusion(SEQ - 1).map(encodeBase64) })).toBe('not-included');
    expect(faultOf({ checkpoint: checkpointOf(records, SEQ) })).toBe('not-included');
    expect(verifyReceipt(receipt, { vkey: otherVkey })).toEqual({ ok: false, fault: 'signature-invalid' });
  });

  test.each<[string, object]>([
    ['of another ledger', { ledger: 'ledger.example/other' }],
    ['without a place', { seq: -1 }],
    ['without an entry', { hash: 'A'.repeat(64) }],
    ['without a checkpoint', { checkpoint: null }],
    ['without a path', { inclusion: null }],
    ['with a path of something else', { inclusion: [1] }],
    ['with a path that is not base64', { inclusion: ['AA'] }],
    ['with a path of other lengths', { inclusion: ['AAAA'] }],
  ])('%s is none', (_, changes) => expect(faultOf(changes)).toBe('malformed-receipt'));

  test('is an object', () => {
    expect(verifyReceipt('receipt', options)).toEqual({ ok: false, fault: 'malformed-receipt' });
  });
});

test('an export is verified with the key alone', () => {
  const lines = [exportHeader({ origin: ORIGIN, vkey: VKEY }), ...texts, exportClosing(checkpoint)];
  expect(verifyExport(lines, options)).toMatchObject({ ok: true, size: SIZE });
});
