// A record says that a payload existed without saying what it was: once the key is destroyed,
// not even a guess can be checked against the commitment.

import { encodeBase64Url } from './base64.ts';
import { concat, utf8 } from './bytes.ts';
import type { LedgerCrypto } from './crypto.ts';
import { LedgerFormatError } from './format-error.ts';
import { hkdf } from './hkdf.ts';
import { isText } from './shape.ts';

/**
 * What is committed to. The kind is part of the input, so a commitment to one kind never passes for
 * another.
 */
export type CommitmentKind =
  | 'prompt'
  | 'arguments'
  | 'result'
  | 'name'
  | 'reason'
  | 'destination'
  | 'object'
  | 'party'
  | 'value'
  | 'question'
  | 'page';

/** The two keys that one scope's payload key stands for; 32 bytes each. */
export interface ScopeKeys {
  readonly commitmentKey: Uint8Array;
  /** For the payloads beside the ledger. */
  readonly encryptionKey: Uint8Array;
}

const KEY_BYTES = 32;

/** `hmac-sha256:` and 43 characters of base64url. */
export const isCommitment = isText(/^hmac-sha256:[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/);

/** HKDF-SHA256 with an empty salt. Throws `malformed-key` unless the payload key has 32 bytes. */
export function deriveScopeKeys(crypto: LedgerCrypto, payloadKey: Uint8Array): ScopeKeys {
  const derive = (info: string): Uint8Array =>
    hkdf(crypto, {
      secret: checkKey(payloadKey),
      salt: new Uint8Array(),
      info: utf8(info),
      lengthBytes: KEY_BYTES,
    });
  return {
    commitmentKey: derive('holdpoint/commitment/v1'),
    encryptionKey: derive('holdpoint/payload/v1'),
  };
}

/**
 * `hmac-sha256:<base64url of HMAC-SHA256(key, kind ‖ 0x00 ‖ bytes)>`. Arguments are their canonical JSON,
 * texts their UTF-8. Throws `malformed-key` unless the key has 32 bytes.
 */
export function commit(
  crypto: LedgerCrypto,
  commitmentKey: Uint8Array,
  kind: CommitmentKind,
  bytes: Uint8Array,
): string {
  const mac = crypto.hmacSha256(checkKey(commitmentKey), concat(utf8(`${kind}\0`), bytes));
  return `hmac-sha256:${encodeBase64Url(mac)}`;
}

function checkKey(key: Uint8Array): Uint8Array {
  if (key.length !== KEY_BYTES)
    throw new LedgerFormatError('malformed-key', 'a key of another length than 32 bytes');
  return key;
}
