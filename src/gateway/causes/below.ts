// The tasks that a task set off, through whichever between them, as they stand now: what a person who looks
// at all of them, or stops them, has before them.

import type { Event } from '../../kernel/event.ts';
import type { TaskState } from '../../kernel/state.ts';
import { taskStream } from '../../ledger/stream.ts';
import type { Core } from '../core.ts';
import type { TaskSummary } from '../models/task.ts';
import { readStream } from '../views.ts';
import { listDownstream } from './downstream.ts';

export interface TaskBelow {
  readonly id: string;
  /** The task that set it off; null: one of several. */
  readonly above: string | null;
  readonly workflow: string;
  readonly agent: string;
  readonly status: TaskSummary['status'];
  readonly calls: number;
  /** How many calls its own limit leaves it; null: it is over. */
  readonly mostCalls: number | null;
  /** Calls that run. */
  readonly running: number;
  /** Holds that wait for people. */
  readonly waiting: number;
  /** Credentials that are not revoked. */
  readonly leases: number;
}

/** Null: there is no such task. In the order in which they were opened. Throws `StoreFault`. */
export async function listBelow(core: Core, task: string): Promise<readonly TaskBelow[] | null> {
  if ((await core.models.task(task)) === null) return null;
  await core.catchUp();
  const records = await readStream(core, taskStream(task));
  const downstream = await listDownstream(core.store, task, records);
  const events = downstream as unknown as readonly Event[];
  const opened = events.filter((event) => event.type === 'task-opened');
  const summaries = await core.models.tasksNamed(opened.map(({ body }) => body.task));
  return opened.flatMap(({ body: { task: id, cause } }) => {
    const summary = summaries.get(id);
    if (summary === undefined) return [];
    return [{ ...describe(summary, core.world.task(id)), above: cause?.task ?? null }];
  });
}

/** @param live null: it owes nothing any more */
function describe(summary: TaskSummary, live: TaskState | null): Omit<TaskBelow, 'above'> {
  const { id, workflow, agent, status, permitted } = summary;
  const about = { id, workflow, agent, status };
  if (live === null) return { ...about, calls: permitted, mostCalls: null, ...standingOf(null) };
  const { usage, scope } = live;
  return { ...about, calls: usage.calls, mostCalls: scope.limits.calls, ...standingOf(live) };
}

/** What a quarantine of it would end. */
function standingOf(task: TaskState | null): Pick<TaskBelow, 'running' | 'waiting' | 'leases'> {
  const { actions = {}, holds = {}, leases = {} } = task ?? {};
  return {
    running: Object.values(actions).filter(({ status }) => status === 'running').length,
    waiting: Object.values(holds).filter(({ status }) => status === 'pending').length,
    leases: Object.values(leases).filter(({ status }) => status !== 'revoked').length,
  };
}
