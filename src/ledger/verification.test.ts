import { describe, expect, test } from 'vitest';
import { nodeLedgerCrypto as crypto } from '../adapters/crypto/node.ts';
import { encodeBase64 } from './base64.ts';
import { utf8 } from './bytes.ts';
import type { Finding } from './finding.ts';
import type { Draft, SealedRecord } from './record.ts';
import { sealRecord } from './record.ts';
import {
  checkpointOf,
  draftOf,
  idOf,
  keyPair,
  ledgerOf,
  logSigner,
  ORIGIN,
  sealAll,
  signStatement,
  statementOf,
  VKEY,
} from './sample-ledger.contract.ts';
import { createVerifier, type Entry } from './verification.ts';
import type { VerificationReport } from './finding.ts';

const whole = ledgerOf(10);

function verify(
  entries: readonly Entry[],
  checkpoints: readonly string[] = [],
  closing?: string,
): VerificationReport {
  const verifier = createVerifier(crypto, { origin: ORIGIN, keys: [VKEY], checkpoints });
  for (const entry of entries) verifier.add(entry);
  return verifier.finish(closing);
}

function findingsOf(entries: readonly Entry[], checkpoints?: readonly string[]): readonly Finding[] {
  return verify(entries, checkpoints).findings;
}

/** The ledger with one record sealed anew, as a thief of the signing key would do. */
function withDraft(seq: number, changes: Partial<Draft>, size = 6): SealedRecord[] {
  return sealAll(Array.from({ length: size }, (_, number) => draftOf(number, number === seq ? changes : {})));
}

/** Entries as a store keeps them. */
function stored(
  records: readonly SealedRecord[],
): { seq: number; bytes: Uint8Array; storedHash: Uint8Array }[] {
  return records.map(({ record, bytes, hash }) => ({ seq: record.seq, bytes, storedHash: hash }));
}

describe('a ledger that holds', () => {
  test('has no findings, and says how far checkpoints cover it', () => {
    const root = checkpointOf(whole).split('\n')[2];
    const checkpoints = [checkpointOf(whole, 7), checkpointOf(whole, 0), checkpointOf(whole, 4)];
    expect(verify(stored(whole), checkpoints)).toEqual({
      ok: true,
      size: 10,
      root,
      checkpointsVerified: 3,
      coveredSize: 7,
      cosignedSize: 0,
      findings: [],
    });
  });

  test('may be closed by a checkpoint of its whole size, and be known by it already', () => {
    expect(verify(whole, [checkpointOf(whole)], checkpointOf(whole))).toMatchObject({
      ok: true,
      checkpointsVerified: 2,
      coveredSize: 10,
    });
  });

  test('may be empty', () => {
    expect(verify([])).toMatchObject({
      ok: true,
      size: 0,
      root: encodeBase64(crypto.sha256(new Uint8Array())),
    });
  });
});

describe('a record', () => {
  test('changed beside its stored hash is named, once, whatever else the change broke', () => {
    const entries = stored(whole);
    const bytes = entries[5]!.bytes.slice();
    bytes[bytes.length - 3]! ^= 1;
    entries[5] = { ...entries[5]!, bytes };
    expect(findingsOf(entries)).toEqual([{ code: 'record-changed', seq: 5 }]);
  });

  test('that is malformed is named with the byte, or without where only its shape is wrong', () => {
    const entries: Entry[] = [...whole];
    entries[2] = { bytes: utf8('{"a":}') };
    entries[6] = { bytes: utf8('{}') };
    const why = expect.any(String) as string;
    expect(findingsOf(entries)).toEqual([
      { code: 'record-malformed', seq: 2, offset: 5, why },
      { code: 'record-malformed', seq: 6, offset: null, why },
    ]);
  });

  test('that is not canonical is named with the byte', () => {
    const entries: Entry[] = [...whole];
    entries[4] = { bytes: utf8(`${Buffer.from(whole[4]!.bytes).toString()} `) };
    expect(findingsOf(entries)).toEqual([
      { code: 'record-not-canonical', seq: 4, offset: whole[4]!.bytes.length },
    ]);
  });
});

describe('the order', () => {
  const drop = (...seqs: number[]) => whole.filter(({ record }) => !seqs.includes(record.seq));
  const order = (...seqs: number[]) => seqs.map((seq) => whole[seq]!);

  test('with one record dropped says so once, though versions and causes miss it too', () => {
    expect(findingsOf(drop(5))).toEqual([{ code: 'records-missing', seq: 5, until: 6 }]);
    expect(findingsOf(drop(0))).toEqual([{ code: 'records-missing', seq: 0, until: 1 }]);
  });

  test('with several dropped names each gap', () => {
    expect(findingsOf(drop(2, 5, 6, 7))).toEqual([
      { code: 'records-missing', seq: 2, until: 3 },
      { code: 'records-missing', seq: 5, until: 8 },
    ]);
  });

  test('with neighbours swapped names the one that came too early', () => {
    expect(findingsOf(order(0, 1, 2, 3, 5, 4, 6, 7, 8, 9))).toEqual([
      { code: 'record-misplaced', seq: 4, found: 5 },
    ]);
    expect(findingsOf(order(0, 1, 2, 3, 4, 5, 6, 7, 9, 8), [checkpointOf(whole, 7)])).toEqual([
      { code: 'record-misplaced', seq: 8, found: 9 },
    ]);
  });

  test('with the last two swapped does not take the last one for cut off', () => {
    expect(findingsOf(order(0, 1, 2, 3, 4, 5, 6, 7, 9, 8), [checkpointOf(whole)])).toEqual([
      { code: 'checkpoint-mismatch', seq: 0, until: 10 },
      { code: 'record-misplaced', seq: 8, found: 9 },
    ]);
  });

  test('with distant records swapped names both', () => {
    expect(findingsOf(order(0, 1, 7, 3, 4, 5, 6, 2, 8, 9))).toEqual([
      { code: 'record-misplaced', seq: 2, found: 7 },
      { code: 'record-misplaced', seq: 7, found: 2 },
    ]);
    expect(findingsOf(order(0, 1, 9, 3, 4, 5, 6, 7, 8, 2))).toEqual([
      { code: 'record-misplaced', seq: 2, found: 9 },
      { code: 'record-misplaced', seq: 9, found: 2 },
    ]);
  });

  test('with a block moved names each record of the shorter part, and misses none', () => {
    expect(findingsOf(order(0, 1, 2, 6, 7, 8, 3, 4, 5, 9))).toEqual(
      [3, 4, 5].map((found) => ({ code: 'record-misplaced', seq: 9, found })),
    );
    expect(findingsOf(order(0, 1, 2, 6, 7, 8, 4, 9))).toEqual([
      { code: 'records-missing', seq: 3, until: 4 },
      { code: 'records-missing', seq: 5, until: 6 },
      { code: 'record-misplaced', seq: 9, found: 4 },
    ]);
  });

  test('with a record moved far forward knows it again when the log reaches its place', () => {
    expect(findingsOf(order(0, 1, 6, 2, 3, 4, 5, 7, 8, 9))).toEqual([
      { code: 'record-misplaced', seq: 2, found: 6 },
    ]);
    expect(findingsOf(order(0, 1, 6, 2, 3, 4, 7, 8, 9))).toEqual([
      { code: 'record-misplaced', seq: 2, found: 6 },
      { code: 'records-missing', seq: 5, until: 6 },
    ]);
  });

  test('with a record repeated names the repetition', () => {
    expect(findingsOf(order(0, 1, 2, 3, 4, 5, 2, 6, 7, 8, 9))).toEqual([
      { code: 'record-misplaced', seq: 6, found: 2 },
    ]);
    expect(findingsOf(order(0, 1, 2, 3, 3, 4, 5))).toEqual([{ code: 'record-misplaced', seq: 4, found: 3 }]);
  });

  test('with a record renumbered goes on with the next', () => {
    const renumbered = (seq: number): SealedRecord =>
      sealRecord(crypto, draftOf(4), seq, whole[4]!.record.version);
    expect(findingsOf(whole.with(4, renumbered(99)))).toEqual([
      { code: 'record-misplaced', seq: 4, found: 99 },
    ]);
    expect(findingsOf(whole.with(4, renumbered(1)))).toEqual([
      { code: 'record-misplaced', seq: 4, found: 1 },
    ]);
    // Two neighbours damaged: the second cannot say where it belongs.
    const torn: Entry[] = whole.with(4, renumbered(99));
    torn[5] = { bytes: utf8('torn') };
    expect(findingsOf(torn).map(({ code }) => code)).toEqual(['record-misplaced', 'record-malformed']);
  });

  test('takes the place of an unreadable entry from the store where it can', () => {
    const entries = stored(drop(3, 4)).map((entry) =>
      entry.seq === 5 ? { ...entry, storedHash: new Uint8Array(32) } : entry,
    );
    expect(findingsOf(entries)).toEqual([
      { code: 'records-missing', seq: 3, until: 5 },
      { code: 'record-changed', seq: 5 },
    ]);
  });
});

describe('records that contradict each other', () => {
  test('a stream whose versions do not count is named once', () => {
    const records = whole.with(4, sealRecord(crypto, draftOf(4), 4, 5));
    expect(findingsOf(records.slice(0, 7))).toEqual([
      { code: 'version-wrong', seq: 4, stream: 'agent/a1', expected: 2, found: 5 },
    ]);
    const back = whole.with(4, sealRecord(crypto, draftOf(4), 4, 1));
    expect(findingsOf(back.slice(0, 7))).toEqual([
      { code: 'version-wrong', seq: 4, stream: 'agent/a1', expected: 2, found: 1 },
    ]);
  });

  test('a lost record excuses no more than one record can explain', () => {
    const records = whole.with(
      4,
      sealRecord(crypto, draftOf(4, { causes: [idOf('rec', 2), idOf('x', 1)] }), 4, 4),
    );
    expect(findingsOf(records.filter(({ record }) => record.seq !== 2).slice(0, 4))).toEqual([
      { code: 'records-missing', seq: 2, until: 3 },
      { code: 'version-wrong', seq: 4, stream: 'agent/a1', expected: 2, found: 4 },
      { code: 'cause-unknown', seq: 4, cause: idOf('x', 1) },
    ]);
  });

  test('time that runs backwards is named once, on either side of the step', () => {
    const forward = draftOf(3).time + 1_000_000;
    expect(findingsOf(withDraft(4, { time: forward }))).toEqual([
      { code: 'time-backwards', seq: 5, previous: forward, found: draftOf(5).time },
    ]);
    expect(findingsOf(withDraft(4, { time: 5 }))).toEqual([
      { code: 'time-backwards', seq: 4, previous: draftOf(3).time, found: 5 },
    ]);
  });

  test('a cause must come before its effect', () => {
    const later = idOf('rec', 5);
    expect(findingsOf(withDraft(4, { causes: [later, idOf('rec', 0)] }))).toEqual([
      { code: 'cause-unknown', seq: 4, cause: later },
    ]);
    expect(findingsOf(withDraft(4, { causes: [idOf('rec', 4)] }))).toHaveLength(1);
  });

  test('an id is given once', () => {
    const id = idOf('rec', 2);
    expect(findingsOf(withDraft(4, { id }, 5))).toEqual([{ code: 'id-repeated', seq: 4, id }]);
  });
});

describe('an approval', () => {
  const withBody = (body: object, type = 'approval-given'): readonly Finding[] =>
    findingsOf(withDraft(3, { body, type }));
  const invalid = (why: string): object[] => [{ code: 'approval-invalid', seq: 3, why }];
  const signed = (changes = {}): object => {
    const statement = statementOf(changes);
    return { statement, signature: signStatement(statement) };
  };

  test('or rejection that its operator signed holds', () => {
    expect(withBody(signed())).toEqual([]);
    expect(withBody(signed({ verdict: 'reject' }), 'hold-rejected')).toEqual([]);
  });

  test('without its statement or signature does not', () => {
    expect(withBody({})).toEqual(invalid('no-statement'));
    expect(withBody({ statement: statementOf(), signature: 7 })).toEqual(invalid('no-statement'));
    expect(withBody({ ...signed(), statement: { ...statementOf(), more: 1 } })).toEqual(
      invalid('no-statement'),
    );
  });

  test('does not hold as its opposite, in another ledger, or changed after it was signed', () => {
    expect(withBody(signed(), 'hold-rejected')).toEqual(invalid('wrong-verdict'));
    expect(withBody(signed({ ledger: 'other.example' }))).toEqual(invalid('wrong-ledger'));
    expect(withBody({ ...signed(), statement: statementOf({ at: 1 }) })).toEqual(invalid('bad-signature'));
  });

  test('needs an operator whom the organisation named before it', () => {
    expect(withBody(signed({ operator: 'eve' }))).toEqual(invalid('unknown-operator'));
    expect(findingsOf(withDraft(0, { body: { operator: 'ada' } }))).toEqual(invalid('unknown-operator'));
    expect(findingsOf(withDraft(0, { body: { operator: { id: 7 } } }))).toEqual(invalid('unknown-operator'));
    expect(findingsOf(withDraft(0, { stream: 'operator/ada' }))).toEqual(invalid('unknown-operator'));
    expect(findingsOf(withDraft(0, { type: 'policy-published' }))).toEqual(invalid('unknown-operator'));
  });

  test('needs that operator to have a key, and that key', () => {
    const keyed = (publicKey: unknown): readonly Finding[] =>
      findingsOf(withDraft(0, { body: { operator: { id: 'ada', publicKey } } }));
    expect(keyed(null)).toEqual(invalid('no-public-key'));
    expect(keyed('%')).toEqual(invalid('no-public-key'));
    const other = Buffer.from(keyPair(4).publicKey).toString('base64url');
    expect(keyed(other)).toEqual(invalid('bad-signature'));
    const added = {
      stream: 'org',
      type: 'operator-added',
      body: { operator: { id: 'ada', publicKey: other } },
    };
    expect(findingsOf(withDraft(1, added))).toEqual(invalid('bad-signature'));
  });

  test('is not judged where the record that named its operator is lost', () => {
    expect(findingsOf(whole.slice(1))).toEqual([{ code: 'records-missing', seq: 0, until: 1 }]);
  });
});

describe('checkpoints', () => {
  const forged = withDraft(5, { body: { note: 'something else' } }, 10);

  test('blame a rewritten record on the span between the last good one and the first bad one, once', () => {
    const checkpoints = [2, 4, 8, 10].map((size) => checkpointOf(whole, size));
    expect(verify(stored(forged), checkpoints)).toMatchObject({
      checkpointsVerified: 2,
      coveredSize: 4,
      findings: [{ code: 'checkpoint-mismatch', seq: 4, until: 8 }],
    });
  });

  test('signed anew over a rewritten log do not hide the one kept elsewhere', () => {
    expect(verify(stored(forged), [checkpointOf(whole, 8), checkpointOf(forged)])).toMatchObject({
      checkpointsVerified: 1,
      coveredSize: 10,
      findings: [{ code: 'checkpoint-mismatch', seq: 0, until: 8 }],
    });
  });

  test('of one size with two roots show a fork', () => {
    expect(findingsOf(whole, [checkpointOf(whole, 8), checkpointOf(forged, 8)])).toEqual([
      { code: 'checkpoint-conflict', size: 8 },
    ]);
    expect(verify(whole, [checkpointOf(forged)], checkpointOf(whole)).findings).toEqual([
      { code: 'checkpoint-conflict', size: 10 },
    ]);
  });

  test('of more than there is show that the tail was cut off', () => {
    expect(findingsOf(whole.slice(0, 6), [checkpointOf(whole, 9), checkpointOf(whole)])).toEqual([
      { code: 'tail-missing', seq: 6, until: 10 },
    ]);
    expect(verify(whole.slice(0, 6), [], checkpointOf(whole)).findings).toEqual([
      { code: 'tail-missing', seq: 6, until: 10 },
    ]);
  });

  test('that close less than there is show what they leave uncovered', () => {
    expect(verify(whole, [], checkpointOf(whole, 6)).findings).toEqual([
      { code: 'tail-uncovered', seq: 6, until: 10 },
    ]);
  });

  test('passed over by a gap do not match', () => {
    const records = whole.filter(({ record }) => record.seq < 3 || record.seq > 5);
    expect(findingsOf(records, [checkpointOf(whole, 4)])).toEqual([
      { code: 'checkpoint-mismatch', seq: 0, until: 4 },
      { code: 'records-missing', seq: 3, until: 6 },
    ]);
  });

  test('count only under the key of this log', () => {
    const thief = { name: ORIGIN, ...keyPair(8) };
    const elsewhere = checkpointOf(whole, 10, { ...logSigner, name: 'other.example' });
    expect(findingsOf(whole, [checkpointOf(whole, 10, thief), elsewhere, 'no note'])).toEqual([
      { code: 'checkpoint-signature-invalid', checkpoint: 0 },
      { code: 'checkpoint-signature-invalid', checkpoint: 1 },
      { code: 'checkpoint-malformed', checkpoint: 2 },
    ]);
    expect(verify(whole, [], 'no note').findings).toEqual([{ code: 'checkpoint-malformed', checkpoint: 0 }]);
  });
});
