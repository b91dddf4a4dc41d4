// A task as people see it while it lives: its bounds, what it used of them, what waits and what it holds.

import type { Core } from '../../gateway/core.ts';
import { stepOf } from '../../gateway/hold/next-step.ts';
import type { Lease, TaskState } from '../../kernel/state.ts';
import type { LeaseView } from './contract.ts';
import { notFound } from './failure.ts';

/** Throws `not-found`. */
export async function describeTask(core: Core, id: string) {
  const summary = await core.models.task(id);
  if (summary === null) throw notFound(`task: ${id}`);
  await core.load(id);
  const task = core.world.task(id);
  if (task === null) throw notFound(`task: ${id}`);
  const { agent, requester, expiresAt, cause, depth, scope, usage, inherited } = task;
  const about = { task: id, agent, requester, workflow: task.workflow.id };
  const holds = Object.values(task.holds).map((hold) => ({ ...hold, ...about }));
  const step = stepOf(task);
  const used = { usage, inherited };
  return { summary, expiresAt, cause, depth, scope, step, ...used, holds, leases: leasesOf(core, task) };
}

/** Leases of every task that may still owe something. */
export function liveLeases(core: Core): LeaseView[] {
  return core.world.live().flatMap((task) => leasesOf(core, task));
}

function leasesOf(core: Core, task: TaskState): LeaseView[] {
  const { advisory } = core.options;
  const describe = ({ id, connector, issuer, action, status, expiresAt, failedRevocations }: Lease) => ({
    id,
    connector,
    issuer,
    action,
    status,
    expiresAt,
    failedRevocations,
    advisory,
    task: task.id,
    agent: task.agent,
    standing: issuer === 'static',
  });
  return Object.values(task.leases).map(describe);
}
