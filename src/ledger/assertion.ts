// A passkey's signature (Web Authentication Level 3, §7.2) counts for one challenge, on a page of its own
// host, by a person whom the authenticator verified there: all of it is read out of what was signed.

import { decodeBase64Url, encodeBase64Url } from './base64.ts';
import { concat, decodeUtf8, equalBytes, utf8 } from './bytes.ts';
import { decodeCoseKey } from './cose.ts';
import type { LedgerCrypto } from './crypto.ts';
import { decodeEcdsa } from './ecdsa.ts';
import { parseStrict } from './parse.ts';
import { findMisfit, isCount, isObject, isText, type Shape } from './shape.ts';
import { statementBytes, type ApprovalStatement } from './statement.ts';

/** Texts of bytes are base64url. */
export interface Assertion {
  readonly credential: string;
  readonly authenticatorData: string;
  readonly clientDataJSON: string;
  /** As the authenticator's data says it. */
  readonly signCount: number;
}

export interface PasskeyKey {
  /** Canonical COSE_Key, base64url. */
  readonly publicKey: string;
  /** The host that it was made for. */
  readonly rpId: string;
}

export interface SignedChallenge {
  readonly assertion: Assertion;
  /** DER for ES256, raw for EdDSA; base64url. */
  readonly signature: string;
  readonly challenge: Uint8Array;
}

const isBytes = isText(/^[A-Za-z0-9_-]+$/);

const ASSERTION: Shape = {
  credential: isBytes,
  authenticatorData: isBytes,
  clientDataJSON: isBytes,
  signCount: isCount,
};

/** SHA-256 of the host, flags, counter; nothing was asked that would add more (§6.1). */
const DATA_BYTES = 37;
const HASH_BYTES = 32;
const PRESENT = 0x01;
const VERIFIED = 0x04;
const BACKUP_ELIGIBLE = 0x08;
const BACKED_UP = 0x10;
const MORE_DATA = 0xc0;
const MAX_CLIENT_BYTES = 16_384;

export function isAssertion(value: unknown): value is Assertion {
  return findMisfit(value, ASSERTION) === null;
}

/** The challenge that stands for a statement. Throws as `statementBytes` does. */
export function challengeOf(crypto: LedgerCrypto, statement: ApprovalStatement): Uint8Array {
  return crypto.sha256(statementBytes(statement));
}

/** The counter that the authenticator's data (base64url) says; null where they are none of an assertion. */
export function signCountOf(authenticatorData: string): number | null {
  const data = decodeBase64Url(authenticatorData);
  if (data?.length !== DATA_BYTES) return null;
  return new DataView(data.buffer, data.byteOffset).getUint32(HASH_BYTES + 1);
}

/** Where the page stood that asked for the signature, as the browser says; null for no such client data. */
export function originOf(clientDataJSON: string): string | null {
  const said = readClientData(clientDataJSON);
  return typeof said?.['origin'] === 'string' ? said['origin'] : null;
}

/** Whether the passkey signed exactly this challenge, for its own host. Never throws. */
export function verifyAssertion(
  crypto: LedgerCrypto,
  { publicKey, rpId }: PasskeyKey,
  { assertion, signature, challenge }: SignedChallenge,
): boolean {
  const data = decodeBase64Url(assertion.authenticatorData);
  const client = decodeBase64Url(assertion.clientDataJSON);
  if (data === null || client === null) return false;
  if (signCountOf(assertion.authenticatorData) !== assertion.signCount) return false;
  if (!equalBytes(data.subarray(0, HASH_BYTES), crypto.sha256(utf8(rpId)))) return false;
  if (!isProof(data[HASH_BYTES]!)) return false;
  if (!asksFor(readClientData(assertion.clientDataJSON), challenge, rpId)) return false;
  return isSigned(crypto, publicKey, concat(data, crypto.sha256(client)), signature);
}

/** The person was there and was verified, and the flags do not contradict each other (§6.1.3). */
function isProof(flags: number): boolean {
  const isImpossible = (flags & BACKED_UP) !== 0 && (flags & BACKUP_ELIGIBLE) === 0;
  return (flags & PRESENT) !== 0 && (flags & VERIFIED) !== 0 && (flags & MORE_DATA) === 0 && !isImpossible;
}

/** §7.2, steps 10 to 14; a page within a page of somebody else's shows people what that wants. */
function asksFor(
  client: { readonly [member: string]: unknown } | null,
  challenge: Uint8Array,
  rpId: string,
): boolean {
  if (client === null || client['type'] !== 'webauthn.get') return false;
  const { crossOrigin = false, topOrigin, origin } = client;
  if (client['challenge'] !== encodeBase64Url(challenge)) return false;
  return crossOrigin === false && topOrigin === undefined && isOriginOf(origin, rpId);
}

function isOriginOf(origin: unknown, rpId: string): boolean {
  if (typeof origin !== 'string') return false;
  const [, scheme, host] = /^(https?):\/\/([a-z0-9.-]+)(?::\d{1,5})?$/.exec(origin) ?? [];
  return host === rpId && (scheme === 'https' || host === 'localhost');
}

function readClientData(text: string): { readonly [member: string]: unknown } | null {
  const decoded = decodeUtf8(decodeBase64Url(text) ?? new Uint8Array());
  if (!('text' in decoded)) return null;
  try {
    const value = parseStrict(decoded.text, { maxBytes: MAX_CLIENT_BYTES });
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isSigned(crypto: LedgerCrypto, publicKey: string, message: Uint8Array, signature: string): boolean {
  const cose = decodeCoseKey(decodeBase64Url(publicKey) ?? new Uint8Array());
  const bytes = decodeBase64Url(signature);
  if (cose === null || bytes === null) return false;
  if (cose.algorithm === 'EdDSA') return crypto.verifyEd25519(cose.key, message, bytes);
  const numbers = decodeEcdsa(bytes);
  return numbers !== null && crypto.verifyP256(cose.key, message, numbers);
}
