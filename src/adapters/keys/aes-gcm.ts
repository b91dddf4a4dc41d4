// Ciphertext that was changed, or moved to another place, does not open (AES-256-GCM, NIST SP 800-38D).

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const TAG_BYTES = 16;
export const NONCE_BYTES = 12;

export interface Encrypted {
  /** Random, 12 bytes: a key serves far fewer than 2^32 messages. */
  readonly nonce: Uint8Array;
  /** With the 16 bytes of its tag at the end. */
  readonly ciphertext: Uint8Array;
}

/** @param context names the place of the ciphertext; it is authenticated, not stored */
export function encrypt(key: Uint8Array, context: Uint8Array, plaintext: Uint8Array): Encrypted {
  const nonce = new Uint8Array(randomBytes(NONCE_BYTES));
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(context);
  const parts = [cipher.update(plaintext), cipher.final(), cipher.getAuthTag()];
  return { nonce, ciphertext: new Uint8Array(Buffer.concat(parts)) };
}

/** Null where key, context, nonce and ciphertext do not belong together. */
export function decrypt(key: Uint8Array, context: Uint8Array, encrypted: Encrypted): Uint8Array | null {
  const { nonce, ciphertext } = encrypted;
  if (nonce.length !== NONCE_BYTES || ciphertext.length < TAG_BYTES) return null;
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(context);
  decipher.setAuthTag(ciphertext.subarray(-TAG_BYTES));
  try {
    return new Uint8Array(
      Buffer.concat([decipher.update(ciphertext.subarray(0, -TAG_BYTES)), decipher.final()]),
    );
  } catch {
    return null;
  }
}
