// The organisation's policy decides what the structural rules leave open. What goes wrong in it denies.

import { because } from '../reason.ts';
import type { Reason, ReasonCode } from '../reason.ts';
import type { JsonObject } from '../json.ts';
import { uniteObligations } from '../action/policy-obligation.ts';
import type {
  DeterminingPolicy,
  Obligation,
  PolicyAnswer,
  PolicyEngine,
  PolicyPrincipal,
  PolicyQuery,
} from '../policy.ts';
import type { Request } from '../request.ts';
import type { Ask } from '../hold/held.ts';
import type { OrgState, State } from '../state.ts';
import { enforceOnVerb } from './obligation.ts';
import type { Enforce } from './obligation.ts';

/** `determining`: ids of the policies behind the verdict; `obligations`: what a permit comes with. */
export type Ruling =
  | {
      readonly verdict: 'permit';
      readonly determining: readonly string[];
      readonly obligations: readonly Obligation[];
    }
  | {
      readonly verdict: 'hold';
      readonly determining: readonly string[];
      readonly asks: readonly Ask[];
      /** The policies that permit once every ask is met. */
      readonly permitting: readonly string[];
      readonly obligations: readonly Obligation[];
    }
  | {
      readonly verdict: 'deny';
      readonly determining: readonly string[];
      readonly reasons: readonly Reason[];
    };

/**
 * Asks the engine with nothing suspended. Where only liftable forbids stand in the way it asks again without
 * them: people are never asked to approve what would be denied all the same, for want of a permit or of
 * somebody who carries out what the permit comes with.
 */
export function consult(engine: PolicyEngine | null, query: PolicyQuery, enforce: Enforce): Ruling {
  if (engine === null) {
    const none = reason('no-policy', {}, 'An admin publishes a policy that validates.');
    return { verdict: 'deny', determining: [], reasons: [none] };
  }
  const first = engine.evaluate(query, []);
  if (permits(first)) {
    const { determining: policies } = first;
    const unmet = checkObligations(policies, enforce);
    if (unmet.length > 0) return { verdict: 'deny', determining: idsOf(first), reasons: unmet };
    return { verdict: 'permit', determining: idsOf(first), obligations: obligationsOf(policies) };
  }
  const asks = asksOf(first);
  if (asks.length === 0) return { verdict: 'deny', determining: idsOf(first), reasons: [refusalOf(first)] };
  const suspended = asks.map((ask) => ask.policy);
  const second = engine.evaluate(query, suspended);
  const determining = [...suspended, ...idsOf(second)];
  if (!permits(second)) return { verdict: 'deny', determining, reasons: [refusalOf(second)] };
  const policies = [...first.determining, ...second.determining];
  const unmet = checkObligations(policies, enforce);
  if (unmet.length > 0) return { verdict: 'deny', determining, reasons: unmet };
  const obligations = obligationsOf(policies);
  return { verdict: 'hold', determining: suspended, asks, permitting: idsOf(second), obligations };
}

function checkObligations(policies: readonly DeterminingPolicy[], enforce: Enforce): readonly Reason[] {
  return policies.flatMap(({ id, obligations }) =>
    obligations.flatMap((obligation) => enforce(obligation, id) ?? []),
  );
}

function obligationsOf(policies: readonly DeterminingPolicy[]): readonly Obligation[] {
  return uniteObligations(policies.flatMap(({ obligations }) => obligations));
}

/** One of the organisation's verbs. There is no waiting for approval of these: one that holds is denied. */
export function checkVerb(
  state: State,
  request: Request,
  principal: PolicyPrincipal,
  action: string,
  context: JsonObject = {},
): readonly Reason[] {
  const query = verbQuery(state.org, principal, action, context);
  const ruling = consult(state.policy, query, enforceOnVerb(request));
  if (ruling.verdict === 'permit') return [];
  return ruling.verdict === 'deny' ? ruling.reasons : ruling.asks.map(explainVerbAsk);
}

export function verbQuery(
  org: Pick<OrgState, 'mode'>,
  principal: PolicyPrincipal,
  action: string,
  context: JsonObject = {},
): PolicyQuery {
  const resource = { type: 'Organization', id: 'main' } as const;
  return { principal, action, resource, context: { ...context, solo: org.mode === 'solo' } };
}

function permits(answer: PolicyAnswer): boolean {
  return answer.decision === 'permit' && answer.errors.length === 0;
}

/** Of an action, which waits until people approve it. */
export function explainAsk(ask: Ask): Reason {
  return explainHold(ask, `Approval by ${rolesOf(ask).join(', ')}.`);
}

/** Of a verb: an approval that nobody can give lifts nothing. */
export function explainVerbAsk(ask: Ask): Reason {
  return explainHold(
    ask,
    'No approval is waited for here: somebody whom it does not hold asks, or change it.',
  );
}

/** Of a question by whoever enforces elsewhere: approvals are for actions that are asked for here. */
export function explainQuestionAsk(ask: Ask): Reason {
  const lift = `Ask for the action through Holdpoint: there it waits for ${rolesOf(ask).join(', ')}.`;
  return explainHold(ask, lift);
}

function explainHold(ask: Ask, lift: string): Reason {
  const { policy, reason: why } = ask;
  return reason('policy-holds', { policy, why, approvers: rolesOf(ask) }, lift);
}

function rolesOf({ approvers }: Ask): string[] {
  return approvers.map(({ role, quorum }) => `${role}:${quorum}`);
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
  const forbids = determining.filter(({ effect }) => effect === 'forbid');
  if (forbids.length === 0) return reason('policy-default-deny', {}, 'Publish a policy that permits it.');
  const policies = forbids.map(({ id }) => id);
  const told = obligationsOf(forbids).find((one) => one.kind === 'notify')?.roles;
  const facts = told === undefined ? { policies } : { policies, notify: told };
  const whose = `somebody whom ${policies.join(', ')} does not forbid it`;
  return reason('policy-forbids', facts, `No approval lifts it: ${whose} may, or the policy is changed.`);
}

function idsOf(answer: PolicyAnswer): string[] {
  return answer.determining.map(({ id }) => id);
}

function reason(code: ReasonCode, facts: Reason['facts'], lift: string): Reason {
  return because('policy', code, facts, lift);
}
