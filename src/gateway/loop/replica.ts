// Several processes may serve one ledger. Each says that it lives; what a silent one held is taken over, and
// a process that could not say so for too long stops what it runs before others believe it gone.

import type { Hands } from '../../kernel/obligation.ts';
import type { State } from '../../kernel/state.ts';
import { codeOf } from '../fault.ts';
import { BEAT_MS, LAPSE_MS, StoreFault, type MachineClock, type Log, type Peers } from '../ports.ts';

export interface Replica {
  /**
   * Names this process in claims and leases. A process that fell silent for too long comes back under a new
   * name.
   */
  owner(): string;
  /** Why nothing may be started under the name: the others have not heard of it yet. Null: they have. */
  unknown(): StoreFault | null;
  /** What this process knows of the others, for `obligationsOf`. */
  hands(isInFlight: (action: string) => boolean): Hands;
  /** Finds out which of the owners of a task's running actions, live leases and held calls are gone. */
  lookAfter(task: State['task']): Promise<void>;
  /** Runs the work where no other living process does it at the moment; false where one does. */
  alone(name: string, work: () => Promise<void>): Promise<boolean>;
  stop(): Promise<void>;
}

export interface ReplicaOptions {
  readonly peers: Peers | null;
  /** Gives a new name. */
  readonly name: () => string;
  readonly clock: SharedClock;
  readonly log: Log;
  /** Too long silent: nothing that runs here may go on. */
  readonly fence: () => void;
  /** Another process may have recorded something. */
  readonly news: () => void;
}

/** Silent for so long, a process stops its own work: early enough before others take it over. */
const FENCE_MS = LAPSE_MS - 2 * BEAT_MS;
/** Time for one that was counted as gone, and lives, to learn it from its own beat and stop. */
const GRACE_MS = 2 * BEAT_MS;

/** Says that this process lives, and goes on saying it. Rejects with a `StoreFault`. */
export async function joinReplicas(options: ReplicaOptions): Promise<Replica> {
  const { peers, name } = options;
  return peers === null ? alone(name()) : ReplicaOfMany.join(peers, options);
}

function alone(owner: string): Replica {
  return {
    owner: () => owner,
    unknown: () => null,
    hands: (isInFlight) => ({ owner, isGone: (other) => other !== owner, isInFlight }),
    lookAfter: () => Promise.resolve(),
    async alone(_, work) {
      await work();
      return true;
    },
    stop: () => Promise.resolve(),
  };
}

class ReplicaOfMany implements Replica {
  readonly #peers: Peers;
  readonly #options: ReplicaOptions;
  /** Who is gone, and since when that is known here, milliseconds of this process. */
  readonly #gone = new Map<string, number>();
  #owner: string;
  readonly #asked = new Map<string, Promise<void>>();
  #lastBeat: { readonly local: number; readonly running: number };
  /** Whether the others know this process under its name. */
  #isKnown = false;
  #timer: ReturnType<typeof setInterval> | null = null;

  private constructor(peers: Peers, options: ReplicaOptions) {
    this.#peers = peers;
    this.#options = options;
    this.#owner = options.name();
    this.#lastBeat = beatNow(options.clock);
  }

  static async join(peers: Peers, options: ReplicaOptions): Promise<Replica> {
    const replica = new ReplicaOfMany(peers, options);
    await replica.#say();
    replica.#timer = setInterval(() => void replica.#beat(), BEAT_MS);
    replica.#timer.unref();
    peers.listen(options.news);
    return replica;
  }

  owner(): string {
    return this.#owner;
  }

  unknown(): StoreFault | null {
    // A machine that slept runs this before the timer that would have noticed.
    if (this.#isSilent()) this.#fence();
    if (this.#isKnown) return null;
    return new StoreFault('store-unavailable', 'this process was out of touch and is about to come back');
  }

  hands(isInFlight: (action: string) => boolean): Hands {
    const owner = this.#owner;
    const now = this.#options.clock.local();
    const isGone = (other: string): boolean =>
      other !== owner && now - (this.#gone.get(other) ?? now) >= GRACE_MS;
    return { owner, isGone, isInFlight };
  }

  async lookAfter(task: State['task']): Promise<void> {
    if (task === null) return;
    const running = Object.values(task.actions).filter(({ status }) => status === 'running');
    const leases = Object.values(task.leases).filter(({ status }) => status !== 'revoked');
    const pending = Object.values(task.holds).filter(({ status }) => status === 'pending');
    const deferred = pending.flatMap(({ deferredTo }) => deferredTo ?? []);
    const owners = new Set([...[...running, ...leases].map(({ owner }) => owner), ...deferred]);
    await Promise.all(Array.from(owners, (owner) => this.#lookFor(owner)));
  }

  /** Each is asked about once in a beat, however many tasks wait for the answer. */
  #lookFor(owner: string): Promise<void> {
    if (owner === this.#owner || this.#gone.has(owner)) return Promise.resolve();
    const asked = this.#asked.get(owner) ?? this.#ask(owner);
    this.#asked.set(owner, asked);
    return asked;
  }

  async #ask(owner: string): Promise<void> {
    try {
      if (await this.#peers.isAlive(owner)) return;
      // Whoever counts it as gone says so: should it live all the same, it learns it at its next beat.
      await this.#peers.leave(owner);
      this.#gone.set(owner, this.#options.clock.local());
      this.#options.log.info({ gone: owner }, 'a replica is gone: what it held is taken over');
    } catch (error) {
      this.#asked.delete(owner);
      throw error;
    }
  }

  async alone(name: string, work: () => Promise<void>): Promise<boolean> {
    const owner = this.#owner;
    if (!this.#isKnown || !(await this.#peers.claim(name, owner))) return false;
    try {
      await work();
    } finally {
      await this.#peers.release(name, owner);
    }
    return true;
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#peers.leave(this.#owner);
  }

  /** By either clock: the machine's may be set, and the other one may stop while the machine sleeps. */
  #isSilent(): boolean {
    const { local, running } = beatNow(this.#options.clock);
    const silentMs = local - this.#lastBeat.local;
    return silentMs < 0 || Math.max(silentMs, running - this.#lastBeat.running) > FENCE_MS;
  }

  async #beat(): Promise<void> {
    if (this.#isSilent()) this.#fence();
    this.#asked.clear();
    try {
      if (this.#isKnown && !(await this.#peers.isAlive(this.#owner))) this.#fence();
      await this.#say();
      this.#options.news();
    } catch (error) {
      this.#options.log.warn({ code: codeOf(error) }, 'this process cannot say that it lives');
    }
  }

  async #say(): Promise<void> {
    const { clock } = this.#options;
    const owner = this.#owner;
    const sent = beatNow(clock);
    const databaseTime = await this.#peers.beat(owner);
    const answeredAt = clock.local();
    if (owner !== this.#owner) return;
    // From when it was sent: what the others know is never newer.
    this.#lastBeat = sent;
    this.#isKnown = true;
    clock.set(databaseTime + (answeredAt - sent.local) / 2 - answeredAt);
  }

  /** Others may have taken over what this process held: it comes back as another one. */
  #fence(): void {
    this.#options.log.error({}, 'too long without the ledger: what runs here is aborted');
    this.#gone.set(this.#owner, this.#options.clock.local());
    this.#owner = this.#options.name();
    this.#isKnown = false;
    this.#lastBeat = beatNow(this.#options.clock);
    this.#options.fence();
  }
}

function beatNow(clock: SharedClock): { readonly local: number; readonly running: number } {
  return { local: clock.local(), running: clock.running() };
}

/** The database's clock as far as this machine can tell: all replicas mean the same by a time. */
export interface SharedClock extends MachineClock {
  /** This machine's own. */
  readonly local: () => number;
  /** @param offsetMs what to add to this machine's clock */
  set(offsetMs: number): void;
}

export function shareClock(clock: MachineClock): SharedClock {
  let offsetMs = 0;
  return {
    local: clock.now,
    running: () => clock.running(),
    now: () => Math.round(clock.now() + offsetMs),
    set(offset) {
      offsetMs = offset;
    },
  };
}
