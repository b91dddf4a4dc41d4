// One deciding queue: requests are decided in order, each on the state that the earlier ones left, and
// become durable together. Nothing is answered, and nothing is done, before its records are. What the store
// does not take never was; what it may have taken is found out before anything else is written.

import type { Request } from '../../kernel/request.ts';
import { codeOf } from '../fault.ts';
import { InDoubt, StaleTasks, type Lane } from './lane.ts';
import type { Meters } from './meters.ts';
import { pause } from './pause.ts';
import { StoreFault, type Log } from '../ports.ts';
import type { Recorded, Submission } from './submission.ts';

export class Overloaded extends Error {
  readonly code = 'overloaded';
  constructor(waiting: number) {
    super(`${waiting} requests are waiting to be decided`);
    this.name = 'Overloaded';
  }
}

interface Waiting extends Submission {
  readonly bytes: number;
  readonly resolve: (recorded: Recorded) => void;
  readonly reject: (error: unknown) => void;
}

interface Asking {
  readonly work: () => Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export interface Queue {
  /**
   * Resolves once the decision is durable. Rejects with `Overloaded` where the queue is full, or with the
   * `StoreFault` that kept it from being recorded: then nothing was decided. Rejected as `store-in-doubt` it
   * may have been recorded, and is not carried out.
   */
  submit(submission: Submission): Promise<Recorded>;
  /**
   * Takes in what other replicas recorded and then runs the work, while nothing is decided; beside other such
   * work. Rejects with a `StoreFault` or with what the work rejects with.
   */
  between(work: () => Promise<void>): Promise<void>;
  depth(): number;
  /** Whether something that was submitted and not answered yet is about the task: it is needed in memory. */
  concerns(task: string): boolean;
  /** Resolves when everything submitted so far is answered; later submissions are refused. */
  drain(): Promise<void>;
}

export interface QueueOptions {
  readonly lane: Lane;
  readonly log: Log;
  readonly meters: Meters;
  /** Requests that may wait. */
  readonly limit: number;
  /** Bytes of payloads that may wait. */
  readonly byteLimit: number;
  /** Brings tasks into memory that a batch misses; nothing is decided meanwhile. */
  readonly load: (tasks: readonly string[]) => Promise<void>;
  /** Null: others know this process under its name; else why nothing may be started under it. */
  readonly unknown: () => StoreFault | null;
  /** Called in order, synchronously, once durable and before any answer: claims are registered here. */
  readonly committed: (recorded: Recorded) => void;
  /** Called between batches, when memory holds exactly what is durable. */
  readonly rested: () => void;
  readonly stopping: AbortSignal;
}

const BATCH_REQUESTS = 512;
/** A batch that lost its tasks to others so often gives up. */
const MOST_TRIES = 5;
/** How long callers wait to learn what became of a commit that went unanswered. */
const DOUBT_MS = 10_000;

/** What already happened, and what people stop things with, is taken however many wait. */
const ALWAYS_TAKEN: readonly Request['kind'][] = ['settle', 'kill', 'quarantine', 'close-task', 'reject'];
/** What stops things does not stand in line behind what it would stop. */
const FIRST: readonly Request['kind'][] = ['kill', 'quarantine'];

export function createQueue(options: QueueOptions): Queue {
  return new DecidingQueue(options);
}

class DecidingQueue implements Queue {
  readonly #options: QueueOptions;
  readonly #waiting: Waiting[] = [];
  #waitingBytes = 0;
  readonly #behind: Asking[] = [];
  /** How many unanswered submissions there are about each task. */
  readonly #concerned = new Map<string, number>();
  #doubt: { readonly error: InDoubt; batch: readonly Waiting[] } | null = null;
  #running: Promise<void> | null = null;
  #closed = false;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  submit(submission: Submission): Promise<Recorded> {
    const { kind, actor } = submission.request;
    if (this.#closed) return Promise.reject(stopping());
    if (this.#isFull() && (actor.kind === 'agent' || !ALWAYS_TAKEN.includes(kind))) {
      this.#options.meters.refused();
      return Promise.reject(new Overloaded(this.#waiting.length));
    }
    const { task } = submission;
    this.#concern(task, 1);
    return new Promise<Recorded>((resolve, reject) => {
      const bytes = submission.payloads.reduce((sum, { ciphertext }) => sum + ciphertext.length, 0);
      const one = { ...submission, bytes, resolve, reject };
      this.#waitingBytes += bytes;
      if (FIRST.includes(kind)) this.#waiting.unshift(one);
      else this.#waiting.push(one);
      this.#start();
    }).finally(() => this.#concern(task, -1));
  }

  between(work: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#behind.push({ work, resolve, reject });
      this.#start();
    });
  }

  depth(): number {
    return this.#waiting.length;
  }

  concerns(task: string): boolean {
    return this.#concerned.has(task);
  }

  async drain(): Promise<void> {
    while (this.#running !== null) await this.#running;
    this.#closed = true;
  }

  #concern(task: string | null, by: 1 | -1): void {
    if (task === null) return;
    const count = (this.#concerned.get(task) ?? 0) + by;
    if (count === 0) this.#concerned.delete(task);
    else this.#concerned.set(task, count);
  }

  #isFull(): boolean {
    const { limit, byteLimit } = this.#options;
    return this.#waiting.length >= limit || this.#waitingBytes >= byteLimit;
  }

  #start(): void {
    this.#running ??= Promise.resolve().then(() => this.#run());
  }

  async #run(): Promise<void> {
    while (this.#behind.length + this.#waiting.length > 0) {
      if (this.#behind.length > 0) await this.#learn(this.#behind.splice(0));
      else await this.#decide();
      this.#options.rested();
    }
    this.#running = null;
  }

  async #learn(asking: readonly Asking[]): Promise<void> {
    try {
      await this.#clearDoubt();
      await this.#options.lane.catchUp();
    } catch (error) {
      for (const { reject } of asking) reject(error);
      return;
    }
    // What they read does not move meanwhile, and whoever stops a tree waits for the keys of all of it.
    await Promise.all(asking.map(({ work, resolve, reject }) => work().then(resolve, reject)));
  }

  async #decide(): Promise<void> {
    const batch = this.#waiting.splice(0, BATCH_REQUESTS);
    this.#waitingBytes -= batch.reduce((sum, { bytes }) => sum + bytes, 0);
    try {
      await this.#clearDoubt();
    } catch (error) {
      for (const one of batch) one.reject(error);
      return;
    }
    await this.#commit(this.#startable(batch), MOST_TRIES);
  }

  /** Nobody else would know whose a claim is under a name that they have not heard of. */
  #startable(batch: readonly Waiting[]): readonly Waiting[] {
    const fault = this.#options.unknown();
    if (fault === null) return batch;
    const isClaim = ({ request }: Waiting): boolean => request.kind === 'act';
    for (const one of batch) if (isClaim(one)) one.reject(fault);
    return batch.filter((one) => !isClaim(one));
  }

  async #commit(batch: readonly Waiting[], triesLeft: number): Promise<void> {
    if (batch.length === 0) return;
    const { lane, meters, load } = this.#options;
    const commit = meters.commit(batch.length);
    let recorded: readonly Recorded[];
    try {
      recorded = await lane.commit(batch);
    } catch (error) {
      commit.failed(codeOf(error));
      const isMoved = error instanceof StoreFault && error.code === 'store-moved';
      if (triesLeft > 0 && (isMoved || error instanceof StaleTasks)) {
        const lost = isMoved ? lane.catchUp() : load((error as StaleTasks).tasks);
        const fault = await lost.then(() => null).catch((failure: unknown) => failure);
        if (fault === null) return this.#commit(batch, triesLeft - 1);
        return this.#refuse(batch, fault);
      }
      if (error instanceof InDoubt) await this.#doubted(batch, error);
      else await this.#refuse(batch, error);
      return;
    }
    commit.done(recorded);
    this.#answer(batch, recorded);
  }

  #answer(batch: readonly Waiting[], recorded: readonly Recorded[]): void {
    for (const one of recorded) this.#options.committed(one);
    batch.forEach((one, index) => one.resolve(recorded[index]!));
  }

  /** What the store does not take fails together; a bug fails alone: halves find the one that has it. */
  async #refuse(batch: readonly Waiting[], error: unknown): Promise<void> {
    const isBug = !(error instanceof StoreFault || error instanceof StaleTasks);
    if (batch.length > 1 && isBug) {
      const half = Math.ceil(batch.length / 2);
      await this.#commit(batch.slice(0, half), MOST_TRIES);
      await this.#commit(batch.slice(half), MOST_TRIES);
      return;
    }
    if (isBug) {
      const { kind, id } = batch[0]!.request;
      this.#options.log.error({ kind, request: id }, 'a request breaks its own decision: it is refused');
    }
    for (const one of batch) one.reject(error);
  }

  /** Asks until the store says; callers wait for a while, facts for as long as it takes. */
  async #doubted(batch: readonly Waiting[], error: InDoubt): Promise<void> {
    const { log, stopping: stop } = this.#options;
    this.#doubt = { error, batch };
    log.error({ requests: batch.length }, 'the store did not say whether it took a batch: it is asked again');
    let waitedMs = 0;
    for (let pauseMs = 50; waitedMs < DOUBT_MS && !stop.aborted; pauseMs = Math.min(pauseMs * 2, 1_000)) {
      await pause(pauseMs, stop);
      waitedMs += pauseMs;
      const cleared = await this.#clearDoubt().then(
        () => true,
        () => false,
      );
      if (cleared) return;
    }
    const isFact = ({ request }: Waiting): boolean => request.kind === 'settle' && !stop.aborted;
    for (const one of batch) if (!isFact(one)) one.reject(error);
    this.#doubt = { error, batch: batch.filter(isFact) };
  }

  /** Nothing is decided while it is unknown what the last batch left. Rejects where the store cannot say. */
  async #clearDoubt(): Promise<void> {
    if (this.#doubt === null) return;
    const { error, batch } = this.#doubt;
    const recorded = await this.#options.lane.inquire(error.decided);
    this.#doubt = null;
    if (recorded !== null) {
      // Who was told that nothing is known is not carried out either: its claim lapses.
      const asked = new Set(batch.map(({ request }) => request.id));
      const awaited = recorded.filter(({ request }) => asked.has(request.id));
      return this.#answer(batch, awaited);
    }
    // It was not taken, and what was not rejected meanwhile is decided anew, before all others.
    this.#waiting.unshift(...batch);
    this.#waitingBytes += batch.reduce((sum, { bytes }) => sum + bytes, 0);
  }
}

function stopping(): StoreFault {
  return new StoreFault('store-unavailable', 'Holdpoint is stopping');
}
