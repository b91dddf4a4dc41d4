// Everything a ledger claims is recomputed from its bytes; what does not hold is named with its place. One
// pass, in order; memory grows with the number of ids and streams, not with the bodies.

import { encodeBase64 } from './base64.ts';
import { createApprovalAudit } from './approval-audit.ts';
import { equalBytes } from './bytes.ts';
import { createCheckpointAudit, type CheckpointAuditOptions } from './checkpoint-audit.ts';
import type { LedgerCrypto } from './crypto.ts';
import type { Finding, VerificationReport } from './finding.ts';
import type { LedgerFormatError } from './format-error.ts';
import { createHistoryAudit } from './history-audit.ts';
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
  const history = createHistoryAudit(report);
  const approvals = createApprovalAudit(crypto, options.origin);
  const checkpoints = createCheckpointAudit(crypto, options, report);
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
    if (placement === 'after-gap') history.lose(claimed - expected);
    if (reading.record === null) {
      history.lose(1);
      report(reading.fault(placement === 'after-gap' ? claimed : expected));
      return;
    }
    approvals.learn(reading.record);
    if (placement === 'misplaced') {
      history.lose(1);
      history.admit(reading.record);
    } else judge(reading.record);
  }

  function judge(record: LedgerRecord): void {
    history.judge(record);
    const why = approvals.check(record);
    const isExcused = why === 'unknown-operator' && history.hasLosses();
    if (why !== null && !isExcused) report({ code: 'approval-invalid', seq: record.seq, why });
  }

  function add(entry: Entry): void {
    const reading = read(crypto, entry);
    if (held !== null) settle(held, reading);
    held = reading;
  }

  function finish(closing?: string): VerificationReport {
    if (held !== null) settle(held, null);
    for (const { from: seq, until } of sequence.missing()) report({ code: 'records-missing', seq, until });
    checkpoints.end(sequence.expected(), frontier, closing ?? null);
    return {
      ok: findings.length === 0,
      size: frontier.size,
      root: encodeBase64(rootOf(crypto, frontier)),
      checkpointsVerified: checkpoints.verified(),
      coveredSize: checkpoints.coveredSize(),
      findings: findings.toSorted((a, b) => placeOf(a) - placeOf(b)),
    };
  }

  return { add, finish };
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

function placeOf(finding: Finding): number {
  return 'seq' in finding ? finding.seq : Number.MAX_SAFE_INTEGER;
}
