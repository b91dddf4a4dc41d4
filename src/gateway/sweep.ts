// What is owed (a revocation, a settlement, the close of an expired task) follows from the state alone, so
// a crash forgets nothing: it is derived again and carried out by this same code until the ledger says it
// is done.

import { obligationsOf, type Obligation } from '../kernel/obligation.ts';
import type { TaskState } from '../kernel/state.ts';
import type { RecordFact } from './facts.ts';
import { codeOf } from './facts.ts';
import type { Flights } from './flights.ts';
import type { Leases } from './leases.ts';
import type { Clock, Ids, Log, Upstream, Vault } from './ports.ts';
import type { Queue } from './queue.ts';
import type { World } from './world.ts';

const TICK_MS = 1_000;
const LONGEST_BACKOFF_MS = 60_000;

export interface Sweeper {
  /** Carries out what a task owes now; resolves when each was tried once. */
  task(id: string): Promise<void>;
  all(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

export interface SweeperDeps {
  readonly world: World;
  readonly queue: Queue;
  readonly record: RecordFact;
  readonly leases: Leases;
  readonly flights: Flights;
  readonly upstream: Upstream;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly owner: string;
}

export function createSweeper(deps: SweeperDeps): Sweeper {
  const busy = new Map<string, Promise<void>>();
  const notBefore = new Map<string, number>();
  let timer: ReturnType<typeof setInterval> | null = null;

  const once = (key: string, work: () => Promise<void>): Promise<void> => {
    const running = busy.get(key);
    if (running !== undefined) return running;
    const started = work()
      .catch((error: unknown) =>
        deps.log.warn({ owed: key, code: codeOf(error) }, 'an obligation is tried again'),
      )
      .finally(() => busy.delete(key));
    busy.set(key, started);
    return started;
  };

  const task = async (id: string): Promise<void> => {
    const state = deps.world.state(id);
    if (state.task === null) return;
    const now = deps.clock.now();
    const owed = obligationsOf(state, now, deps.owner).filter(
      (one) => (notBefore.get(keyOf(one)) ?? 0) <= now,
    );
    await Promise.all(owed.map((one) => once(keyOf(one), () => carryOut(deps, notBefore, state.task!, one))));
    await retire(deps, id);
  };

  const all = async (): Promise<void> => {
    await Promise.all(deps.world.live().map((one) => task(one.id)));
  };

  return {
    task,
    all,
    start() {
      timer = setInterval(() => void all(), TICK_MS);
      timer.unref();
    },
    async stop() {
      if (timer !== null) clearInterval(timer);
      await Promise.all(busy.values());
    },
  };
}

function keyOf(obligation: Obligation): string {
  switch (obligation.kind) {
    case 'revoke-lease':
      return obligation.lease;
    case 'settle-unknown':
      return obligation.action;
    case 'close-expired':
      return obligation.task;
  }
}

async function carryOut(
  deps: SweeperDeps,
  notBefore: Map<string, number>,
  task: TaskState,
  obligation: Obligation,
): Promise<void> {
  switch (obligation.kind) {
    case 'revoke-lease': {
      const lease = task.leases[obligation.lease]!;
      if (await deps.leases.revoke(lease, task.id)) {
        notBefore.delete(lease.id);
        return;
      }
      const backoffMs = Math.min(LONGEST_BACKOFF_MS, 1_000 * 2 ** lease.failedRevocations);
      notBefore.set(lease.id, deps.clock.now() + backoffMs);
      return;
    }
    case 'settle-unknown':
      await deps.record(task.id, {
        fact: 'call',
        action: obligation.action,
        outcome: 'unknown',
        result: null,
        durationMs: 0,
        bytes: 0,
        code: 'claim-lapsed',
      });
      return;
    case 'close-expired':
      await closeExpired(deps, task.id);
  }
}

async function closeExpired(deps: SweeperDeps, task: string): Promise<void> {
  const actor = { kind: 'system' as const, id: 'holdpoint' };
  const request = { kind: 'close-task' as const, id: `req_${deps.ids.mint()}`, actor, task };
  await deps.queue.submit({ request, task, payloads: [], keys: [] });
}

/** A finished task that owes nothing leaves memory, and its servers end. */
async function retire(deps: SweeperDeps, id: string): Promise<void> {
  const state = deps.world.state(id);
  const { task } = state;
  if (task === null || task.status === 'open') return;
  if (Object.values(task.actions).some((action) => action.status === 'running')) return;
  if (obligationsOf(state, deps.clock.now(), deps.owner).length > 0) return;
  await deps.upstream.release(id);
  deps.world.evict(id);
}
