// A task ends once: by its agent, an operator or its expiry. Quarantine also stops what is in flight.

import { permit, recordOf, refuse } from '../answer.ts';
import type { Decision } from '../decision.ts';
import type { Event, Principal } from '../event.ts';
import { findPrincipal } from '../principal.ts';
import { isReason } from '../reason.ts';
import type { Reason } from '../reason.ts';
import type { CloseTask, Quarantine, Request } from '../request.ts';
import { checkOpen } from '../rules/control.ts';
import { findOwnTask, findTask } from '../rules/identity.ts';
import { checkVerb } from '../rules/policy.ts';
import type { State, TaskState } from '../state.ts';
import { judgeVerb } from '../verb.ts';

export function decideClose(state: State, request: CloseTask): Decision {
  const { at, actor } = request;
  const closer = actor.kind === 'system' ? null : findPrincipal(state, request);
  if (closer !== null && isReason(closer)) return refuse(state, request, [closer]);
  const task = actor.kind === 'agent' ? findOwnTask(state, request) : findTask(state, request.task);
  if (isReason(task)) return refuse(state, request, [task]);
  const reasons = [
    ...checkOpen(task),
    ...(closer === null ? [] : checkVerb(state, request, closer, 'close-task')),
  ];
  if (reasons.length > 0) return refuse(state, request, reasons);
  const closed = recordOf(request, {
    stream: `task/${task.id}`,
    type: 'task-closed',
    causes: [task.record],
    body: { task: task.id, why: at >= task.expiresAt ? 'expired' : 'done' },
  });
  return permit([closed], [], { task: task.id });
}

/** The system's own quarantine, recorded with the denial of what tripped the breaker. */
export function quarantineRunaway(
  request: Request,
  task: TaskState,
  denied: Event,
  reasons: readonly Reason[],
): Event {
  const tripped = reasons.filter(({ rule }) => rule === 'breaker');
  const quarantined = {
    stream: `task/${task.id}`,
    type: 'task-quarantined',
    causes: [denied.id],
    body: { task: task.id, reason: '', tripped },
  } as const;
  return recordOf({ ...request, actor: BREAKER }, quarantined, 1);
}

const BREAKER: Principal = { kind: 'system', id: 'breaker' };

/** Whatever the task's status: what a closed task left in flight can still be stopped. */
export function decideQuarantine(state: State, request: Quarantine): Decision {
  const task = findTask(state, request.task);
  if (isReason(task)) return refuse(state, request, [task]);
  const reasons = request.actor.kind === 'system' ? [] : judgeVerb(state, request);
  if (reasons.length > 0) return refuse(state, request, reasons);
  const quarantined = recordOf(request, {
    stream: `task/${task.id}`,
    type: 'task-quarantined',
    causes: [task.record],
    body: {
      task: task.id,
      reason: task.erasure === null ? request.reason : '',
      ...(request.tree === true ? { tree: true } : {}),
    },
  });
  const contain = { kind: 'contain', target: { kind: 'task', id: task.id } } as const;
  return permit([quarantined], [contain], { task: task.id });
}
