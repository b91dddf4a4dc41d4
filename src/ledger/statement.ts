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
  /** Of version 3: what was shown of it. */
  readonly shown?: ShownAction;
}

/** What an operator was shown of an action besides what its digest covers. */
export interface ShownAction {
  /** Digest of the policy set in force; null: there was none. */
  readonly policy: string | null;
  /** Commitment to the arguments. */
  readonly arguments: string;
  /** What they carry; null: nobody had looked. */
  readonly labels: {
    readonly sensitivity: string;
    readonly categories: readonly string[];
    readonly integrity: string;
  } | null;
  /** The worst of where they come from, by role; null: nobody had looked. */
  readonly grounding:
    | readonly { readonly role: string; readonly level: string; readonly instructed: boolean }[]
    | null;
  /** The agent's model; null: nobody said. */
  readonly model: string | null;
  /** Digest of the tool's definition as admitted; null: it calls none. */
  readonly definition: string | null;
  readonly effects: readonly string[];
  /** Digest of the newest version of the workflow; null: there is none. */
  readonly workflow: string | null;
}

export interface ApprovalStatement {
  /** 2: it is about several actions; 3: it says what was shown, and may be about several. */
  readonly v: 1 | 2 | 3;
  readonly type: 'holdpoint/approval@v1' | 'holdpoint/approval@v2' | 'holdpoint/approval@v3';
  /** Origin of the ledger that it is for. */
  readonly ledger: string;
  readonly task: string;
  readonly hold: string;
  /** Digest of the action. */
  readonly digest: string;
  /** Of version 2 and 3: the other holds that were shown with it, and the digests of their actions. */
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
  /** Of version 3. */
  readonly shown?: ShownAction;
  /** Of version 3: for how many identical actions it is, from 1. */
  readonly times?: number;
  /** Of version 3: the action that is approved in place of the one that waited; absent: that one. */
  readonly edited?: { readonly digest: string; readonly arguments: string };
  /** Of version 3: what was wrong with what is rejected; absent: nothing is said of it. */
  readonly category?: string;
  /** Of version 3: the agent may read the operator's words; absent: it may not. */
  readonly tell?: true;
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
  also: areSome(COVERED),
};

const LABELS: Shape = { sensitivity: isWord, categories: isListOf(isWord), integrity: isWord };
const ROLE: Shape = { role: isWord, level: isWord, instructed: (value) => typeof value === 'boolean' };

const SHOWN: Shape = {
  policy: (value) => value === null || isDigest(value),
  arguments: isCommitment,
  labels: (value) => value === null || findMisfit(value, LABELS) === null,
  grounding: (value) => value === null || isListOf((one) => findMisfit(one, ROLE) === null)(value),
  model: (value) => value === null || isShort(value),
  definition: (value) => value === null || isDigest(value),
  effects: isListOf(isWord),
  workflow: (value) => value === null || isDigest(value),
};

const COVERED_AND_SHOWN: Shape = { ...COVERED, shown: isShown };
const EDITED: Shape = { digest: isDigest, arguments: isCommitment };

const WITH_SHOWN: Shape = {
  ...STATEMENT,
  v: (value) => value === 3,
  type: (value) => value === 'holdpoint/approval@v3',
  shown: isShown,
  times: (value) => isCount(value) && value > 0,
};

/** Members of version 3 that may be absent: of a yes to what waits, to other arguments, and of a no. */
const ALSO: Shape = { also: areSome(COVERED_AND_SHOWN) };
const EDIT: Shape = { edited: (value) => findMisfit(value, EDITED) === null };
const REJECTION: Shape = { ...ALSO, category: isWord, tell: (value) => value === true };

function isShown(value: unknown): boolean {
  return findMisfit(value, SHOWN) === null;
}

function isShort(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_TEXT;
}

/** Longest name of a model, with all that belongs to it. */
const MAX_TEXT = 1_000;

function isWord(value: unknown): boolean {
  return isShort(value) && value !== '';
}

function isListOf(fits: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => Array.isArray(value) && value.every(fits);
}

/** At least one. */
function areSome(shape: Shape): (value: unknown) => boolean {
  return (value) =>
    Array.isArray(value) && value.length > 0 && value.every((one) => findMisfit(one, shape) === null);
}

/** What does not say what was shown and does not name several actions is about one, as all were at first. */
function misfitOf(value: unknown): string | null {
  if (!isObject(value) || !Object.hasOwn(value, 'shown')) {
    return findMisfit(value, isObject(value) && Object.hasOwn(value, 'also') ? OF_SEVERAL : STATEMENT);
  }
  const chosen = Object.entries(atWill(value)).filter(([member]) => Object.hasOwn(value, member));
  return findMisfit(value, { ...WITH_SHOWN, ...Object.fromEntries(chosen) });
}

/** Other arguments are for one action alone, and nothing is told of what is let go on. */
function atWill(value: { readonly [member: string]: unknown }): Shape {
  if (value['verdict'] === 'reject') return REJECTION;
  return Object.hasOwn(value, 'edited') ? EDIT : ALSO;
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
