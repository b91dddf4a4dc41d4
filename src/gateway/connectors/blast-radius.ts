// What could be reached from one place, as catalog, workflows and policy are now. Nothing is asked of
// anybody, and nobody is kept waiting by it: policy is asked in short stretches.

import { entryOf } from '../../kernel/lookup.ts';
import { findTool } from '../../kernel/action/outcome.ts';
import type { State } from '../../kernel/state.ts';
import { createJudge, type PolicyView } from '../../workflow/blast-judge.ts';
import { blastQuestions } from '../../workflow/blast-questions.ts';
import type { BlastStart } from '../../workflow/blast-radius.ts';
import type { BlastRadius } from '../../workflow/blast-node.ts';
import type { Core } from '../core.ts';
import { policiesBehind } from '../policies/policies-behind.ts';
import { createPace } from '../replay/pace.ts';

/** Null: there is nothing of that kind and name; a lease is there as long as it is not revoked. */
export async function blastRadius(
  core: Core,
  kind: BlastStart['kind'],
  name: string,
): Promise<BlastRadius | null> {
  const { org, connectors, policy } = core.world.state(null);
  const start = findStart(core, { org, connectors }, kind, name);
  if (start === null) return null;
  const { asked, build } = blastQuestions({ org, connectors, at: core.clock.now() }, start);
  const judge = createJudge(policiesBehind(policy), { connectors });
  const pace = createPace(core.stopping);
  const answers = new Map<string, PolicyView>();
  for (const [key, question] of asked) {
    await pace();
    answers.set(key, judge(question));
  }
  return build(answers);
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
