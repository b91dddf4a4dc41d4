// What could be reached from one place, as catalog, workflows and policy are now. Nothing is asked of
// anybody.

import { entryOf } from '../kernel/lookup.ts';
import { findTool } from '../kernel/outcome.ts';
import type { State } from '../kernel/state.ts';
import { createJudge } from '../workflow/blast-judge.ts';
import { buildBlastRadius } from '../workflow/blast-radius.ts';
import type { BlastStart } from '../workflow/blast-radius.ts';
import type { BlastRadius } from '../workflow/blast-node.ts';
import type { Core } from './core.ts';
import { Engines } from './replay/engines.ts';

/** Null: there is nothing of that kind and name; a lease is there as long as it is not revoked. */
export function blastRadius(core: Core, kind: BlastStart['kind'], name: string): BlastRadius | null {
  const { org, connectors } = core.world.state(null);
  const start = findStart(core, { org, connectors }, kind, name);
  if (start === null) return null;
  const policies = new Engines(core).load(org.policy, connectors)?.policies ?? null;
  const judge = createJudge(policies, { connectors });
  return buildBlastRadius({ org, connectors, judge, at: core.clock.now() }, start);
}

function findStart(
  core: Core,
  state: Pick<State, 'org' | 'connectors'>,
  kind: BlastStart['kind'],
  name: string,
): BlastStart | null {
  switch (kind) {
    case 'agent':
      return entryOf(state.org.agents, name) === null ? null : { kind, name };
    case 'workflow':
      return entryOf(state.org.workflows, name) === null ? null : { kind, name };
    case 'tool':
      return findTool(state, name) === null ? null : { kind, name };
    case 'lease':
      return findLease(core, name);
  }
}

function findLease({ world }: Core, name: string): BlastStart | null {
  const task = world.live().find(({ leases }) => entryOf(leases, name) !== null);
  const lease = task === undefined ? null : entryOf(task.leases, name);
  if (task === undefined || lease === null || lease.status === 'revoked') return null;
  const { agent, workflow, scope } = task;
  const { connector } = lease;
  return { kind: 'lease', name, connector, agent, workflow: workflow.id, allowances: scope.allowances };
}
