// A task's part of the state. Only records of its own stream move it, and an end is never undone.

import type { Event, EventOf } from './event.ts';
import { evolveAction } from './evolve-action.ts';
import { evolveHolds, voidHolds } from './evolve-hold.ts';
import { evolveLeases } from './evolve-lease.ts';
import type { Scope, TaskState } from './state.ts';
import { NOTHING_USED } from './usage.ts';

export function evolveTask(task: TaskState | null, event: Event): TaskState | null {
  if (event.type === 'task-opened') return open(event);
  if (task === null || event.stream !== `task/${task.id}`) return task;
  const holds = evolveHolds(task.holds, event);
  const leases = evolveLeases(task.leases, event);
  const after = evolveAction({ ...task, holds, leases }, event);
  switch (event.type) {
    case 'action-held':
      return event.body.joined ? after : countUse(after, 'holds');
    case 'action-denied':
      return countUse(after, 'denials');
    case 'task-closed':
      return { ...after, status: 'closed', holds: voidHolds(after.holds) };
    case 'task-quarantined':
      return { ...after, status: 'quarantined', holds: voidHolds(after.holds) };
    default:
      return after;
  }
}

function open({ body, id, time }: EventOf<'task-opened'>): TaskState {
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
    scope: body.scope as unknown as Scope,
    openedAt: time,
    expiresAt: body.expiresAt,
    usage: NOTHING_USED,
    holds: {},
    actions: {},
    leases: {},
    record: id,
  };
}

function countUse(task: TaskState, count: 'holds' | 'denials'): TaskState {
  return { ...task, usage: { ...task.usage, [count]: task.usage[count] + 1 } };
}
