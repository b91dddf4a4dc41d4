// The log is what was signed up to its last verified checkpoint. A mismatch is blamed on the records
// between the last good checkpoint and the first bad one, once.

import { equalBytes } from './bytes.ts';
import { openCheckpoint, type Checkpoint } from './checkpoint.ts';
import type { LedgerCrypto } from './crypto.ts';
import type { Finding } from './finding.ts';
import type { LedgerFormatError } from './format-error.ts';
import { rootOf, type Frontier } from './tree.ts';
import { decodeVkey } from './vkey.ts';

export interface CheckpointAuditOptions {
  readonly origin: string;
  /** Verifier keys of the log (and of others, whose signatures alone do not suffice). */
  readonly keys: readonly string[];
  /** Signed notes, from wherever they were kept. */
  readonly checkpoints: readonly string[];
}

export interface CheckpointAudit {
  /**
   * Before each entry: compares the checkpoints of size `expected` and those passed over with the tree so
   * far.
   */
  readonly reach: (expected: number, frontier: Frontier) => void;
  /** Ends the log at `expected`, under the checkpoint that closes it where there is one. */
  readonly end: (expected: number, frontier: Frontier, closing: string | null) => void;
  readonly verified: () => number;
  readonly coveredSize: () => number;
}

/** Throws `malformed-key` for a verifier key out of format. */
export function createCheckpointAudit(
  crypto: LedgerCrypto,
  options: CheckpointAuditOptions,
  report: (finding: Finding) => void,
): CheckpointAudit {
  const keys = options.keys.map((vkey) => decodeVkey(crypto, vkey));
  const roots = new Map<number, Uint8Array>();
  let pending: readonly Checkpoint[] = [];
  let verified = 0;
  let coveredSize = 0;
  let isBroken = false;
  pending = options.checkpoints.flatMap((note, index) => open(note, index) ?? []).toSorted(bySize);

  function open(note: string, checkpoint: number): Checkpoint | null {
    try {
      const opened = openCheckpoint(crypto, note, keys, options.origin);
      const { size, root } = opened;
      if (!equalBytes(roots.get(size) ?? root, root)) report({ code: 'checkpoint-conflict', size });
      roots.set(size, root);
      return opened;
    } catch (error) {
      const isForged = (error as LedgerFormatError).code === 'signature-invalid';
      report({ code: isForged ? 'checkpoint-signature-invalid' : 'checkpoint-malformed', checkpoint });
      return null;
    }
  }

  function reach(expected: number, frontier: Frontier): void {
    const due = pending.filter(({ size }) => size <= expected);
    const [first] = due;
    if (first === undefined) return;
    pending = pending.slice(due.length);
    const root = rootOf(crypto, frontier);
    const good = due.filter(
      (checkpoint) => checkpoint.size === frontier.size && equalBytes(checkpoint.root, root),
    );
    verified += good.length;
    if (good.length > 0) {
      coveredSize = frontier.size;
      isBroken = false;
    } else if (!isBroken) {
      report({ code: 'checkpoint-mismatch', seq: coveredSize, until: first.size });
      isBroken = true;
    }
  }

  function end(expected: number, frontier: Frontier, closing: string | null): void {
    const last = closing === null ? null : open(closing, options.checkpoints.length);
    if (last !== null && last.size < expected)
      report({ code: 'tail-uncovered', seq: last.size, until: expected });
    else if (last !== null) pending = [...pending, last].toSorted(bySize);
    reach(expected, frontier);
    const until = pending.at(-1)?.size;
    if (until !== undefined) report({ code: 'tail-missing', seq: expected, until });
  }

  return { reach, end, verified: () => verified, coveredSize: () => coveredSize };
}

function bySize(a: Checkpoint, b: Checkpoint): number {
  return a.size - b.size;
}
