// People who said no, and no again, are left alone for a while: what is like it may be asked again later.

import type { AskedAction } from '../action/action.ts';
import { conductOf } from '../chain/remembered-conduct.ts';
import type { Ask, Hold } from '../hold/held.ts';
import { because } from '../reason.ts';
import type { Reason } from '../reason.ts';
import { unapprovedHolds } from './breaker.ts';

/** Where the scope does not say. */
const COOLING_SECONDS = 300;

/** The first no is answered at once: people say what is wrong, and the agent mends it. */
const PATIENCE = 2;

/** Whether a new hold asks the same people about the same tool again, too soon after they rejected it. */
export function checkCooling(asked: AskedAction, asks: readonly Ask[]): Reason[] {
  const { task, request } = asked;
  const roles = rolesOf(asks);
  const like = unapprovedHolds(asked).filter((hold) => isLike(hold, roles));
  // One word about several that were shown together is one no.
  const rejected = [...new Set(like.map(({ rejectedAt = 0 }) => rejectedAt))];
  const until = Math.max(0, ...rejected) + (task.scope.limits.coolingSeconds ?? COOLING_SECONDS) * 1_000;
  if (rejected.length < PATIENCE || request.at >= until) return [];
  const tool = `${request.connector}/${request.tool}`;
  const facts = { task: task.id, tool, rejected: rejected.length, until };
  const lift = `Ask again after ${until} (Unix milliseconds), or for something else.`;
  return [because('approval', 'cooling-off', facts, lift)];
}

/**
 * Whether people rejected the very same call in another task of the agent just now. A person who has a task
 * opened after that means it.
 */
export function checkRejectedElsewhere({ state, task, request }: AskedAction): Reason[] {
  const { agent, trigger, openedAt, scope } = task;
  const rejected = conductOf(state, agent).rejected.findLast(({ action }) => action === request.ofAgent);
  if (rejected === undefined || (trigger === 'person' && openedAt >= rejected.at)) return [];
  const until = rejected.at + (scope.limits.coolingSeconds ?? COOLING_SECONDS) * 1_000;
  if (request.at >= until) return [];
  const tool = `${request.connector}/${request.tool}`;
  const lift = `Ask again after ${until} (Unix milliseconds), or have a person open a task for it.`;
  return [because('approval', 'cooling-off', { task: task.id, tool, rejected: 1, until }, lift)];
}

function isLike(hold: Hold, roles: ReadonlySet<string>): boolean {
  return hold.status === 'rejected' && [...rolesOf(hold.asks)].some((role) => roles.has(role));
}

function rolesOf(asks: readonly Ask[]): ReadonlySet<string> {
  return new Set(asks.flatMap(({ approvers }) => approvers.map(({ role }) => role)));
}
