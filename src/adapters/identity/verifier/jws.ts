// A token has one spelling (RFC 7515 compact, canonical base64url) and one meaning (no repeated JSON member);
// what a library would forgive is refused here, so that no two tokens differ only in their text.

import { compactVerify } from 'jose';
import type { CryptoKey } from 'jose';
import { decodeBase64Url } from '../../../ledger/base64.ts';
import { decodeUtf8 } from '../../../ledger/bytes.ts';
import type { JsonObject } from '../../../ledger/canonical.ts';
import { parseStrict } from '../../../ledger/parse.ts';

const MAX_TOKEN_CHARACTERS = 8192;

/** Parameters that bring a key, point at one, or change what the signature covers (RFC 8725 §3.10). */
const REFUSED_PARAMETERS = ['crit', 'b64', 'jwk', 'jku', 'x5c', 'x5u'];

/** A parsed token. Nothing in it is true before `isSignedBy` says so. */
export interface Jws {
  readonly token: string;
  readonly alg: string;
  /** Empty where the header has none. */
  readonly kid: string;
  readonly typ: string | null;
  readonly payload: Uint8Array;
}

/** Takes a compact JWS apart: three canonical parts, at most 8 KiB, a header without surprises. */
export function parseJws(token: string): Jws | 'token-too-large' | 'token-malformed' {
  if (token.length > MAX_TOKEN_CHARACTERS) return 'token-too-large';
  const parts = token.split('.').map(decodeBase64Url);
  const [headerBytes, payload, signature] = parts;
  if (parts.length !== 3 || !headerBytes || !payload || !signature) return 'token-malformed';
  const header = readJsonObject(headerBytes);
  if (header === null || REFUSED_PARAMETERS.some((name) => Object.hasOwn(header, name))) {
    return 'token-malformed';
  }
  const { alg, kid = '', typ = null } = header;
  if (typeof alg !== 'string' || typeof kid !== 'string') return 'token-malformed';
  if (typ !== null && typeof typ !== 'string') return 'token-malformed';
  return { token, alg, kid, typ, payload };
}

/** Whether the key made the signature with the algorithm that the header names. */
export async function isSignedBy(jws: Jws, key: CryptoKey): Promise<boolean> {
  try {
    await compactVerify(jws.token, key, { algorithms: [jws.alg] });
    return true;
  } catch {
    return false;
  }
}

/** One JSON object in UTF-8; null for anything else, repeated members included. */
export function readJsonObject(bytes: Uint8Array): JsonObject | null {
  const decoded = decodeUtf8(bytes);
  if (!('text' in decoded)) return null;
  try {
    const value = parseStrict(decoded.text, { maxDepth: 16 });
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : null;
  } catch {
    return null;
  }
}
