// A containment is over when every call it covers has ended, in whichever replica it ran: in each it was
// aborted when the record arrived there, and whose process is gone is settled by another.

import type { TaskState } from '../kernel/state.ts';
import type { Core } from './core.ts';
import { covers, type ContainTarget } from './flights.ts';

/** How long to wait for a record of another replica before looking again, milliseconds. */
const LONGEST_WAIT_MS = 1_000;

/** Resolves with the number of calls that ran, once each of them has a recorded outcome. */
export async function quiesce(core: Core, target: ContainTarget): Promise<number> {
  const running = core.world.live().flatMap((task) => runningActions(task, target));
  await core.flights.contain(target);
  const { stopping } = core;
  for (const { task, action } of running) {
    const runs = (): boolean =>
      core.world.durable(task).task?.actions[action]?.status === 'running' && !stopping.aborted;
    // Between looking and waiting nothing may happen, or the record that ends the wait is missed.
    for (await core.sweeper.task(task); runs(); await core.sweeper.task(task)) {
      await core.waiters.wait(action, LONGEST_WAIT_MS, stopping);
    }
  }
  return running.length;
}

function runningActions(task: TaskState, target: ContainTarget): { task: string; action: string }[] {
  const { id, agent } = task;
  return Object.values(task.actions)
    .filter(({ status, connector }) => status === 'running' && covers(target, { task: id, agent, connector }))
    .map(({ id: action }) => ({ task: id, action }));
}
