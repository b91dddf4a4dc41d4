// An agent gets no further by opening more tasks: what all of them ask of people is bounded, and one that
// asks again and again for what it should not opens no more by itself.

import { conductOf, hourOf } from '../chain/remembered-conduct.ts';
import { entryOf } from '../lookup.ts';
import { because } from '../reason.ts';
import type { Reason } from '../reason.ts';
import type { Request } from '../request.ts';
import { isFault } from './breaker.ts';
import type { State, TaskState } from '../state.ts';

/** How much of all tasks of an agent may wait for people at once, where nobody says. */
export const AGENT_HOLDS = 50;

/** Within an hour, over the tasks that it opened itself: five times what ends one of them. */
export const AGENT_FAULTS = 50;

/** Whether the agent of the task may ask people for one thing more; what people ask for is their own. */
export function checkWaiting(state: State, { actor, at }: Request, { agent }: TaskState): Reason[] {
  if (actor.kind === 'operator') return [];
  const limit = entryOf(state.org.agents, agent)?.holds ?? AGENT_HOLDS;
  const ends = Object.values(conductOf(state, agent).waiting).flat();
  const waiting = ends.filter((end) => at < end).length;
  if (waiting < limit) return [];
  const lift = 'Decide about what waits of its tasks, stop the agent, or have an operator allow it more.';
  return [because('budget', 'agent-holds-exhausted', { agent, waiting, limit }, lift)];
}

/** Whether the agent's own tasks asked too often within this hour for what they should not have. */
export function checkFaults(state: State, agent: string, at: number): Reason[] {
  const { from, count } = conductOf(state, agent).faults;
  if (from !== hourOf(at) || count < AGENT_FAULTS) return [];
  const facts = { agent, count, limit: AGENT_FAULTS, from };
  const lift = 'See what the agent was at. A person opens its tasks until the hour is over.';
  return [because('breaker', 'denied-across-tasks', facts, lift)];
}

/** Whether such a denial in a task that the agent opened itself is one too many over all of these. */
export function checkFaultAgain(state: State, task: TaskState, reasons: readonly Reason[], at: number) {
  return task.trigger === 'agent' && isFault(reasons) ? checkFaults(state, task.agent, at) : [];
}
