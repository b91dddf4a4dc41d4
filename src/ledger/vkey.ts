// A verifier key names its key unmistakably: name, key id, algorithm and public key agree, or it is refused
// (C2SP signed-note). Ed25519 only: as a log signs (0x01), or as a witness cosigns (0x04).

import { decodeBase64, encodeBase64 } from './base64.ts';
import { concat, hex, isWellFormed, utf8 } from './bytes.ts';
import type { LedgerCrypto } from './crypto.ts';
import { LedgerFormatError } from './format-error.ts';

/** What the key signs: a note's text, or a checkpoint with a time (C2SP tlog-cosignature). */
export type KeyAlgorithm = 'ed25519' | 'cosignature';

export interface VerifierKey {
  /** The log's origin, for a log's key. */
  readonly name: string;
  readonly algorithm: KeyAlgorithm;
  /** First four bytes of SHA-256(name ‖ 0x0A ‖ algorithm ‖ public key). */
  readonly id: Uint8Array;
  /** Raw Ed25519 public key, 32 bytes. */
  readonly publicKey: Uint8Array;
}

const ALGORITHM_BYTES: { readonly [algorithm in KeyAlgorithm]: number } = { ed25519: 1, cosignature: 4 };
const PUBLIC_KEY_BYTES = 32;
export const KEY_ID_BYTES = 4;

/** Non-empty, no Unicode space, no plus, no control character. */
export function isKeyName(value: unknown): value is string {
  return typeof value === 'string' && /^[^\s+\p{Cc}]+$/u.test(value) && isWellFormed(value);
}

/** Throws `malformed-key` for a name or a public key out of format. */
export function verifierKey(
  crypto: LedgerCrypto,
  name: string,
  publicKey: Uint8Array,
  algorithm: KeyAlgorithm = 'ed25519',
): VerifierKey {
  if (!isKeyName(name) || publicKey.length !== PUBLIC_KEY_BYTES) throw refusal();
  const digest = crypto.sha256(concat(utf8(`${name}\n`), typed(algorithm, publicKey)));
  return { name, algorithm, id: digest.slice(0, KEY_ID_BYTES), publicKey };
}

/** `<name>+<key id in hex>+<base64 of algorithm ‖ public key>`. */
export function encodeVkey({ name, algorithm, id, publicKey }: VerifierKey): string {
  return `${name}+${hex(id)}+${encodeBase64(typed(algorithm, publicKey))}`;
}

/** Throws `malformed-key` unless the text is what `encodeVkey` gives for a key with its own id. */
export function decodeVkey(crypto: LedgerCrypto, vkey: string): VerifierKey {
  const [name, , ...encoded] = vkey.split('+');
  const bytes = decodeBase64(encoded.join('+'));
  if (bytes === null) throw refusal();
  const algorithm = bytes[0] === ALGORITHM_BYTES.cosignature ? 'cosignature' : 'ed25519';
  const key = verifierKey(crypto, name!, bytes.slice(1), algorithm);
  if (encodeVkey(key) !== vkey) throw refusal();
  return key;
}

function typed(algorithm: KeyAlgorithm, publicKey: Uint8Array): Uint8Array {
  return concat(Uint8Array.of(ALGORITHM_BYTES[algorithm]), publicKey);
}

function refusal(): LedgerFormatError {
  return new LedgerFormatError('malformed-key', 'not an Ed25519 verifier key');
}
