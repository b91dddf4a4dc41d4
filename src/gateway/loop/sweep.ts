// What is owed (a revocation, a settlement, the close of an expired task) follows from the state alone, so
// a crash forgets nothing: it is derived again and carried out by this same code until the ledger says it
// is done.

import { obligationsOf, type Obligation } from '../../kernel/obligation.ts';
import type { CloseTask, TendHold } from '../../kernel/request.ts';
import type { TaskState } from '../../kernel/state.ts';
import type { RecordFact } from './facts.ts';
import { codeOf } from '../fault.ts';
import type { Flights } from '../action/flights.ts';
import type { Leases } from '../action/leases.ts';
import type { Clock, Ids, LedgerStore, Log, Upstream } from '../ports.ts';
import type { Queue } from './queue.ts';
import type { Replica } from './replica.ts';
import type { World } from './world.ts';
import type { Vault } from '../ports/vault.ts';

const TICK_MS = 1_000;
const LONGEST_BACKOFF_MS = 60_000;
const LONG_HELD_MS = 60_000;

export interface Sweeper {
  /** Carries out what a task owes now; resolves when each was tried once. */
  task(id: string): Promise<void>;
  all(): Promise<void>;
  /** Says who goes on with a held call whose process is gone; until then nobody does. */
  resumeBy(resume: Resume): void;
  start(): void;
  stop(): Promise<void>;
}

/** Rejects where it could not: it is owed still. */
export type Resume = (task: string, hold: string) => Promise<void>;

export interface SweeperDeps {
  readonly store: LedgerStore;
  readonly world: World;
  readonly load: (task: string) => Promise<void>;
  readonly queue: Queue;
  readonly record: RecordFact;
  readonly leases: Leases;
  readonly flights: Flights;
  readonly upstream: Upstream;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly replica: Replica;
}

export function createSweeper(deps: SweeperDeps): Sweeper {
  return new ObligationSweeper(deps);
}

class ObligationSweeper implements Sweeper {
  readonly #deps: SweeperDeps;
  readonly #busy = new Map<string, Promise<void>>();
  readonly #notBefore = new Map<string, number>();
  /** What others have claimed, and since when as far as is known. */
  readonly #heldByOthers = new Map<string, number>();
  #timer: ReturnType<typeof setInterval> | null = null;
  #isLooking = false;
  #resume: Resume = () => Promise.resolve();

  constructor(deps: SweeperDeps) {
    this.#deps = deps;
  }

  /** Never rejects: what could not be done is still owed, and is tried again. */
  async task(id: string): Promise<void> {
    const { replica, world, log } = this.#deps;
    try {
      await replica.lookAfter(world.durable(id).task);
      await Promise.all(owedBy(this.#deps, id).map((one) => this.#once(one)));
      await retire(this.#deps, id);
    } catch (error) {
      log.warn({ task: id, code: codeOf(error) }, 'what a task owes is looked after later');
    }
  }

  async all(): Promise<void> {
    const { world, load } = this.#deps;
    // A task that has ended comes back for what was ordered about its words.
    const ordered = world.erasing().filter((id) => world.task(id) === null);
    for (const id of ordered) await load(id).catch(() => undefined);
    await Promise.all(world.live().map((one) => this.task(one.id)));
  }

  resumeBy(resume: Resume): void {
    this.#resume = resume;
  }

  start(): void {
    // One round at a time: a slow database is not asked the same again.
    this.#timer = setInterval(() => {
      if (this.#isLooking) return;
      this.#isLooking = true;
      void this.all().finally(() => {
        this.#isLooking = false;
      });
    }, TICK_MS);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await Promise.all(this.#busy.values());
  }

  #once(owed: Obligation): Promise<void> {
    const key = keyOf(owed);
    const running = this.#busy.get(key);
    if (running !== undefined) return running;
    const started = this.#carryOutAlone(key, owed)
      .catch((error: unknown) =>
        this.#deps.log.warn({ owed: key, code: codeOf(error) }, 'an obligation is tried again'),
      )
      .finally(() => this.#busy.delete(key));
    this.#busy.set(key, started);
    return started;
  }

  /** One replica at a time; whoever comes second looks first whether it is owed still. */
  async #carryOutAlone(key: string, owed: Obligation): Promise<void> {
    const { clock, replica, store, queue, world } = this.#deps;
    if ((this.#notBefore.get(key) ?? 0) > clock.now()) return;
    const isMine = await replica.alone(key, async () => {
      if (store.peers !== null) await queue.between(() => Promise.resolve());
      const still = owedBy(this.#deps, owed.task).some((one) => one.kind === owed.kind && keyOf(one) === key);
      const { task } = world.durable(owed.task);
      if (!still || task === null) return;
      if (owed.kind === 'resume-call') await this.#resume(task.id, owed.hold);
      else await carryOut(this.#deps, this.#notBefore, task, owed);
    });
    if (isMine) this.#heldByOthers.delete(key);
    else this.#warnOf(key);
  }

  /** Another replica is quick, or it is not one that lives. */
  #warnOf(key: string): void {
    const now = this.#deps.clock.now();
    const since = this.#heldByOthers.get(key) ?? now;
    this.#heldByOthers.set(key, now - since < LONG_HELD_MS ? since : now);
    if (now - since < LONG_HELD_MS) return;
    this.#deps.log.error(
      { owed: key },
      'something owed is claimed by another process for long, and not done',
    );
  }
}

function owedBy(deps: SweeperDeps, id: string): Obligation[] {
  const state = deps.world.durable(id);
  if (state.task === null) return [];
  const isInFlight = (action: string): boolean => deps.flights.get(action) !== null;
  return obligationsOf(state, deps.clock.now(), deps.replica.hands(isInFlight));
}

function keyOf(obligation: Obligation): string {
  switch (obligation.kind) {
    case 'revoke-lease':
      return obligation.lease;
    case 'settle-unknown':
    case 'settle-not-started':
      return obligation.action;
    case 'tend-hold':
      return `${obligation.hold} ${obligation.due}`;
    case 'resume-call':
      return `${obligation.hold} call`;
    case 'close-expired':
    case 'erase-payloads':
      return obligation.task;
  }
}

async function carryOut(
  deps: SweeperDeps,
  notBefore: Map<string, number>,
  task: TaskState,
  obligation: Exclude<Obligation, { kind: 'resume-call' }>,
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
      await settleLapsed(deps, task.id, obligation.action, 'unknown');
      return;
    case 'settle-not-started':
      await settleLapsed(deps, task.id, obligation.action, 'not-started');
      return;
    case 'tend-hold': {
      const { hold, due } = obligation;
      await askForItself(deps, { kind: 'tend-hold', task: task.id, hold, due });
      return;
    }
    case 'close-expired':
      await askForItself(deps, { kind: 'close-task', task: task.id });
      return;
    case 'erase-payloads':
      await erasePayloads(deps, task.id);
  }
}

async function settleLapsed(
  deps: SweeperDeps,
  task: string,
  action: string,
  outcome: 'unknown' | 'not-started',
): Promise<void> {
  await deps.record(task, { fact: 'lapsed', action, outcome });
}

/** Said only once nothing of the task can be read any more, here or after any crash. */
async function erasePayloads({ store, vault, record }: SweeperDeps, task: string): Promise<void> {
  const scope = `task/${task}`;
  await store.erase(scope);
  vault.forget(scope);
  await record(task, { fact: 'erased' });
}

type OwnRequest = Pick<CloseTask, 'kind' | 'task'> | Pick<TendHold, 'kind' | 'task' | 'hold' | 'due'>;

async function askForItself({ ids, queue }: SweeperDeps, asked: OwnRequest): Promise<void> {
  const actor = { kind: 'system', id: 'holdpoint' } as const;
  const request = { ...asked, id: `req_${ids.mint()}`, actor };
  await queue.submit({ request, task: asked.task, payloads: [], keys: [] });
}

/** A finished task that owes nothing leaves memory, and its servers end. */
async function retire(deps: SweeperDeps, id: string): Promise<void> {
  const { task } = deps.world.durable(id);
  if (task === null || task.status === 'open') return;
  if (Object.values(task.actions).some((action) => action.status === 'running')) return;
  if (owedBy(deps, id).length > 0) return;
  // What another replica holds is still to be settled or revoked by it.
  if (Object.values(task.leases).some((lease) => lease.status !== 'revoked')) return;
  await deps.upstream.release(id);
  // Whatever is about to be decided needs it: evicted and loaded by turns, it might never be.
  if (!deps.queue.concerns(id)) deps.world.evict(id);
}
