// A cosignature is a witness's word that, when it made it, this was the largest checkpoint of the log that it
// had seen, and that it extends all before (C2SP tlog-cosignature, version 1).

import { concat, equalBytes, utf8 } from './bytes.ts';
import type { LedgerCrypto } from './crypto.ts';
import { LedgerFormatError } from './format-error.ts';
import { formatSignature, parseNote, type NoteSigner } from './note.ts';
import { verifierKey, type VerifierKey } from './vkey.ts';

const TIME_BYTES = 8;
const SIGNATURE_BYTES = 64;

/**
 * The signature line, with its newline, that a witness adds to the note of a checkpoint's text.
 *
 * @param timeSeconds Unix time of the cosignature
 */
export function cosign(crypto: LedgerCrypto, text: string, witness: NoteSigner, timeSeconds: number): string {
  const { name, id } = verifierKey(crypto, witness.name, witness.publicKey, 'cosignature');
  const time = new Uint8Array(TIME_BYTES);
  new DataView(time.buffer).setBigUint64(0, BigInt(timeSeconds));
  const signature = concat(time, witness.sign(messageOf(text, BigInt(timeSeconds))));
  return formatSignature({ name, id, signature });
}

/** Whether the bytes are a cosignature by the key over a checkpoint's text. Never throws. */
export function verifyCosignature(
  crypto: LedgerCrypto,
  key: VerifierKey,
  text: string,
  signature: Uint8Array,
): boolean {
  if (signature.length !== TIME_BYTES + SIGNATURE_BYTES) return false;
  const time = new DataView(signature.buffer, signature.byteOffset).getBigUint64(0);
  return crypto.verifyEd25519(key.publicKey, messageOf(text, time), signature.slice(TIME_BYTES));
}

/**
 * The witnesses that cosigned a note, each once: one key is one witness, whatever names it has. Throws
 * `malformed-note`, and `signature-invalid` where a cosignature that claims to be one of theirs is not.
 */
export function cosignersOf(
  crypto: LedgerCrypto,
  note: string,
  witnesses: readonly VerifierKey[],
): VerifierKey[] {
  const { text, signatures } = parseNote(note);
  const cosigners: VerifierKey[] = [];
  for (const { name, id, signature } of signatures) {
    const key = witnesses.find((known) => known.name === name && equalBytes(known.id, id));
    if (key?.algorithm !== 'cosignature') continue;
    if (!verifyCosignature(crypto, key, text, signature)) {
      throw new LedgerFormatError('signature-invalid', 'a known witness did not make its cosignature');
    }
    if (!cosigners.some(({ publicKey }) => equalBytes(publicKey, key.publicKey))) cosigners.push(key);
  }
  return cosigners;
}

function messageOf(text: string, timeSeconds: bigint): Uint8Array {
  return utf8(`cosignature/v1\ntime ${timeSeconds}\n${text}`);
}
