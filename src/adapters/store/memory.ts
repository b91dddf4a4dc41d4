// The ledger in memory, for tests and simulations: the same contract as on disk, for as long as the process
// lives.

import { StoreFault } from '../../gateway/ports.ts';
import type {
  Head,
  LedgerStore,
  Locked,
  Sealed,
  StoredPayload,
  StoredRecord,
  WrappedKey,
} from '../../gateway/ports.ts';
import { ORG_STREAM } from '../../ledger/stream.ts';

/** An empty ledger. Keeps every checkpoint. */
export function openMemoryStore(): LedgerStore {
  return new MemoryStore();
}

class MemoryStore implements LedgerStore {
  #head: Head = { size: 0, epoch: 0, frontier: new Uint8Array(), lastTime: 0, checkpoint: null };
  readonly #records: StoredRecord[] = [];
  readonly #ids = new Set<string>();
  readonly #versions = new Map<string, number>();
  readonly #payloads = new Map<string, StoredPayload>();
  readonly #keys = new Map<string, WrappedKey>();
  readonly #checkpoints: { size: number; note: string }[] = [];
  #isClosed = false;

  async head(): Promise<Head> {
    this.#refuseWhenClosed();
    return this.#head;
  }

  async append(streams: readonly string[], seal: (locked: Locked) => Sealed): Promise<void> {
    this.#refuseWhenClosed();
    const versions = new Map(streams.map((stream) => [stream, this.#versions.get(stream) ?? 0]));
    const locked = { head: this.#head, versions };
    this.#write(this.#check(locked, seal(locked)));
  }

  async read(query: Parameters<LedgerStore['read']>[0]): Promise<StoredRecord[]> {
    this.#refuseWhenClosed();
    const { fromSeq, limit, stream } = query;
    return this.#records
      .slice(fromSeq)
      .filter((record) => stream === undefined || record.stream === stream)
      .slice(0, limit);
  }

  async streams(prefix: string): Promise<{ stream: string; version: number }[]> {
    this.#refuseWhenClosed();
    return [...this.#versions.keys()]
      .filter((stream) => stream.startsWith(prefix))
      .toSorted()
      .map((stream) => ({ stream, version: this.#versions.get(stream)! }));
  }

  async payload(commitment: string, scope: string): Promise<StoredPayload | null> {
    this.#refuseWhenClosed();
    return this.#payloads.get(placeOf(commitment, scope)) ?? null;
  }

  async key(scope: string): Promise<WrappedKey | null> {
    this.#refuseWhenClosed();
    return this.#keys.get(scope) ?? null;
  }

  async checkpoints(): Promise<{ size: number; note: string }[]> {
    this.#refuseWhenClosed();
    return [...this.#checkpoints];
  }

  async close(): Promise<void> {
    this.#isClosed = true;
  }

  /** Anything but the very next records of the log is a bug of the sealer. */
  #check({ head, versions }: Locked, sealed: Sealed): Sealed {
    const after = new Map(versions);
    const ids = new Set<string>();
    for (const [index, { seq, id, stream, version }] of sealed.records.entries()) {
      const before = after.get(stream) ?? Number.NaN;
      if (seq !== head.size + index || version !== before + 1) {
        throw new Error('a sealed record is out of place');
      }
      if (ids.has(id) || this.#ids.has(id)) throw new Error('a sealed record has the id of another');
      ids.add(id);
      after.set(stream, version);
    }
    const { size, epoch } = sealed.head;
    if (size !== head.size + sealed.records.length || epoch !== (after.get(ORG_STREAM) ?? head.epoch)) {
      throw new Error('a sealed head is out of place');
    }
    if (sealed.keys.some(({ scope }) => this.#keys.has(scope))) throw new Error('a scope has a key already');
    return sealed;
  }

  #write({ records, payloads, keys, head }: Sealed): void {
    for (const record of records) {
      this.#records.push(record);
      this.#ids.add(record.id);
      this.#versions.set(record.stream, record.version);
    }
    for (const payload of payloads) {
      const place = placeOf(payload.commitment, payload.scope);
      if (!this.#payloads.has(place)) this.#payloads.set(place, payload);
    }
    for (const key of keys) this.#keys.set(key.scope, key);
    if (records.length === 0) return;
    this.#head = head;
    if (head.checkpoint !== null) this.#checkpoints.push({ size: head.size, note: head.checkpoint });
  }

  #refuseWhenClosed(): void {
    if (this.#isClosed) throw new StoreFault('store-unavailable', 'the store is closed');
  }
}

function placeOf(commitment: string, scope: string): string {
  return JSON.stringify([commitment, scope]);
}
