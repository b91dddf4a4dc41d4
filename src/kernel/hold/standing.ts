// As whom somebody decides about a hold: with their own roles, and with those that were lent to them where
// the hold asks for one that they do not have. What keeps a lender from it, a rule or a policy, keeps whoever
// approves for them.

import { ableTo, contextOf, othersOf } from './approver-facts.ts';
import { decidedLastHour } from './decided.ts';
import { askedRoles } from './quorum.ts';
import type { Hold } from './held.ts';
import { lentRoles, lentTo } from './lent.ts';
import { operatorPrincipal } from '../principal.ts';
import { because } from '../reason.ts';
import type { Reason } from '../reason.ts';
import type { ApproverLimit, Delegation, Operator } from '../org/registered.ts';
import type { Request } from '../request.ts';
import { checkApprover } from '../rules/duty.ts';
import { checkVerb } from '../rules/policy.ts';
import { beyondLimit } from './stakes.ts';
import type { State, TaskState } from '../state.ts';

/** More of those who could decide instead are not named. */
const MOST_NAMED = 5;

export interface Standing {
  /** With the roles that count. */
  readonly operator: Operator;
  /** Whose duty is used beside one's own. */
  readonly onBehalfOf: readonly string[];
  /** What keeps them from approving. */
  readonly reasons: readonly Reason[];
}

/** @param place how many other holds the same word decides before this one */
export function standingOf(
  state: State,
  task: TaskState,
  hold: Hold,
  operator: Operator,
  request: Request,
  place = 0,
): Standing {
  const { org } = state;
  const { at } = request;
  const asked = askedRoles(hold);
  const isOver = (id: string, limit: ApproverLimit | undefined): Reason[] =>
    checkRate(id, decidedLastHour(org, id, at) + place, limit, () =>
      othersOf(ableTo(state, task, hold), operator.id),
    );
  const lenders = new Set<string>();
  const roles = new Set(operator.roles);
  const refusals: Reason[] = [];
  for (const one of lentTo(org, operator.id, at)) {
    // Who lends what is there already keeps their own place.
    if (!one.roles.some((role) => asked.includes(role) && !roles.has(role))) continue;
    const reasons = [
      ...checkLender(state, task, hold, one, request),
      ...isOver(operator.id, one.limit),
      ...isOver(one.from, org.operators[one.from]!.limit),
    ];
    refusals.push(...reasons);
    if (reasons.length > 0) continue;
    lenders.add(one.from);
    for (const role of lentRoles(org, one, hold)) roles.add(role);
  }
  const isAsked = asked.some((role) => roles.has(role));
  return {
    operator: { ...operator, roles: [...roles] },
    onBehalfOf: [...lenders],
    reasons: [
      ...(isAsked ? [] : refusals),
      ...checkLimit(operator.id, operator.limit, hold),
      ...isOver(operator.id, operator.limit),
    ],
  };
}

/** Why a lender's duty cannot be used here; empty where it can. */
function checkLender(
  state: State,
  task: TaskState,
  hold: Hold,
  { from, to, limit }: Delegation,
  request: Request,
): readonly Reason[] {
  const lender = state.org.operators[from]!;
  const context = contextOf(state, task, hold, from, request.at);
  const reasons = [
    ...checkApprover(state, task, from, hold),
    ...checkLimit(from, lender.limit, hold),
    ...checkLimit(from, limit, hold),
    ...checkUnused(hold, from, to),
    ...checkVerb(state, request, operatorPrincipal(lender), 'approve', context),
  ];
  const lift = `Somebody else approves: what keeps ${from} from it keeps whoever approves for ${from}.`;
  return reasons.map((one) => ({ ...one, facts: { ...one.facts, delegate: to }, lift }));
}

/** One duty is one place: its owner's, or that of one of those to whom it is lent. */
function checkUnused(hold: Hold, from: string, to: string): Reason[] {
  const isUsed = hold.approvals.some(
    ({ operator, onBehalfOf = [] }) => operator === from || (operator !== to && onBehalfOf.includes(from)),
  );
  return isUsed
    ? [because('duty', 'duty-used', { hold: hold.id, operator: from }, 'Another one approves.')]
    : [];
}

function checkLimit(operator: string, limit: ApproverLimit | undefined, hold: Hold): Reason[] {
  const beyond = beyondLimit(limit, hold);
  if (beyond.length === 0) return [];
  const lift = 'An operator whose limit it is within approves: holdpoint operator list.';
  return [because('duty', 'beyond-approver-limit', { hold: hold.id, operator, beyond }, lift)];
}

function checkRate(
  operator: string,
  decided: number,
  { perHour: limit = Number.POSITIVE_INFINITY }: ApproverLimit = {},
  others: () => readonly string[],
): Reason[] {
  if (decided < limit) return [];
  const named = others().slice(0, MOST_NAMED).join(', ') || 'somebody else';
  const lift = `Ask ${named}, or the same person later: who decides so much reads too little.`;
  return [because('duty', 'approvals-exhausted', { operator, decided, limit }, lift)];
}
