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

/** Names of a connector that are remembered one by one. */
const MAX_NAMES = 4_096;
/** Under this name stands who wrote what is not. */
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
  const writersOf = (name: string): readonly string[] =>
    (entryOf(known, name) ?? []).filter((task) => task !== reader);
  const isAny = names.includes(OTHERS) || writersOf(REST).length > 0;
  const met = (isAny ? Object.keys(known) : names).filter((name) => writersOf(name).length > 0);
  if (met.length === 0) return null;
  const tasks = [...new Set(met.flatMap(writersOf))].slice(0, MAX_TOLD);
  return { objects: isAny ? [OTHERS] : met, tasks };
}

/** Whether any other task wrote so at the connector. */
export function hasUnvouched(state: Pick<State, 'unvouched'>, connector: string, reader: string): boolean {
  return unvouchedAmong(state, connector, [OTHERS], reader) !== null;
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
  const [first, ...more] = names.filter((name) => isNews(entryOf(known, nameOf(known, name)) ?? [], task));
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

/** Under which it stands, or would. */
function nameOf(known: Known, name: string): string {
  if (name === OTHERS) return REST;
  return entryOf(known, name) !== null || Object.keys(known).length < MAX_NAMES ? name : REST;
}

export function evolveUnvouched(unvouched: State['unvouched'], event: Event): State['unvouched'] {
  if (event.type !== 'object-unvouched') return unvouched;
  const { connector, objects, task } = event.body;
  const known: { [name: string]: readonly string[] } = { ...entryOf(unvouched, connector) };
  for (const object of objects) {
    const name = nameOf(known, object);
    const writers = entryOf(known, name) ?? [];
    if (isNews(writers, task)) known[name] = [...writers, task];
  }
  return { ...unvouched, [connector]: known };
}
