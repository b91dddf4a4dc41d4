// A containment is over when every call it covers has ended, in whichever replica it ran, and the revocation
// of every lease it covers was tried: each call was aborted when the record arrived there, and whose process
// is gone is settled by another. Neither waits for the other.

import type { TaskState } from '../../kernel/state.ts';
import type { Core } from '../core.ts';
import type { Covers } from '../action/flights.ts';

/** How long to wait for a record of another replica before looking again, milliseconds. */
const LONGEST_WAIT_MS = 1_000;

/** What one part of a containment came to. */
export interface ContainmentStep {
  readonly step: 'calls-ended' | 'leases-revoked';
  /** Milliseconds from the request until it was done, or tried. */
  readonly atMs: number;
  readonly count: number;
  /** Of these, what is owed still, and is tried again until it is confirmed. */
  readonly left: number;
}

/** What a containment covers at a moment. */
export interface Covered {
  /** Calls that run. */
  readonly calls: readonly InTask[];
  /** Leases that live. */
  readonly leases: readonly InTask[];
}

interface InTask {
  readonly task: string;
  readonly id: string;
}

export function coveredNow({ world }: Core, covers: Covers): Covered {
  const tasks = world.live();
  return {
    calls: tasks.flatMap((task) => idsOf(task, covers, task.actions, ({ status }) => status === 'running')),
    leases: tasks.flatMap((task) => idsOf(task, covers, task.leases, ({ status }) => status !== 'revoked')),
  };
}

function idsOf<One extends { readonly id: string; readonly connector: string }>(
  { id: task, agent }: TaskState,
  covers: Covers,
  all: { readonly [id: string]: One },
  counts: (one: One) => boolean,
): InTask[] {
  return Object.values(all)
    .filter((one) => counts(one) && covers({ task, agent, connector: one.connector }))
    .map(({ id }) => ({ task, id }));
}

/** All of several, each once: what was looked at more than once may have been running each time. */
export function uniteCovered(all: readonly Covered[]): Covered {
  return {
    calls: unite(all.flatMap(({ calls }) => calls)),
    leases: unite(all.flatMap(({ leases }) => leases)),
  };
}

function unite(all: readonly InTask[]): readonly InTask[] {
  return [...new Map(all.map((each) => [each.id, each])).values()];
}

/**
 * Resolves with the steps in the order in which they are listed.
 *
 * @param asked what it covered when it was asked for: what ran then may have ended with the record
 * @param askedAt when that was, by the core's clock
 */
export async function quiesce(
  core: Core,
  covers: Covers,
  asked: Covered,
  askedAt: number,
): Promise<readonly ContainmentStep[]> {
  const { calls, leases } = uniteCovered([asked, coveredNow(core, covers)]);
  const timed = async (step: ContainmentStep['step'], work: Promise<Counts>): Promise<ContainmentStep> => {
    const counts = await work;
    return { step, atMs: core.clock.now() - askedAt, ...counts };
  };
  return Promise.all([
    timed('calls-ended', endCalls(core, covers, calls)),
    timed('leases-revoked', revokeLeases(core, leases)),
  ]);
}

type Counts = Pick<ContainmentStep, 'count' | 'left'>;

async function endCalls(core: Core, covers: Covers, calls: readonly InTask[]): Promise<Counts> {
  await core.flights.ended(covers);
  const { stopping } = core;
  const runs = ({ task, id }: InTask): boolean =>
    core.world.durable(task).task?.actions[id]?.status === 'running';
  const end = async (one: InTask): Promise<void> => {
    // Between looking and waiting nothing may happen, or the record that ends the wait is missed.
    for (await core.sweeper.task(one.task); runs(one); await core.sweeper.task(one.task)) {
      if (stopping.aborted) break;
      await core.waiters.wait(one.id, LONGEST_WAIT_MS, stopping);
    }
  };
  await Promise.all(calls.map(end));
  return { count: calls.length, left: calls.filter(runs).length };
}

async function revokeLeases(core: Core, leases: readonly InTask[]): Promise<Counts> {
  await Promise.all([...new Set(leases.map(({ task }) => task))].map((task) => core.sweeper.task(task)));
  const left = leases.filter(({ task, id }) => {
    const lease = core.world.durable(task).task?.leases[id];
    return lease !== undefined && lease.status !== 'revoked';
  });
  return { count: leases.length, left: left.length };
}
