// The ledger in memory, for tests and simulations: the same contract as on disk, for as long as the process
// lives. Keeps every checkpoint.

import { StoreFault } from '../../gateway/ports.ts';
import type { LedgerStore, Peers, StoredPayload, StoredRecord, Views } from '../../gateway/ports.ts';
import { MemoryData } from './memory/data.ts';

/** An empty ledger that nobody else has. */
export function openMemoryStore(): LedgerStore {
  return openMemoryDatabase({ isShared: false }).connect();
}

export interface MemoryDatabase {
  /** One more handle on the same ledger, as each replica has one; closing it leaves the ledger as it is. */
  connect(): LedgerStore;
  /** The rows themselves: who may write them and has no key is an attacker that tests can be. */
  readonly data: MemoryData;
}

export interface MemoryOptions {
  /** The database's clock, Unix milliseconds. */
  readonly now?: () => number;
  /** Whether several processes may use it: only then do its handles have peers. */
  readonly isShared?: boolean;
}

/** An empty ledger. */
export function openMemoryDatabase({ now = Date.now, isShared = true }: MemoryOptions = {}): MemoryDatabase {
  const data = new MemoryData(now);
  return { connect: () => new MemoryStore(data, isShared), data };
}

class MemoryStore implements LedgerStore {
  readonly peers: Peers | null;
  readonly views: Views;
  readonly #data: MemoryData;
  #isClosed = false;

  constructor(data: MemoryData, isShared: boolean) {
    this.#data = data;
    this.views = this.#viewsOf();
    this.peers = isShared ? this.#peersOf() : null;
  }

  async head(): ReturnType<LedgerStore['head']> {
    return this.#open().head;
  }

  async append(since: number, plan: Parameters<LedgerStore['append']>[1]): Promise<void> {
    const data = this.#open();
    if (data.append(since, plan)) data.peers.tell(this);
  }

  async read(query: Parameters<LedgerStore['read']>[0]): Promise<StoredRecord[]> {
    return this.#open().read(query);
  }

  async find(id: string): Promise<StoredRecord | null> {
    return this.#open().find(id);
  }

  async streams(prefix: string): ReturnType<LedgerStore['streams']> {
    const { versions } = this.#open();
    return [...versions.keys()]
      .filter((stream) => stream.startsWith(prefix))
      .toSorted()
      .map((stream) => ({ stream, version: versions.get(stream)! }));
  }

  async nodes(level: number, index: number, count: number): Promise<Uint8Array[]> {
    return this.#open().nodes(level, index, count);
  }

  async payload(commitment: string, scope: string): Promise<StoredPayload | null> {
    return this.#open().payload(commitment, scope);
  }

  async key(scope: string): ReturnType<LedgerStore['key']> {
    return this.#open().keys.get(scope) ?? null;
  }

  async erase(scope: string): Promise<void> {
    this.#open().erase(scope);
  }

  async checkpoints(): ReturnType<LedgerStore['checkpoints']> {
    const { checkpoints } = this.#open();
    return [...checkpoints.keys()]
      .toSorted((a, b) => a - b)
      .map((size) => ({ size, note: checkpoints.get(size)! }));
  }

  async keepCheckpoint(size: number, note: string): Promise<void> {
    this.#open().checkpoints.set(size, note);
  }

  async snapshot(): ReturnType<LedgerStore['snapshot']> {
    return this.#open().snapshot;
  }

  async keepSnapshot(snapshot: Parameters<LedgerStore['keepSnapshot']>[0]): Promise<void> {
    const data = this.#open();
    if ((data.snapshot?.size ?? 0) <= snapshot.size) data.snapshot = snapshot;
  }

  async close(): Promise<void> {
    this.#data.peers.unlisten(this);
    this.#isClosed = true;
  }

  #viewsOf(): Views {
    const views = () => this.#open().views;
    return {
      cursor: async () => views().cursor,
      get: async (model, ids) => views().get(model, ids),
      list: async (query) => views().list(query),
      write: async (move) => views().write(move),
      clear: async () => views().clear(),
    };
  }

  #peersOf(): Peers {
    const peers = () => this.#open().peers;
    return {
      beat: async (owner) => peers().beat(owner),
      isAlive: async (owner) => peers().isAlive(owner),
      claim: async (name, owner) => peers().claim(name, owner),
      release: async (name, owner) => peers().release(name, owner),
      leave: async (owner) => peers().leave(owner),
      count: async () => peers().count(),
      listen: (onNews) => peers().listen(this, onNews),
    };
  }

  #open(): MemoryData {
    if (this.#isClosed) throw new StoreFault('store-unavailable', 'the store is closed');
    return this.#data;
  }
}
