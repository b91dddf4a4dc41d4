// Budgets are reserved before the call and settled after it, so that parallel calls cannot overspend.

import type { AskedAction } from '../action/action.ts';
import { checkAllowances } from './allowance.ts';
import { addAmounts, amountOf } from '../action/argument-role.ts';
import type { Principal } from '../event.ts';
import type { ResultLimit } from '../chain/limits.ts';
import { entryOf } from '../lookup.ts';
import { because } from '../reason.ts';
import type { Reason, ReasonCode } from '../reason.ts';
import type { TaskState } from '../state.ts';
import type { ResultUsage } from '../chain/used.ts';
import { destinationsOf } from '../flow/trust.ts';
import { takenOf } from '../chain/usage.ts';

/** A call that has less time than this does not start. */
const SHORTEST_CALL_MS = 1_000;

const HIGHER = 'Open a new task, or review higher limits.';
const LATER = 'Wait until running calls end, open a new task, or review higher limits.';

/** Wall time that a call would reserve: never more than the task has left, in budget and in life. */
export function timeToReserve(task: TaskState, at: number): number {
  return Math.min(task.scope.limits.callSeconds * 1_000, wallTimeLeft(task), task.expiresAt - at);
}

/** What a call's result may bring: all that one may, or what is left; absent: nothing limits it. */
export function reserveResult({ usage, scope, inherited }: TaskState): {
  readonly reservedRecords?: number;
  readonly reservedBytes?: number;
} {
  const { records, bytes } = scope.limits;
  if (records === undefined && bytes === undefined) return NOTHING;
  const most = (limit: ResultLimit, used: ResultUsage, above: number) =>
    Math.min(limit.call, leftOf(limit, used, above));
  return {
    ...(records === undefined ? {} : { reservedRecords: most(records, usage.records, inherited.records) }),
    ...(bytes === undefined ? {} : { reservedBytes: most(bytes, usage.bytes, inherited.bytes) }),
  };
}

const NOTHING = {};

export function checkBudget(asked: AskedAction): Reason[] {
  const { task, request, match } = asked;
  const { usage, scope, inherited } = task;
  const reasons: Reason[] = [];
  const calls = usage.calls + inherited.calls;
  if (calls >= scope.limits.calls) {
    const facts = { task: task.id, calls, limit: scope.limits.calls };
    reasons.push(because('budget', 'calls-exhausted', facts, HIGHER));
  }
  if (match.outcome === 'exhausted') {
    const facts = { task: task.id, tool: `${request.connector}/${request.tool}`, allowance: match.allowance };
    reasons.push(
      because('budget', 'tool-calls-exhausted', facts, 'Review a workflow that allows more calls.'),
    );
  }
  if (wallTimeLeft(task) < SHORTEST_CALL_MS) {
    const facts = { task: task.id, leftMs: wallTimeLeft(task), limitSeconds: scope.limits.wallSeconds };
    reasons.push(because('budget', 'wall-time-exhausted', facts, LATER));
  }
  return [
    ...reasons,
    ...checkEffects(asked),
    ...checkMoney(asked),
    ...checkDestinations(asked),
    ...checkFanOut(asked),
    ...checkRunning(task),
    ...checkResults(task, 'records-exhausted', scope.limits.records, 'records'),
    ...checkResults(task, 'bytes-exhausted', scope.limits.bytes, 'bytes'),
    ...checkAllowances(asked),
  ];
}

/** Each effect that the call comes to is counted, and those of the tasks above that set this one off. */
function checkEffects({ task, admitted }: AskedAction): Reason[] {
  const { effects: limits } = task.scope.limits;
  if (limits === undefined || admitted === null) return [];
  return [...new Set(admitted.outcome.effects)].flatMap((effect) => {
    const limit = entryOf(limits, effect);
    const count =
      (entryOf(task.usage.byEffect, effect) ?? 0) + (entryOf(task.inherited.byEffect, effect) ?? 0);
    if (limit === null || count < limit) return [];
    return [because('budget', 'effect-exhausted', { task: task.id, effect, count, limit }, HIGHER)];
  });
}

/** In ten-thousandths. What cannot be read as an amount is more than any limit. */
function checkMoney({ task, request, admitted }: AskedAction): Reason[] {
  const { money: limit } = task.scope.limits;
  if (limit === undefined || admitted === null) return [];
  const amount = amountOf(admitted.tool.profile, request.arguments);
  const spent = addAmounts(task.usage.spent, task.inherited.spent);
  if (amount === 0 || addAmounts(spent, amount) <= limit) return [];
  const lift = 'Ask for a smaller amount, open a new task, or review a higher limit.';
  return [because('budget', 'money-exhausted', { task: task.id, spent, amount, limit }, lift)];
}

/** One that cannot be read is a new one each time. */
function checkDestinations({ task, request, admitted }: AskedAction): Reason[] {
  const { destinations: limit } = task.scope.limits;
  if (limit === undefined || admitted === null) return [];
  const known = task.usage.destinations;
  const asked = destinationsOf(request, admitted.tool.profile).map(({ commitment }) => commitment);
  const added = new Set(asked.filter((one) => !known.includes(one)));
  // Commitments of different tasks cannot be compared: those above count as others.
  const destinations = task.inherited.destinations + known.length + added.size;
  if (added.size === 0 || destinations <= limit) return [];
  return [because('budget', 'destinations-exhausted', { task: task.id, destinations, limit }, HIGHER)];
}

/** What its calls set off, and what set off by the tasks above it did. */
function checkFanOut({ task, admitted }: AskedAction): Reason[] {
  const { fanOut: limit } = task.scope.limits;
  if (limit === undefined || admitted === null || admitted.triggers.length === 0) return [];
  const fanOut = task.usage.fired + task.inherited.fired + admitted.triggers.length;
  if (fanOut <= limit) return [];
  return [because('budget', 'fan-out-exhausted', { task: task.id, fanOut, limit }, HIGHER)];
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
  task: TaskState,
  code: ReasonCode,
  limit: ResultLimit | undefined,
  what: 'records' | 'bytes',
): Reason[] {
  const [used, above] = [task.usage[what], task.inherited[what]];
  if (limit === undefined || leftOf(limit, used, above) > 0) return [];
  return [because('budget', code, { task: task.id, ...used, above, limit: limit.task }, LATER)];
}

/** @param above what results brought the tasks that set this one off */
function leftOf(limit: ResultLimit, used: ResultUsage, above: number): number {
  return limit.task - takenOf(used) - above;
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
