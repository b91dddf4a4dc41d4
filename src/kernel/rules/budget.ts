// Budgets are reserved before the call and settled after it, so that parallel calls cannot overspend.

import type { ScopeMatch } from '../action.ts';
import { because } from '../reason.ts';
import type { Reason } from '../reason.ts';
import type { Act } from '../request.ts';
import type { TaskState } from '../state.ts';

/** A call that has less time than this does not start. */
const SHORTEST_CALL_MS = 1_000;

/** Wall time that a call would reserve: never more than the task has left, in budget and in life. */
export function timeToReserve(task: TaskState, at: number): number {
  return Math.min(task.scope.limits.callSeconds * 1_000, wallTimeLeft(task), task.expiresAt - at);
}

export function checkBudget(task: TaskState, request: Act, match: ScopeMatch): Reason[] {
  const { usage, scope } = task;
  const reasons: Reason[] = [];
  if (usage.calls >= scope.limits.calls) {
    const facts = { task: task.id, calls: usage.calls, limit: scope.limits.calls };
    reasons.push(because('budget', 'calls-exhausted', facts, 'Open a new task, or review higher limits.'));
  }
  if (match.outcome === 'exhausted') {
    const facts = { task: task.id, tool: `${request.connector}/${request.tool}`, allowance: match.allowance };
    reasons.push(
      because('budget', 'tool-calls-exhausted', facts, 'Review a workflow that allows more calls.'),
    );
  }
  if (wallTimeLeft(task) < SHORTEST_CALL_MS) {
    const facts = { task: task.id, leftMs: wallTimeLeft(task), limitSeconds: scope.limits.wallSeconds };
    const lift = 'Wait until running calls end, open a new task, or review higher limits.';
    reasons.push(because('budget', 'wall-time-exhausted', facts, lift));
  }
  return reasons;
}

/** Whether the task may raise one more hold: people's attention is a budget too. */
export function checkHolds({ id, usage, scope }: TaskState): Reason[] {
  if (usage.holds < scope.limits.holds) return [];
  const facts = { task: id, holds: usage.holds, limit: scope.limits.holds };
  return [because('budget', 'holds-exhausted', facts, 'Open a new task, or review a higher limit of holds.')];
}

function wallTimeLeft({ usage, scope }: TaskState): number {
  return scope.limits.wallSeconds * 1_000 - usage.spentMs - usage.reservedMs;
}
