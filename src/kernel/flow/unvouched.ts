// What a task wrote that nobody vouched for, nobody vouches for in another task: objects and values stand as
// commitments, and what is not told apart any more counts for all.

import { recordOf } from '../answer.ts';
import { OTHERS } from '../chain/usage.ts';
import type { AskedAction } from '../action/action.ts';
import type { Event } from '../event.ts';
import { entryOf } from '../lookup.ts';
import type { Request } from '../request.ts';
import type { ActionState, State, Tool } from '../state.ts';
import type { Shelves, TouchesUnvouched, Unvouched, WritesUnvouched } from './writing.ts';

/** Names of a connector stand on so many shelves, and on each so many one by one. */
const SHELVES = 64;
const MAX_NAMES = 512;
/** Under this name stands who wrote what else belongs there; on the shelf of that name, what may be any. */
const REST = '';
/** Of two tasks, one at least is not the reader. */
const MAX_WRITERS = 2;
/** Of those who wrote a result, so many are named. */
const MAX_TOLD = 4;

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
  const isAny = names.includes(OTHERS) || writersOf(known, OTHERS).some(isOther);
  const met = isAny ? [] : names.filter((name) => writersOf(known, name).some(isOther));
  const writers = isAny ? everybody(known) : met.flatMap((name) => writersOf(known, name));
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

interface Written {
  readonly connector: string;
  readonly names: readonly string[];
  /** Id of the record by which they are. */
  readonly cause: string;
  /** Number of the record among those of the request. */
  readonly place: number;
}

/** The record that a task wrote so; none where that is known. */
export function recordUnvouched(
  { unvouched }: Pick<State, 'unvouched'>,
  request: Request,
  task: string,
  { connector, names, cause, place }: Written,
): readonly Event[] {
  const shelves = shelvesOf(entryOf(unvouched, connector) ?? {});
  const [first, ...more] = names.filter((name) => isNews(shelves.at(name), task));
  if (first === undefined) return NONE;
  const body = { connector, task, objects: [first, ...more] };
  const stream = `object/${connector}/${first}`;
  return [recordOf(request, { stream, type: 'object-unvouched', causes: [cause], body }, place)];
}

/** The same for what a call's answer says that it wrote; where it does not say, for the values. */
export function recordMadeUnvouched(
  state: Pick<State, 'unvouched'>,
  request: Request,
  task: string,
  { connector, writesUnvouched, unvouchedValues = [] }: Made,
  { names, isTold, cause, place }: Omit<Written, 'connector'> & { readonly isTold: boolean },
): readonly Event[] {
  if (writesUnvouched !== true) return NONE;
  const all = isTold ? names : [...names, ...unvouchedValues];
  return recordUnvouched(state, request, task, { connector, names: all, cause, place });
}

type Made = Pick<ActionState, 'connector'> & WritesUnvouched;

const NONE: readonly Event[] = [];

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
function writersOf(known: Shelves, name: string): readonly string[] {
  const shelf = entryOf(known, name === OTHERS ? REST : shelfOf(name)) ?? {};
  return [...(entryOf(shelf, name) ?? []), ...(entryOf(shelf, REST) ?? [])];
}

export function evolveUnvouched(unvouched: State['unvouched'], event: Event): State['unvouched'] {
  if (event.type !== 'object-unvouched') return unvouched;
  const { connector, objects, task } = event.body;
  const shelves = shelvesOf(entryOf(unvouched, connector) ?? {});
  for (const object of objects) shelves.add(object, task);
  return { ...unvouched, [connector]: shelves.all() };
}
