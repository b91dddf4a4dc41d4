// The ledger in one SQLite file of one process. While the file is open nobody else can move the head, so
// what this side remembers of it is exact, and an append is one round trip to the worker.

import { closeSync, openSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { StoreFault } from '../../../gateway/ports.ts';
import type { Head, LedgerStore, Locked, Sealed } from '../../../gateway/ports.ts';
import { ORG_STREAM } from '../../../ledger/stream.ts';
import type { Batch } from './database.ts';
import { Link } from './link.ts';
import type { Opening } from './protocol.ts';
import { StreamVersions } from './stream-versions.ts';

export interface SqliteStoreOptions {
  /** The file; created, for its owner only, where there is none. */
  readonly path: string;
  /**
   * Most that the file may hold, in bytes; past it appends are refused with `store-full`. No cap unless
   * told.
   */
  readonly maxBytes?: number;
}

/**
 * Opens a ledger's file until `close`. Rejects with `store-locked` where another process has it,
 * `store-corrupt` where it is no ledger or its head and its records disagree, `store-unavailable` where it
 * cannot be opened.
 *
 * Of the signed checkpoints the newest 64 are kept, and before those the first of every 1,024 sizes.
 */
export async function openSqliteStore({ path, maxBytes }: SqliteStoreOptions): Promise<LedgerStore> {
  createPrivate(path);
  const workerData: Opening = { path, maxBytes: maxBytes ?? null };
  const link = new Link(new Worker(new URL('./worker.js', import.meta.url), { workerData }));
  try {
    await link.opened;
  } catch (error) {
    await link.ended;
    throw error;
  }
  return new SqliteStore(link);
}

class SqliteStore implements LedgerStore {
  readonly #link: Link;
  readonly #versions: StreamVersions;
  #head: Head | null = null;
  #lastAppend: Promise<unknown> = Promise.resolve();
  #closing: Promise<void> | null = null;

  constructor(link: Link) {
    this.#link = link;
    this.#versions = new StreamVersions((streams) => link.ask('versions', streams));
  }

  async head(): Promise<Head> {
    this.#refuseWhenClosed();
    return this.#currentHead();
  }

  async append(streams: readonly string[], seal: (locked: Locked) => Sealed): Promise<void> {
    this.#refuseWhenClosed();
    const turn = this.#lastAppend.then(() => this.#appendNow(streams, seal));
    this.#lastAppend = turn.catch(() => undefined);
    return turn;
  }

  async read(query: Parameters<LedgerStore['read']>[0]): ReturnType<LedgerStore['read']> {
    this.#refuseWhenClosed();
    return this.#link.ask('read', query);
  }

  async streams(prefix: string): ReturnType<LedgerStore['streams']> {
    this.#refuseWhenClosed();
    return this.#link.ask('streams', prefix);
  }

  async payload(commitment: string, scope: string): ReturnType<LedgerStore['payload']> {
    this.#refuseWhenClosed();
    return this.#link.ask('payload', commitment, scope);
  }

  async key(scope: string): ReturnType<LedgerStore['key']> {
    this.#refuseWhenClosed();
    return this.#link.ask('key', scope);
  }

  async checkpoints(): ReturnType<LedgerStore['checkpoints']> {
    this.#refuseWhenClosed();
    return this.#link.ask('checkpoints');
  }

  close(): Promise<void> {
    this.#closing ??= this.#lastAppend.then(() => this.#closeNow());
    return this.#closing;
  }

  async #appendNow(streams: readonly string[], seal: (locked: Locked) => Sealed): Promise<void> {
    const locked = { head: await this.#currentHead(), versions: await this.#versions.of(streams) };
    const batch = place(locked, seal(locked));
    if (isEmpty(batch)) return;
    try {
      await this.#link.ask('append', batch);
    } catch (error) {
      this.#head = null;
      this.#versions.clear();
      throw error;
    }
    this.#head = batch.head;
    for (const { stream, to } of batch.moves) this.#versions.set(stream, to);
  }

  async #currentHead(): Promise<Head> {
    this.#head ??= await this.#link.ask('head');
    return this.#head;
  }

  async #closeNow(): Promise<void> {
    // A worker that has ended already has let go of the file.
    await this.#link.ask('close').catch(() => undefined);
    await this.#link.ended;
  }

  #refuseWhenClosed(): void {
    if (this.#closing !== null) throw new StoreFault('store-unavailable', 'the store is closed');
  }
}

/**
 * What a seal made, on what it was made. Anything but the very next records of the log is a bug of the
 * sealer.
 */
function place({ head, versions }: Locked, sealed: Sealed): Batch {
  const after = new Map<string, number>();
  for (const [index, { seq, stream, version }] of sealed.records.entries()) {
    const before = after.get(stream) ?? versions.get(stream) ?? Number.NaN;
    if (seq !== head.size + index || version !== before + 1) {
      throw new Error('a sealed record is out of place');
    }
    after.set(stream, version);
  }
  const { size, epoch } = sealed.head;
  if (size !== head.size + sealed.records.length || epoch !== (after.get(ORG_STREAM) ?? head.epoch)) {
    throw new Error('a sealed head is out of place');
  }
  const moves = [...after].map(([stream, to]) => ({ stream, from: versions.get(stream)!, to }));
  return { ...sealed, onSize: head.size, moves, head: moves.length === 0 ? head : sealed.head };
}

function isEmpty({ records, payloads, keys }: Batch): boolean {
  return records.length === 0 && payloads.length === 0 && keys.length === 0;
}

/** SQLite gives its log the mode of the file. */
function createPrivate(path: string): void {
  try {
    closeSync(openSync(path, 'a', 0o600));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new StoreFault('store-unavailable', `${path} cannot be opened for writing (${code})`, { cause });
  }
}
