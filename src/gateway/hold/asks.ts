// What a hold still asks of people, and what it sets off: whoever looks at it sees that it is not complete,
// and where it leads.

import { findTool, triggersOf } from '../../kernel/action/outcome.ts';
import type { Hold } from '../../kernel/hold/held.ts';
import { missingApprovals } from '../../kernel/hold/quorum.ts';
import type { RoleQuorum } from '../../kernel/policy.ts';
import { isPending } from '../../kernel/rules/approval.ts';
import type { Json } from '../../kernel/json.ts';
import type { Trigger } from '../../kernel/state.ts';
import type { Core } from '../core.ts';

type Looking = Pick<Core, 'world' | 'clock'>;

/** What all that it asks still lacks, together; empty: nothing, or it waits no more. */
export function missingOf({ world, clock }: Looking, hold: Hold): readonly RoleQuorum[] {
  const now = clock.now();
  return isPending(hold, now) ? missingApprovals(world.state(null).org, hold.asks, hold, now) : [];
}

/** The policies whose asks nobody, or not enough, said yes to, each for itself. */
export function unmetOf({ world, clock }: Looking, hold: Hold): readonly string[] {
  const { org } = world.state(null);
  const now = clock.now();
  const unmet = hold.asks.filter((ask) => missingApprovals(org, [ask], hold, now).length > 0);
  return isPending(hold, now) ? unmet.map(({ policy }) => policy) : [];
}

/** What it may set off with these arguments, and what that starts (a tool, a workflow); '': nothing known. */
export function firesOf(
  { world }: Looking,
  { connector, tool }: Hold,
  argumentsText: string | null,
): readonly Pick<Trigger, 'name' | 'starts'>[] {
  const state = world.state(null);
  const found = findTool(state, `${connector}/${tool}`);
  if (found === null || argumentsText === null) return [];
  const fired = triggersOf(state, found, JSON.parse(argumentsText) as Json);
  return fired.map(({ name, starts }) => ({ name, starts }));
}
