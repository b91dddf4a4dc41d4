// What a task has used: reserved when a call is permitted, settled when it ends, given back where it surely
// never ran. What policy's history counts (`byTool` and what follows it) is never given back: a presumption
// that nothing ran may be wrong.

import { addAmounts } from './argument-role.ts';
import type { EventOf } from './event.ts';
import { entryOf } from './lookup.ts';
import type { ActionState, ToolUsage, Usage } from './state.ts';
import { isBeyond } from './trust.ts';

type Counts = { readonly [key: string]: number };
type Permitted = EventOf<'action-permitted'>['body'];

/** How many of the newest calls of a tool have their times remembered. */
export const MAX_TIMES = 256;

/** How many destinations a task remembers: one beyond these stays new. */
export const MAX_DESTINATIONS = 1_024;

/** Of a tool that was not called yet. */
export const NOT_CALLED: ToolUsage = { calls: 0, approved: 0, succeeded: 0, times: [] };

export const NOTHING_USED: Usage = {
  calls: 0,
  denials: 0,
  holds: 0,
  reservedMs: 0,
  spentMs: 0,
  byAllowance: {},
  preapprovedByAllowance: {},
  byEffect: {},
  byTool: {},
  crossings: 0,
  spent: 0,
  destinations: [],
};

/** Adds the call once (`by` 1) or takes it back (`by` -1). */
function countCall(
  usage: Usage,
  { allowance, preapproved, effects }: Pick<ActionState, 'allowance' | 'preapproved' | 'effects'>,
  by: 1 | -1,
): Usage {
  const index = String(allowance);
  return {
    ...usage,
    calls: usage.calls + by,
    byAllowance: add(usage.byAllowance, [index], by),
    preapprovedByAllowance: add(usage.preapprovedByAllowance, preapproved ? [index] : [], by),
    byEffect: add(usage.byEffect, [...new Set(effects)], by),
  };
}

/** @param at when it was permitted, Unix milliseconds */
export function reserveCall(usage: Usage, permitted: Permitted, at: number): Usage {
  return {
    ...countCall(usage, permitted, 1),
    reservedMs: usage.reservedMs + permitted.reservedMs,
    byTool: countTool(usage.byTool, permitted, at),
    crossings: usage.crossings + (isBeyond(permitted.egress) ? 1 : 0),
    spent: addAmounts(usage.spent, permitted.amount),
    destinations: remember(usage.destinations, permitted.destinations),
  };
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
    byTool: settled.outcome === 'succeeded' ? countSuccess(usage.byTool, action) : usage.byTool,
  };
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

function countSuccess(byTool: Usage['byTool'], { connector, tool }: ActionState): Usage['byTool'] {
  const name = `${connector}/${tool}`;
  const used = byTool[name]!;
  return { ...byTool, [name]: { ...used, succeeded: used.succeeded + 1 } };
}

function remember(known: readonly string[], addressed: readonly string[]): readonly string[] {
  const added = addressed.filter((one) => !known.includes(one));
  return added.length === 0 ? known : [...new Set([...known, ...added])].slice(0, MAX_DESTINATIONS);
}

function add(counts: Counts, keys: readonly string[], by: number): Counts {
  if (keys.length === 0) return counts;
  const added: { [key: string]: number } = { ...counts };
  for (const key of keys) added[key] = (entryOf(counts, key) ?? 0) + by;
  return added;
}
