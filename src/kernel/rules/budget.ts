// Budgets are reserved before the call and settled after it, so that parallel calls cannot overspend.

import type { AskedAction } from '../action/action.ts';
import { checkAllowances } from './allowance.ts';
import { amountOf } from '../action/argument-role.ts';
import type { Principal } from '../event.ts';
import type { TreePart } from '../chain/limits.ts';
import { countsBeginning } from '../chain/tree.ts';
import type { Beginning, Origin } from '../chain/trigger.ts';
import { entryOf } from '../lookup.ts';
import { because } from '../reason.ts';
import type { Reason, ReasonCode } from '../reason.ts';
import type { Bound, State, TaskState } from '../state.ts';
import { destinationsOf } from '../flow/trust.ts';

/** A call that has less time than this does not start. */
const SHORTEST_CALL_MS = 1_000;

const HIGHER = 'Open a new task, or review higher limits.';
const LATER = 'Wait until running calls end, open a new task, or review higher limits.';

/** Wall time that a call would reserve: never more than the task has left, in budget and in life. */
export function timeToReserve(task: TaskState, at: number): number {
  return Math.min(task.scope.limits.callSeconds * 1_000, wallTimeLeft(task), task.expiresAt - at);
}

/** What a call's result may bring: all that one may, or what is left; absent: nothing limits it. */
export function reserveResult({ bounds }: AskedAction): {
  readonly reservedRecords?: number;
  readonly reservedBytes?: number;
} {
  const [reservedRecords, reservedBytes] = [mostOf(bounds, 'records'), mostOf(bounds, 'bytes')];
  return {
    ...(reservedRecords === Infinity ? {} : { reservedRecords }),
    ...(reservedBytes === Infinity ? {} : { reservedBytes }),
  };
}

function mostOf(bounds: readonly Bound[], what: 'records' | 'bytes'): number {
  return bounds.reduce((most, { limits: { parts, call }, did }) => {
    return Math.min(most, call[what] ?? Infinity, (parts[what] ?? Infinity) - did[what]);
  }, Infinity);
}

export function checkBudget(asked: AskedAction): Reason[] {
  const { task, request, match } = asked;
  const reasons: Reason[] = [];
  if (match.outcome === 'exhausted') {
    const facts = { task: task.id, tool: `${request.connector}/${request.tool}`, allowance: match.allowance };
    reasons.push(
      because('budget', 'tool-calls-exhausted', facts, 'Review a workflow that allows more calls.'),
    );
  }
  if (wallTimeLeft(task) < SHORTEST_CALL_MS) {
    const facts = { task: task.id, leftMs: wallTimeLeft(task), limitSeconds: task.scope.limits.wallSeconds };
    reasons.push(because('budget', 'wall-time-exhausted', facts, LATER));
  }
  return [
    ...checkCalls(asked),
    ...reasons,
    ...checkEffects(asked),
    ...checkMoney(asked),
    ...checkDestinations(asked),
    ...checkFanOut(asked),
    ...checkRunning(task),
    ...checkResults(asked, 'records-exhausted', 'records'),
    ...checkResults(asked, 'bytes-exhausted', 'bytes'),
    ...checkAllowances(asked),
  ];
}

/** The nearest task whose limit is short of what is needed, its own or that of one above it. */
function findShort(bounds: readonly Bound[], part: TreePart, need: number): Short | null {
  for (const { id, limits, did } of bounds) {
    const limit = limits.parts[part];
    if (need > 0 && limit !== undefined && did[part] + need > limit)
      return { task: id, used: did[part], limit };
  }
  return null;
}

interface Short {
  readonly task: string;
  readonly used: number;
  readonly limit: number;
}

function checkCalls({ bounds }: AskedAction): Reason[] {
  const short = findShort(bounds, 'calls', 1);
  if (short === null) return [];
  const { task, used, limit } = short;
  return [because('budget', 'calls-exhausted', { task, calls: used, limit }, HIGHER)];
}

/** Each effect that the call comes to is counted, and those of the tasks above that set this one off. */
function checkEffects({ admitted, bounds }: AskedAction): Reason[] {
  return [...new Set(admitted?.outcome.effects)].flatMap((effect) => {
    for (const { id: task, limits, did } of bounds) {
      const limit = entryOf(limits.byEffect, effect);
      const count = entryOf(did.byEffect, effect) ?? 0;
      if (limit === null || count < limit) continue;
      return [because('budget', 'effect-exhausted', { task, effect, count, limit }, HIGHER)];
    }
    return [];
  });
}

/** In ten-thousandths. What cannot be read as an amount is more than any limit. */
function checkMoney({ bounds, request, admitted }: AskedAction): Reason[] {
  const amount = admitted === null ? 0 : amountOf(admitted.tool.profile, request.arguments);
  const short = findShort(bounds, 'spent', amount);
  if (short === null) return [];
  const { task, used: spent, limit } = short;
  const lift = 'Ask for a smaller amount, open a new task, or review a higher limit.';
  return [because('budget', 'money-exhausted', { task, spent, amount, limit }, lift)];
}

/** One that cannot be read is a new one each time. */
function checkDestinations({ task: { usage }, bounds, request, admitted }: AskedAction): Reason[] {
  if (admitted === null) return [];
  const asked = destinationsOf(request, admitted.tool.profile).map(({ commitment }) => commitment);
  // Commitments of different tasks cannot be compared: those of others count as others.
  const added = new Set(asked.filter((one) => !usage.destinations.includes(one)));
  const short = findShort(bounds, 'destinations', added.size);
  if (short === null) return [];
  const { task, used, limit } = short;
  return [
    because('budget', 'destinations-exhausted', { task, destinations: used + added.size, limit }, HIGHER),
  ];
}

/** What its calls set off, and what set off by the others of its tree did. */
function checkFanOut({ bounds, admitted }: AskedAction): Reason[] {
  return fanOutReasons(bounds, admitted?.triggers.length ?? 0);
}

function fanOutReasons(bounds: readonly Bound[], more: number): Reason[] {
  const short = findShort(bounds, 'fired', more);
  if (short === null) return [];
  const { task, used, limit } = short;
  return [because('budget', 'fan-out-exhausted', { task, fanOut: used + more, limit }, HIGHER)];
}

/** A call counted as one thing that it sets off: a second task that begins of it is one more. */
export function checkBeginning(state: State, { records }: Origin, beginning: Beginning): Reason[] {
  return fanOutReasons(countsBeginning(state, records, beginning), 1);
}

function checkRunning({ id, scope, actions }: TaskState): Reason[] {
  const { running: limit } = scope.limits;
  if (limit === undefined) return [];
  const running = Object.values(actions).filter(({ status }) => status === 'running').length;
  if (running < limit) return [];
  const facts = { task: id, running, limit };
  return [because('budget', 'running-exhausted', facts, 'Wait until a running call ends.')];
}

function checkResults(
  { task: { usage }, bounds }: AskedAction,
  code: ReasonCode,
  what: 'records' | 'bytes',
): Reason[] {
  const short = findShort(bounds, what, 1);
  if (short === null) return [];
  const { task, used, limit } = short;
  return [because('budget', code, { task, ...usage[what], used, limit }, LATER)];
}

/** Which of a task's counts of holds: what people ask for themselves uses up nothing of their agent's. */
type HoldCount = 'holds' | 'askedByPeople';

/** Where a release that somebody asks for counts. */
export function holdsAskedBy({ kind }: Principal): HoldCount {
  return kind === 'operator' ? 'askedByPeople' : 'holds';
}

/** Whether the task may raise one more hold: people's attention is a budget too. */
export function checkHolds({ id, usage, scope }: TaskState, asked: HoldCount = 'holds'): Reason[] {
  if (usage[asked] < scope.limits.holds) return [];
  const facts = { task: id, holds: usage[asked], limit: scope.limits.holds };
  return [because('budget', 'holds-exhausted', facts, 'Open a new task, or review a higher limit of holds.')];
}

function wallTimeLeft({ usage, scope }: TaskState): number {
  return scope.limits.wallSeconds * 1_000 - usage.spentMs - usage.reservedMs;
}
