// The log on disk: an append is one transaction on the head that its author saw, or nothing.

import type Database from 'libsql';
import { StoreFault } from '../../../gateway/ports.ts';
import type {
  Head,
  LedgerStore,
  Sealed,
  StoredPayload,
  StoredRecord,
  WrappedKey,
} from '../../../gateway/ports.ts';
import { ORG_STREAM } from '../../../ledger/stream.ts';
import { openDatabase } from './schema.ts';
import { prepareStatements, type Statements } from './statements.ts';

/** What one append writes, and on what. */
export interface Batch extends Sealed {
  /** Size of the log that it was sealed on. */
  readonly onSize: number;
  /** Each stream that it writes to: the version it was sealed on, and the one it leaves. */
  readonly moves: readonly { readonly stream: string; readonly from: number; readonly to: number }[];
}

type HeadRow = [
  size: number,
  epoch: number,
  frontier: Uint8Array,
  lastTime: number,
  checkpoint: string | null,
];
type RecordRow = [
  seq: number,
  id: string,
  stream: string,
  version: number,
  type: string,
  time: number,
  text: string,
  hash: Uint8Array,
];

/** Synchronous, for the worker. Throws `StoreFault` and the engine's own errors (`faults.ts`). */
export class LedgerDatabase {
  readonly #db: Database.Database;
  readonly #sql: Statements;

  constructor(path: string, maxBytes: number | null) {
    this.#db = openDatabase(path, maxBytes);
    this.#sql = prepareStatements(this.#db);
    this.#checkHead(path);
  }

  head(): Head {
    const [size, epoch, frontier, lastTime, checkpoint] = this.#sql.head.get() as HeadRow;
    return { size, epoch, frontier, lastTime, checkpoint };
  }

  versions(streams: readonly string[]): number[] {
    return streams.map((stream) => (this.#sql.version.get(stream) as [number] | undefined)?.[0] ?? 0);
  }

  /**
   * Durable when it returns. Throws `store-moved` where the log or a stream is not where the batch left it.
   */
  append(batch: Batch): void {
    this.#db.exec('begin immediate');
    try {
      this.#write(batch);
    } catch (error) {
      if (this.#db.inTransaction) this.#db.exec('rollback');
      throw error;
    }
    this.#commit();
  }

  read(query: Parameters<LedgerStore['read']>[0]): StoredRecord[] {
    const { fromSeq, limit, stream } = query;
    const rows =
      stream === undefined
        ? this.#sql.recordsFrom.all(fromSeq, limit)
        : this.#sql.recordsOfStream.all(stream, fromSeq, limit);
    return (rows as RecordRow[]).map(([seq, id, name, version, type, time, text, hash]) => {
      return { seq, id, stream: name, version, type, time, text, hash };
    });
  }

  streams(prefix: string): { stream: string; version: number }[] {
    const rows = this.#sql.streams.all(prefix) as [string, number][];
    return rows.map(([stream, version]) => ({ stream, version }));
  }

  payload(commitment: string, scope: string): StoredPayload | null {
    const row = this.#sql.payload.get(commitment, scope) as [string, Uint8Array, Uint8Array] | undefined;
    if (row === undefined) return null;
    const [kind, nonce, ciphertext] = row;
    return { commitment, scope, kind, nonce, ciphertext };
  }

  key(scope: string): WrappedKey | null {
    const row = this.#sql.key.get(scope) as [Uint8Array] | undefined;
    return row === undefined ? null : { scope, wrapped: row[0] };
  }

  checkpoints(): { size: number; note: string }[] {
    const rows = this.#sql.checkpoints.all() as [number, string][];
    return rows.map(([size, note]) => ({ size, note }));
  }

  close(): void {
    this.#db.close();
  }

  #write({ onSize, moves, records, payloads, keys, head }: Batch): void {
    const sql = this.#sql;
    const { size, epoch, frontier, lastTime, checkpoint } = head;
    expectOne(sql.moveHead.run(size, epoch, frontier, lastTime, checkpoint, onSize), 'the head');
    for (const { seq, id, stream, version, type, time, text, hash } of records) {
      sql.addRecord.run(seq, id, stream, version, type, time, text, hash);
    }
    for (const { stream, from, to } of moves) {
      const moved = from === 0 ? sql.addStream.run(stream, to) : sql.moveStream.run(to, stream, from);
      expectOne(moved, `stream ${stream}`);
    }
    for (const { commitment, scope, kind, nonce, ciphertext } of payloads) {
      sql.addPayload.run(commitment, scope, kind, nonce, ciphertext);
    }
    for (const { scope, wrapped } of keys) sql.addKey.run(scope, wrapped);
    if (checkpoint !== null) sql.addCheckpoint.run(size, checkpoint);
    sql.pruneCheckpoints.run();
  }

  #commit(): void {
    try {
      this.#db.exec('commit');
    } catch (error) {
      if (this.#db.inTransaction) this.#db.exec('rollback');
      this.#discardLog();
      throw error;
    }
  }

  /**
   * A commit that failed in its last step may have left its whole transaction in the write-ahead log, where
   * a crash would bring it back although its author was told no. Where the log cannot be emptied now, the
   * next commit overwrites what was left.
   */
  #discardLog(): void {
    try {
      this.#db.pragma('wal_checkpoint(truncate)');
    } catch {
      // The commit's own error is the one to report.
    }
  }

  #checkHead(path: string): void {
    const { size, epoch } = this.head();
    const [count, next] = this.#sql.extent.get() as [number, number];
    const [org] = this.versions([ORG_STREAM]);
    if (size === count && size === next && epoch === org) return;
    throw new StoreFault(
      'store-corrupt',
      `${path}: the head says ${size} records and epoch ${epoch}; there are ${count} records, ` +
        `the last is number ${next - 1}, and stream ${ORG_STREAM} is at version ${org}: restore a backup`,
    );
  }
}

function expectOne(done: Database.RunResult, what: string): void {
  if (done.changes !== 1) throw new StoreFault('store-moved', `${what} is not where this process left it`);
}
