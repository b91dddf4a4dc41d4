// A task's part of the state. Only records of its own stream move it, and an end is never undone.

import { evolveDeclassified } from '../flow/declassified.ts';
import type { Event, EventOf } from '../event.ts';
import { evolveAction } from './action.ts';
import { evolveHolds, voidHolds } from './hold.ts';
import { evolveLeases } from './lease.ts';
import { entryOf } from '../lookup.ts';
import { completeOpened } from './older.ts';
import type { Reason } from '../reason.ts';
import { isFault } from '../rules/breaker.ts';
import { holdsAskedBy } from '../rules/budget.ts';
import type { Scope, TaskState } from '../state.ts';
import { NOTHING_USED } from '../chain/usage.ts';

export function evolveTask(task: TaskState | null, event: Event): TaskState | null {
  if (event.type === 'task-opened') return open(event);
  if (task === null || event.stream !== `task/${task.id}`) return task;
  const holds = evolveHolds(task.holds, event);
  const leases = evolveLeases(task.leases, event);
  const after = evolveAction({ ...task, holds, leases }, event);
  switch (event.type) {
    case 'action-held':
      return isAskedBefore(event) ? after : countUse(after, 'holds');
    case 'action-denied':
      return countDenial(countUse(after, 'denials'), event.body.reasons);
    case 'access-evaluated':
      return event.body.verdict === 'permit' ? after : countUse(after, 'denials');
    case 'declassification-held':
    case 'access-held':
      return event.body.joined ? after : countUse(after, holdsAskedBy(event.actor));
    case 'access-watched':
      return { ...after, watches: countWatches(after.watches, event.body.holds) };
    case 'step-held':
      return event.body.joined ? after : countUse(after, 'holds');
    case 'value-declassified':
      return { ...after, declassified: evolveDeclassified(after.declassified, event) };
    case 'step-begun': {
      const { place } = event.body;
      const { calls } = after.usage.everything;
      return { ...after, step: { place, at: event.time, calls, record: event.id } };
    }
    case 'task-closed':
      return end(after, 'closed', event);
    case 'task-quarantined':
      return end(after, 'quarantined', event);
    case 'erasure-ordered':
      return { ...after, erasure: { status: 'ordered', record: event.id } };
    case 'payloads-erased':
      return { ...after, erasure: after.erasure && { ...after.erasure, status: 'done' } };
    default:
      return after;
  }
}

function open({ body: recorded, id, time }: EventOf<'task-opened'>): TaskState {
  const body = completeOpened(recorded);
  return {
    id: body.task,
    status: 'open',
    workflow: {
      id: body.workflow,
      digest: body.workflowDigest,
      author: body.author,
      publisher: body.publisher,
    },
    agent: body.agent,
    requester: body.requester,
    prompt: body.prompt,
    trigger: body.trigger,
    cause: body.cause,
    depth: body.depth,
    inherited: body.inherited,
    ...(body.above === undefined ? {} : { above: body.above }),
    model: body.model,
    scope: body.scope as unknown as Scope,
    openedAt: time,
    expiresAt: body.expiresAt,
    endedAt: null,
    usage: NOTHING_USED,
    data: body.data,
    holds: {},
    actions: {},
    leases: {},
    erasure: null,
    record: id,
  };
}

function end(task: TaskState, status: 'closed' | 'quarantined', event: Event): TaskState {
  const holds = voidHolds(task.holds, event);
  return { ...task, status, endedAt: task.endedAt ?? event.time, holds };
}

function countWatches(
  watches: TaskState['watches'] = {},
  holds: readonly string[],
): NonNullable<TaskState['watches']> {
  const counts = holds.map((hold) => [hold, (entryOf(watches, hold) ?? 0) + 1] as const);
  return { ...watches, ...Object.fromEntries(counts) };
}

/** Only what the agent should not have asked for: no switch, budget or drift is its fault. */
function countDenial(task: TaskState, reasons: readonly Reason[]): TaskState {
  if (!isFault(reasons)) return task;
  const usage = { ...task.usage, denialsInRow: task.usage.denialsInRow + 1 };
  return { ...task, usage, faults: (task.faults ?? 0) + 1 };
}

/** What joins a hold, or is shown with another, asks people no more than once. */
function isAskedBefore({ body: { joined, hold, batch = hold } }: EventOf<'action-held'>): boolean {
  return joined || batch !== hold;
}

function countUse(task: TaskState, count: 'holds' | 'askedByPeople' | 'denials'): TaskState {
  return { ...task, usage: { ...task.usage, [count]: task.usage[count] + 1 } };
}
