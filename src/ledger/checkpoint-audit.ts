// The log is what was signed up to its last verified checkpoint. A mismatch is blamed on the records
// between the last good checkpoint and the first bad one, once.

import { equalBytes } from './bytes.ts';
import { createCheckpointOpening, type ReadCheckpoint, type SignedCheckpoint } from './checkpoint-opening.ts';
import type { LedgerCrypto } from './crypto.ts';
import type { Finding } from './finding.ts';
import type { KeyHistory } from './key-history.ts';
import { rootOf, type Frontier } from './tree.ts';
import { createTrust, type TrustSummary } from './trust.ts';
import { decodeVkey } from './vkey.ts';

export interface CheckpointAuditOptions {
  readonly origin: string;
  /** Verifier keys of the log that the reader trusts: one of those that it ever had is enough. */
  readonly keys: readonly string[];
  /** Signed notes, from wherever they were kept. */
  readonly checkpoints: readonly string[];
  /** Verifier keys of witnesses. */
  readonly witnesses?: readonly string[];
  /** How many of them must have cosigned the newest checkpoint; 0 unless told. */
  readonly quorum?: number;
}

export interface CheckpointAudit {
  /** Adds a checkpoint (signed note) before the log grows past it. */
  readonly expect: (note: string) => void;
  /**
   * Before each entry: compares the checkpoints of size `expected` and those passed over with the tree so
   * far.
   */
  readonly reach: (expected: number, frontier: Frontier) => void;
  /** Ends the log at `expected`, under the checkpoint that closes it where there is one. */
  readonly end: (expected: number, frontier: Frontier, closing: string | null) => TrustSummary;
}

/** Throws `malformed-key` for a witness's verifier key out of format. */
export function createCheckpointAudit(
  crypto: LedgerCrypto,
  options: CheckpointAuditOptions & { readonly keyHistory: KeyHistory },
  report: (finding: Finding) => void,
): CheckpointAudit {
  const { keyHistory, quorum = 0 } = options;
  const witnesses = (options.witnesses ?? []).map((vkey) => decodeVkey(crypto, vkey));
  const { read, open } = createCheckpointOpening(crypto, { ...options, witnesses }, report);
  const trust = createTrust({ keyHistory, quorum }, report);
  let goodSize = 0;
  let isBroken = false;
  let pending = options.checkpoints.flatMap((note) => read(note) ?? []).toSorted(largestFirst);

  function insert(checkpoint: ReadCheckpoint): void {
    pending = [...pending, checkpoint].toSorted(largestFirst);
  }

  function expect(note: string): void {
    const checkpoint = read(note);
    if (checkpoint !== null) insert(checkpoint);
  }

  function reach(expected: number, frontier: Frontier): void {
    const due: SignedCheckpoint[] = [];
    while (pending.length > 0 && pending.at(-1)!.size <= expected) due.push(...open(pending.pop()!));
    const [first] = due;
    if (first === undefined) return;
    const root = rootOf(crypto, frontier);
    const good = due.filter((one) => one.size === frontier.size && equalBytes(one.root, root));
    for (const one of good) trust.add(one);
    if (good.length > 0) {
      goodSize = frontier.size;
      isBroken = false;
    } else if (!isBroken) {
      report({ code: 'checkpoint-mismatch', seq: goodSize, until: first.size });
      isBroken = true;
    }
  }

  function end(expected: number, frontier: Frontier, closing: string | null): TrustSummary {
    const last = closing === null ? null : read(closing);
    if (last !== null && last.size >= expected) insert(last);
    else if (last !== null && open(last).length > 0)
      report({ code: 'tail-uncovered', seq: last.size, until: expected });
    reach(expected, frontier);
    const until = pending.flatMap(open)[0]?.size;
    if (until !== undefined) report({ code: 'tail-missing', seq: expected, until });
    return trust.settle();
  }

  return { expect, reach, end };
}

/** They are taken from the end. */
function largestFirst(a: ReadCheckpoint, b: ReadCheckpoint): number {
  return b.size - a.size || b.checkpoint - a.checkpoint;
}
