// Where an agent has gone stays known in all its tasks, as commitments to hosts: what is new to the agent is
// told from what is new to one task. What is remembered is never pushed out by what follows; past the bound
// all else stays new.

import { recordOf } from '../answer.ts';
import type { AskedAction } from '../action/action.ts';
import type { Event, EventOf } from '../event.ts';
import { entryOf } from '../lookup.ts';
import type { Destination } from '../request.ts';
import type { State } from '../state.ts';
import { isKnown } from './trust.ts';

/** Of one agent. */
const MAX_ADDRESSED = 512;

/**
 * The record that the agent of the task addressed what it had not; none where all of it is known.
 *
 * @param permitted by which it did
 * @param place number of the record among those of the request
 */
export function recordAddressed(
  { state, request, task: { agent, id: task } }: Pick<AskedAction, 'state' | 'request' | 'task'>,
  permitted: EventOf<'action-permitted'>,
  place: number,
): readonly Event[] {
  // Whoever only looks at a page takes nothing there: who wrote it may have sent the agent.
  const {
    id: cause,
    body: { effects, hold },
  } = permitted;
  if (hold === null && effects.every((effect) => effect === 'read')) return NONE;
  const added = newTo(state, agent, request.destinations);
  if (added.length === 0) return NONE;
  const body = { agent, task, destinations: added };
  return [
    recordOf(request, { stream: `agent/${agent}`, type: 'agent-addressed', causes: [cause], body }, place),
  ];
}

const NONE: readonly Event[] = [];

function newTo(state: State, agent: string, destinations: readonly Destination[]): readonly string[] {
  const room = MAX_ADDRESSED - (entryOf(state.addressed, agent)?.length ?? 0);
  const unknown = destinations.filter((one) => !isKnown(state, agent, one));
  return [...new Set(unknown.flatMap(({ ofAgent }) => ofAgent ?? []))].slice(0, room);
}

export function evolveAddressed(addressed: State['addressed'], event: Event): State['addressed'] {
  if (event.type !== 'agent-addressed') return addressed;
  const { agent, destinations } = event.body;
  return { ...addressed, [agent]: [...(entryOf(addressed, agent) ?? []), ...destinations] };
}
