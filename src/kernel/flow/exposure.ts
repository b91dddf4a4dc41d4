// What the tasks of an agent read stays with the agent for a time: what is read in one task and sent in
// another is seen. It is recorded only where it says more than is remembered, so tasks hardly meet there.

import { recordOf } from '../answer.ts';
import type { Event } from '../event.ts';
import type { JsonObject } from '../json.ts';
import { levelOf, SENSITIVITIES } from './label.ts';
import type { Labels } from './label.ts';
import { entryOf } from '../lookup.ts';
import type { Request } from '../request.ts';
import type { Exposure, State, TaskState } from '../state.ts';

/** A day at least: what was read again within the last hour of it may be forgotten an hour early. */
const REMEMBERED_MS = 25 * 3_600_000;
const SAID_AGAIN_MS = 3_600_000;
/** From here on it is remembered how sensitive data was; categories are at any level. */
const FROM_LEVEL = levelOf('confidential');
/** Of one agent; more are not remembered by name: what is remembered is never pushed out by what follows. */
const MAX_CATEGORIES = 64;

/**
 * The record that the agent of the task read such data; none where that is known well enough.
 *
 * @param cause id of the record by which it did
 * @param place number of the record among those of the request
 */
export function exposeAgent(
  { exposures }: Pick<State, 'exposures'>,
  request: Request,
  { agent, id: task }: Pick<TaskState, 'agent' | 'id'>,
  labels: Labels,
  cause: string,
  place: number,
): readonly Event[] {
  const known = entryOf(exposures, agent);
  const isNew = marksOf(labels).some((mark) => isStale(known, mark, request.at));
  if (!isNew) return NONE;
  const { sensitivity, categories } = labels;
  const body = { agent, task, sensitivity, categories };
  return [
    recordOf(request, { stream: `agent/${agent}`, type: 'agent-exposed', causes: [cause], body }, place),
  ];
}

const NONE: readonly Event[] = [];

type Mark = readonly [of: keyof Exposure, name: string];

function marksOf({ sensitivity, categories }: Pick<Labels, 'sensitivity' | 'categories'>): readonly Mark[] {
  const level = levelOf(sensitivity);
  const named = categories.map((name): Mark => ['categories', name]);
  return level < FROM_LEVEL ? named : [['levels', sensitivity], ...named];
}

function isStale(known: Exposure | null, [of, name]: Mark, at: number): boolean {
  const before = entryOf(known?.[of] ?? {}, name);
  if (before !== null) return at - before > SAID_AGAIN_MS;
  return of === 'levels' || Object.keys(known?.categories ?? {}).length < MAX_CATEGORIES;
}

export function evolveExposures(exposures: State['exposures'], event: Event): State['exposures'] {
  if (event.type !== 'agent-exposed') return exposures;
  const { agent } = event.body;
  const known = entryOf(exposures, agent) ?? { levels: {}, categories: {} };
  const levels = { ...remembered(known.levels, event.time) };
  const categories = { ...remembered(known.categories, event.time) };
  for (const [of, name] of marksOf(event.body)) {
    if (of === 'levels') levels[name] = event.time;
    else if (name in categories || Object.keys(categories).length < MAX_CATEGORIES)
      categories[name] = event.time;
  }
  return { ...exposures, [agent]: { levels, categories } };
}

function remembered(marks: Exposure['levels'], at: number): { [name: string]: number } {
  return Object.fromEntries(Object.entries(marks).filter(([, since]) => at - since <= REMEMBERED_MS));
}

/** What policy sees of it; null: nothing that is remembered. */
export function describeExposure(
  { exposures }: Pick<State, 'exposures'>,
  agent: string,
  at: number,
): JsonObject | null {
  const known = entryOf(exposures, agent);
  if (known === null) return null;
  const levels = remembered(known.levels, at);
  const categories = Object.keys(remembered(known.categories, at)).toSorted();
  const level = SENSITIVITIES.findLastIndex((name) => entryOf(levels, name) !== null);
  if (level < 0 && categories.length === 0) return null;
  return { exposed: { sensitivity: Math.max(level, 0), categories } };
}
