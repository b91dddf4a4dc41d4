// One approval may be for several identical actions of its task: each is a use of the hold, decided afresh.

import type { Ask, Hold } from './held.ts';
import { groundingByRole, labelsAgain, movedForUse, standingOf } from './shown.ts';
import type { Outdated, Shown } from './shown-action.ts';
import type { Act } from '../request.ts';
import { isPending } from '../rules/approval.ts';
import type { State, TaskState } from '../state.ts';

/** For how many all who approved did so. */
export function timesOf({ approvals }: Pick<Hold, 'approvals'>): number {
  return approvals.length === 0 ? 1 : Math.min(...approvals.map(({ times = 1 }) => times));
}

/** For how many every policy that asks lets people approve. */
export function boundOf(asks: readonly Ask[]): number {
  return Math.min(...asks.map(({ maxUses = 1 }) => maxUses));
}

/** Whether another use of it is left, as far as these policies let. */
export function hasUse(hold: Hold, asks: readonly Ask[]): boolean {
  const { uses = 0 } = hold;
  return hold.status === 'pending' || uses < Math.min(timesOf(hold), boundOf(asks));
}

export interface Waiting {
  /** With the approvals that still count. */
  readonly pending: Hold | null;
  readonly outdated: readonly Outdated[];
}

/** The hold that waits for exactly this action, or was approved for more of the same. */
export function waitingFor(state: State, task: TaskState, request: Act): Waiting {
  const same = Object.values(task.holds).filter(({ digest }) => digest === request.digest);
  const pending =
    same.find((hold) => isPending(hold, request.at)) ?? same.find((hold) => isLasting(hold, request.at));
  if (pending === undefined) return { pending: null, outdated: [] };
  const outdated = outdatedBy(pending, shownNow(state, task, request, pending));
  return { pending: outdated.length === 0 ? pending : withoutOutdated(pending, outdated), outdated };
}

/** Its approvals whose givers were shown something else than what stands now. */
export function outdatedBy({ approvals, edited }: Hold, now: Shown): readonly Outdated[] {
  return approvals.flatMap(({ record, shown, operator }) => {
    // What somebody else wrote they did not vouch for: had nobody looked at it yet, they look again.
    const isUnseen = edited !== undefined && edited.operator !== operator;
    const moved = shown === undefined ? [] : movedForUse(shown, now, isUnseen);
    return moved.length === 0 ? [] : [{ approval: record, moved }];
  });
}

export function withoutOutdated(hold: Hold, outdated: readonly Outdated[]): Hold {
  const gone = outdated.map(({ approval }) => approval);
  return { ...hold, approvals: hold.approvals.filter(({ record }) => !gone.includes(record)) };
}

function isLasting(hold: Hold, at: number): boolean {
  const { status, uses = 1, expiresAt } = hold;
  return status === 'used' && at < expiresAt && uses < timesOf(hold);
}

/** What stands of the values as they are asked with again, and of all the rest. */
export function shownNow(state: State, task: TaskState, request: Act, { values }: Hold): Shown {
  return {
    ...standingOf(state, task, request),
    arguments: request.argumentsCommitment,
    labels: labelsAgain(values, request, task.data),
    grounding: groundingByRole(request.grounding),
  };
}
