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
import type { Act, Request } from '../request.ts';
import type { Effect } from '../effect.ts';
import type { State, TaskState, Tool } from '../state.ts';

/** Objects of a connector that are remembered one by one. */
const MAX_OBJECTS = 1_024;
/** Under this name stands what all others carry. */
const REST = '';

/** What puts words where they can be read again. */
export const WRITES: ReadonlySet<Effect> = new Set<Effect>(['write', 'send']);

/** What a call's result carries: what the tool was admitted with, and what tasks wrote into what it names. */
export function outputOf(
  { objects }: Pick<State, 'objects'>,
  request: Act,
  { effects, profile }: Tool,
): Labels {
  if (request.objects === undefined || !effects.includes('read')) return profile.output;
  return joinLabels(profile.output, labelsKept(objects, request.connector, request.objects));
}

/** What tasks wrote into objects of a connector. */
export function labelsKept(objects: State['objects'], connector: string, named: readonly string[]): Labels {
  const known = entryOf(objects, connector);
  return known === null ? NO_DATA : named.map((one) => carriedBy(known, one)).reduce(joinLabels, NO_DATA);
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
  { state, request, task }: AskedAction,
  { effects }: Tool,
  cause: string,
  place: number,
): readonly Event[] {
  const { connector, objects = [] } = request;
  return labelWritten(state, request, task, { connector, effects, objects, cause, place });
}

interface Written {
  readonly connector: string;
  readonly effects: readonly Effect[];
  readonly objects: readonly string[];
  /** Id of the record by which they are. */
  readonly cause: string;
  /** Number of the first record among those of the request. */
  readonly place: number;
}

/** The same for the objects that a call's answer says it made. */
export function labelWritten(
  state: Pick<State, 'connectors' | 'objects'>,
  request: Request,
  { id: task, data: labels }: Pick<TaskState, 'id' | 'data'>,
  { connector, effects, objects, cause, place }: Written,
): readonly Event[] {
  if (objects.length === 0 || !effects.some((effect) => WRITES.has(effect))) return NONE;
  const tools = Object.values(entryOf(state.connectors, connector)?.admitted?.tools ?? {});
  const readers = tools.filter((tool) => tool.effects.includes('read'));
  if (readers.every(({ profile }) => covers(profile.output, labels))) return NONE;
  const known = entryOf(state.objects, connector) ?? {};
  const changed = objects.filter((one) => one === OTHERS || !covers(carriedBy(known, one), labels));
  return changed.map((object, at) => {
    const body = { connector, object, task, labels };
    const draft = {
      stream: `object/${connector}/${object}`,
      type: 'object-labelled',
      causes: [cause],
      body,
    } as const;
    return recordOf(request, draft, place + at);
  });
}

const NONE: readonly Event[] = [];

export function evolveObjects(objects: State['objects'], event: Event): State['objects'] {
  if (event.type !== 'object-labelled') return objects;
  const { connector, object, labels } = event.body;
  const known = entryOf(objects, connector) ?? {};
  const isRoom = entryOf(known, object) !== null || Object.keys(known).length < MAX_OBJECTS;
  const at = object === OTHERS ? [...Object.keys(known), REST] : [isRoom ? object : REST];
  // One that is told apart from now on may be one of those that were not.
  const carried = at.map((one) => [one, joinLabels(carriedBy(known, one), labels)] as const);
  return { ...objects, [connector]: { ...known, ...Object.fromEntries(carried) } };
}
