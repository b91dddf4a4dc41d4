// By however many ways one task led to another, what it did counts once: so what is handed on says of each
// task above what it did by itself, as long as there is room.

import type { Did, Inherited, Share, TaskState } from '../state.ts';
import { addChanged, addDid, addSetUp, didOf, mostOf, NOTHING_INHERITED } from './usage.ts';
import type { Usage } from './used.ts';

/** Of how many tasks that is kept apart; what the oldest beyond did may count twice, and never less. */
export const MAX_SHARES = 32;

/** Whose it is; null: of several tasks, or of nobody knows which. */
interface Carried {
  readonly task: string | null;
  readonly usage: Inherited;
}

/** What a task did and took over, as what it sets off takes it over. */
export function handOn(
  { id, cause, inherited }: Pick<TaskState, 'id' | 'cause' | 'inherited'>,
  usage: Usage,
): Inherited {
  const own = ownOf(usage);
  if (cause === null) return own;
  return uniteInherited([
    { task: null, usage: inherited },
    { task: id, usage: own },
  ]);
}

/** What a task did by itself. */
export function ownOf(usage: Usage): Inherited {
  return { ...didOf(usage), setUp: usage.setUp, changed: usage.changed };
}

/** Those of one task come once. */
export function uniteInherited(all: readonly Carried[]): Inherited {
  const shares = boundShares(uniteShares(all.flatMap(sharesIn)));
  return {
    ...shares.reduce<Did>((sum, { did }) => addDid(sum, did), NOTHING_INHERITED),
    setUp: all.reduce((known, { usage }) => addSetUp(known, usage.setUp), NOTHING_INHERITED.setUp),
    changed: all.reduce((known, { usage }) => addChanged(known, usage.changed), NOTHING_INHERITED.changed),
    shares,
  };
}

/** What was written down before it was kept apart is one share. */
export function sharesIn({ task, usage }: Carried): readonly Share[] {
  const { shares, setUp: _, changed: _changed, ...did } = usage;
  return shares ?? [{ task, did }];
}

/** Whether what is carried may be of that task, too: what is not kept apart may be of any. */
export function mayGoBackTo(carried: Carried, id: string): boolean {
  return sharesIn(carried).some(({ task }) => task === null || task === id);
}

/** What a task did only grows, but for what is given back: the most that is said of it counts. */
function uniteShares(all: readonly Share[]): readonly Share[] {
  const byTask = new Map<string | null, Share>();
  for (const one of all) {
    const known = byTask.get(one.task);
    byTask.delete(one.task);
    byTask.set(one.task, known === undefined ? one : uniteTwo(known, one));
  }
  return [...byTask.values()];
}

function uniteTwo(one: Share, other: Share): Share {
  const { task } = one;
  return { task, did: task === null ? addDid(one.did, other.did) : mostOf(one.did, other.did) };
}

function boundShares(shares: readonly Share[]): readonly Share[] {
  const over = shares.length - MAX_SHARES;
  if (over <= 0) return shares;
  const named = shares.filter(({ task }) => task !== null);
  const apart = named.slice(1 - MAX_SHARES);
  const others = shares.filter((one) => !apart.includes(one));
  return [{ task: null, did: others.map(({ did }) => did).reduce(addDid) }, ...apart];
}
