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
}

export interface PolicyHold {
  readonly reason: string;
  readonly approvers: readonly RoleQuorum[];
  /** Seconds until the hold expires; null: the organisation's default. */
  readonly expiresSeconds: number | null;
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
