// A text counts only under a known key's signature (C2SP signed-note): unknown signatures are ignored,
// a bad one by a known key refuses the whole note.

import { decodeBase64, encodeBase64 } from './base64.ts';
import { concat, equalBytes, isWellFormed, utf8 } from './bytes.ts';
import type { LedgerCrypto } from './crypto.ts';
import { LedgerFormatError } from './format-error.ts';
import { isKeyName, KEY_ID_BYTES, verifierKey, type VerifierKey } from './vkey.ts';

export interface NoteSigner {
  readonly name: string;
  /** Raw Ed25519 public key, 32 bytes. */
  readonly publicKey: Uint8Array;
  /** Ed25519 over the message: 64 bytes. */
  readonly sign: (message: Uint8Array) => Uint8Array;
}

export interface NoteSignature {
  readonly name: string;
  readonly id: Uint8Array;
  readonly signature: Uint8Array;
}

/** A note of which nothing is verified yet. */
export interface ParsedNote {
  /** With its final newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export interface OpenedNote {
  /** With its final newline. */
  readonly text: string;
  /** The known keys that signed it; at least one. */
  readonly signers: readonly VerifierKey[];
}

const MAX_NOTE_BYTES = 1_000_000;
const MAX_SIGNATURES = 100;
const SIGNATURE_LINE = /^— ([^ ]+) ([^ ]+)$/u;

/** The note of a text with one signature. Throws `malformed-note` for a text that no note can carry. */
export function signNote(crypto: LedgerCrypto, text: string, signer: NoteSigner): string {
  if (!isNoteText(text)) throw refusal('not a text for a note');
  const { name, id } = verifierKey(crypto, signer.name, signer.publicKey);
  return `${text}\n${formatSignature({ name, id, signature: signer.sign(utf8(text)) })}`;
}

/** One signature line of a note, with its newline. */
export function formatSignature({ name, id, signature }: NoteSignature): string {
  return `— ${name} ${encodeBase64(concat(id, signature))}\n`;
}

/** Throws `malformed-note` for anything out of format, or over 1 MB or 100 signatures. */
export function parseNote(note: string): ParsedNote {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || utf8(note).length > MAX_NOTE_BYTES || !isNoteText(note)) throw refusal('not a signed note');
  const lines = note.slice(end + 2, -1).split('\n');
  if (lines.length > MAX_SIGNATURES) throw refusal('too many signatures');
  return { text: note.slice(0, end + 1), signatures: lines.map(parseSignatureLine) };
}

/**
 * The text of a note that at least one of the keys signed; keys of witnesses sign something else and are
 * passed over (cosignature.ts). Throws `malformed-note` for anything out of format
 * (or over 1 MB or 100 signatures), `signature-invalid` for a bad signature by a known key or none by any.
 */
export function openNote(crypto: LedgerCrypto, note: string, keys: readonly VerifierKey[]): OpenedNote {
  const { text, signatures } = parseNote(note);
  const message = utf8(text);
  const signers: VerifierKey[] = [];
  for (const { name, id, signature } of signatures) {
    const key = keys.find((known) => known.name === name && equalBytes(known.id, id));
    if (key?.algorithm !== 'ed25519') continue;
    if (!crypto.verifyEd25519(key.publicKey, message, signature)) {
      throw new LedgerFormatError('signature-invalid', 'a known key did not make its signature');
    }
    signers.push(key);
  }
  if (signers.length === 0) throw new LedgerFormatError('signature-invalid', 'no signature by a known key');
  return { text, signers };
}

function parseSignatureLine(line: string): NoteSignature {
  const [, name, encoded] = SIGNATURE_LINE.exec(line) ?? [];
  const bytes = decodeBase64(encoded ?? '');
  if (bytes === null || bytes.length <= KEY_ID_BYTES || !isKeyName(name)) throw refusal('a signature line');
  return { name, id: bytes.slice(0, KEY_ID_BYTES), signature: bytes.slice(KEY_ID_BYTES) };
}

/** Ends in a newline, and has no other control character below U+0020. */
function isNoteText(text: string): boolean {
  return text.endsWith('\n') && isWellFormed(text) && !text.split('\n').some(hasControl);
}

function hasControl(line: string): boolean {
  return Array.from(line).some((character) => character < ' ');
}

function refusal(problem: string): LedgerFormatError {
  return new LedgerFormatError('malformed-note', `malformed note: ${problem}`);
}
