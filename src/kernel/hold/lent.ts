// An operator may lend a part of their duty to approve: narrower, until a time, not onward. Whoever decides
// for somebody else is still one person, is bound by what binds both, and one duty is used once in a hold.

import type { Hold } from './held.ts';
import { entryOf } from '../lookup.ts';
import { countedRoles } from '../org/registered.ts';
import type { Delegation } from '../org/registered.ts';
import { beyondLimit } from './stakes.ts';
import type { OrgState } from '../state.ts';

type Lenders = Pick<OrgState, 'operators'> & Partial<Pick<OrgState, 'delegations'>>;
type Waiting = Pick<Hold, 'approvals' | 'stakes' | 'asked'>;

/** What is lent to somebody now. */
export function lentTo({ delegations = {} }: Lenders, to: string, at: number): readonly Delegation[] {
  return Object.values(delegations).filter((one) => one.to === to && at < one.until);
}

/** The roles that a delegation lends for the hold: those that its lender has now, and within both limits. */
export function lentRoles(
  org: Lenders,
  { from, roles, limit }: Delegation,
  hold: Waiting,
): readonly string[] {
  const lender = org.operators[from]!;
  if (isUsed(hold, from)) return [];
  const isWithin = beyondLimit(lender.limit, hold).length === 0 && beyondLimit(limit, hold).length === 0;
  return isWithin ? roles.filter((role) => lender.roles.includes(role)) : [];
}

/** The lender said yes in person: the same duty does not count twice. */
function isUsed({ approvals }: Waiting, from: string): boolean {
  return approvals.some(({ operator }) => operator === from);
}

/**
 * Roles that an approval counts for at a moment: its giver's own that they still have, and those still lent
 * to them for whom they gave it; none of what is beyond their limit.
 */
export function rolesGiven(
  org: Lenders,
  hold: Waiting,
  given: Waiting['approvals'][number],
  at: number,
): readonly string[] {
  const { operator, onBehalfOf = [] } = given;
  if (beyondLimit(entryOf(org.operators, operator)?.limit, hold).length > 0) return [];
  const lent = lentTo(org, operator, at).filter(({ from }) => onBehalfOf.includes(from));
  return [
    ...new Set([...countedRoles(org.operators, given), ...lent.flatMap((one) => lentRoles(org, one, hold))]),
  ];
}
