// A task that runs away is stopped, not argued with: what one of these rules denies is quarantined with it.

import type { AskedAction } from '../action/action.ts';
import { timesRound } from '../chain/cycle.ts';
import type { BreakerLimits } from '../chain/limits.ts';
import { because } from '../reason.ts';
import type { Reason, ReasonCode, RuleName } from '../reason.ts';
import type { Hold } from '../hold/held.ts';
import type { TaskState } from '../state.ts';
import { commitmentsOf } from '../flow/trust.ts';
import { callsSince } from '../chain/usage.ts';

/** What honest work does not come near, where the scope does not say. */
export const BREAKER: Required<Omit<BreakerLimits, 'callsPerMinute'>> = {
  denials: 10,
  variations: 5,
  repeats: 20,
};

const MINUTE_MS = 60_000;

/** Rules that speak against what was asked for, and not against the moment or the means. */
const FAULTS: readonly RuleName[] = ['scope', 'duty', 'approval', 'policy'];
/** What nobody said is there. */
const MADE_UP: readonly ReasonCode[] = ['unknown-connector', 'unknown-tool'];
/** What the organisation has to see to. */
const NO_FAULTS: readonly ReasonCode[] = [
  'no-policy',
  'policy-error',
  'obligation-unmet',
  'step-up-needed',
  'edited',
  'cooling-off',
];

/** Whether a denial says that the agent should not have asked: no switch, budget or drift is its fault. */
export function isFault(reasons: readonly Reason[]): boolean {
  return reasons.some(
    ({ rule, code }) => MADE_UP.includes(code) || (FAULTS.includes(rule) && !NO_FAULTS.includes(code)),
  );
}

export function hasTripped(reasons: readonly Reason[]): boolean {
  return reasons.some(({ rule }) => rule === 'breaker');
}

/** What policy would permit and is too much of it: too fast, or round in a circle. */
export function checkBreaker({ task, request, pending }: AskedAction): Reason[] {
  const times = timesRound(task.usage.cycle, request.digest);
  const { repeats = BREAKER.repeats, callsPerMinute } = task.scope.limits.breaker ?? {};
  const reasons: Reason[] = [];
  if (pending === null && times >= repeats) reasons.push(tripped('repeated', task, times, repeats));
  if (callsPerMinute === undefined) return reasons;
  const count = callsSince(task.usage, request.at - MINUTE_MS);
  return count < callsPerMinute ? reasons : [...reasons, tripped('too-fast', task, count, callsPerMinute)];
}

/** Whether a denial for these reasons is one too many. */
export function checkDenials(task: TaskState, reasons: readonly Reason[]): Reason[] {
  const limit = task.scope.limits.breaker?.denials ?? BREAKER.denials;
  const count = task.usage.denialsInRow + 1;
  if (!isFault(reasons) || count < limit) return [];
  return [tripped('denied-again-and-again', task, count, limit)];
}

/** Whether a new hold asks people once too often for what they rejected. */
export function checkVariations(asked: AskedAction): Reason[] {
  const limit = asked.task.scope.limits.breaker?.variations ?? BREAKER.variations;
  if (variationOf(asked) === null) return [];
  const count = unapprovedHolds(asked).filter((hold) => hold.variationOf !== null).length;
  return count < limit ? [] : [tripped('rejected-in-other-shapes', asked.task, count, limit)];
}

/**
 * The hold of the same tool that people rejected, and that goes where this action goes, or nowhere known;
 * null: none since they last approved a call of the tool.
 */
export function variationOf(asked: AskedAction): Hold | null {
  const addressed = commitmentsOf(asked.request.destinations);
  const isAlike = ({ status, destinations }: Hold): boolean =>
    status === 'rejected' &&
    (destinations.length === 0 || destinations.some((one) => addressed.includes(one)));
  return unapprovedHolds(asked).findLast(isAlike) ?? null;
}

/** The tool's holds of the same asker since the newest that was used, in the order of their raising. */
export function unapprovedHolds({ task, request, asker }: AskedAction): readonly Hold[] {
  const { connector, tool } = request;
  const holds = Object.values(task.holds).filter(
    (hold) => hold.connector === connector && hold.tool === tool && hold.access?.actor.id === asker,
  );
  return holds.slice(holds.findLastIndex(({ status }) => status === 'used') + 1);
}

function tripped(code: ReasonCode, { id }: TaskState, count: number, limit: number): Reason {
  const lift = 'See what the agent was at. Open a new task, or review a higher limit of the breaker.';
  return because('breaker', code, { task: id, count, limit }, lift);
}
