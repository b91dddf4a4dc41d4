// Who is registered: the people who decide, and the agents they answer for.

import type { AgentAllowance } from '../chain/limits.ts';
import type { Effect } from '../effect.ts';
import type { Sensitivity } from '../flow/label.ts';
import { entryOf } from '../lookup.ts';
import type { Passkeys } from './passkey.ts';

export interface Operator {
  readonly id: string;
  readonly roles: readonly string[];
  /**
   * Raw Ed25519 public key, base64url; null for an operator who signs in through an identity provider only.
   */
  readonly publicKey: string | null;
  /** Where a token for this operator comes from; null: the local issuer only. */
  readonly identity: { readonly issuer: string; readonly subject: string } | null;
  /** By credential id; absent: none was ever added. */
  readonly passkeys?: Passkeys;
  /** How far what they approve may go; absent: as far as their roles do. */
  readonly limit?: ApproverLimit;
}

/** How far an approval may go. A part that is absent is not limited; what is unknown is beyond any part. */
export interface ApproverLimit {
  /** What the action may do, with all that it sets off. */
  readonly effects?: readonly Effect[];
  /** The most sensitive that it may give away or read. */
  readonly sensitivity?: Sensitivity;
  /** The only kinds of data that it may give away or read. */
  readonly categories?: readonly string[];
  /** Where it may go: `own`, `known`, or hosts (`.example.com`: that host and all below it). */
  readonly destinations?: readonly string[];
  /** Sum of its arguments with the role `amount`, in ten-thousandths. */
  readonly amount?: number;
  /** How many holds they approve within an hour. */
  readonly perHour?: number;
}

/** How far somebody's approvals go; null: as far as their roles do. */
export interface LimitedOperator {
  readonly operator: string;
  readonly limit: ApproverLimit | null;
}

/** A part of somebody's duty to approve, lent to somebody else until a time. It is not lent on. */
export interface Delegation {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly roles: readonly string[];
  /** Unix milliseconds. */
  readonly until: number;
  /** Beside the limits of both; absent: none of its own. */
  readonly limit?: ApproverLimit;
  readonly record: string;
}

/** With those of its roles alone that count: what somebody else says of a person never adds one. */
export function narrowed(operator: Operator, roles: readonly string[] | undefined): Operator {
  if (roles === undefined) return operator;
  return { ...operator, roles: operator.roles.filter((role) => roles.includes(role)) };
}

/** Roles that what an operator gave counts for: of those of then, those that they have now. */
export function countedRoles(
  operators: { readonly [id: string]: Operator },
  given: { readonly operator: string; readonly roles?: readonly string[] },
): readonly string[] {
  const person = entryOf(operators, given.operator);
  return person === null ? [] : narrowed(person, given.roles).roles;
}

export interface Agent {
  readonly id: string;
  /** The operator who answers for it. */
  readonly owner: string;
  readonly environment: string;
  readonly groups: readonly string[];
  readonly identity: { readonly issuer: string; readonly subject: string } | null;
  /** The model behind it as registered; absent: nobody said. */
  readonly model?: AgentModel;
  /** What its tasks may use together, one for each length of window; absent: their own limits alone. */
  readonly allowances?: readonly AgentAllowance[];
  /** How much of them may wait for people at once; absent: as much as is usual. */
  readonly holds?: number;
}

export interface AgentModel {
  readonly provider: string;
  readonly name: string;
  /** Digest that whoever registers it gives; it covers the model, the prompt and the corpus. */
  readonly fingerprint: string;
}
