// A checkpoint is the log's promise of what its first `size` entries are (C2SP tlog-checkpoint).
// It holds only under a signature by a key that bears the log's own origin as its name.

import { decodeBase64, encodeBase64 } from './base64.ts';
import type { LedgerCrypto } from './crypto.ts';
import { LedgerFormatError } from './format-error.ts';
import { openNote } from './note.ts';
import { HASH_BYTES } from './tree.ts';
import type { VerifierKey } from './vkey.ts';

export interface Checkpoint {
  readonly origin: string;
  /** Number of entries. */
  readonly size: number;
  /** RFC 6962 root over them, 32 bytes. */
  readonly root: Uint8Array;
}

/**
 * The text to sign: three lines, no extensions. Throws `malformed-checkpoint` for what `parseCheckpoint`
 * refuses.
 */
export function formatCheckpoint(checkpoint: Checkpoint): string {
  const text = `${checkpoint.origin}\n${checkpoint.size}\n${encodeBase64(checkpoint.root)}\n`;
  parseCheckpoint(text);
  return text;
}

/** Reads a checkpoint's text; extension lines are tolerated and ignored. Throws `malformed-checkpoint`. */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin, size, root, ...rest] = text.split('\n');
  const hash = decodeBase64(root ?? '');
  const wellFormed =
    rest.pop() === '' &&
    rest.every((extension) => extension !== '') &&
    /^(0|[1-9][0-9]*)$/.test(size!) &&
    Number.isSafeInteger(Number(size)) &&
    hash?.length === HASH_BYTES;
  if (!origin || !wellFormed) throw new LedgerFormatError('malformed-checkpoint', 'not a checkpoint');
  return { origin, size: Number(size), root: hash };
}

/**
 * The checkpoint in a signed note. Throws as `openNote` does; `malformed-checkpoint` for another text or
 * another log's checkpoint; `signature-invalid` where only others than the log signed.
 */
export function openCheckpoint(
  crypto: LedgerCrypto,
  note: string,
  keys: readonly VerifierKey[],
  origin: string,
): Checkpoint {
  const { text, signers } = openNote(crypto, note, keys);
  const checkpoint = parseCheckpoint(text);
  if (checkpoint.origin !== origin) {
    throw new LedgerFormatError('malformed-checkpoint', "another log's checkpoint");
  }
  if (!signers.some((key) => key.name === origin)) {
    throw new LedgerFormatError('signature-invalid', 'the log itself did not sign');
  }
  return checkpoint;
}
