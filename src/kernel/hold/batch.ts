// Like actions that wait at the same time are shown to people together, and may be decided by one word. Each
// stays a hold of its own: bound to its digest, asked by its policies, used once.

import type { AskedAction } from '../action/action.ts';
import { countRoles } from '../action/argument-role.ts';
import { isAuthority } from '../role.ts';
import { isReason, because } from '../reason.ts';
import type { Reason } from '../reason.ts';
import type { Approve, Reject } from '../request.ts';
import { isPending } from '../rules/approval.ts';
import { findHold } from '../rules/identity.ts';
import type { Ask, Hold } from './held.ts';
import type { TaskState, ToolProfile } from '../state.ts';
import { commitmentsOf } from '../flow/trust.ts';

/** So many are shown together: what people can still read. */
export const MOST_TOGETHER = 20;

/** Like actions: what was asked for first, where any of them waits. */
export interface Batch {
  readonly first: Hold | null;
}

/**
 * What an action is shown together with; null: it stands alone, as something in it carries authority beyond
 * where it goes. Else they are of the same tool with the same effects and asks, and go to the same places.
 */
export function batchFor(
  { task, request }: AskedAction,
  { effects, profile }: { readonly effects: Hold['effects']; readonly profile: ToolProfile },
  asks: readonly Ask[],
): Batch | null {
  if (carriesMore(profile, request.arguments)) return null;
  const { connector, tool } = request;
  const like = { connector, tool, effects, asks, destinations: commitmentsOf(request.destinations) };
  const holds = Object.values(task.holds);
  const first = holds.find(
    (hold) => hold.batch === hold.id && isPending(hold, request.at) && isSame(like, hold),
  );
  const isFull = holds.filter(({ batch }) => batch === first?.id).length >= MOST_TOGETHER;
  return { first: first === undefined || isFull ? null : first };
}

type Likeness = Pick<Hold, 'connector' | 'tool' | 'effects' | 'asks' | 'destinations'>;

function isSame(one: Likeness, other: Likeness): boolean {
  return (
    one.connector === other.connector &&
    one.tool === other.tool &&
    isAlike(one.effects, other.effects) &&
    isAlike(one.destinations, other.destinations) &&
    isAlike(policiesOf(one), policiesOf(other))
  );
}

function policiesOf({ asks }: Likeness): readonly string[] {
  return asks.map(({ policyDigest }) => policyDigest);
}

function isAlike(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((each) => other.includes(each));
}

/** Whom it concerns, how much, by what right and with which code is never taken together. */
function carriesMore(profile: ToolProfile, input: AskedAction['request']['arguments']): boolean {
  const roles = [...countRoles(profile, input).keys()];
  return roles.some((role) => isAuthority(role) && role !== 'destination');
}

/** The other holds that a statement is about; a reason where it is not about holds shown together. */
export function findCovered(
  task: TaskState,
  hold: Hold,
  { statement, actor }: Approve | Reject,
): readonly Hold[] | Reason {
  const found: Hold[] = [];
  for (const { hold: id, digest } of statement.also ?? []) {
    const one = findHold(task, id);
    if (isReason(one)) return one;
    const isOnce = one !== hold && !found.includes(one);
    if (!isOnce || one.digest !== digest || !isTogether(one, hold)) {
      const facts = { hold: id, operator: actor.id, fields: ['also'] };
      return because('approval', 'digest-mismatch', facts, 'Sign what this hold shows.');
    }
    found.push(one);
  }
  return found;
}

/** Whether they are shown together, and one word may be about both. */
export function isTogether(one: Hold, other: Hold): boolean {
  return one.batch !== undefined && one.batch === other.batch;
}
