// A note is a checkpoint of this log where a key that was in force at its size signed it; of one size there
// is one root.

import { equalBytes } from './bytes.ts';
import { parseCheckpoint, type Checkpoint } from './checkpoint.ts';
import { cosignersOf } from './cosignature.ts';
import type { LedgerCrypto } from './crypto.ts';
import type { Finding } from './finding.ts';
import type { KeyHistory } from './key-history.ts';
import { openNote, parseNote } from './note.ts';
import type { VerifierKey } from './vkey.ts';

/** What a note says, before anybody vouches for it. */
export interface ReadCheckpoint extends Checkpoint {
  /** Counts the checkpoints given, from 0. */
  readonly checkpoint: number;
  readonly note: string;
}

export interface SignedCheckpoint extends ReadCheckpoint {
  readonly signers: readonly VerifierKey[];
  readonly cosigners: readonly VerifierKey[];
}

export interface CheckpointOpening {
  /** Null, and reported, for what is no checkpoint of this log. */
  readonly read: (note: string) => ReadCheckpoint | null;
  /** Empty, and reported, where the keys known by now do not hold it up. */
  readonly open: (read: ReadCheckpoint) => readonly SignedCheckpoint[];
}

export function createCheckpointOpening(
  crypto: LedgerCrypto,
  options: {
    readonly origin: string;
    readonly keyHistory: KeyHistory;
    readonly witnesses: readonly VerifierKey[];
  },
  report: (finding: Finding) => void,
): CheckpointOpening {
  const { origin, keyHistory, witnesses } = options;
  const roots = new Map<number, Uint8Array>();
  let count = 0;

  function read(note: string): ReadCheckpoint | null {
    const checkpoint = count++;
    try {
      const parsed = parseCheckpoint(parseNote(note).text);
      if (parsed.origin === origin) return { ...parsed, checkpoint, note };
    } catch {
      // Reported like another log's.
    }
    report({ code: 'checkpoint-malformed', checkpoint });
    return null;
  }

  function open(given: ReadCheckpoint): readonly SignedCheckpoint[] {
    const { note, size, root, checkpoint } = given;
    try {
      const { signers } = openNote(crypto, note, keyHistory.known());
      const cosigners = cosignersOf(crypto, note, witnesses);
      if (signers.every((key) => keyHistory.isRetired(key, size))) {
        report({ code: 'key-retired', checkpoint, size });
        return [];
      }
      if (!equalBytes(roots.get(size) ?? root, root)) report({ code: 'checkpoint-conflict', size });
      roots.set(size, root);
      return [{ ...given, signers, cosigners }];
    } catch {
      report({ code: 'checkpoint-signature-invalid', checkpoint });
      return [];
    }
  }

  return { read, open };
}
