// What a task wrote that nobody vouched for, nobody vouches for in another task: objects and values stand as
// commitments, and what is not told apart any more counts for all.

import { recordOf } from '../answer.ts';
import { OTHERS } from '../chain/usage.ts';
import type { AskedAction } from '../action/action.ts';
import type { Event } from '../event.ts';
import { entryOf } from '../lookup.ts';
import type { Request } from '../request.ts';
import type { ActionState, State, Tool } from '../state.ts';
import type { TouchesUnvouched, Unvouched } from './writing.ts';

/** Names of a connector stand on so many shelves, and on each so many one by one. */
const SHELVES = 64;
const MAX_NAMES = 512;
/** Under this name stands who wrote what else belongs there, and on the shelf of that name what may be any. */
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

function everybody(known: Known): readonly string[] {
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
  const known = entryOf(unvouched, connector) ?? {};
  const [first, ...more] = names.filter((name) => isNews(writersAt(known, placeOf(known, name)), task));
  if (first === undefined) return NONE;
  const body = { connector, task, objects: [first, ...more] };
  const stream = `object/${connector}/${first}`;
  return [recordOf(request, { stream, type: 'object-unvouched', causes: [cause], body }, place)];
}

/** The same for what a call's answer says that it wrote. */
export function recordMadeUnvouched(
  state: Pick<State, 'unvouched'>,
  request: Request,
  task: string,
  { connector, writesUnvouched }: Pick<ActionState, 'connector' | 'writesUnvouched'>,
  written: Omit<Written, 'connector'>,
): readonly Event[] {
  return writesUnvouched === true ? recordUnvouched(state, request, task, { connector, ...written }) : NONE;
}

const NONE: readonly Event[] = [];

type Known = State['unvouched'][string];

function isNews(writers: readonly string[], task: string): boolean {
  return writers.length < MAX_WRITERS && !writers.includes(task);
}

interface Place {
  readonly shelf: string;
  readonly name: string;
}

/** Where it stands, or would. */
function placeOf(known: Known, name: string): Place {
  if (name === OTHERS) return { shelf: REST, name: REST };
  const shelf = shelfOf(name);
  const there = entryOf(known, shelf) ?? {};
  const isApart = entryOf(there, name) !== null || Object.keys(there).length < MAX_NAMES;
  return { shelf, name: isApart ? name : REST };
}

function shelfOf(name: string): string {
  return String(
    Array.from(name).reduce((sum, sign) => (sum * 31 + sign.codePointAt(0)!) % 65_521, 7) % SHELVES,
  );
}

function writersAt(known: Known, { shelf, name }: Place): readonly string[] {
  return entryOf(entryOf(known, shelf) ?? {}, name) ?? [];
}

/** Who may have written what is called so. */
function writersOf(known: Known, name: string): readonly string[] {
  const place = placeOf(known, name);
  return [...writersAt(known, place), ...writersAt(known, { ...place, name: REST })];
}

export function evolveUnvouched(unvouched: State['unvouched'], event: Event): State['unvouched'] {
  if (event.type !== 'object-unvouched') return unvouched;
  const { connector, objects, task } = event.body;
  const known = objects.reduce<Known>(
    (before, object) => {
      const { shelf, name } = placeOf(before, object);
      const writers = writersAt(before, { shelf, name });
      if (!isNews(writers, task)) return before;
      return { ...before, [shelf]: { ...entryOf(before, shelf), [name]: [...writers, task] } };
    },
    entryOf(unvouched, connector) ?? {},
  );
  return { ...unvouched, [connector]: known };
}
