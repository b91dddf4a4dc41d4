// A verifier key names its key unmistakably: name, key id and public key agree, or it is refused
// (C2SP signed-note; algorithm 0x01, Ed25519, only).

import { decodeBase64, encodeBase64 } from './base64.ts';
import { concat, hex, isWellFormed, utf8 } from './bytes.ts';
import type { LedgerCrypto } from './crypto.ts';
import { LedgerFormatError } from './format-error.ts';

export interface VerifierKey {
  /** The log's origin, for a log's key. */
  readonly name: string;
  /** First four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key). */
  readonly id: Uint8Array;
  /** Raw Ed25519 public key, 32 bytes. */
  readonly publicKey: Uint8Array;
}

const ED25519 = Uint8Array.of(1);
const PUBLIC_KEY_BYTES = 32;
export const KEY_ID_BYTES = 4;

/** Non-empty, no Unicode space, no plus, no control character. */
export function isKeyName(value: unknown): value is string {
  return typeof value === 'string' && /^[^\s+\p{Cc}]+$/u.test(value) && isWellFormed(value);
}

/** Throws `malformed-key` for a name or a public key out of format. */
export function verifierKey(crypto: LedgerCrypto, name: string, publicKey: Uint8Array): VerifierKey {
  if (!isKeyName(name) || publicKey.length !== PUBLIC_KEY_BYTES) throw refusal();
  const digest = crypto.sha256(concat(utf8(`${name}\n`), ED25519, publicKey));
  return { name, id: digest.slice(0, KEY_ID_BYTES), publicKey };
}

/** `<name>+<key id in hex>+<base64 of 0x01 ‖ public key>`. */
export function encodeVkey(key: VerifierKey): string {
  return `${key.name}+${hex(key.id)}+${encodeBase64(concat(ED25519, key.publicKey))}`;
}

/** Throws `malformed-key` unless the text is what `encodeVkey` gives for a key with its own id. */
export function decodeVkey(crypto: LedgerCrypto, vkey: string): VerifierKey {
  const [name, , ...encoded] = vkey.split('+');
  const bytes = decodeBase64(encoded.join('+'));
  if (bytes === null) throw refusal();
  const key = verifierKey(crypto, name!, bytes.slice(1));
  if (encodeVkey(key) !== vkey) throw refusal();
  return key;
}

function refusal(): LedgerFormatError {
  return new LedgerFormatError('malformed-key', 'not an Ed25519 verifier key');
}
