// What somebody who can write to a log may do to it: once to a Holdpoint ledger, once to the peer's, as alike
// as the two allow. Nobody here has a private key unless it is said.

import type { AuditEntry, AuditLogger } from '@microsoft/agent-governance-sdk';
import { vi } from 'vitest';
import type { StoredRecord } from '../../src/gateway/ports.ts';
import type { Draft } from '../../src/ledger/record.ts';
import * as sample from '../../src/ledger/sample-ledger.contract.ts';
import { KEPT, RECORDS, rowOf, SIZE, textOf, TEXTS } from './ours.ts';
import * as peer from './peer.ts';

/** An export on its way to a reader, or the rows of a store. */
export type Ours =
  | { readonly texts: readonly string[]; readonly checkpoint?: string; readonly kept?: string }
  | { readonly rows: readonly StoredRecord[] };

export interface Attack {
  readonly what: string;
  readonly ours: Ours;
  /** What is left of the peer's log; null where it has nothing that could be attacked so. */
  readonly theirs: AuditLogger | null;
  /** What the peer's user noted of the honest log; unless told, that of the log of all the attacks. */
  readonly noted?: peer.Head;
}

const stranger = { ...sample.logSigner, ...sample.keyPair(9) };
const drafts = Array.from({ length: SIZE }, (_, number) => sample.draftOf(number));
const rewritten = sample.sealAll(drafts.with(5, sample.draftOf(5, { body: { note: 'nothing' } })));
const undecidedOutcome = { action: sample.idOf('act', 1), outcome: 'succeeded', result: null };
const madeUp = textOf(sample.sealAll([...drafts, sample.draftOf(SIZE)])[SIZE]!);

export const PEER_ENTRIES = peer.entriesOf(peer.logOf(SIZE));
const denial = PEER_ENTRIES[6]!;
const newest = PEER_ENTRIES.at(-1)!;
const newestDenied: AuditEntry = { ...newest, decision: 'deny' };
const changed: AuditEntry = { ...denial, decision: 'allow' };
const rehashed = peer.rechain(PEER_ENTRIES.with(6, changed));
const extraEntry = peer.chain(newest, newest.hash);
const evicted = peer.logOf(SIZE, { maxEntries: SIZE - 3 });
const clockSetBack = logWithClockSetBack();

export const ATTACKS: readonly Attack[] = [
  {
    what: 'A field of a record is changed',
    ours: { texts: TEXTS.with(5, TEXTS[5]!.replace('number 5', 'number 6')) },
    theirs: peer.loggerOver(PEER_ENTRIES.with(6, changed)),
  },
  {
    what: 'The newest record is changed, and the hash beside it with it',
    ours: { rows: [...RECORDS.slice(0, -1), rewriteOf(SIZE - 1)].map(rowOf) },
    theirs: peer.loggerOver(PEER_ENTRIES.with(SIZE - 1, peer.chain(newestDenied, newest.previousHash))),
  },
  {
    what: 'Something beside the hashed text is changed: a column, a member that is not hashed',
    ours: { rows: RECORDS.map(rowOf).with(5, { ...rowOf(RECORDS[5]!), type: 'action-denied' }) },
    theirs: peer.loggerOver(PEER_ENTRIES.with(6, { ...denial, approvedBy: 'ada' } as AuditEntry)),
  },
  {
    what: 'A record is dropped',
    ours: { texts: TEXTS.toSpliced(5, 1) },
    theirs: peer.loggerOver(PEER_ENTRIES.toSpliced(6, 1)),
  },
  {
    what: 'The newest three records are dropped',
    ours: { texts: TEXTS.slice(0, -3) },
    theirs: peer.loggerOver(PEER_ENTRIES.slice(0, -3)),
  },
  {
    what: 'The same, and the log is closed with the checkpoint that was true then',
    ours: { texts: TEXTS.slice(0, -3), checkpoint: sample.checkpointOf(RECORDS, SIZE - 3) },
    theirs: peer.loggerOver(PEER_ENTRIES.slice(0, -3)),
  },
  {
    what: 'The oldest records are evicted (the peer does so by itself beyond `maxEntries`)',
    ours: { texts: TEXTS.slice(3) },
    theirs: evicted,
    noted: { count: SIZE, hash: peer.headOf(peer.entriesOf(evicted)).hash },
  },
  {
    what: 'Everything is gone, as after the restart of a process that keeps its log in memory',
    ours: { texts: [], checkpoint: '' },
    theirs: peer.logOf(0),
  },
  {
    what: 'Two records are swapped',
    ours: { texts: TEXTS.with(5, TEXTS[6]!).with(6, TEXTS[5]!) },
    theirs: peer.loggerOver(PEER_ENTRIES.with(5, PEER_ENTRIES[6]!).with(6, PEER_ENTRIES[5]!)),
  },
  {
    what: 'A record is repeated',
    ours: { texts: TEXTS.toSpliced(6, 0, TEXTS[5]!) },
    theirs: peer.loggerOver(PEER_ENTRIES.toSpliced(6, 0, PEER_ENTRIES[5]!)),
  },
  {
    what: 'A made-up record is put in the middle',
    ours: { texts: TEXTS.toSpliced(6, 0, madeUp) },
    theirs: peer.loggerOver(PEER_ENTRIES.toSpliced(6, 0, peer.chain(newest, PEER_ENTRIES[5]!.hash))),
  },
  {
    what: 'A made-up record is put at the end',
    ours: { texts: [...TEXTS, madeUp] },
    theirs: peer.loggerOver([...PEER_ENTRIES, extraEntry]),
  },
  {
    what: 'One record is changed and every hash after it made anew',
    ours: { texts: rewritten.map(textOf), checkpoint: sample.checkpointOf(rewritten, SIZE, stranger) },
    theirs: peer.loggerOver(rehashed),
  },
  {
    what: 'The same by whoever holds the key of the log',
    ours: { texts: rewritten.map(textOf), checkpoint: sample.checkpointOf(rewritten) },
    theirs: peer.loggerOver(rehashed),
  },
  {
    what: 'A fork: the other reader is shown another history, signed as this one',
    ours: forked(),
    theirs: peer.loggerOver(
      peer.rechain([...PEER_ENTRIES.slice(0, 8), changed, newest, newest, newest, newest]),
    ),
  },
  {
    what: "An approval that no person signed, by whoever holds the log's key",
    ours: signed(drafts.with(3, unsignedApproval())),
    theirs: null,
  },
  {
    what: 'The outcome of a call is recorded, and never was its decision',
    ours: signed(drafts.with(6, sample.draftOf(6, { type: 'action-settled', body: undecidedOutcome }))),
    theirs: null,
  },
  {
    what: 'The clock of the machine is set back an hour and the log goes on',
    ours: signed(drafts.with(7, sample.draftOf(7, { time: drafts[6]!.time - 3_600_000 }))),
    theirs: clockSetBack,
    noted: peer.headOf(peer.entriesOf(clockSetBack)),
  },
  {
    what: 'A call that never passed the gate, and so was never recorded',
    ours: { texts: TEXTS },
    theirs: peer.loggerOver(PEER_ENTRIES),
  },
];

/** Records, with the signed checkpoint that they would have. */
function signed(changes: readonly Draft[]): Ours {
  const records = sample.sealAll(changes);
  const checkpoint = sample.checkpointOf(records);
  return { texts: records.map(textOf), checkpoint, kept: checkpoint };
}

function rewriteOf(seq: number): (typeof RECORDS)[number] {
  return sample.sealAll(drafts.with(seq, sample.draftOf(seq, { body: { note: 'nothing' } })))[seq]!;
}

function forked(): Ours {
  const other = (number: number): Draft => sample.draftOf(number, { body: { note: `other ${number}` } });
  const records = sample.sealAll([...drafts.slice(0, 8), ...[8, 9, 10, 11, 12].map(other)]);
  return { texts: records.map(textOf), checkpoint: sample.checkpointOf(records), kept: KEPT };
}

function unsignedApproval(): Draft {
  const draft = sample.draftOf(3);
  return { ...draft, body: { ...draft.body, signature: 'A'.repeat(86) } };
}

function logWithClockSetBack(): AuditLogger {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 1, 12), toFake: ['Date'] });
  try {
    const logger = peer.logOf(7);
    vi.setSystemTime(Date.UTC(2026, 0, 1, 11));
    for (let number = 7; number < SIZE; number++) logger.log(peer.saidAt(number));
    return logger;
  } finally {
    vi.useRealTimers();
  }
}
