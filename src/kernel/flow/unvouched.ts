// What a task wrote that nobody vouched for, nobody vouches for in another task: objects and values stand as
// commitments, and what is not told apart any more counts for all.

import { recordOf } from '../answer.ts';
import { OTHERS } from '../chain/usage.ts';
import type { AskedAction } from '../action/action.ts';
import type { Event, EventOf } from '../event.ts';
import { entryOf } from '../lookup.ts';
import type { Request } from '../request.ts';
import type { ActionState, State, Tool } from '../state.ts';
import type { Shelves, TouchesUnvouched, Unvouched, WritesUnvouched } from './writing.ts';

/** Names of a connector stand on so many shelves, and on each so many one by one. */
export const SHELVES = 64;
const MAX_NAMES = 512;
/** Under this name stands who wrote what else belongs there; on the shelf of that name, what may be any. */
const REST = '';
/** Before the name of a shelf: whatever may stand there. */
const ANY_OF = `${OTHERS}-`;
/** Of two tasks, one at least is not the reader. */
const MAX_WRITERS = 2;
/** Of those who wrote a result, so many are named. */
const MAX_TOLD = 4;
/** Values of calls that run; those of more calls stand for good at once. */
const MAX_RUNNING = 16_384;

/** Which is not told apart from others: it may be any on its shelf. */
export function anyLike(name: string): string {
  return `${ANY_OF}${shelfOf(name)}`;
}

/** @param reader its own writing is known to it otherwise; null: any counts */
export function unvouchedAmong(
  { unvouched }: Pick<State, 'unvouched'>,
  connector: string,
  names: readonly string[],
  reader: string | null,
): Unvouched | null {
  const known = entryOf(unvouched, connector);
  if (known === null) return null;
  const isOther = (task: string): boolean => task !== reader;
  const writersOf = writersAt(known);
  const isAny = names.includes(OTHERS) || writersOf(OTHERS).some(isOther);
  const met = isAny ? [] : names.filter((name) => writersOf(name).some(isOther));
  const writers = isAny ? everybody(known) : met.flatMap(writersOf);
  const tasks = [...new Set(writers)].filter(isOther).slice(0, MAX_TOLD);
  return tasks.length === 0 ? null : { objects: isAny ? [OTHERS] : met, tasks };
}

/** Whether any other task wrote so at the connector. */
export function hasUnvouched(
  { unvouched }: Pick<State, 'unvouched'>,
  connector: string,
  reader: string,
): boolean {
  const shelves = Object.values(entryOf(unvouched, connector) ?? {});
  return shelves.some((shelf) => Object.values(shelf).some((tasks) => tasks.some((one) => one !== reader)));
}

function everybody(known: Shelves): readonly string[] {
  return Object.values(known).flatMap((shelf) => Object.values(shelf).flat());
}

/** What the permit of a call says of it. */
export function touchesUnvouched(
  { state, request, task }: AskedAction,
  { effects }: Pick<Tool, 'effects'>,
): TouchesUnvouched {
  const { connector, objects = [], writing } = request;
  const read = effects.includes('read') ? unvouchedAmong(state, connector, objects, task.id) : null;
  const isMadeOfSuch = (): boolean => unvouchedAmong(state, connector, objects, null) !== null;
  const writes = writing !== undefined && (!writing.isCopy || isMadeOfSuch());
  return {
    ...(read === null ? {} : { unvouched: read }),
    ...(writes ? { writesUnvouched: true } : {}),
    ...(writes && writing.values !== undefined ? { unvouchedValues: writing.values } : {}),
  };
}

/**
 * Beside the permit of a call: what it writes into. Its values, too, stand as long as it runs, as they may be
 * read before its answer comes.
 */
export function recordWriting(
  { state, request, task }: AskedAction,
  { id: cause, body: { action, writesUnvouched, unvouchedValues = [] } }: EventOf<'action-permitted'>,
  place: number,
): readonly Event[] {
  const { connector, writing } = request;
  if (writing === undefined || writesUnvouched !== true) return NONE;
  const known = entryOf(state.unvouched, connector) ?? {};
  const isRoom = countRunning(known) + unvouchedValues.length <= MAX_RUNNING;
  const news = newsAmong(known, isRoom ? writing.names : [...writing.names, ...unvouchedValues], task.id);
  const said = { connector, task: task.id };
  const stands = recordAt(request, { ...said, objects: news }, news, cause, place);
  const values = isRoom ? unvouchedValues : [];
  const during = { ...said, objects: values, during: action };
  return [...stands, ...recordAt(request, during, values, cause, place + stands.length)];
}

interface Written {
  /** What its answer calls what it wrote. */
  readonly names: readonly string[];
  /** It is known by its values, too. */
  readonly isByValues: boolean;
  /** Id of the record by which it is. */
  readonly cause: string;
  /** Number of the record among those of the request. */
  readonly place: number;
}

type Begun = Pick<ActionState, 'id' | 'connector'> & WritesUnvouched;

/** Once such a call is over: what stands of it for good, and that no more does because it runs. */
export function recordWritten(
  { unvouched }: Pick<State, 'unvouched'>,
  request: Request,
  task: string,
  { id, connector, writesUnvouched, unvouchedValues = [] }: Begun,
  { names, isByValues, cause, place }: Written,
): readonly Event[] {
  if (writesUnvouched !== true) return NONE;
  const known = entryOf(unvouched, connector) ?? {};
  const objects = newsAmong(known, isByValues ? [...names, ...unvouchedValues] : names, task);
  const during = Object.keys(entryOf(known, id) ?? {});
  const after = during.length === 0 ? {} : { after: id };
  return recordAt(request, { connector, task, objects, ...after }, [...objects, ...during], cause, place);
}

/** On the stream of the first of the names; none where there is none. */
function recordAt(
  request: Request,
  body: EventOf<'object-unvouched'>['body'],
  [first]: readonly string[],
  cause: string,
  place: number,
): readonly Event[] {
  if (first === undefined) return NONE;
  const stream = `object/${body.connector}/${first}`;
  return [recordOf(request, { stream, type: 'object-unvouched', causes: [cause], body }, place)];
}

const NONE: readonly Event[] = [];

/** What is not known yet of what a task wrote so. */
function newsAmong(known: Shelves, names: readonly string[], task: string): readonly string[] {
  const shelves = shelvesOf(known);
  return names.filter((name) => isNews(shelves.at(name), task));
}

function isNews(writers: readonly string[], task: string): boolean {
  return writers.length < MAX_WRITERS && !writers.includes(task);
}

/** Only those that change are copied, each once. */
function shelvesOf(known: Shelves) {
  const sizes = new Map<string, number>();
  const changed = new Map<string, { [name: string]: readonly string[] }>();
  const shelfAt = (shelf: string) => changed.get(shelf) ?? entryOf(known, shelf) ?? {};
  const sizeOf = (shelf: string): number => {
    const size = sizes.get(shelf) ?? Object.keys(shelfAt(shelf)).length;
    sizes.set(shelf, size);
    return size;
  };
  /** Where it stands, or would. */
  const placeOf = (name: string): { readonly shelf: string; readonly name: string } => {
    if (name === OTHERS) return { shelf: REST, name: REST };
    if (name.startsWith(ANY_OF)) return { shelf: name.slice(ANY_OF.length), name: REST };
    const shelf = shelfOf(name);
    const isApart = entryOf(shelfAt(shelf), name) !== null || sizeOf(shelf) < MAX_NAMES;
    return { shelf, name: isApart ? name : REST };
  };
  const at = (called: string): readonly string[] => {
    const { shelf, name } = placeOf(called);
    return entryOf(shelfAt(shelf), name) ?? [];
  };
  const add = (called: string, task: string): void => {
    const { shelf, name } = placeOf(called);
    const writers = at(called);
    if (!isNews(writers, task)) return;
    const copy = changed.get(shelf) ?? { ...shelfAt(shelf) };
    if (writers.length === 0) sizes.set(shelf, sizeOf(shelf) + 1);
    copy[name] = [...writers, task];
    changed.set(shelf, copy);
  };
  return { at, add, all: (): Shelves => ({ ...known, ...Object.fromEntries(changed) }) };
}

function shelfOf(name: string): string {
  return String(
    Array.from(name).reduce((sum, sign) => (sum * 31 + sign.codePointAt(0)!) % 65_521, 7) % SHELVES,
  );
}

/** Who may have written what is called so. */
function writersAt(known: Shelves): (name: string) => readonly string[] {
  const running = new Map<string, readonly string[]>();
  for (const shelf of runningIn(known))
    for (const [name, tasks] of Object.entries(shelf))
      running.set(name, [...(running.get(name) ?? []), ...tasks]);
  return (name) => {
    const shelf = entryOf(known, name === OTHERS ? REST : shelfOf(name)) ?? {};
    const stand = [...(entryOf(shelf, name) ?? []), ...(entryOf(shelf, REST) ?? [])];
    return [...stand, ...(running.get(name) ?? [])];
  };
}

/** What stands as long as a call runs is on a shelf of that call's. */
function runningIn(known: Shelves): readonly Shelves[string][] {
  return Object.entries(known).flatMap(([id, shelf]) => (id.startsWith('act_') ? [shelf] : []));
}

function countRunning(known: Shelves): number {
  return runningIn(known).reduce((sum, shelf) => sum + Object.keys(shelf).length, 0);
}

export function evolveUnvouched(unvouched: State['unvouched'], event: Event): State['unvouched'] {
  if (event.type !== 'object-unvouched') return unvouched;
  const { connector, objects, task, during, after } = event.body;
  const known = entryOf(unvouched, connector) ?? {};
  if (during !== undefined) {
    const values = Object.fromEntries(objects.map((object) => [object, [task]]));
    return { ...unvouched, [connector]: { ...known, [during]: values } };
  }
  const shelves = shelvesOf(after === undefined ? known : without(known, after));
  for (const object of objects) shelves.add(object, task);
  return { ...unvouched, [connector]: shelves.all() };
}

function without(known: Shelves, action: string): Shelves {
  return Object.fromEntries(Object.entries(known).filter(([id]) => id !== action));
}
