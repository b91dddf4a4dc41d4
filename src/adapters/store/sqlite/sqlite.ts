// The ledger in one SQLite file of one process. While the file is open nobody else can move the head, so
// what this side remembers of it is exact, and an append is one round trip to the worker.

import { closeSync, openSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { StoreFault } from '../../../gateway/ports.ts';
import type {
  Head,
  LedgerStore,
  Locked,
  Plan,
  StoredRecord,
  StoredSnapshot,
  Views,
} from '../../../gateway/ports.ts';
import { countNews, isEmpty, place } from '../sql/place.ts';
import { StreamVersions } from '../sql/stream-versions.ts';
import type { LedgerDatabase } from './database.ts';
import { Link } from './link.ts';
import type { Opening } from './protocol.ts';

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
 * Of the signed checkpoints the newest 64 are kept, and before those the first of every 1,024 sizes,
 * with all that `keepCheckpoint` was given.
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
  readonly peers = null;
  readonly views: Views = {
    cursor: () => this.#ask('viewCursor'),
    get: (model, ids) => this.#ask('getViews', model, ids),
    list: (query) => this.#ask('listViews', query),
    write: (move) => this.#ask('writeViews', move),
    clear: () => this.#ask('clearViews'),
  };
  readonly #link: Link;
  readonly #versions = new StreamVersions();
  #head: Head | null = null;
  #lastAppend: Promise<unknown> = Promise.resolve();
  #closing: Promise<void> | null = null;

  constructor(link: Link) {
    this.#link = link;
  }

  async head(): Promise<Head> {
    this.#refuseWhenClosed();
    return this.#currentHead();
  }

  async append(since: number, plan: (locked: Locked) => Plan): Promise<void> {
    this.#refuseWhenClosed();
    const turn = this.#lastAppend.then(() => this.#appendNow(since, plan));
    this.#lastAppend = turn.catch(() => undefined);
    return turn;
  }

  read(query: Parameters<LedgerStore['read']>[0]): ReturnType<LedgerStore['read']> {
    return this.#ask('read', query);
  }

  find(id: string): ReturnType<LedgerStore['find']> {
    return this.#ask('find', id);
  }

  streams(prefix: string): ReturnType<LedgerStore['streams']> {
    return this.#ask('streams', prefix);
  }

  nodes(level: number, index: number, count: number): ReturnType<LedgerStore['nodes']> {
    return this.#ask('nodes', level, index, count);
  }

  payload(commitment: string, scope: string): ReturnType<LedgerStore['payload']> {
    return this.#ask('payload', commitment, scope);
  }

  key(scope: string): ReturnType<LedgerStore['key']> {
    return this.#ask('key', scope);
  }

  erase(scope: string): Promise<void> {
    return this.#ask('erase', scope);
  }

  checkpoints(): ReturnType<LedgerStore['checkpoints']> {
    return this.#ask('checkpoints');
  }

  keepCheckpoint(size: number, note: string): Promise<void> {
    return this.#ask('keepCheckpoint', size, note);
  }

  snapshot(): ReturnType<LedgerStore['snapshot']> {
    return this.#ask('snapshot');
  }

  keepSnapshot(snapshot: StoredSnapshot): Promise<void> {
    return this.#ask('keepSnapshot', snapshot);
  }

  close(): Promise<void> {
    this.#closing ??= this.#lastAppend.then(() => this.#closeNow());
    return this.#closing;
  }

  async #appendNow(since: number, plan: (locked: Locked) => Plan): Promise<void> {
    const head = await this.#currentHead();
    const { streams, seal } = plan({ head, news: await this.#newsOn(head, since) });
    const versions = await this.#versions.of(streams, (unknown) => this.#link.ask('versions', unknown));
    const batch = place(head, versions, seal(versions));
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

  async #newsOn(head: Head, since: number): Promise<StoredRecord[]> {
    const limit = countNews(head, since);
    return limit === 0 ? [] : this.#link.ask('read', { fromSeq: since, limit });
  }

  async #currentHead(): Promise<Head> {
    this.#head ??= await this.#link.ask('head');
    return this.#head;
  }

  async #ask<Name extends keyof LedgerDatabase>(
    name: Name,
    ...args: Parameters<LedgerDatabase[Name]>
  ): Promise<ReturnType<LedgerDatabase[Name]>> {
    this.#refuseWhenClosed();
    return this.#link.ask(name, ...args);
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

/** SQLite gives its log the mode of the file. */
function createPrivate(path: string): void {
  try {
    closeSync(openSync(path, 'a', 0o600));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new StoreFault('store-unavailable', `${path} cannot be opened for writing (${code})`, { cause });
  }
}
