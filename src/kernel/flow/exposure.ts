// What the tasks of an agent read stays with the agent for a time, and with whoever set them off: what is
// read in one task and sent in another is seen. It is recorded only where it says more than is remembered, so
// tasks hardly meet there.

import { recordOf } from '../answer.ts';
import type { Event } from '../event.ts';
import type { JsonObject } from '../json.ts';
import { levelOf, SENSITIVITIES } from './label.ts';
import type { Labels } from './label.ts';
import { entryOf } from '../lookup.ts';
import type { Request } from '../request.ts';
import type { Exposure, Sighting, State, TaskState } from '../state.ts';

/** A day at least: what was read again within the last hour of it may be forgotten an hour early. */
const REMEMBERED_MS = 25 * 3_600_000;
const SAID_AGAIN_MS = 3_600_000;
/** From here on it is remembered how sensitive data was; categories are at any level. */
const FROM_LEVEL = levelOf('confidential');
/** Of one agent; more are not remembered by name: what is remembered is never pushed out by what follows. */
const MAX_CATEGORIES = 64;

/**
 * The records that the agent of the task, and those of the tasks above it, have such data: what a helper
 * reads it tells whoever set it off. None of those of whom that is known well enough.
 *
 * @param cause id of the record by which they do
 * @param place number of the first record among those of the request
 */
export function exposeAgents(
  { exposures }: Pick<State, 'exposures'>,
  request: Request,
  { agent, id: task, above }: Pick<TaskState, 'agent' | 'id' | 'above'>,
  labels: Labels,
  cause: string,
  place: number,
): readonly Event[] {
  const { sensitivity, categories } = labels;
  const marks = marksOf(labels);
  const isNew = (one: string): boolean =>
    marks.some((mark) => isStale(entryOf(exposures, one), mark, task, request.at));
  const agents = [...new Set([agent, ...(above?.agents ?? [])])].filter(isNew);
  return agents.map((one, index) => {
    const body = { agent: one, task, sensitivity, categories };
    const stated = { stream: `agent/${one}`, type: 'agent-exposed', causes: [cause], body } as const;
    return recordOf(request, stated, place + index);
  });
}

type Mark = readonly [of: keyof Exposure, name: string];

function marksOf({ sensitivity, categories }: Pick<Labels, 'sensitivity' | 'categories'>): readonly Mark[] {
  const level = levelOf(sensitivity);
  const named = categories.map((name): Mark => ['categories', name]);
  return level < FROM_LEVEL ? named : [['levels', sensitivity], ...named];
}

/** Of a level two tasks are told apart, so that each of them knows of another one. */
function isStale(known: Exposure | null, [of, name]: Mark, task: string, at: number): boolean {
  const isOld = (since: number | null): boolean => since === null || at - since > SAID_AGAIN_MS;
  if (of === 'levels') {
    const seen = entryOf(known?.levels ?? {}, name);
    return seen === null || isOld(seen.at) || (seen.task !== task && isOld(seen.before));
  }
  const since = entryOf(known?.categories ?? {}, name);
  return since === null ? Object.keys(known?.categories ?? {}).length < MAX_CATEGORIES : isOld(since);
}

export function evolveExposures(exposures: State['exposures'], event: Event): State['exposures'] {
  if (event.type !== 'agent-exposed') return exposures;
  const { time: at } = event;
  const { agent, task } = event.body;
  const known = entryOf(exposures, agent) ?? { levels: {}, categories: {} };
  const levels = { ...rememberedLevels(known, at) };
  const categories = { ...remembered(known.categories, at) };
  for (const [of, name] of marksOf(event.body)) {
    const seen = of === 'levels' ? (levels[name] ?? null) : null;
    if (of === 'levels') levels[name] = { at, task, before: seen && otherThan(seen, task) };
    else if (name in categories || Object.keys(categories).length < MAX_CATEGORIES) categories[name] = at;
  }
  return { ...exposures, [agent]: { levels, categories } };
}

/** When it was last said of another task. */
function otherThan(seen: Sighting, task: string): number | null {
  return seen.task === task ? seen.before : seen.at;
}

function isRemembered(since: number, at: number): boolean {
  return at - since <= REMEMBERED_MS;
}

function remembered(marks: Exposure['categories'], at: number): { [name: string]: number } {
  return Object.fromEntries(Object.entries(marks).filter(([, since]) => isRemembered(since, at)));
}

function rememberedLevels({ levels }: Exposure, at: number): { [name: string]: Sighting } {
  return Object.fromEntries(Object.entries(levels).filter(([, seen]) => isRemembered(seen.at, at)));
}

/** How sensitive what other tasks of the agent read is: 0 to 3. */
export function exposedElsewhere(
  { exposures }: Pick<State, 'exposures'>,
  { agent, id: task }: Pick<TaskState, 'agent' | 'id'>,
  at: number,
): number {
  const levels = entryOf(exposures, agent)?.levels ?? {};
  const level = SENSITIVITIES.findLastIndex((name) => {
    const seen = entryOf(levels, name);
    const since = seen === null ? null : otherThan(seen, task);
    return since !== null && isRemembered(since, at);
  });
  return Math.max(level, 0);
}

/** What policy sees of it; null: nothing that is remembered. */
export function describeExposure(
  { exposures }: Pick<State, 'exposures'>,
  agent: string,
  at: number,
): JsonObject | null {
  const known = entryOf(exposures, agent);
  if (known === null) return null;
  const levels = rememberedLevels(known, at);
  const categories = Object.keys(remembered(known.categories, at)).toSorted();
  const level = SENSITIVITIES.findLastIndex((name) => entryOf(levels, name) !== null);
  if (level < 0 && categories.length === 0) return null;
  return { exposed: { sensitivity: Math.max(level, 0), categories } };
}
