// The form of an operator's key file. Its parameters are fixed: no file can ask for weaker ones, or for all
// the memory.

import { decodeBase64Url } from '../../../ledger/base64.ts';
import { findMisfit, type Shape } from '../../../ledger/shape.ts';
import { isName } from '../../../ledger/stream.ts';

/** 128 MiB and some tenths of a second for every guess at a passphrase (RFC 7914). */
export const SCRYPT = { name: 'scrypt', N: 131_072, r: 8, p: 1 } as const;

/** Bytes are base64url without padding. */
export interface OperatorKeyFile {
  readonly v: 1;
  readonly operator: string;
  /** Raw Ed25519 public key. */
  readonly publicKey: string;
  readonly kdf: typeof SCRYPT & { readonly salt: string };
  readonly cipher: { readonly name: 'aes-256-gcm'; readonly nonce: string };
  /** The private key (PKCS #8 DER), encrypted. */
  readonly ciphertext: string;
}

const isExactly =
  (expected: unknown) =>
  (value: unknown): boolean =>
    value === expected;
const isBytes = (value: unknown): boolean => typeof value === 'string' && decodeBase64Url(value) !== null;
const fits =
  (shape: Shape) =>
  (value: unknown): boolean =>
    findMisfit(value, shape) === null;

const FILE: Shape = {
  v: isExactly(1),
  operator: isName,
  publicKey: isBytes,
  kdf: fits({
    name: isExactly(SCRYPT.name),
    N: isExactly(SCRYPT.N),
    r: isExactly(SCRYPT.r),
    p: isExactly(SCRYPT.p),
    salt: isBytes,
  }),
  cipher: fits({ name: isExactly('aes-256-gcm'), nonce: isBytes }),
  ciphertext: isBytes,
};

export function isOperatorKeyFile(value: unknown): value is OperatorKeyFile {
  return findMisfit(value, FILE) === null;
}
