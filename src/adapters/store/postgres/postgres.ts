// The ledger in a PostgreSQL database that any number of processes share. The database is their only
// coordinator: what a handle remembers of the log is checked against the head at every append.

import { createHash, randomUUID } from 'node:crypto';
import {
  StoreFault,
  type Head,
  type LedgerStore,
  type Locked,
  type Peers,
  type Plan,
  type StoredPayload,
  type StoredRecord,
  type StoredSnapshot,
  type Views,
  type WrappedKey,
} from '../../../gateway/ports.ts';
import {
  checkpointOf,
  headOf,
  payloadOf,
  recordOf,
  snapshotOf,
  streamOf,
  type HeadRow,
  type PayloadRow,
  type RecordRow,
} from '../sql/rows.ts';
import { prefixBounds } from '../sql/statements.ts';
import { Access } from './access.ts';
import { Appender } from './append.ts';
import { Backoff } from './backoff.ts';
import { Line } from './line.ts';
import { PEERS_TIMEOUT_MS, PostgresPeers } from './peers.ts';
import { countRecords, prepareSchema } from './schema.ts';
import type { Row, Statement } from './session.ts';
import { settingsOf, within, type PostgresStoreOptions, type Settings } from './settings.ts';
import { SQL } from './statements.ts';
import { PostgresViews } from './views.ts';

/** Another replica may be bringing a large ledger's schema up to date. */
const OPENING_TIMEOUT_MS = 60_000;

/** The byte before an entry in its leaf hash (RFC 6962 §2.1). */
const LEAF = Uint8Array.of(0);

/**
 * Opens the ledger of a database until `close`; the first to open it makes its tables, in a schema
 * `holdpoint`. Rejects with `store-unavailable` where the database cannot be reached, loses or changes
 * commits by its settings, or was written by a newer version; `store-corrupt` where what is there is no
 * ledger or its head and its records disagree; `store-in-doubt` where the connection broke as the tables were
 * made: open it again.
 *
 * Of the signed checkpoints the newest 64 are kept, and before those the first of every 1,024 sizes, and
 * those with more signatures. `erase` removes the rows; PostgreSQL keeps their bytes in its files until
 * VACUUM, and in the write-ahead log, its archive and backups for as long as these are kept. The key
 * among them is wrapped under one that is not in the database.
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<LedgerStore> {
  const settings = settingsOf(options);
  const backoff = new Backoff();
  const opening = new Access(within(settings, OPENING_TIMEOUT_MS), 1, backoff);
  try {
    await opening.use((session) => prepareSchema(session, settings.where));
    await opening.query(SQL.sweep, []);
  } finally {
    await opening.close();
  }
  return new PostgresStore(settings, backoff);
}

/**
 * How many records the ledger of a database has; null where there is none. Makes and changes nothing. Rejects
 * with `store-unavailable`.
 */
export async function countPostgresRecords(options: PostgresStoreOptions): Promise<number | null> {
  const settings = settingsOf(options);
  const looking = new Access(settings, 1, new Backoff());
  try {
    return await looking.use(countRecords);
  } finally {
    await looking.close();
  }
}

class PostgresStore implements LedgerStore {
  readonly views: Views;
  readonly peers: Peers;
  readonly #reading: Access;
  /** Its own, so that no number of readers keeps an append waiting. */
  readonly #writing: Access;
  readonly #line: Line;
  readonly #appender: Appender;
  #lastAppend: Promise<unknown> = Promise.resolve();
  #closing: Promise<void> | null = null;

  constructor(settings: Settings, backoff: Backoff) {
    const handle = randomUUID();
    this.#reading = new Access(settings, settings.poolSize, backoff);
    this.#writing = new Access(settings, 1, backoff);
    this.#line = new Line(within(settings, PEERS_TIMEOUT_MS), backoff);
    this.#appender = new Appender(handle, settings.where);
    this.views = new PostgresViews(() => this.#open(this.#reading));
    this.peers = new PostgresPeers(handle, () => this.#open(this.#line));
  }

  async head(): Promise<Head> {
    const [row] = await this.#read<HeadRow>(SQL.head, []);
    return headOf(row!);
  }

  async append(since: number, plan: (locked: Locked) => Plan): Promise<void> {
    const writing = this.#open(this.#writing);
    const turn = this.#lastAppend.then(() =>
      writing.use((session) => this.#appender.append(session, since, plan)),
    );
    this.#lastAppend = turn.catch(() => undefined);
    return turn;
  }

  async read({ fromSeq, limit, stream }: Parameters<LedgerStore['read']>[0]): Promise<StoredRecord[]> {
    const rows =
      stream === undefined
        ? await this.#read<RecordRow>(SQL.recordsFrom, [fromSeq, limit])
        : await this.#read<RecordRow>(SQL.recordsOfStream, [stream, fromSeq, limit]);
    return rows.map(recordOf);
  }

  async find(id: string): Promise<StoredRecord | null> {
    const [row] = await this.#read<RecordRow>(SQL.recordWithId, [id]);
    return row === undefined ? null : recordOf(row);
  }

  async streams(prefix: string): Promise<{ stream: string; version: number }[]> {
    const rows = await this.#read<[string, number]>(SQL.streams, prefixBounds(prefix));
    return rows.map(streamOf);
  }

  async nodes(level: number, index: number, count: number): Promise<Uint8Array[]> {
    if (level > 0) {
      const rows = await this.#read<[Uint8Array]>(SQL.nodes, [level, index, count]);
      return rows.map(([hash]) => hash);
    }
    const rows = await this.#read<[Uint8Array]>(SQL.hashesFrom, [index, count]);
    return rows.map(([hash]) => new Uint8Array(createHash('sha256').update(LEAF).update(hash).digest()));
  }

  async payload(commitment: string, scope: string): Promise<StoredPayload | null> {
    const [row] = await this.#read<PayloadRow>(SQL.payload, [commitment, scope]);
    return row === undefined ? null : payloadOf(commitment, scope, row);
  }

  async key(scope: string): Promise<WrappedKey | null> {
    const [row] = await this.#read<[Uint8Array]>(SQL.key, [scope]);
    return row === undefined ? null : { scope, wrapped: row[0] };
  }

  async erase(scope: string): Promise<void> {
    await this.#read(SQL.erase, [scope]);
  }

  async checkpoints(): Promise<{ size: number; note: string }[]> {
    return (await this.#read<[number, string]>(SQL.checkpoints, [])).map(checkpointOf);
  }

  async keepCheckpoint(size: number, note: string): Promise<void> {
    await this.#read(SQL.keepCheckpoint, [size, note]);
  }

  async snapshot(): Promise<StoredSnapshot | null> {
    const [row] = await this.#read<[number, Uint8Array]>(SQL.snapshot, []);
    return row === undefined ? null : snapshotOf(row);
  }

  async keepSnapshot({ size, bytes }: StoredSnapshot): Promise<void> {
    await this.#read(SQL.keepSnapshot, [size, bytes]);
  }

  close(): Promise<void> {
    this.#closing ??= this.#closeNow();
    return this.#closing;
  }

  async #closeNow(): Promise<void> {
    const hushed = this.#line.close();
    await this.#lastAppend;
    await Promise.all([this.#reading.close(), this.#writing.close(), hushed]);
  }

  async #read<R extends Row>(statement: Statement, values: readonly unknown[]): Promise<R[]> {
    return this.#open(this.#reading).query<R>(statement, values);
  }

  #open<T>(part: T): T {
    if (this.#closing !== null) throw new StoreFault('store-unavailable', 'the store is closed');
    return part;
  }
}
