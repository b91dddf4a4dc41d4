// What an agent should not have asked for in tasks that it opened itself is told on its own stream: whenever
// it has doubled in a task, and to the last when the breaker ends one, so that each denial need not move it.

import { recordOf } from '../answer.ts';
import type { Event, EventOf } from '../event.ts';
import type { Request } from '../request.ts';
import { hasTripped, isFault } from '../rules/breaker.ts';
import type { TaskState } from '../state.ts';

/** @param place number of the record among those of the request */
export function recordFaults(
  request: Request,
  { id: task, agent, trigger, faults: before = 0 }: TaskState,
  denied: EventOf<'action-denied'>,
  place: number,
): readonly Event[] {
  if (trigger !== 'agent') return NONE;
  const { reasons } = denied.body;
  const now = before + (isFault(reasons) ? 1 : 0);
  const faults = (hasTripped(reasons) ? now : toldOf(now)) - toldOf(before);
  if (faults === 0) return NONE;
  const draft = { stream: `agent/${agent}`, type: 'agent-faulted', causes: [denied.id] } as const;
  return [recordOf(request, { ...draft, body: { agent, task, faults } }, place)];
}

const NONE: readonly Event[] = [];

/** How many of so many are told: the greatest power of two among them. */
function toldOf(count: number): number {
  return count === 0 ? 0 : 1 << (31 - Math.clz32(count));
}
