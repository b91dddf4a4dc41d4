// One whole ledger, and what may be done to it on its way to an auditor.

import { nodeLedgerCrypto as crypto } from '../../src/adapters/crypto/node.ts';
import { exportClosing, exportHeader } from '../../src/ledger/export.ts';
import { grow } from '../../src/ledger/growth.ts';
import * as sample from '../../src/ledger/sample-ledger.contract.ts';
import { formatTlogProof } from '../../src/ledger/tlog-proof.ts';
import { emptyFrontier } from '../../src/ledger/tree.ts';
import type { VerifyOptions } from '../../src/verify.ts';

const SIZE = 12;
const records = sample.ledgerOf(SIZE);
const header = exportHeader({ origin: sample.ORIGIN, vkey: sample.VKEY });

export interface Sample {
  readonly name: string;
  readonly lines: readonly string[];
  readonly options: VerifyOptions;
}

/** The lines of an export, without newlines. */
export function exportOf(
  sealed: readonly { readonly bytes: Uint8Array }[],
  checkpoint = sample.checkpointOf(records),
): string[] {
  return [header, ...sealed.map(({ bytes }) => Buffer.from(bytes).toString()), exportClosing(checkpoint)];
}

const whole = exportOf(records);
const newest = sample.checkpointOf(records);
const options = { vkey: sample.VKEY };
const badApproval = sample.draftOf(3);
const unsigned = { ...badApproval, body: { ...badApproval.body, signature: 'A'.repeat(86) } };
const unapproved = sample.sealAll([0, 1, 2].map((at) => sample.draftOf(at)).concat(unsigned));
const stranger = { ...sample.logSigner, ...sample.keyPair(9) };

export const SAMPLES: readonly Sample[] = [
  { name: 'an untouched export', lines: whole, options },
  { name: 'one checked against a checkpoint kept elsewhere', lines: whole, options: withKept(newest) },
  { name: 'a changed record', lines: whole.with(5, whole[5]!.replace('triage', 'nobody')), options },
  { name: 'a record that is not canonical', lines: whole.with(5, whole[5]!.replace(':', ': ')), options },
  { name: 'a dropped record', lines: whole.toSpliced(6, 1), options },
  { name: 'two swapped records', lines: whole.with(5, whole[6]!).with(6, whole[5]!), options },
  { name: 'a repeated record', lines: whole.toSpliced(6, 0, whole[5]!), options },
  {
    name: 'a tail cut off under an older checkpoint',
    lines: exportOf(records.slice(0, 8), sample.checkpointOf(records, 8)),
    options: withKept(newest),
  },
  {
    name: 'a checkpoint signed by a stranger',
    lines: exportOf(records, sample.checkpointOf(records, SIZE, stranger)),
    options,
  },
  {
    name: 'an approval that nobody signed',
    lines: exportOf(unapproved, sample.checkpointOf(unapproved)),
    options,
  },
  { name: 'no ledger at all', lines: ['<html>'], options },
];

function withKept(checkpoint: string): VerifyOptions {
  return { ...options, checkpoints: [checkpoint] };
}

/** A tlog-proof with its record's text. */
export const PROOF = {
  text: formatTlogProof({
    index: 4,
    hashes: grow(
      crypto,
      emptyFrontier,
      records.map(({ hash }) => hash),
    ).inclusion(4),
    checkpoint: newest,
  }),
  record: whole[5]!,
  options,
};
