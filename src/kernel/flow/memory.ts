// What a task writes into an object of a tool keeps its labels there: whoever reads that object has read it,
// whatever the tool itself is known to answer. Objects stand as commitments; what is not told apart any more
// counts for all.

import type { AskedAction } from '../action/action.ts';
import { recordOf } from '../answer.ts';
import type { Event } from '../event.ts';
import { covers, joinLabels, NO_DATA } from './label.ts';
import type { Labels } from './label.ts';
import { OTHERS } from '../chain/usage.ts';
import { entryOf } from '../lookup.ts';
import type { Act } from '../request.ts';
import type { Effect } from '../effect.ts';
import type { State, Tool } from '../state.ts';

/** Objects of a connector that are remembered one by one. */
const MAX_OBJECTS = 1_024;
/** Under this name stands what all others carry. */
const REST = '';

/** What puts words where they can be read again. */
const WRITES: ReadonlySet<Effect> = new Set<Effect>(['write', 'send']);

/** What a call's result carries: what the tool was admitted with, and what tasks wrote into what it names. */
export function outputOf(
  { objects }: Pick<State, 'objects'>,
  request: Act,
  { effects, profile }: Tool,
): Labels {
  const known = entryOf(objects, request.connector);
  if (known === null || request.objects === undefined || !effects.includes('read')) return profile.output;
  return request.objects.map((object) => carriedBy(known, object)).reduce(joinLabels, profile.output);
}

function carriedBy(known: State['objects'][string], object: string): Labels {
  if (object === OTHERS) return Object.values(known).reduce(joinLabels, NO_DATA);
  return entryOf(known, object) ?? entryOf(known, REST) ?? NO_DATA;
}

/**
 * Beside the permit of a call that writes: what the objects that it names carry from here on. None where
 * every tool that reads of the connector is known to answer as much.
 */
export function labelObjects(
  { state, request, task, connector }: AskedAction,
  tool: Tool,
  cause: string,
  place: number,
): readonly Event[] {
  const { objects = NONE } = request;
  if (objects.length === 0 || !tool.effects.some((effect) => WRITES.has(effect))) return NONE_SAID;
  const readers = Object.values(connector.admitted!.tools).filter(({ effects }) => effects.includes('read'));
  if (readers.every(({ profile }) => covers(profile.output, task.data))) return NONE_SAID;
  const known = entryOf(state.objects, request.connector) ?? {};
  const changed = objects.filter((one) => one === OTHERS || !covers(carriedBy(known, one), task.data));
  const { connector: id } = request;
  return changed.map((object, at) => {
    const body = { connector: id, object, task: task.id, labels: task.data };
    const draft = {
      stream: `object/${id}/${object}`,
      type: 'object-labelled',
      causes: [cause],
      body,
    } as const;
    return recordOf(request, draft, place + at);
  });
}

const NONE: readonly string[] = [];
const NONE_SAID: readonly Event[] = [];

export function evolveObjects(objects: State['objects'], event: Event): State['objects'] {
  if (event.type !== 'object-labelled') return objects;
  const { connector, object, labels } = event.body;
  const known = entryOf(objects, connector) ?? {};
  const isRoom = entryOf(known, object) !== null || Object.keys(known).length < MAX_OBJECTS;
  const at = object === OTHERS ? [...Object.keys(known), REST] : [isRoom ? object : REST];
  const carried = at.map((one) => [one, joinLabels(entryOf(known, one) ?? NO_DATA, labels)] as const);
  return { ...objects, [connector]: { ...known, ...Object.fromEntries(carried) } };
}
