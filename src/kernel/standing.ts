// As whom somebody decides about a hold: with their own roles, and with those that were lent to them where
// the hold asks for one that they do not have. What keeps a lender from it keeps whoever approves for them.

import { decidedLastHour } from './decided.ts';
import { askedRoles } from './quorum.ts';
import type { Hold } from './held.ts';
import { lentRoles, lentTo } from './lent.ts';
import { entryOf } from './lookup.ts';
import { because } from './reason.ts';
import type { Reason } from './reason.ts';
import type { ApproverLimit, Delegation, Operator } from './registered.ts';
import { checkApprover } from './rules/duty.ts';
import { beyondLimit } from './stakes.ts';
import type { State, TaskState } from './state.ts';

export interface Standing {
  /** With the roles that count. */
  readonly operator: Operator;
  /** Whose duty is used beside one's own. */
  readonly onBehalfOf: readonly string[];
  /** What keeps them from approving. */
  readonly reasons: readonly Reason[];
}

export function standingOf(
  state: State,
  task: TaskState,
  hold: Hold,
  operator: Operator,
  at: number,
): Standing {
  const { org } = state;
  const asked = askedRoles(hold);
  const wanted = lentTo(org, operator.id, at).filter(({ roles }) =>
    roles.some((role) => asked.includes(role) && !operator.roles.includes(role)),
  );
  const judged = wanted.map((one) => ({ one, reasons: checkLender(state, task, hold, one) }));
  const used = judged.filter(({ reasons }) => reasons.length === 0).map(({ one }) => one);
  const roles = [...new Set([...operator.roles, ...used.flatMap((one) => lentRoles(org, one, hold))])];
  const isAsked = roles.some((role) => asked.includes(role));
  const limits = used.flatMap(({ from, limit }) => [entryOf(org.operators, from)?.limit, limit]);
  return {
    operator: { ...operator, roles },
    onBehalfOf: [...new Set(used.map(({ from }) => from))],
    reasons: [
      ...(isAsked ? [] : judged.flatMap((one) => one.reasons)),
      ...checkLimit(operator.id, operator.limit, hold),
      ...checkRate(state, operator.id, [operator.limit, ...limits], at),
    ],
  };
}

/** Why a lender's duty cannot be used here; empty where it can. */
function checkLender(
  state: State,
  task: TaskState,
  hold: Hold,
  { from, to, limit }: Delegation,
): readonly Reason[] {
  const lender = entryOf(state.org.operators, from);
  const reasons = [
    ...checkApprover(state, task, from, hold),
    ...checkLimit(from, lender?.limit, hold),
    ...checkLimit(from, limit, hold),
    ...checkUnused(hold, from, to),
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
  { org }: State,
  operator: string,
  limits: readonly (ApproverLimit | undefined)[],
  at: number,
): Reason[] {
  const limit = Math.min(...limits.map((one) => one?.perHour ?? Number.POSITIVE_INFINITY));
  const decided = decidedLastHour(org, operator, at);
  if (decided < limit) return [];
  const lift = 'Somebody else approves, or the same person later: who decides so much reads too little.';
  return [because('duty', 'approvals-exhausted', { operator, decided, limit }, lift)];
}
