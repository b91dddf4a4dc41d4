// The organisation's policy decides what the structural rules leave open. What goes wrong in it denies.

import { because } from '../reason.ts';
import type { Reason, ReasonCode } from '../reason.ts';
import type { JsonObject } from '../json.ts';
import type { PolicyAnswer, PolicyEngine, PolicyPrincipal, PolicyQuery } from '../policy.ts';
import type { Ask, OrgState, State } from '../state.ts';

/** `determining`: ids of the policies behind the verdict. */
export type Ruling =
  | { readonly verdict: 'permit'; readonly determining: readonly string[] }
  | {
      readonly verdict: 'hold';
      readonly determining: readonly string[];
      readonly asks: readonly Ask[];
      /** The policies that permit once every ask is met. */
      readonly permitting: readonly string[];
    }
  | {
      readonly verdict: 'deny';
      readonly determining: readonly string[];
      readonly reasons: readonly Reason[];
    };

/**
 * Asks the engine with nothing suspended. Where only liftable forbids stand in the way it asks again without
 * them: people are never asked to approve what would be denied all the same.
 */
export function consult(engine: PolicyEngine | null, query: PolicyQuery): Ruling {
  if (engine === null) {
    const none = reason('no-policy', {}, 'An admin publishes a policy that validates.');
    return { verdict: 'deny', determining: [], reasons: [none] };
  }
  const first = engine.evaluate(query, []);
  if (permits(first)) return { verdict: 'permit', determining: idsOf(first) };
  const asks = asksOf(first);
  if (asks.length === 0) return { verdict: 'deny', determining: idsOf(first), reasons: [refusalOf(first)] };
  const suspended = asks.map((ask) => ask.policy);
  const second = engine.evaluate(query, suspended);
  if (permits(second)) return { verdict: 'hold', determining: suspended, asks, permitting: idsOf(second) };
  return { verdict: 'deny', determining: [...suspended, ...idsOf(second)], reasons: [refusalOf(second)] };
}

/** One of the organisation's verbs. There is no waiting for approval of these: one that holds is denied. */
export function checkVerb(
  state: State,
  principal: PolicyPrincipal,
  action: string,
  context: JsonObject = {},
): readonly Reason[] {
  const ruling = consult(state.policy, verbQuery(state.org, principal, action, context));
  if (ruling.verdict === 'permit') return [];
  return ruling.verdict === 'deny' ? ruling.reasons : ruling.asks.map(explainAsk);
}

export function verbQuery(
  org: OrgState,
  principal: PolicyPrincipal,
  action: string,
  context: JsonObject = {},
): PolicyQuery {
  const resource = { type: 'Organization', id: 'main' } as const;
  return { principal, action, resource, context: { ...context, solo: org.mode === 'solo' } };
}

export function permits(answer: PolicyAnswer): boolean {
  return answer.decision === 'permit' && answer.errors.length === 0;
}

export function explainAsk({ policy, reason: why, approvers }: Ask): Reason {
  const roles = approvers.map(({ role, quorum }) => `${role}:${quorum}`);
  return reason('policy-holds', { policy, why, approvers: roles }, `Approval by ${roles.join(', ')}.`);
}

/** What the forbids ask, where all of them can be lifted; empty where one cannot. */
function asksOf(answer: PolicyAnswer): Ask[] {
  if (answer.errors.length > 0) return [];
  const forbids = answer.determining.filter((policy) => policy.effect === 'forbid');
  const asks = forbids.flatMap(({ id, digest, hold }) =>
    hold === null ? [] : [{ policy: id, policyDigest: digest, ...hold }],
  );
  return asks.length === forbids.length ? asks : [];
}

function refusalOf({ errors, determining }: PolicyAnswer): Reason {
  if (errors.length > 0) return reason('policy-error', { errors }, 'Mend the policy that fails.');
  const policies = determining.filter(({ effect }) => effect === 'forbid').map(({ id }) => id);
  return policies.length > 0
    ? reason('policy-forbids', { policies }, 'No approval lifts it: only a change of these policies does.')
    : reason('policy-default-deny', {}, 'Publish a policy that permits it.');
}

function idsOf(answer: PolicyAnswer): string[] {
  return answer.determining.map(({ id }) => id);
}

function reason(code: ReasonCode, facts: Reason['facts'], lift: string): Reason {
  return because('policy', code, facts, lift);
}
