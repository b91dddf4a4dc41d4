// One person proposes a policy set, another one puts it into force; what was in force once may be again. A
// set that nobody could replace any more never takes force.

import { permit, recordOf, refuse } from '../answer.ts';
import type { Decision } from '../decision.ts';
import type { EventOf } from '../event.ts';
import { operatorPrincipal } from '../principal.ts';
import { checkRebased } from './rebased.ts';
import { because, isReason } from '../reason.ts';
import type { Reason } from '../reason.ts';
import type { ProposePolicy, PublishPolicy, Request, RollbackPolicy } from '../request.ts';
import { checkCandidate } from '../rules/candidate.ts';
import { checkAuthor } from '../rules/duty.ts';
import { checkAdmin, findOperator } from '../rules/identity.ts';
import { checkVerb } from '../rules/policy.ts';
import type { Operator } from './registered.ts';
import type { State } from '../state.ts';

export function decideProposePolicy(state: State, request: ProposePolicy): Decision {
  const reasons = judge(
    state,
    request,
    () => [],
    () => checkCandidate(state.org, request),
  );
  if (reasons.length > 0) return refuse(state, request, reasons);
  const { digest, sources, actor, always } = request;
  const body = { digest, sources, author: actor.id, ...(always === undefined ? {} : { always }) };
  const earlier = state.org.proposedPolicies.find((one) => one.digest === digest);
  const causes = [...replaced(state), ...(earlier === undefined ? [] : [earlier.record])];
  return permit([recordOf(request, { stream: 'org', type: 'policy-proposed', causes, body })]);
}

export function decidePublishPolicy(state: State, request: PublishPolicy): Decision {
  const { org } = state;
  const proposal = org.proposedPolicies.find(({ digest }) => digest === request.digest) ?? null;
  const rules = (operator: Operator): Reason[] => [
    ...checkAdmin(operator),
    ...(proposal === null ? [] : checkAuthor(org, proposal, operator.id)),
  ];
  const about = (): Reason[] =>
    proposal === null ? [notProposed(request.digest)] : checkCandidate(org, request);
  const reasons = judge(state, request, rules, about);
  if (proposal === null || reasons.length > 0) return refuse(state, request, reasons);
  const { digest, sources, author, record } = proposal;
  const rebased = checkRebased(org.proposedPolicies, digest, request);
  const body = { digest, sources, author, proposal: record, rolledBack: false, ...rebased };
  return take(state, request, [record], body);
}

/**
 * It was reviewed when it took force, so one admin may: a bad set is left fast. The set that decides already
 * is none to go back to: all that would happen is that every proposal falls away. Where nothing is loaded it
 * is, for that may be the way out.
 */
export function decideRollbackPolicy(state: State, request: RollbackPolicy): Decision {
  const { digest, sources, reason } = request;
  const before = state.org.policyHistory.findLast((one) => one.digest === digest) ?? null;
  const about = (): Reason[] => {
    if (before === null) return [notPublished(digest)];
    return state.policy?.digest === digest ? [inForce(digest)] : checkCandidate(state.org, request);
  };
  const reasons = judge(state, request, checkAdmin, about);
  if (before === null || reasons.length > 0) return refuse(state, request, reasons);
  const body = { digest, sources, author: null, proposal: null, rolledBack: true, reason };
  return take(state, request, [before.record], body);
}

/**
 * What stands in the way, in order. With nothing loaded policy is not asked: else nobody could ever publish
 * one again.
 */
function judge(
  state: State,
  request: Request,
  rules: (operator: Operator) => readonly Reason[],
  about: () => readonly Reason[],
): readonly Reason[] {
  const operator = findOperator(state, request);
  if (isReason(operator)) return [operator];
  const principal = operatorPrincipal(operator);
  const policy = state.policy === null ? [] : checkVerb(state, request, principal, request.kind);
  return [...rules(operator), ...policy, ...about()];
}

function take(
  state: State,
  request: Request,
  causes: readonly string[],
  body: EventOf<'policy-published'>['body'],
): Decision {
  const all = [...new Set([...replaced(state), ...causes])];
  return permit([recordOf(request, { stream: 'org', type: 'policy-published', causes: all, body })]);
}

/** The record of the set in force. */
function replaced({ org }: State): string[] {
  return org.policy === null ? [] : [org.policy.record];
}

function notProposed(digest: string): Reason {
  const lift = 'Propose it: what was proposed before another set took force has to be proposed again.';
  return because('policy', 'policy-not-proposed', { digest }, lift);
}

function inForce(digest: string): Reason {
  const lift = 'Nothing needs to be done: this set decides already. Name an earlier one to go back to.';
  return because('policy', 'policy-in-force', { digest }, lift);
}

function notPublished(digest: string): Reason {
  return because(
    'policy',
    'policy-not-published',
    { digest },
    'Name a set of the history of what was in force.',
  );
}
