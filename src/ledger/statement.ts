// What an operator signs says everything the approval is bound to, and nothing personal:
// the words of the reason stand as a commitment.

import { decodeBase64Url } from './base64.ts';
import { utf8 } from './bytes.ts';
import { canonicalize } from './canonical.ts';
import { isCommitment } from './commitment.ts';
import type { LedgerCrypto } from './crypto.ts';
import { isDigest } from './digest.ts';
import { LedgerFormatError } from './format-error.ts';
import { findMisfit, isCount, isObject, type Shape } from './shape.ts';
import { isName } from './stream.ts';
import { isKeyName } from './vkey.ts';

export interface CoveredAction {
  readonly hold: string;
  readonly digest: string;
}

export interface ApprovalStatement {
  /** 2: it is about several actions. */
  readonly v: 1 | 2;
  readonly type: 'holdpoint/approval@v1' | 'holdpoint/approval@v2';
  /** Origin of the ledger that it is for. */
  readonly ledger: string;
  readonly task: string;
  readonly hold: string;
  /** Digest of the action. */
  readonly digest: string;
  /** Of version 2: the other holds that were shown with it, and the digests of their actions. */
  readonly also?: readonly CoveredAction[];
  /** Digests of the policies whose asks the operator was shown, in order: the statement covers no others. */
  readonly policies: readonly string[];
  readonly verdict: 'approve' | 'reject';
  /** Commitment of kind `reason`. */
  readonly reason: string;
  readonly operator: string;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  readonly expiresAt: number;
}

export interface SignedStatement {
  readonly statement: ApprovalStatement;
  /** Ed25519, base64url without padding. */
  readonly signature: string;
  /** Raw Ed25519 public key of the operator, 32 bytes. */
  readonly publicKey: Uint8Array;
}

const STATEMENT: Shape = {
  v: (value) => value === 1,
  type: (value) => value === 'holdpoint/approval@v1',
  ledger: isKeyName,
  task: isName,
  hold: isName,
  digest: isDigest,
  policies: (value) => Array.isArray(value) && value.every(isDigest),
  verdict: (value) => value === 'approve' || value === 'reject',
  reason: isCommitment,
  operator: isName,
  at: isCount,
  expiresAt: isCount,
};

const COVERED: Shape = { hold: isName, digest: isDigest };

const OF_SEVERAL: Shape = {
  ...STATEMENT,
  v: (value) => value === 2,
  type: (value) => value === 'holdpoint/approval@v2',
  also: (value) =>
    Array.isArray(value) && value.length > 0 && value.every((one) => findMisfit(one, COVERED) === null),
};

/** What does not name several actions is about one, as all were at first. */
function misfitOf(value: unknown): string | null {
  return findMisfit(value, isObject(value) && Object.hasOwn(value, 'also') ? OF_SEVERAL : STATEMENT);
}

export function isStatement(value: unknown): value is ApprovalStatement {
  return misfitOf(value) === null;
}

/** Whether it is about the hold, for exactly that action. */
export function covers(
  statement: ApprovalStatement,
  { hold, digest }: { readonly [name in keyof CoveredAction]: unknown },
): boolean {
  const actions = [statement, ...(statement.also ?? [])];
  return actions.some((one) => one.hold === hold && one.digest === digest);
}

/** The bytes to sign: the statement's canonical JSON. Throws `malformed-statement` (JSON pointer). */
export function statementBytes(statement: ApprovalStatement): Uint8Array {
  const misfit = misfitOf(statement);
  if (misfit !== null) {
    throw new LedgerFormatError('malformed-statement', 'not a statement', { location: `"${misfit}"` });
  }
  return utf8(canonicalize(statement));
}

/** Whether the operator's key signed exactly this statement. Throws as `statementBytes` does. */
export function verifyStatement(crypto: LedgerCrypto, signed: SignedStatement): boolean {
  const message = statementBytes(signed.statement);
  const signature = decodeBase64Url(signed.signature);
  return signature !== null && crypto.verifyEd25519(signed.publicKey, message, signature);
}
