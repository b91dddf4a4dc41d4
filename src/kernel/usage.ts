// What a task has used: reserved when a call is permitted, settled when it ends, given back where it surely
// never ran.

import type { EventOf } from './event.ts';
import { entryOf } from './lookup.ts';
import type { ActionState, Usage } from './state.ts';

type Counts = { readonly [key: string]: number };

export const NOTHING_USED: Usage = {
  calls: 0,
  denials: 0,
  holds: 0,
  reservedMs: 0,
  spentMs: 0,
  byAllowance: {},
  preapprovedByAllowance: {},
  byEffect: {},
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

export function reserveCall(usage: Usage, permitted: EventOf<'action-permitted'>['body']): Usage {
  const counted = countCall(usage, permitted, 1);
  return { ...counted, reservedMs: usage.reservedMs + permitted.reservedMs };
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
  };
}

function add(counts: Counts, keys: readonly string[], by: number): Counts {
  return { ...counts, ...Object.fromEntries(keys.map((key) => [key, (entryOf(counts, key) ?? 0) + by])) };
}
