// One deciding queue: requests are decided in order, each on the state that the earlier ones left, and
// become durable together. Nothing is answered, and nothing is done, before its records are. What the store
// does not take never was.

import { decide } from '../kernel/decide.ts';
import type { Decision } from '../kernel/decision.ts';
import type { Request } from '../kernel/request.ts';
import type { Clock, Head, Locked, Log, Sealed, StoredPayload, WrappedKey } from './ports.ts';
import { StoreFault, type LedgerStore } from './ports.ts';
import type { Placed, SealRecords } from './sealing.ts';
import type { World } from './world.ts';

/** A request without its time: the queue gives it when it decides. */
export type Undated = Request extends infer R ? (R extends Request ? Omit<R, 'at'> : never) : never;

export interface Submission {
  readonly request: Undated;
  /** Task whose state it is decided against; already loaded. */
  readonly task: string | null;
  readonly payloads: readonly StoredPayload[];
  readonly keys: readonly WrappedKey[];
}

export interface Recorded {
  readonly decision: Decision;
  readonly request: Request;
  /** Where its first record stands, and the checkpoint that covers it. */
  readonly placed: Placed;
}

export class Overloaded extends Error {
  readonly code = 'overloaded';
  constructor(waiting: number) {
    super(`${waiting} requests are waiting to be decided`);
    this.name = 'Overloaded';
  }
}

interface Waiting extends Submission {
  readonly resolve: (recorded: Recorded) => void;
  readonly reject: (error: unknown) => void;
}

export interface Queue {
  /**
   * Resolves once the decision is durable. Rejects with `Overloaded` where the queue is full, or with the
   * `StoreFault` that kept it from being recorded: then nothing was decided.
   */
  submit(submission: Submission): Promise<Recorded>;
  depth(): number;
  /** Resolves when everything submitted so far is answered; later submissions are refused. */
  drain(): Promise<void>;
}

export interface QueueOptions {
  readonly store: LedgerStore;
  readonly world: World;
  readonly clock: Clock;
  readonly log: Log;
  readonly head: Head;
  readonly seal: SealRecords;
  readonly limit: number;
  /** Called in order, synchronously, once durable and before any answer: claims are registered here. */
  readonly committed: (recorded: Recorded) => void;
}

const BATCH_REQUESTS = 512;

/** What already happened, and what stops things, is taken however many wait. */
const ALWAYS_TAKEN: readonly Request['kind'][] = ['settle', 'kill', 'quarantine', 'close-task', 'reject'];
/** What stops things does not stand in line behind what it would stop. */
const FIRST: readonly Request['kind'][] = ['kill', 'quarantine'];

export function createQueue(options: QueueOptions): Queue {
  const waiting: Waiting[] = [];
  const lane: Lane = { options, head: options.head };
  let running: Promise<void> | null = null;
  let closed = false;

  const run = async (): Promise<void> => {
    while (waiting.length > 0) await commitBatch(lane, waiting.splice(0, BATCH_REQUESTS));
    running = null;
  };

  return {
    submit(submission) {
      const { kind } = submission.request;
      if (closed || (!ALWAYS_TAKEN.includes(kind) && waiting.length >= options.limit)) {
        return Promise.reject(closed ? stopping() : new Overloaded(waiting.length));
      }
      return new Promise((resolve, reject) => {
        const one = { ...submission, resolve, reject };
        if (FIRST.includes(kind)) waiting.unshift(one);
        else waiting.push(one);
        running ??= Promise.resolve().then(run);
      });
    },
    depth: () => waiting.length,
    async drain() {
      while (running !== null) await running;
      closed = true;
    },
  };
}

interface Lane {
  readonly options: QueueOptions;
  /** Where this process left the ledger. */
  head: Head;
}

async function commitBatch(lane: Lane, batch: readonly Waiting[]): Promise<void> {
  const { world, committed } = lane.options;
  world.mark();
  let recorded: readonly Recorded[];
  try {
    recorded = await append(lane, batch);
  } catch (error) {
    world.rollback();
    await refuse(lane, batch, error);
    return;
  }
  world.settled();
  for (const one of recorded) committed(one);
  batch.forEach((one, index) => one.resolve(recorded[index]!));
}

/** What the store does not take fails together; a bug fails alone: halves find the one that has it. */
async function refuse(lane: Lane, batch: readonly Waiting[], error: unknown): Promise<void> {
  if (batch.length > 1 && !(error instanceof StoreFault)) {
    const half = Math.ceil(batch.length / 2);
    await commitBatch(lane, batch.slice(0, half));
    await commitBatch(lane, batch.slice(half));
    return;
  }
  if (!(error instanceof StoreFault)) {
    const { kind, id } = batch[0]!.request;
    lane.options.log.error({ kind, request: id }, 'a request breaks its own decision: it is refused');
  }
  for (const one of batch) one.reject(error);
}

async function append(lane: Lane, batch: readonly Waiting[]): Promise<Recorded[]> {
  const { store, world, clock, seal } = lane.options;
  const { head } = lane;
  const at = Math.max(clock.now(), head.lastTime);
  const decided = batch.map((one) => decideOne(world, one, at));
  const events = decided.flatMap(({ decision }) => decision.events);
  let placed: readonly Placed[] = [];
  let next = head;
  await store.append([...new Set(events.map((event) => event.stream))], (locked) => {
    if (locked.head.size !== head.size) throw moved(head, locked);
    const sealed = seal(events, locked);
    ({ placed } = sealed);
    next = sealed.head;
    return beside(batch, sealed.records, sealed.head);
  });
  lane.head = next;
  let first = 0;
  return decided.map(({ decision, request }) => {
    const place = placed[first]!;
    first += decision.events.length;
    return { decision, request, placed: place };
  });
}

function decideOne(world: World, one: Waiting, at: number): { decision: Decision; request: Request } {
  const request = { ...one.request, at } as Request;
  const decision = decide(world.state(one.task), request);
  for (const event of decision.events) world.apply(event);
  return { decision, request };
}

function beside(batch: readonly Waiting[], records: Sealed['records'], head: Head): Sealed {
  return {
    records,
    payloads: batch.flatMap((one) => one.payloads),
    keys: batch.flatMap((one) => one.keys),
    head,
  };
}

function moved(head: Head, locked: Locked): StoreFault {
  return new StoreFault(
    'store-moved',
    `the ledger has ${locked.head.size} records where this process left ${head.size}`,
  );
}

function stopping(): StoreFault {
  return new StoreFault('store-unavailable', 'Holdpoint is stopping');
}
