// The limits of a task bound its whole tree: what any task below it does counts in them when it is permitted,
// whatever stands between. A task counts in each of those that it surely comes of, once.

import type { Event, EventOf } from '../event.ts';
import { entryOf } from '../lookup.ts';
import type { Bound, Did, Firing, State, TaskState, TreeNode } from '../state.ts';
import type { Limits, TreeLimits } from './limits.ts';
import { MAX_SHARES } from './share.ts';
import { evolveFirings, surelyOf } from './trigger.ts';
import type { Beginning } from './trigger.ts';
import { addDid, changeOf, didOf, mostOf, NOTHING_INHERITED } from './usage.ts';

type Chains = Pick<State, 'trees' | 'firings'>;

/** Those of its tree, and its own by what its calls may come to; the nearest first. */
export function boundsOf(
  { trees }: Pick<State, 'trees'>,
  { id, scope, usage, inherited }: TaskState,
): readonly Bound[] {
  const did = addDid({ ...didOf(usage), byEffect: usage.byEffect }, inherited);
  const own = { id, limits: treeLimits(scope.limits), did };
  const node = nodeOf(trees, id);
  return node === null ? [own] : [node, own, ...nodesAbove(trees, [node])];
}

/**
 * What one more task counts in that these calls may have set off: nothing where something it surely comes of
 * has not begun anything, for that it would was counted with its call.
 *
 * @param records of the calls
 */
export function countsBeginning(
  { trees, firings }: Chains,
  records: readonly string[],
  beginning: Beginning,
): readonly TreeNode[] {
  const causes = causesOf(firings, records, beginning);
  if (causes.some(({ begun }) => begun !== true)) return [];
  const first = nodesOf(trees, causes);
  return [...first, ...nodesAbove(trees, first)];
}

function causesOf(
  firings: State['firings'],
  records: readonly string[],
  beginning: Beginning,
): readonly Firing[] {
  const likely = firings.filter(({ record }) => records.includes(record));
  return surelyOf(likely, beginning);
}

function nodesOf(trees: State['trees'], firings: readonly Firing[]): readonly TreeNode[] {
  return trees.filter(({ id }) => firings.some(({ from }) => from.includes(id)));
}

/** Triggers and trees after an event, of which the one tells of the other. */
export function evolveTrees(before: State, event: Event, task: TaskState | null): Chains {
  const { trees } = before;
  const firings = evolveFirings(before.firings, event, task);
  const isOf = (one: TaskState | null): one is TaskState => event.stream === `task/${one?.id}`;
  switch (event.type) {
    case 'task-opened':
      return begin({ trees, firings }, event, task!);
    case 'action-permitted':
    case 'action-settled':
      if (!isOf(before.task) || !isOf(task)) return { trees, firings };
      return leave({ trees: count(trees, before.task, task, event), firings }, task, event.time);
    case 'trigger-fired':
      return prune(goBackTo({ trees, firings }, event), event.time);
    case 'task-closed':
    case 'task-quarantined':
      return isOf(task) ? leave({ trees, firings }, task, event.time) : { trees, firings };
    default:
      return { trees, firings };
  }
}

function begin(chains: Chains, { causes: records }: EventOf<'task-opened'>, task: TaskState): Chains {
  const { trees, firings } = chains;
  const beginning = { trigger: task.trigger, workflow: task.workflow.id };
  const causes = causesOf(firings, records, beginning);
  if (causes.length === 0) return chains;
  const first = causes.find(({ begun }) => begun !== true);
  const begun = firings.map((one) => (one === first ? { ...one, begun: true as const } : one));
  const above = nodesOf(trees, causes);
  // Of an older ledger nothing is known that could be bounded.
  if (above.length === 0) return { trees, firings: begun };
  const one = { ...NOTHING_INHERITED, fired: 1 };
  const counted = add(trees, countsBeginning(chains, records, beginning), one);
  const node = nodeFor(
    task,
    above.map(({ id }) => id),
  );
  return bound({ trees: [...counted, node], firings: begun }, (now) => nodesAbove(now, [node]));
}

function nodeFor({ id, scope, usage, inherited }: TaskState, above: readonly string[]): TreeNode {
  const did = addDid(didOf(usage), inherited);
  return { id, open: [id], above, limits: treeLimits(scope.limits), did };
}

/** A task is in none before a call of its own may have set something off, or it was set off itself. */
function count(trees: State['trees'], before: TaskState, after: TaskState, { type }: Event): State['trees'] {
  const node = nodeOf(trees, after.id);
  if (node !== null) return addChange(trees, node, changeOf(before.usage, after.usage));
  return type === 'action-permitted' && after.usage.fired > 0 ? [...trees, nodeFor(after, [])] : trees;
}

/** The task that made the call may have been united with another. */
function goBackTo({ trees, firings }: Chains, { body }: EventOf<'trigger-fired'>): Chains {
  const node = nodeOf(trees, body.task);
  const named = node === null ? firings : rename(firings, body.task, node.id);
  const most = named.find(({ from }) => from.length > MAX_SHARES);
  if (most === undefined) return { trees, firings: named };
  const isOf = ({ record }: Firing): boolean => record === most.record;
  return bound({ trees, firings: named }, (all, now) => {
    return all.filter(({ id }) => now.find(isOf)!.from.includes(id));
  });
}

/** An ended task counts in its node until its last call is settled: something of it may be given back. */
function leave(chains: Chains, { id, status, actions }: TaskState, at: number): Chains {
  const { trees, firings } = chains;
  const node = status === 'open' ? null : nodeOf(trees, id);
  if (node === null || Object.values(actions).some((action) => action.status === 'running')) return chains;
  const left = { ...node, open: node.open.filter((one) => one !== id) };
  return prune({ trees: trees.map((one) => (one === node ? left : one)), firings }, at);
}

/** Only what is above something that may go on, or may still begin, bounds anything. */
function prune({ trees, firings }: Chains, at: number): Chains {
  const live = new Set(firings.flatMap(({ from, until }) => (until >= at ? from : [])));
  const going = trees.filter(({ id, open }) => open.length > 0 || live.has(id));
  const kept = new Set([...going, ...nodesAbove(trees, going)]);
  return { trees: kept.size === trees.length ? trees : trees.filter((one) => kept.has(one)), firings };
}

/** Ended ones are united first, then the oldest. */
function bound(
  chains: Chains,
  among: (trees: State['trees'], firings: State['firings']) => readonly TreeNode[],
): Chains {
  const nodes = among(chains.trees, chains.firings);
  if (nodes.length <= MAX_SHARES) return chains;
  const [first, second] = nodes.toSorted((one, other) => one.open.length - other.open.length);
  return bound(unite(chains, first!, second!), among);
}

/** Both have what the one has left that has less, and what either does counts there from now on. */
function unite({ trees, firings }: Chains, first: TreeNode, second: TreeNode): Chains {
  const { id } = second;
  const united: TreeNode = {
    id,
    united: true,
    open: [...first.open, ...second.open],
    above: [...first.above, ...second.above],
    limits: tighter(leftOf(first), leftOf(second)),
    did: addDid(NOTHING_INHERITED, NOTHING_INHERITED),
  };
  const named = trees.flatMap((one) => (one === first ? [united] : one === second ? [] : [one]));
  const renamed = named.map((one) => ({ ...one, above: renameIn(one.above, first.id, id) }));
  return { trees: renamed, firings: rename(firings, first.id, id) };
}

function rename(firings: State['firings'], was: string, is: string): State['firings'] {
  if (was === is) return firings;
  return firings.map((one) => ({ ...one, from: renameIn(one.from, was, is) }));
}

function renameIn(ids: readonly string[], was: string, is: string): readonly string[] {
  return [...new Set(ids.map((id) => (id === was ? is : id)))];
}

/** The node in which an open task's calls count; null: it stands alone. */
function nodeOf(trees: State['trees'], task: string): TreeNode | null {
  return trees.find(({ open }) => open.includes(task)) ?? null;
}

/** In their order, each once, without these themselves. */
function nodesAbove(trees: State['trees'], nodes: readonly TreeNode[]): readonly TreeNode[] {
  const found = new Set(nodes.map(({ id }) => id));
  const byId = new Map(trees.map((one) => [one.id, one]));
  // A set goes on to what is added to it meanwhile.
  for (const id of found) for (const above of byId.get(id)?.above ?? []) found.add(above);
  for (const { id } of nodes) found.delete(id);
  return trees.filter(({ id }) => found.has(id));
}

function add(trees: State['trees'], nodes: readonly TreeNode[], more: Did): State['trees'] {
  if (nodes.length === 0) return trees;
  return trees.map((one) => (nodes.includes(one) ? { ...one, did: addDid(one.did, more) } : one));
}

/**
 * What is given back counts only where it surely was taken: neither where several tasks stand as one, for it
 * may have been counted in what only one of them had left, nor beyond.
 */
function addChange(trees: State['trees'], node: TreeNode, change: Did): State['trees'] {
  const apart = trees.filter(({ united }) => united !== true);
  const whole = [node, ...nodesAbove(apart, [node])].filter((one) => apart.includes(one));
  const others = [node, ...nodesAbove(trees, [node])].filter((one) => !whole.includes(one));
  return add(add(trees, others, mostOf(NOTHING_INHERITED, change)), whole, change);
}

function treeLimits({ calls, effects = {}, money, destinations, fanOut, ...of }: Limits): TreeLimits {
  const { records, bytes } = of;
  const results = { records: records?.task, bytes: bytes?.task };
  const parts = { calls, spent: money, destinations, fired: fanOut, ...results };
  const call = { records: records?.call, bytes: bytes?.call };
  return {
    parts: given(PARTS, (part) => parts[part]),
    byEffect: effects,
    call: given(OF_CALL, (part) => call[part]),
  };
}

const PARTS = ['calls', 'spent', 'destinations', 'fired', 'records', 'bytes'] as const;
const OF_CALL = ['records', 'bytes'] as const;

type Given<Part extends string> = { readonly [Each in Part]?: number };

/** Without what is not limited. */
function given<Part extends string>(
  parts: readonly Part[],
  of: (part: Part) => number | undefined,
): Given<Part> {
  return parts.reduce<Given<Part>>((all, part) => {
    const limit = of(part);
    return limit === undefined ? all : { ...all, [part]: limit };
  }, {});
}

function leftOf({ limits: { parts, byEffect, call }, did }: TreeNode): TreeLimits {
  const left = (limit: number, is: number): number => Math.max(0, limit - is);
  const effects = Object.entries(byEffect);
  return {
    parts: given(PARTS, (part) => (parts[part] === undefined ? undefined : left(parts[part], did[part]))),
    byEffect: Object.fromEntries(
      effects.map(([effect, limit]) => [effect, left(limit, entryOf(did.byEffect, effect) ?? 0)]),
    ),
    call,
  };
}

function tighter(one: TreeLimits, other: TreeLimits): TreeLimits {
  const least = (first: number | undefined, second: number | undefined): number | undefined =>
    first === undefined || second === undefined ? (first ?? second) : Math.min(first, second);
  const of = ({ byEffect }: TreeLimits, effect: string): number => entryOf(byEffect, effect) ?? Infinity;
  const effects = Object.keys({ ...one.byEffect, ...other.byEffect });
  return {
    parts: given(PARTS, (part) => least(one.parts[part], other.parts[part])),
    byEffect: Object.fromEntries(
      effects.map((effect) => [effect, Math.min(of(one, effect), of(other, effect))]),
    ),
    call: given(OF_CALL, (part) => least(one.call[part], other.call[part])),
  };
}
