// Everything a ledger claims is recomputed from its bytes; what does not hold is named with its place. One
// pass, in order; memory grows with ids and streams (some 90 bytes a record), not with bodies.

import { encodeBase64 } from './base64.ts';
import { createApprovalAudit } from './approval-audit.ts';
import { equalBytes } from './bytes.ts';
import { createCheckpointAudit, type CheckpointAuditOptions } from './checkpoint-audit.ts';
import type { LedgerCrypto } from './crypto.ts';
import type { Finding, VerificationReport } from './finding.ts';
import type { LedgerFormatError } from './format-error.ts';
import { createHistoryAudit } from './history-audit.ts';
import { createKeyHistory } from './key-history.ts';
import { createMediationAudit } from './mediation-audit.ts';
import { parseRecord, type LedgerRecord } from './record.ts';
import { createSequence } from './sequence.ts';
import { appendLeaf, emptyFrontier, leafHash, rootOf } from './tree.ts';

export type VerifierOptions = CheckpointAuditOptions;

export interface Entry {
  /** The store's own key of the row; it only places an entry that cannot be read. */
  readonly seq?: number;
  readonly bytes: Uint8Array;
  /** The hash that the store keeps beside the bytes. */
  readonly storedHash?: Uint8Array;
}

export interface Verifier {
  /** Takes the next entry in the log's order. */
  readonly add: (entry: Entry) => void;
  /** Takes a checkpoint (signed note) of no fewer records than were added so far. */
  readonly expect: (note: string) => void;
  /** Ends the log; once. `closing` is a checkpoint (signed note) that must be of exactly this size. */
  readonly finish: (closing?: string) => VerificationReport;
}

/** An entry as far as it can be read. */
type Reading =
  | { readonly hash: Uint8Array; readonly claimed: number; readonly record: LedgerRecord }
  | {
      readonly hash: Uint8Array;
      readonly claimed: number | null;
      readonly record: null;
      readonly fault: (seq: number) => Finding;
    };

/** Throws `malformed-key` for a verifier key out of format; all else becomes a finding. */
export function createVerifier(crypto: LedgerCrypto, options: VerifierOptions): Verifier {
  const findings: Finding[] = [];
  const report = (finding: Finding): void => void findings.push(finding);
  const sequence = createSequence();
  const records = createRecordAudit(crypto, options.origin, report);
  const keyHistory = createKeyHistory(crypto, options, report);
  const checkpoints = createCheckpointAudit(crypto, { ...options, keyHistory }, report);
  let frontier = emptyFrontier;
  // Where an entry belongs shows in the one after it: each is held back until the next one is known.
  let held: Reading | null = null;

  function settle(reading: Reading, next: Reading | null): void {
    const expected = sequence.expected();
    checkpoints.reach(expected, frontier);
    frontier = appendLeaf(crypto, frontier, leafHash(crypto, reading.hash));
    const claimed = reading.claimed ?? expected;
    const placement = sequence.place(claimed, next && (next.claimed ?? expected + 1));
    if (placement === 'misplaced') report({ code: 'record-misplaced', seq: expected, found: claimed });
    if (placement === 'after-gap') records.lose(claimed - expected);
    const { record } = reading;
    if (record === null) {
      records.lose(1);
      report(reading.fault(placement === 'after-gap' ? claimed : expected));
      return;
    }
    if (placement === 'misplaced') records.lose(1);
    keyHistory.learn(record, frontier.size - 1, records.hasLosses());
    if (placement === 'misplaced') records.admit(record);
    else records.judge(record);
  }

  function add(entry: Entry): void {
    const reading = read(crypto, entry);
    if (held !== null) settle(held, reading);
    held = reading;
  }

  function finish(closing?: string): VerificationReport {
    if (held !== null) settle(held, null);
    for (const { from: seq, until } of sequence.missing()) report({ code: 'records-missing', seq, until });
    return {
      ...checkpoints.end(sequence.expected(), frontier, closing ?? null),
      ok: findings.length === 0,
      size: frontier.size,
      root: encodeBase64(rootOf(crypto, frontier)),
      findings: findings.toSorted((a, b) => placeOf(a) - placeOf(b)),
    };
  }

  return { add, expect: checkpoints.expect, finish };
}

/** What records say of each other. */
function createRecordAudit(crypto: LedgerCrypto, origin: string, report: (finding: Finding) => void) {
  const history = createHistoryAudit(report);
  const mediate = createMediationAudit(report);
  const approvals = createApprovalAudit(crypto, origin);

  function admit(record: LedgerRecord): void {
    approvals.learn(record);
    history.admit(record);
  }

  function judge(record: LedgerRecord): void {
    approvals.learn(record);
    history.judge(record);
    if (!history.hasLosses()) mediate(record);
    const why = approvals.check(record, history.hasLosses());
    if (why !== null) report({ code: 'approval-invalid', seq: record.seq, why });
  }

  return { ...history, admit, judge };
}

function read(crypto: LedgerCrypto, entry: Entry): Reading {
  const hash = crypto.sha256(entry.bytes);
  const claimed = entry.seq ?? null;
  if (entry.storedHash !== undefined && !equalBytes(hash, entry.storedHash)) {
    return { hash, claimed, record: null, fault: (seq) => ({ code: 'record-changed', seq }) };
  }
  try {
    const record = parseRecord(entry.bytes);
    return { hash, claimed: record.seq, record };
  } catch (error) {
    return { hash, claimed, record: null, fault: recordFault(error as LedgerFormatError) };
  }
}

function recordFault({ code, offset, message }: LedgerFormatError): (seq: number) => Finding {
  if (code === 'not-canonical-bytes')
    return (seq) => ({ code: 'record-not-canonical', seq, offset: offset! });
  return (seq) => ({ code: 'record-malformed', seq, offset, why: message });
}

/** Those without a place in the log come last, by their checkpoints. */
function placeOf(finding: Finding): number {
  if ('seq' in finding) return finding.seq;
  return 'checkpoint' in finding ? 2 ** 52 + finding.checkpoint : Number.MAX_SAFE_INTEGER;
}
