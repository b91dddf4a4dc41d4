// What a task has done so far, as policy sees it. A count never falls short: what was permitted counts, and
// past what is remembered all of it counts.

import { addAmounts } from '../action/argument-role.ts';
import type { Json, JsonObject } from '../json.ts';
import { entryOf } from '../lookup.ts';
import type { ToolUsage, Usage } from './used.ts';
import { concernsOwn, MAX_TIMES, NOT_CALLED } from './usage.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

interface Concerned {
  readonly parties: readonly string[] | undefined;
  readonly approvesOwn: boolean;
  readonly above: number;
  readonly mayHaveRun: boolean;
}

/**
 * The context's `chain`.
 *
 * @param tool `connector/tool` of the action that is asked for
 * @param at when it is asked for, Unix milliseconds
 * @param amount its own amount, in ten-thousandths
 * @param parties who acts or receives by its arguments; undefined: not known
 * @param approvesOwn it approves what the chain changed, or may have
 * @param above how many destinations the tasks above addressed
 * @param mayHaveRun the very same may have been done before
 */
export function describeChain(
  usage: Usage,
  tool: string,
  at: number,
  amount: number,
  { parties, approvesOwn, above, mayHaveRun }: Concerned,
): JsonObject {
  const { calls, denials, holds, crossings, contradicted, byEffect } = usage;
  const { approvals, spent, tools, succeeded } = totalsOf(usage);
  return {
    calls,
    denials,
    holds,
    reads: byEffect['read'] ?? 0,
    writes: byEffect['write'] ?? 0,
    deletes: byEffect['delete'] ?? 0,
    sends: byEffect['send'] ?? 0,
    spends: byEffect['spend'] ?? 0,
    executes: byEffect['execute'] ?? 0,
    approvals,
    crossings,
    contradicted,
    destinations: usage.destinations.length + above,
    fanOut: usage.fired,
    lastMinute: Object.values(usage.byTool).reduce((sum, one) => sum + windowsOf(one, at).lastMinute, 0),
    mayHaveRun,
    ownSetUp: approvesOwn || concernsOwn(usage, parties),
    spent,
    spentAfter: amount === 0 ? spent : decimalOf(addAmounts(usage.spent, amount)),
    tools,
    succeeded,
    thisTool: describeTool(entryOf(usage.byTool, tool) ?? NOT_CALLED, at),
  };
}

interface Totals {
  readonly approvals: number;
  readonly spent: Json;
  readonly tools: readonly string[];
  readonly succeeded: readonly string[];
}

const known = new WeakMap<Usage, Totals>();

/** What is the same for whatever is asked next. */
function totalsOf(usage: Usage): Totals {
  const before = known.get(usage);
  if (before !== undefined) return before;
  const tools = Object.keys(usage.byTool);
  const used = Object.values(usage.byTool);
  const totals = {
    approvals: used.reduce((sum, { approved }) => sum + approved, 0),
    spent: decimalOf(usage.spent),
    tools,
    succeeded: tools.filter((_, place) => used[place]!.succeeded > 0),
  };
  known.set(usage, totals);
  return totals;
}

function describeTool(tool: ToolUsage, at: number): JsonObject {
  const { calls, approved } = tool;
  return { calls, approved, ...windowsOf(tool, at) };
}

/** How many of its calls were permitted within each window. */
function windowsOf({ calls, times }: ToolUsage, at: number) {
  // From the newest back, each window going on where the shorter one ended.
  let first = times.length;
  const within = (windowMs: number): number => {
    while (first > 0 && times[first - 1]! >= at - windowMs) first -= 1;
    return first === 0 && times.length === MAX_TIMES ? calls : times.length - first;
  };
  const [lastMinute, lastHour, lastDay] = [within(MINUTE_MS), within(HOUR_MS), within(DAY_MS)];
  return { lastMinute, lastHour, lastDay };
}

/** Names of the tools whose calls people approved. */
export function approvedTools({ byTool }: Usage): readonly string[] {
  return Object.keys(byTool).filter((name) => byTool[name]!.approved > 0);
}

/** Ten-thousandths as Cedar's JSON writes a decimal. */
export function decimalOf(tenThousandths: number): Json {
  const digits = String(tenThousandths).padStart(5, '0');
  return { __extn: { fn: 'decimal', arg: `${digits.slice(0, -4)}.${digits.slice(-4)}` } };
}
