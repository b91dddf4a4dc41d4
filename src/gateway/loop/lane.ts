// The one lane to the ledger: a batch is decided on the state that is known, and under the head's lock those
// of its requests that others have overtaken are decided again. Nothing is recorded on a state that is not
// the ledger's own at that moment, and nothing is answered before it is durable.

import { decide } from '../../kernel/decide.ts';
import type { Event } from '../../kernel/event.ts';
import type { Request } from '../../kernel/request.ts';
import type { LedgerCrypto } from '../../ledger/crypto.ts';
import type { Keyring } from '../ports/keys.ts';
import { admitNews } from './news.ts';
import type { Clock, LedgerStore, Locked, Plan, Sealed, StoredRecord } from '../ports.ts';
import { StoreFault } from '../ports.ts';
import type { Placed, SealRecords, Standing } from '../ledger/sealing.ts';
import { keepsKeys, type Decided, type Recorded, type Submission } from './submission.ts';
import type { World } from './world.ts';

export interface LaneOptions {
  readonly store: LedgerStore;
  readonly world: World;
  readonly clock: Clock;
  readonly crypto: LedgerCrypto;
  readonly keyring: Keyring;
  readonly standing: Standing;
  readonly seal: SealRecords;
  /** The name of this process, as it is at this moment. */
  readonly owner: () => string;
  /** Called for each record of another process, in order, once it is folded. */
  readonly learned: (event: Event) => void;
  /** How many requests were decided again because others had moved what they are about. */
  readonly redecided: (count: number) => void;
}

/** The commit was sent and no answer came: what was decided may be recorded, or not. */
export class InDoubt extends Error {
  readonly code = 'store-in-doubt';
  readonly decided: readonly Decided[];
  constructor(decided: readonly Decided[], cause: unknown) {
    super('the ledger did not say whether it took what was decided', { cause });
    this.name = 'InDoubt';
    this.decided = decided;
  }
}

/** Tasks that are not in memory as the ledger has them: they are to be loaded before the batch is decided. */
export class StaleTasks extends Error {
  readonly tasks: readonly string[];
  constructor(tasks: readonly string[]) {
    super(`${tasks.length} tasks are to be folded again`);
    this.name = 'StaleTasks';
    this.tasks = tasks;
  }
}

const PAGE = 1_000;
const TASK = 'task/';

export class Lane {
  readonly #options: LaneOptions;
  #standing: Standing;

  constructor(options: LaneOptions) {
    this.#options = options;
    this.#standing = options.standing;
  }

  /** What this process has folded. */
  standing(): Standing {
    return this.#standing;
  }

  /** Decides and records a batch. When it throws, nothing was recorded; as `InDoubt` it may have been. */
  async commit(batch: readonly Submission[]): Promise<Recorded[]> {
    const { store, world } = this.#options;
    world.mark();
    let decided: Decided[] = [];
    try {
      const at = Math.max(this.#options.clock.now(), this.#standing.lastTime);
      decided = batch.map((one) => this.#decide(one, at));
      let sealed: ReturnType<SealRecords> | null = null;
      await store.append(this.#standing.frontier.size, (locked) => {
        decided = this.#takeIn(locked, batch, decided, at);
        return this.#plan(batch, decided, (made) => (sealed = made));
      });
      world.settled();
      const { standing, placed } = sealed!;
      this.#standing = standing;
      return place(decided, placed);
    } catch (error) {
      world.rollback();
      if (error instanceof StoreFault && error.code === 'store-in-doubt') throw new InDoubt(decided, error);
      throw error;
    }
  }

  /**
   * What became of a batch whose commit went unanswered, asked under the head's lock, where no commit of it
   * can still be under way. Null: it was not recorded.
   */
  async inquire(decided: readonly Decided[]): Promise<Recorded[] | null> {
    const { store } = this.#options;
    let checkpoint = '';
    await store.append(this.#standing.frontier.size, (locked) => {
      if (locked.news.length > 0) this.#fold(locked);
      checkpoint = locked.head.checkpoint ?? '';
      return nothing(locked);
    });
    // Looked for in the ledger, not in the news: an inquiry that fails half-way may be made again.
    const found = await Promise.all(decided.map(({ decision }) => store.find(decision.events[0]!.id)));
    if (found[0] === null) return null;
    return decided.map((one, index) => {
      const { id, seq, hash } = found[index]!;
      return { ...one, placed: { record: id, seq, hash, checkpoint, inclusion: () => null } };
    });
  }

  /** Folds what others appended, up to the head of this moment. */
  async catchUp(): Promise<void> {
    const { store } = this.#options;
    const head = await store.head();
    const news: StoredRecord[] = [];
    for (let fromSeq = this.#standing.frontier.size; fromSeq < head.size; fromSeq = news.at(-1)!.seq + 1) {
      const page = await store.read({ fromSeq, limit: Math.min(PAGE, head.size - fromSeq) });
      if (page.length === 0)
        throw new StoreFault('store-corrupt', 'the head counts records that are not there');
      news.push(...page);
    }
    if (news.length > 0) this.#fold({ head, news });
  }

  #decide(one: Submission, at: number): Decided {
    const { world } = this.#options;
    // A claim is of the process that this one is now, however long the request has waited.
    const owner = one.request.kind === 'act' ? { owner: this.#options.owner() } : {};
    const request = { ...one.request, ...owner, at } as Request;
    const decision = decide(world.state(one.task), request);
    for (const event of decision.events) world.apply(event);
    return { decision, request };
  }

  /** Under the lock: the news are folded first, and what they concern is decided on what they left. */
  #takeIn(locked: Locked, batch: readonly Submission[], decided: Decided[], at: number): Decided[] {
    if (locked.news.length === 0) {
      this.#checkHead(locked);
      return decided;
    }
    const { world } = this.#options;
    world.rollback();
    const moved = this.#fold(locked);
    world.mark();
    const now = Math.max(at, this.#standing.lastTime);
    const isLate = now > at;
    let again = 0;
    const after = batch.map((one, index) => {
      if (isLate || moved.isShared || (one.task !== null && moved.tasks.has(one.task))) {
        again += 1;
        return this.#decide(one, now);
      }
      for (const event of decided[index]!.decision.events) world.apply(event);
      return decided[index]!;
    });
    this.#options.redecided(again);
    return after;
  }

  #fold(locked: Locked): { readonly isShared: boolean; readonly tasks: ReadonlySet<string> } {
    const { world, learned } = this.#options;
    const { standing, items } = admitNews(this.#options, this.#standing, locked.head, locked.news);
    this.#standing = standing;
    const tasks = new Set<string>();
    let isShared = false;
    for (const { event } of items) {
      const task = event.stream.startsWith(TASK) ? event.stream.slice(TASK.length) : null;
      if (world.apply(event)) isShared = true;
      learned(event);
      if (task !== null) tasks.add(task);
    }
    return { isShared, tasks };
  }

  #plan(
    batch: readonly Submission[],
    decided: readonly Decided[],
    sealed: (made: ReturnType<SealRecords>) => void,
  ): Plan {
    const events = decided.flatMap(({ decision }) => decision.events);
    const asked = batch.flatMap(({ task }) => (task === null ? [] : [`${TASK}${task}`]));
    return {
      streams: [...new Set([...events.map(({ stream }) => stream), ...asked])],
      seal: (versions) => {
        this.#checkFresh(asked, versions, events);
        const made = this.#options.seal(events, this.#standing, versions);
        sealed(made);
        return this.#beside(batch, decided, made);
      },
    };
  }

  /** A task decided on without all of its records was decided on a state that never was. */
  #checkFresh(
    asked: readonly string[],
    versions: ReadonlyMap<string, number>,
    events: readonly Event[],
  ): void {
    const added = new Map<string, number>();
    for (const { stream } of events) added.set(stream, (added.get(stream) ?? 0) + 1);
    const stale = [...new Set(asked)].filter((stream) => {
      const folded = this.#options.world.version(stream.slice(TASK.length));
      const before = versions.get(stream)!;
      // What was asked about a task that is unknown is refused elsewhere, so nothing was added to it.
      if (folded === 0) return before > 0;
      // All news are folded: what is in memory and is another still was changed beside the ledger.
      if (folded !== before + (added.get(stream) ?? 0)) throw changed(`${stream} has ${before} records`);
      return false;
    });
    if (stale.length > 0) throw new StaleTasks(stale.map((stream) => stream.slice(TASK.length)));
  }

  /** Of a task whose erasure is ordered nothing more is written, however long it was under way. */
  #beside(
    batch: readonly Submission[],
    decided: readonly Decided[],
    { records, nodes, head }: ReturnType<SealRecords>,
  ): Sealed {
    const { world } = this.#options;
    const kept = batch.filter(({ task }) => task === null || (world.task(task)?.erasure ?? null) === null);
    return {
      records,
      nodes,
      payloads: kept.flatMap((one) => one.payloads),
      keys: batch.flatMap((one, at) => (keepsKeys(one, decided[at]!) ? one.keys : [])),
      head,
    };
  }

  #checkHead({ head }: Locked): void {
    const { size } = this.#standing.frontier;
    if (head.size === size && head.epoch === this.#standing.epoch) return;
    throw changed(`the head says ${head.size} records where this process knows ${size}`);
  }
}

function changed(what: string): StoreFault {
  return new StoreFault('store-corrupt', `${what}: see holdpoint ledger verify`);
}

function place(decided: readonly Decided[], placed: readonly Placed[]): Recorded[] {
  let first = 0;
  return decided.map(({ decision, request }) => {
    const at = placed[first]!;
    first += decision.events.length;
    return { decision, request, placed: at };
  });
}

function nothing({ head }: Locked): Plan {
  return { streams: [], seal: () => ({ records: [], nodes: [], payloads: [], keys: [], head }) };
}
