// What every handle of one ledger in memory sees. Nothing here waits, so whatever is done to it is done as
// under a lock.

import type {
  Head,
  LedgerStore,
  Locked,
  Plan,
  Sealed,
  StoredPayload,
  StoredRecord,
  StoredSnapshot,
  WrappedKey,
} from '../../../gateway/ports.ts';
import { leafHash } from '../../../ledger/tree.ts';
import { nodeLedgerCrypto } from '../../crypto/node.ts';
import { countNews, place } from '../sql/place.ts';
import { MemoryPeers } from './peers.ts';
import { MemoryViews } from './views.ts';

export class MemoryData {
  head: Head = { size: 0, epoch: 0, frontier: new Uint8Array(), lastTime: 0, checkpoint: null };
  readonly versions = new Map<string, number>();
  readonly keys = new Map<string, WrappedKey>();
  readonly checkpoints = new Map<number, string>();
  readonly views = new MemoryViews();
  readonly peers: MemoryPeers;
  snapshot: StoredSnapshot | null = null;
  readonly #records: StoredRecord[] = [];
  readonly #seqs = new Map<string, number>();
  /** Hashes of the nodes, by level, then index. Level 0 is filled when it is asked for. */
  readonly #nodes: Uint8Array[][] = [[]];
  /** By scope, then commitment. */
  readonly #payloads = new Map<string, Map<string, StoredPayload>>();

  constructor(now: () => number) {
    this.peers = new MemoryPeers(now);
  }

  /** Whether anything was appended. */
  append(since: number, plan: (locked: Locked) => Plan): boolean {
    countNews(this.head, since);
    const { streams, seal } = plan({ head: this.head, news: this.#records.slice(since) });
    const versions = new Map(streams.map((stream) => [stream, this.versions.get(stream) ?? 0]));
    const batch = place(this.head, versions, seal(versions));
    this.#refuseTwice(batch);
    this.#write(batch);
    return batch.records.length > 0;
  }

  read({ fromSeq, limit, stream }: Parameters<LedgerStore['read']>[0]): StoredRecord[] {
    if (stream === undefined) return this.#records.slice(fromSeq, fromSeq + limit);
    return this.#records
      .slice(fromSeq)
      .filter((record) => record.stream === stream)
      .slice(0, limit);
  }

  find(id: string): StoredRecord | null {
    const seq = this.#seqs.get(id);
    return seq === undefined ? null : this.#records[seq]!;
  }

  nodes(level: number, index: number, count: number): Uint8Array[] {
    const leaves = this.#nodes[0]!;
    for (const { hash } of this.#records.slice(leaves.length)) leaves.push(leafHash(nodeLedgerCrypto, hash));
    return this.#nodes[level]?.slice(index, index + count) ?? [];
  }

  payload(commitment: string, scope: string): StoredPayload | null {
    return this.#payloads.get(scope)?.get(commitment) ?? null;
  }

  erase(scope: string): void {
    this.keys.delete(scope);
    this.#payloads.delete(scope);
  }

  /** What a unique index says on disk. */
  #refuseTwice({ records, keys }: Sealed): void {
    const ids = new Set(records.map(({ id }) => id));
    if (ids.size !== records.length || records.some(({ id }) => this.#seqs.has(id))) {
      throw new Error('a sealed record has the id of another');
    }
    if (keys.some(({ scope }) => this.keys.has(scope))) throw new Error('a scope has a key already');
  }

  #write({ records, nodes, payloads, keys, head }: Sealed): void {
    for (const record of records) {
      this.#records.push(record);
      this.#seqs.set(record.id, record.seq);
      this.versions.set(record.stream, record.version);
    }
    for (const { level, index, hash } of nodes) (this.#nodes[level] ??= [])[index] = hash;
    for (const payload of payloads) {
      const ofScope = this.#payloads.get(payload.scope) ?? new Map<string, StoredPayload>();
      if (!ofScope.has(payload.commitment)) ofScope.set(payload.commitment, payload);
      this.#payloads.set(payload.scope, ofScope);
    }
    for (const key of keys) this.keys.set(key.scope, key);
    if (records.length === 0) return;
    this.head = head;
    if (head.checkpoint !== null) this.checkpoints.set(head.size, head.checkpoint);
  }
}
