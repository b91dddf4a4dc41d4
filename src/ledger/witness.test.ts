// A witness follows one history. Each refusal has its code, and nothing that was refused changes what it
// knows.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { nodeLedgerCrypto as crypto } from '../adapters/crypto/node.ts';
import { encodeBase64 } from './base64.ts';
import { equalBytes } from './bytes.ts';
import { formatCheckpoint, parseCheckpoint, type Checkpoint } from './checkpoint.ts';
import { cosign } from './cosignature.ts';
import { parseNote, signNote } from './note.ts';
import {
  checkpointOf,
  keyPair,
  ledgerOf,
  logSigner,
  ORIGIN,
  sealAll,
  draftOf,
} from './sample-ledger.contract.ts';
import { consistencyProof, LOG_KEY, submissionOf, witnessOf } from './sample-witness.contract.ts';
import { emptyFrontier, rootOf } from './tree.ts';
import { verifierKey } from './vkey.ts';
import { formatSubmission, judgeSubmission, parseKnownSize, receiveSubmission } from './witness.ts';
import { MAX_WITNESS_BYTES, monitoringPath } from './witness.ts';

const RECORDS = ledgerOf(40);
/** The same beginning, another end. */
const FORK = sealAll(
  Array.from({ length: 40 }, (_, number) => draftOf(number, number === 8 ? { body: { note: 'other' } } : {})),
);
const NONE = [] as const;
const checkpointAt = (size: number, records = RECORDS): Checkpoint =>
  parseCheckpoint(parseNote(checkpointOf(records, size)).text);

/** Status and reason of a refusal; the size that is cosigned else. */
function judge(request: string, known: number | Checkpoint | null, logs = [LOG_KEY]): unknown {
  const received = receiveSubmission(crypto, request, logs);
  if ('refusal' in received) return Object.values(received.refusal);
  const before = typeof known === 'number' ? checkpointAt(known) : known;
  const judgement = judgeSubmission(crypto, before, received.submission);
  if (judgement.verdict === 'cosign') return received.submission.claim.size;
  return Object.values(judgement.refusal);
}

test('cosigns the first checkpoint it sees, then each that extends the last, the same one too', () => {
  expect(judge(submissionOf(RECORDS, 0, 5), null)).toBe(5);
  expect(judge(submissionOf(RECORDS, 5, 21), 5)).toBe(21);
  expect(judge(submissionOf(RECORDS, 21, 21), 21)).toBe(21);
});

test('cosigns the empty tree, and whatever grows from it', () => {
  const empty = (root: Uint8Array): string => {
    const checkpoint = signNote(crypto, formatCheckpoint({ origin: ORIGIN, size: 0, root }), logSigner);
    return formatSubmission({ oldSize: 0, proof: NONE, checkpoint });
  };
  const root = rootOf(crypto, emptyFrontier);
  const known = { origin: ORIGIN, size: 0, root };
  expect(judge(empty(root), null)).toBe(0);
  expect(judge(empty(new Uint8Array(32)), null)).toEqual([422, 'not-consistent']);
  expect(judge(submissionOf(RECORDS, 0, 7), known)).toBe(7);
  expect(judge(empty(new Uint8Array(32)), known)).toEqual([409, 'other-root', 0]);
});

test('keeps the note with the signatures of the log alone, each once', () => {
  const second = { name: ORIGIN, ...keyPair(7) };
  const logs = [LOG_KEY, verifierKey(crypto, ORIGIN, second.publicKey)];
  const note = checkpointOf(RECORDS, 5);
  const { text } = parseNote(note);
  const [, ofSecond = ''] = signNote(crypto, text, second).split('\n\n');
  const [, ofLog = ''] = note.split('\n\n');
  const crowded = note + ofLog + cosign(crypto, text, witnessOf(1), 1) + ofSecond;
  const request = formatSubmission({ oldSize: 0, proof: NONE, checkpoint: crowded });
  const received = receiveSubmission(crypto, request, logs);
  expect(received).toMatchObject({ submission: { text, checkpoint: note + ofSecond } });
  const alone = receiveSubmission(crypto, submissionOf(RECORDS, 0, 5), logs);
  expect(alone).toMatchObject({ submission: { checkpoint: note } });
});

test('404 for a log that it does not serve, before anything else of it is looked at', () => {
  const stranger = signNote(
    crypto,
    formatCheckpoint({ ...checkpointAt(5), origin: 'other.example' }),
    logSigner,
  );
  const request = formatSubmission({ oldSize: 9, proof: NONE, checkpoint: stranger });
  expect(judge(request, null)).toEqual([404, 'unknown-origin']);
  const asCosigner = verifierKey(crypto, ORIGIN, logSigner.publicKey, 'cosignature');
  expect(judge(submissionOf(RECORDS, 0, 5), null, [asCosigner])).toEqual([404, 'unknown-origin']);
});

test('403 where no known key signed, or one did not make its signature', () => {
  const byOther = checkpointOf(RECORDS, 5, { name: ORIGIN, ...keyPair(9) });
  const request = formatSubmission({ oldSize: 0, proof: NONE, checkpoint: byOther });
  expect(judge(request, null)).toEqual([403, 'no-valid-signature']);
  const changed = submissionOf(RECORDS, 0, 5).replace(`${ORIGIN}\n5\n`, `${ORIGIN}\n6\n`);
  expect(judge(changed, null)).toEqual([403, 'no-valid-signature']);
});

test('400 where the old size is larger than the new one', () => {
  expect(judge(submissionOf(RECORDS, 9, 5), 9)).toEqual([400, 'old-size-too-large']);
});

test('409 with the size it knows, where that is not the old size: a rollback shows here', () => {
  expect(judge(submissionOf(RECORDS, 0, 5), 21)).toEqual([409, 'other-size', 21]);
  expect(judge(submissionOf(RECORDS, 5, 9), null)).toEqual([409, 'other-size', 0]);
});

test('409 for another tree of the size it knows: never are two cosigned', () => {
  expect(judge(submissionOf(FORK, 21, 21), 21)).toEqual([409, 'other-root', 21]);
});

test('422 for a tree that does not extend the one it knows, and for a proof of nothing', () => {
  expect(judge(submissionOf(FORK, 21, 30), 21)).toEqual([422, 'not-consistent']);
  const proof = consistencyProof(RECORDS, 3, 5);
  const [checkpoint, same] = [checkpointOf(RECORDS, 5), checkpointOf(RECORDS, 21)];
  expect(judge(formatSubmission({ oldSize: 0, proof, checkpoint }), null)).toEqual([422, 'not-consistent']);
  expect(judge(formatSubmission({ oldSize: 21, proof, checkpoint: same }), 21)).toEqual([
    422,
    'not-consistent',
  ]);
});

const GOOD = submissionOf(RECORDS, 5, 21);
const HASH = encodeBase64(new Uint8Array(32));

test.each([
  ['nothing', ''],
  ['no empty line', GOOD.replaceAll('\n\n', '\n')],
  ['no old size', GOOD.replace('old 5\n', '')],
  ['an old size with a zero in front', GOOD.replace('old 5', 'old 05')],
  ['a negative one', GOOD.replace('old 5', 'old -5')],
  ['one past every count', GOOD.replace('old 5', 'old 9007199254740992')],
  ['a hash of another length', GOOD.replace('old 5\n', `old 5\n${encodeBase64(new Uint8Array(31))}\n`)],
  ['a hash in another alphabet', GOOD.replace('old 5\n', `old 5\n${HASH.replace('A', '_')}\n`)],
  ['64 hashes', GOOD.replace('old 5\n', `old 5\n${`${HASH}\n`.repeat(64)}`)],
  ['no checkpoint', 'old 0\n\nwords\n'],
  ['a note that is no checkpoint', `old 0\n\n${signNote(crypto, 'words\n', logSigner)}`],
  ['carriage returns', GOOD.replaceAll('\n', '\r\n')],
  ['more bytes than are taken', `${GOOD}${'—'.repeat(MAX_WITNESS_BYTES / 2)}`],
])('400 for %s', (_title, request) => {
  expect(judge(request, 5)).toEqual([400, 'malformed']);
});

test('63 hashes are read', () => {
  const request = GOOD.replace(/^old 5\n[^]*?\n\n/, `old 5\n${`${HASH}\n`.repeat(63)}\n`);
  expect(judge(request, 5)).toEqual([422, 'not-consistent']);
});

test('what is formatted is read again', () => {
  const proof = consistencyProof(RECORDS, 5, 21);
  const checkpoint = checkpointOf(RECORDS, 21);
  const submission = { oldSize: 5, proof, checkpoint, claim: checkpointAt(21) };
  expect(receiveSubmission(crypto, GOOD, [LOG_KEY])).toMatchObject({ submission });
});

test('the size that a witness says it knows is a count and nothing else', () => {
  expect(parseKnownSize('20852163\n')).toBe(20_852_163);
  expect(parseKnownSize('0\n')).toBe(0);
  for (const body of ['', '1', '01\n', '1\n\n', '-1\n', ' 1\n', '9007199254740992\n', '<html>']) {
    expect(parseKnownSize(body), body).toBeNull();
  }
});

test('the newest checkpoint is shown under the hash of its origin', () => {
  const digest = '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae';
  expect(monitoringPath(crypto, 'foo')).toBe(`${digest}/checkpoint`);
});

test('whatever it is sent, it never cosigns a tree that is not the beginning of one history', () => {
  const sizes = fc.integer({ min: 0, max: 40 });
  const step = fc.record({ fork: fc.boolean(), old: sizes, size: sizes, isHonest: fc.boolean() });
  const property = fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
    let known: Checkpoint | null = null;
    const cosigned: Checkpoint[] = [];
    for (const { fork, old, size, isHonest } of steps) {
      const records = fork ? FORK : RECORDS;
      const request = submissionOf(records, isHonest ? (known?.size ?? 0) : old, size);
      if (typeof judge(request, known) !== 'number') continue;
      known = checkpointAt(size, records);
      cosigned.push(known);
    }
    const isOf = (records: typeof RECORDS): boolean =>
      cosigned.every(({ size, root }) => equalBytes(checkpointAt(size, records).root, root));
    const grows = cosigned.every(({ size }, at) => at === 0 || size >= cosigned[at - 1]!.size);
    return grows && (isOf(RECORDS) || isOf(FORK));
  });
  expect(() => fc.assert(property, { numRuns: 200 })).not.toThrow();
});
