// What the kernel needs of policy and of argument constraints: values with synchronous, total methods,
// built outside (policy/, workflow/) and carried in the state. A bug in either must deny, never permit.

import type { Json, JsonObject } from './json.ts';

export interface RoleQuorum {
  readonly role: string;
  /** How many different operators with the role must approve; at least 1. */
  readonly quorum: number;
}

/** One policy that determined an answer. */
export interface DeterminingPolicy {
  readonly id: string;
  /** Digest of the policy's own content: an approval covers exactly what its approver was shown. */
  readonly digest: string;
  readonly effect: 'permit' | 'forbid';
  /** Set on a liftable forbid (`@hold`): why it asks, whom, and for how long it waits. */
  readonly hold: PolicyHold | null;
  /** What must be done with whatever it permits, or with what it asks about once that is approved. */
  readonly obligations: readonly Obligation[];
}

/**
 * What a permit comes with. Whoever enforces it does all of it, or refuses: one that it does not know
 * denies.
 */
export type Obligation =
  /** These fields of the result are taken out: JSON pointers (`*`: every item), or names found anywhere. */
  | { readonly kind: 'redact'; readonly fields: readonly string[] }
  /** No list of the result is longer. */
  | { readonly kind: 'cap-rows'; readonly rows: number }
  /** People with the roles are told. */
  | { readonly kind: 'notify'; readonly roles: readonly string[] }
  /** Arguments and result are kept. */
  | { readonly kind: 'record-payload' }
  /** The person who asks proved who they are at most so long ago. */
  | { readonly kind: 'step-up'; readonly withinSeconds: number }
  /** For enforcement points outside of Holdpoint, which itself knows none of these. */
  | { readonly kind: 'other'; readonly name: string; readonly value: string };

export interface PolicyHold {
  readonly reason: string;
  readonly approvers: readonly RoleQuorum[];
  /** Seconds until the hold expires; null: the organisation's default. */
  readonly expiresSeconds: number | null;
  /** Seconds until those who are asked are reminded; absent: never. */
  readonly remindSeconds?: number;
  /** Who may fill missing places after so many seconds; absent: nobody else ever may. */
  readonly escalate?: Escalation;
  /** For how many identical actions one approval may be; absent: one. */
  readonly maxUses?: number;
}

export interface Escalation {
  readonly afterSeconds: number;
  readonly approvers: readonly RoleQuorum[];
}

export interface PolicyPrincipal {
  readonly type: 'Agent' | 'Operator';
  readonly id: string;
  /** Groups of an agent, roles of an operator. */
  readonly parents: readonly string[];
  readonly attributes: JsonObject;
}

export interface PolicyQuery {
  readonly principal: PolicyPrincipal;
  /**
   * `connector/tool` for an action of an agent, else one of the organisation's verbs (`publish-policy` …).
   */
  readonly action: string;
  readonly resource: { readonly type: 'Connector' | 'Organization'; readonly id: string };
  readonly context: JsonObject;
}

export interface PolicyAnswer {
  readonly decision: 'permit' | 'deny';
  readonly determining: readonly DeterminingPolicy[];
  /** Any entry makes the whole decision deny. */
  readonly errors: readonly string[];
}

export interface PolicyEngine {
  /** Digest of the policy set it was built from. */
  readonly digest: string;
  /** Total: never throws; what goes wrong is an entry in `errors`. `suspended` are policy ids left out. */
  evaluate(query: PolicyQuery, suspended: readonly string[]): PolicyAnswer;
}

export interface ConstraintEngine {
  /**
   * Checks a value against a JSON Schema (draft 2020-12). Returns what is wrong, each with the JSON pointer
   * and the broken keyword but never the value; an empty list means it fits. A schema that cannot be used
   * is an error.
   */
  check(schema: Json, value: Json): readonly string[];
}

/** What the set that is tried beside the one in force said. */
export interface ShadowVerdict {
  /** Digest of the set. */
  readonly policy: string;
  readonly verdict: 'permit' | 'hold' | 'deny';
  readonly determining: readonly string[];
}
