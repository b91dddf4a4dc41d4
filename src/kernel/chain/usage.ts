// What a task has used: reserved when a call is permitted, settled when it ends, given back where it surely
// never ran. What policy's history counts (`byTool` and what follows it) is never given back: a presumption
// that nothing ran may be wrong.

import { addAmounts } from '../action/argument-role.ts';
import type { EventOf } from '../event.ts';
import { addToCycle, NO_CYCLE } from './cycle.ts';
import type { Cycle } from './cycle.ts';
import type { Amounts } from './limits.ts';
import { entryOf } from '../lookup.ts';
import { altersThings, isChanging } from '../effect.ts';
import type { ActionState, Did, Inherited, TaskState, ToolProfile } from '../state.ts';
import type { ResultUsage, ToolUsage, Usage } from './used.ts';
import { isBeyond } from '../flow/trust.ts';
import type { ReadBackTold } from '../action/verification.ts';

type Counts = { readonly [key: string]: number };
type Permitted = EventOf<'action-permitted'>['body'];

/** How many of the newest calls of a tool have their times remembered. */
export const MAX_TIMES = 256;

/** How many destinations a task remembers: one beyond these stays new. */
export const MAX_DESTINATIONS = 1_024;

/** How many objects a chain remembers that it set up or changed: with so many, it counts for all. */
export const MAX_SET_UP = 256;

/** The same of what approvals are kept apart from. */
export const MAX_CHANGED = 1_024;

/** No commitment: whatever a call names beyond what is told apart, which may be anything. */
export const OTHERS = 'others';

/** Of a tool that was not called yet. */
export const NOT_CALLED: ToolUsage = { calls: 0, approved: 0, succeeded: 0, times: [] };

export const NOTHING_USED: Usage = {
  calls: 0,
  denials: 0,
  holds: 0,
  askedByPeople: 0,
  reservedMs: 0,
  spentMs: 0,
  byAllowance: {},
  preapprovedByAllowance: {},
  byEffect: {},
  byTool: {},
  crossings: 0,
  handed: { byEffect: {}, crossings: 0 },
  spent: 0,
  destinations: [],
  fired: 0,
  setUp: [],
  changed: [],
  records: { reserved: 0, spent: 0 },
  bytes: { reserved: 0, spent: 0 },
  everything: { calls: 0, sends: 0, money: 0 },
  denialsInRow: 0,
  cycle: NO_CYCLE,
  contradicted: 0,
};

/** Of a task that nothing set off. */
export const NOTHING_INHERITED: Inherited = {
  calls: 0,
  byEffect: {},
  crossings: 0,
  spent: 0,
  destinations: 0,
  fired: 0,
  setUp: [],
  changed: [],
  records: 0,
  bytes: 0,
  contradicted: 0,
};

/** Both together; amounts that cannot be added up any more count as the most there is. */
export function addDid(one: Did, other: Did): Did {
  return joinDid(one, other, { count: (a, b) => a + b, amount: addAmounts });
}

/** The greater of both, each by each. */
export function mostOf(one: Did, other: Did): Did {
  return joinDid(one, other, { count: Math.max, amount: Math.max });
}

/** How much more of each it is; less, where something was given back. */
export function changeOf(before: Usage, after: Usage): Did {
  const less = (one: number, other: number): number => one - other;
  return joinDid(didOf(after), didOf(before), { count: less, amount: less });
}

type Joint = (one: number, other: number) => number;

function joinDid(
  one: Did,
  other: Did,
  { count, amount }: { readonly count: Joint; readonly amount: Joint },
): Did {
  const byEffect = { ...one.byEffect };
  for (const [effect, times] of Object.entries(other.byEffect)) {
    byEffect[effect] = count(entryOf(byEffect, effect) ?? 0, times);
  }
  return {
    calls: count(one.calls, other.calls),
    byEffect,
    crossings: count(one.crossings, other.crossings),
    spent: amount(one.spent, other.spent),
    destinations: count(one.destinations, other.destinations),
    fired: count(one.fired, other.fired),
    records: count(one.records, other.records),
    bytes: count(one.bytes, other.bytes),
    contradicted: count(one.contradicted, other.contradicted),
  };
}

/** What a task did by itself, as far as no other task counts it. */
export function didOf(usage: Usage): Did {
  const { calls, spent, fired, contradicted } = usage;
  const { byEffect, crossings } = usage.handed;
  const destinations = usage.destinations.length;
  const brought = { records: takenOf(usage.records), bytes: takenOf(usage.bytes) };
  return { calls, byEffect, crossings, spent, destinations, fired, ...brought, contradicted };
}

export function addSetUp(known: readonly string[], more: readonly string[]): readonly string[] {
  return remember(known, more, MAX_SET_UP);
}

export function addChanged(known: readonly string[], more: readonly string[]): readonly string[] {
  return remember(known, more, MAX_CHANGED);
}

/** Records before approvals were kept apart by object do not say what a call named. */
function changedBy({ connector, effects, changed = [] }: Permitted): readonly string[] {
  return altersThings(effects) ? [placeOf(connector), ...changed] : [];
}

/** Where something was changed. */
export function placeOf(connector: string): string {
  return `connector/${connector}`;
}

/** What may still come counts as if it had: nobody tells those below what it came to. */
function takenOf({ reserved, spent }: ResultUsage): number {
  return reserved + spent;
}

/** What the task did, with what those above it did: both count where policy looks at the chain. */
export function usageOfChain({ usage, inherited }: Pick<TaskState, 'usage' | 'inherited'>): Usage {
  const { byEffect, crossings } = usage;
  const both = addDid({ ...didOf(usage), byEffect, crossings }, inherited);
  const { destinations: _, records: _records, bytes: _bytes, ...counted } = both;
  return {
    ...usage,
    ...counted,
    setUp: addSetUp(usage.setUp, inherited.setUp),
    changed: addChanged(usage.changed, inherited.changed),
  };
}

/**
 * Whether an action concerns a party that its chain itself set up or changed.
 *
 * @param parties who acts or receives; undefined: that is not known, so it may
 */
export function concernsOwn(
  { setUp }: Pick<Usage, 'setUp'>,
  parties: readonly string[] | undefined,
): boolean {
  if (parties === undefined) return setUp.length > 0;
  // Past what is remembered, or told apart, anything may be among it.
  const isAny = setUp.length >= MAX_SET_UP || setUp.includes(OTHERS);
  const isIn = (one: string): boolean => setUp.includes(one) || (one === OTHERS && setUp.length > 0);
  return parties.length > 0 && (isAny || parties.some(isIn));
}

/** How many calls were permitted since then (Unix milliseconds), of those whose times are remembered. */
export function callsSince({ byTool }: Usage, since: number): number {
  return Object.values(byTool).reduce((sum, { times }) => {
    const first = times.findIndex((at) => at >= since);
    return first === -1 ? sum : sum + times.length - first;
  }, 0);
}

/** Adds the call once (`by` 1) or takes it back (`by` -1). */
function countCall(
  usage: Usage,
  call: Pick<ActionState, 'allowance' | 'preapproved' | keyof Counted>,
  by: 1 | -1,
): Usage {
  const { allowance, preapproved } = call;
  const { comesTo, outside } = countedIn(call);
  const index = String(allowance);
  const { handed } = usage;
  return {
    ...usage,
    calls: usage.calls + by,
    byAllowance: add(usage.byAllowance, [index], by),
    preapprovedByAllowance: add(usage.preapprovedByAllowance, preapproved ? [index] : [], by),
    byEffect: add(usage.byEffect, [...new Set(comesTo)], by),
    handed: { ...handed, byEffect: add(handed.byEffect, [...new Set(outside)], by) },
  };
}

type Counted = Pick<Permitted, 'effects' | 'comesTo' | 'outside'>;

/** The effects of one that sets nothing off, or was recorded before that counted, are its own. */
function countedIn({ effects, comesTo, outside }: Counted) {
  return { comesTo: comesTo?.effects ?? effects, outside: outside?.effects ?? effects };
}

function countCrossing(usage: Usage, { egress, comesTo, outside }: Permitted) {
  const crosses = (one: ToolProfile['egress']): number => (isBeyond(one) ? 1 : 0);
  const handed = usage.handed.crossings + crosses(outside?.egress ?? egress);
  return { all: usage.crossings + crosses(comesTo?.egress ?? egress), handed };
}

/** @param at when it was permitted, Unix milliseconds */
export function reserveCall(usage: Usage, permitted: Permitted, at: number): Usage {
  const counted = countCall(usage, permitted, 1);
  const crossings = countCrossing(usage, permitted);
  return {
    ...counted,
    reservedMs: usage.reservedMs + permitted.reservedMs,
    byTool: countTool(usage.byTool, permitted, at),
    crossings: crossings.all,
    handed: { ...counted.handed, crossings: crossings.handed },
    spent: addAmounts(usage.spent, permitted.amount),
    destinations: remember(usage.destinations, permitted.destinations, MAX_DESTINATIONS),
    fired: usage.fired + (permitted.fired ?? 0),
    setUp: addSetUp(usage.setUp, permitted.setUp ?? []),
    changed: addChanged(usage.changed, changedBy(permitted)),
    records: reserve(usage.records, permitted.reservedRecords),
    bytes: reserve(usage.bytes, permitted.reservedBytes),
    everything: countEver(usage.everything, permitted),
    denialsInRow: 0,
    cycle: goOn(usage.cycle, permitted),
  };
}

function countEver({ calls, sends, money }: Amounts, permitted: Permitted): Amounts {
  const sent = countedIn(permitted).outside.includes('send') ? 1 : 0;
  return { calls: calls + 1, sends: sends + sent, money: addAmounts(money, permitted.amount) };
}

/** What people approve each time is no loop; a mere read in between ends none. */
function goOn(cycle: Cycle, { digest, effects, hold }: Permitted): Cycle {
  if (!isChanging(effects)) return cycle;
  return hold === null ? addToCycle(cycle, digest) : NO_CYCLE;
}

function reserve(usage: ResultUsage, most: number | undefined): ResultUsage {
  return most === undefined ? usage : { ...usage, reserved: usage.reserved + most };
}

/** Where nobody knows what a call brought, it brought all that it might. */
function settleResult(
  usage: ResultUsage,
  most: number,
  { outcome }: EventOf<'action-settled'>['body'],
  brought: number,
): ResultUsage {
  // Nothing limits it here; below it may be limited.
  if (most === 0) return { ...usage, spent: usage.spent + brought };
  const spent = outcome === 'unknown' ? most : Math.min(brought, most);
  return { reserved: usage.reserved - most, spent: usage.spent + spent };
}

/** Time is spent even where the call did not start: only that bounds how often starting fails. */
export function settleCall(
  usage: Usage,
  action: ActionState,
  settled: EventOf<'action-settled'>['body'],
): Usage {
  const counted = settled.outcome === 'not-started' ? countCall(usage, action, -1) : usage;
  return {
    ...counted,
    reservedMs: usage.reservedMs - action.reservedMs,
    spentMs: usage.spentMs + settled.durationMs,
    records: settleResult(usage.records, action.reservedRecords, settled, settled.records ?? 0),
    bytes: settleResult(usage.bytes, action.reservedBytes, settled, settled.bytes),
    byTool: isDone(settled) ? countSuccess(usage.byTool, action, 1) : usage.byTool,
  };
}

/** What its own result contradicts is not known to be done. */
function isDone({ outcome, verified }: EventOf<'action-settled'>['body']): boolean {
  return outcome === 'succeeded' && verified?.verdict !== 'contradicted';
}

/** However late it is told. */
export function countContradicted(usage: Usage, { verified }: EventOf<'action-settled'>['body']): Usage {
  return verified?.verdict === 'contradicted' ? { ...usage, contradicted: usage.contradicted + 1 } : usage;
}

/** What only an answer names was set up, and is changed, all the same. */
export function countMade<Of extends Pick<Usage, 'setUp' | 'changed'>>(
  usage: Of,
  { made = [] }: Pick<EventOf<'action-settled'>['body'], 'made'>,
): Of {
  const { setUp, changed } = usage;
  return made.length === 0
    ? usage
    : { ...usage, setUp: addSetUp(setUp, made), changed: addChanged(changed, made) };
}

/** What was found not to be done does not count as done. */
export function countReadBack(usage: Usage, { connector, tool, verified }: ReadBackTold): Usage {
  if (verified.verdict !== 'contradicted') return usage;
  const byTool = countSuccess(usage.byTool, { connector, tool }, -1);
  return { ...usage, contradicted: usage.contradicted + 1, byTool };
}

function countTool(
  byTool: Usage['byTool'],
  { connector, tool, hold }: Permitted,
  at: number,
): Usage['byTool'] {
  const name = `${connector}/${tool}`;
  const { calls, approved, succeeded, times } = entryOf(byTool, name) ?? NOT_CALLED;
  const counted = {
    calls: calls + 1,
    approved: approved + (hold === null ? 0 : 1),
    succeeded,
    times: times.slice(1 - MAX_TIMES).concat(at),
  };
  return { ...byTool, [name]: counted };
}

function countSuccess(
  byTool: Usage['byTool'],
  { connector, tool }: Pick<ActionState, 'connector' | 'tool'>,
  by: 1 | -1,
): Usage['byTool'] {
  const name = `${connector}/${tool}`;
  const used = entryOf(byTool, name) ?? NOT_CALLED;
  return { ...byTool, [name]: { ...used, succeeded: Math.max(0, used.succeeded + by) } };
}

function remember(known: readonly string[], named: readonly string[], most: number): readonly string[] {
  const added = named.filter((one) => !known.includes(one));
  return added.length === 0 ? known : [...new Set([...known, ...added])].slice(0, most);
}

function add(counts: Counts, keys: readonly string[], by: number): Counts {
  if (keys.length === 0) return counts;
  const added: { [key: string]: number } = { ...counts };
  for (const key of keys) added[key] = (entryOf(counts, key) ?? 0) + by;
  return added;
}
