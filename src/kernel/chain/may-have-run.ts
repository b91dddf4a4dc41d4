// What may have been done is not done again unasked: until it is known how a call ended that does more than
// read, its whole tree remembers which call it was. A lost answer must not become a second payment.

import type { SameCall } from '../action/same-call.ts';
import type { Event, EventOf } from '../event.ts';
import { entryOf } from '../lookup.ts';
import type { State, TaskState } from '../state.ts';
import type { Unended } from './unended.ts';

type Known = State['mayHaveRun'];

/** Of one tool: what runs is bounded by its tasks' limits, and what ended by this. */
const MAX_UNENDED = 256;
const DAY_MS = 24 * 3_600_000;

/** Code of an outcome that nobody told. */
const PRESUMED = 'claim-lapsed';

interface Asked extends Pick<SameCall, 'call'> {
  readonly connector: string;
  readonly tool: string;
}

/** Calls of the task and its tree that may have done the very same, oldest first. */
export function unendedLike(
  { mayHaveRun }: Pick<State, 'mayHaveRun'>,
  task: Pick<TaskState, 'id' | 'cause' | 'inherited'>,
  { connector, tool, call }: Asked,
): readonly Unended[] {
  const all = entryOf(mayHaveRun, `${connector}/${tool}`);
  if (all === null) return NONE;
  const chain = chainOf(task);
  return all.filter((one) => isSame(one, call ?? null) && isIn(one, chain));
}

const NONE: readonly Unended[] = [];

/** The task and those above it, as far as they are kept apart. */
function chainOf({ id, cause, inherited }: Pick<TaskState, 'id' | 'cause' | 'inherited'>): readonly string[] {
  const above = [cause?.task, ...(inherited.shares ?? []).map(({ task }) => task)];
  return [...new Set([id, ...above.flatMap((one) => one ?? [])])];
}

function isSame(one: Unended, call: string | null): boolean {
  return one.call === null || call === null || one.call === call;
}

function isIn({ tasks }: Unended, chain: readonly string[]): boolean {
  return tasks === null || tasks.some((task) => chain.includes(task));
}

/** @param task that the event is of; null: it is of none */
export function evolveMayHaveRun(known: Known, event: Event, task: TaskState | null): Known {
  switch (event.type) {
    case 'action-permitted':
      return task === null || event.stream !== `task/${task.id}` ? known : begin(known, event, task);
    case 'action-settled':
      return settle(known, event.body);
    case 'task-closed':
    case 'task-quarantined':
      return leave(known, event.body.task, event.time);
    default:
      return known;
  }
}

/** A mere read may be made as often as anybody likes. */
function begin(known: Known, { id, time, body }: EventOf<'action-permitted'>, task: TaskState): Known {
  if (body.effects.every((effect) => effect === 'read')) return known;
  const { action, connector, tool, call = null } = body;
  const tasks = chainOf(task);
  const one: Unended = { action, call, tasks, at: time, isOver: false, record: id };
  const name = `${connector}/${tool}`;
  const still = (entryOf(known, name) ?? NONE).filter((other) => isRemembered(other, time));
  return { ...known, [name]: bound([...still, one]) };
}

/** What stands for several tasks is remembered as long as what their ends leave behind. */
function isRemembered({ isOver, tasks, at, leftAt = tasks === null ? at : undefined }: Unended, now: number) {
  return !isOver || leftAt === undefined || now - leftAt <= DAY_MS;
}

/**
 * Beyond it what ended tasks left goes first: only what they set off could still ask for it. Then two of one
 * task stand as one that may be any call, else two of any tasks.
 */
function bound(all: readonly Unended[]): readonly Unended[] {
  const over = all.filter(({ isOver }) => isOver);
  if (over.length <= MAX_UNENDED) return all;
  const left = over.find(({ leftAt }) => leftAt !== undefined);
  if (left !== undefined) return bound(all.filter((one) => one !== left));
  const ownerOf = ({ tasks }: Unended): string | undefined => tasks?.[0];
  const again = over.findIndex((one, place) =>
    over.slice(place + 1).some((other) => ownerOf(other) === ownerOf(one)),
  );
  const first = over[Math.max(again, 0)]!;
  const rest = over.slice(over.indexOf(first) + 1);
  const second = again === -1 ? rest[0]! : rest.find((one) => ownerOf(one) === ownerOf(first))!;
  const both: Unended = { ...second, action: null, call: null, tasks: again === -1 ? null : second.tasks };
  return bound(all.flatMap((one) => (one === first ? [] : [one === second ? both : one])));
}

/** A known end settles it, and one that did what was asked all that was asked alike before. */
function settle(known: Known, { action, outcome, code }: EventOf<'action-settled'>['body']): Known {
  const isOf = (one: Unended): boolean => one.action === action;
  const name = Object.keys(known).find((tool) => known[tool]!.some(isOf));
  if (name === undefined) return known;
  const all = known[name]!;
  const place = all.findIndex(isOf);
  const ended = all[place]!;
  // What says that nothing ran and saw nothing may be wrong.
  if (outcome === 'unknown' || (outcome === 'not-started' && code === PRESUMED)) {
    return { ...known, [name]: all.with(place, { ...ended, isOver: true }) };
  }
  const isAlike = (one: Unended): boolean =>
    one.isOver && one.call !== null && one.call === ended.call && isIn(one, ended.tasks!);
  const isDone = outcome === 'succeeded';
  const rest = all.filter((one, at) => at !== place && !(isDone && at < place && isAlike(one)));
  if (rest.length > 0) return { ...known, [name]: rest };
  return Object.fromEntries(Object.entries(known).filter(([tool]) => tool !== name));
}

function leave(known: Known, task: string, at: number): Known {
  const isIts = ({ tasks, leftAt }: Unended): boolean => tasks?.[0] === task && leftAt === undefined;
  if (!Object.values(known).some((all) => all.some(isIts))) return known;
  const after = Object.entries(known).map(([tool, all]) => [
    tool,
    all.map((one) => (isIts(one) ? { ...one, leftAt: at } : one)),
  ]);
  return Object.fromEntries(after) as Known;
}
