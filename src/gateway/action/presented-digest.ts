// What a connector presents counts as what it is, or as something else: never as nothing.

import type { JsonObject } from '../../kernel/json.ts';
import type { LedgerCrypto } from '../../ledger/crypto.ts';
import { digestOf } from '../../ledger/digest.ts';

/** Stands for every definition that has no canonical text: half a character in it, or nested without end. */
const UNREADABLE = { unreadable: true };

/** The digest of a definition as it is presented. Total: one that cannot be written down is another one. */
export function presentedDigest(crypto: LedgerCrypto, definition: JsonObject): string {
  try {
    return digestOf(crypto, definition);
  } catch {
    return digestOf(crypto, UNREADABLE);
  }
}
