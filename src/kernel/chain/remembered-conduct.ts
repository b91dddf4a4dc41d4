// What all tasks of an agent ask of people, and what they should not have asked for, stays with the agent: no
// new task forgets it. It moves by records of the agent's own stream alone, which are few.

import type { Conduct } from './conduct.ts';
import type { Event, EventOf } from '../event.ts';
import { entryOf } from '../lookup.ts';
import type { State } from '../state.ts';

/** Of one agent: people say no to each by hand, and not to so many within the time that counts. */
const MAX_REJECTED = 256;
const REMEMBERED_MS = 24 * 3_600_000;
const HOUR_MS = 3_600_000;

const BLAMELESS: Conduct = { waiting: {}, rejected: [], faults: { from: 0, count: 0 } };

export function conductOf({ conduct }: Pick<State, 'conduct'>, agent: string): Conduct {
  return entryOf(conduct, agent) ?? BLAMELESS;
}

/** Whether nothing of its tasks waits for people, and people rejected none of it within a day. */
export function isClear(state: Pick<State, 'conduct'>, agent: string, at: number): boolean {
  const { waiting, rejected } = conductOf(state, agent);
  const isWaiting = Object.values(waiting).some((ends) => ends.some((end) => at < end));
  return !isWaiting && !rejected.some((one) => at - one.at <= REMEMBERED_MS);
}

/** Hours begin on the hour, UTC. */
export function hourOf(at: number): number {
  return at - (at % HOUR_MS);
}

export function evolveConduct(conduct: State['conduct'], event: Event): State['conduct'] {
  if (event.type !== 'agent-asked' && event.type !== 'agent-faulted') return conduct;
  const { agent } = event.body;
  const before = conductOf({ conduct }, agent);
  const after = event.type === 'agent-asked' ? withAsked(before, event) : withFaults(before, event);
  return { ...conduct, [agent]: after };
}

function withAsked(
  { waiting, rejected, faults }: Conduct,
  { time: at, body }: EventOf<'agent-asked'>,
): Conduct {
  const others = Object.entries(waiting).filter(
    ([task, until]) => task !== body.task && until.some((end) => at < end),
  );
  const own = body.until.length === 0 ? [] : [[body.task, body.until] as const];
  const known = rejected.filter((one) => at - one.at <= REMEMBERED_MS);
  const more = (body.rejected ?? []).map((action) => ({ action, at }));
  return {
    waiting: Object.fromEntries([...others, ...own]),
    rejected: [...known, ...more].slice(-MAX_REJECTED),
    faults,
  };
}

function withFaults(conduct: Conduct, { time, body }: EventOf<'agent-faulted'>): Conduct {
  const from = hourOf(time);
  const before = conduct.faults.from === from ? conduct.faults.count : 0;
  return { ...conduct, faults: { from, count: before + body.faults } };
}
