// The log on disk: an append is one transaction on the head that its author saw, or nothing.

import type Database from 'libsql';
import { StoreFault } from '../../../gateway/ports.ts';
import type {
  Head,
  LedgerStore,
  StoredPayload,
  StoredRecord,
  StoredSnapshot,
  ViewQuery,
  ViewRow,
  Views,
  WrappedKey,
} from '../../../gateway/ports.ts';
import { ORG_STREAM } from '../../../ledger/stream.ts';
import { leafHash } from '../../../ledger/tree.ts';
import { nodeLedgerCrypto } from '../../crypto/node.ts';
import type { Batch } from '../sql/place.ts';
import {
  checkpointOf,
  headOf,
  payloadOf,
  recordOf,
  snapshotOf,
  streamOf,
  viewOf,
  type HeadRow,
  type PayloadRow,
  type RecordRow,
  type ViewColumns,
} from '../sql/rows.ts';
import { listViews, prefixBounds } from '../sql/statements.ts';
import { openDatabase } from './schema.ts';
import { prepareStatements, type Statements } from './statements.ts';
import { emptyLog, type Writer } from './writer.ts';

/** Synchronous, for the worker. Throws `StoreFault` and the engine's own errors (`faults.ts`). */
export class LedgerDatabase {
  readonly #db: Database.Database;
  readonly #sql: Statements;
  readonly #writer: Writer;

  constructor(path: string, maxBytes: number | null) {
    const { db, writer } = openDatabase(path, maxBytes);
    this.#db = db;
    this.#writer = writer;
    this.#sql = prepareStatements(db);
    this.#checkHead(path);
  }

  head(): Head {
    return headOf(this.#sql.head.get() as HeadRow);
  }

  versions(streams: readonly string[]): number[] {
    return streams.map((stream) => (this.#sql.version.get(stream) as [number] | undefined)?.[0] ?? 0);
  }

  /** Throws `store-moved` where the log or a stream is not where the batch left it. */
  append(batch: Batch): void {
    this.#writer.transact(() => this.#write(batch));
  }

  read(query: Parameters<LedgerStore['read']>[0]): StoredRecord[] {
    const { fromSeq, limit, stream } = query;
    const rows =
      stream === undefined
        ? this.#sql.recordsFrom.all(fromSeq, limit)
        : this.#sql.recordsOfStream.all(stream, fromSeq, limit);
    return (rows as RecordRow[]).map(recordOf);
  }

  find(id: string): StoredRecord | null {
    const row = this.#sql.recordWithId.get(id) as RecordRow | undefined;
    return row === undefined ? null : recordOf(row);
  }

  streams(prefix: string): { stream: string; version: number }[] {
    return (this.#sql.streams.all(...prefixBounds(prefix)) as [string, number][]).map(streamOf);
  }

  nodes(level: number, index: number, count: number): Uint8Array[] {
    if (level > 0) {
      return (this.#sql.nodes.all(level, index, count) as [Uint8Array][]).map(([hash]) => hash);
    }
    const rows = this.#sql.hashesFrom.all(index, count) as [Uint8Array][];
    return rows.map(([hash]) => leafHash(nodeLedgerCrypto, hash));
  }

  payload(commitment: string, scope: string): StoredPayload | null {
    const row = this.#sql.payload.get(commitment, scope) as PayloadRow | undefined;
    return row === undefined ? null : payloadOf(commitment, scope, row);
  }

  key(scope: string): WrappedKey | null {
    const row = this.#sql.key.get(scope) as [Uint8Array] | undefined;
    return row === undefined ? null : { scope, wrapped: row[0] };
  }

  /** What was deleted is gone from the file and from its write-ahead log when this returns. */
  erase(scope: string): void {
    this.#writer.transact(() => {
      this.#writer.run(this.#sql.eraseKey, scope);
      this.#writer.run(this.#sql.erasePayloads, scope);
    });
    emptyLog(this.#db);
  }

  checkpoints(): { size: number; note: string }[] {
    return (this.#sql.checkpoints.all() as [number, string][]).map(checkpointOf);
  }

  keepCheckpoint(size: number, note: string): void {
    this.#writer.transact(() => this.#writer.run(this.#sql.keepCheckpoint, size, note));
  }

  snapshot(): StoredSnapshot | null {
    const row = this.#sql.snapshot.get() as [number, Uint8Array] | undefined;
    return row === undefined ? null : snapshotOf(row);
  }

  keepSnapshot({ size, bytes }: StoredSnapshot): void {
    this.#writer.transact(() => this.#writer.run(this.#sql.keepSnapshot, size, bytes));
  }

  viewCursor(): number {
    return (this.#sql.viewCursor.get() as [number])[0];
  }

  getViews(model: string, ids: readonly string[]): ViewRow[] {
    const rows = ids.map((id) => this.#sql.view.get(model, id) as ViewColumns | undefined);
    return rows.flatMap((row) => (row === undefined ? [] : [viewOf(row)]));
  }

  listViews(query: ViewQuery): ViewRow[] {
    const { text, values } = listViews(query);
    const rows = this.#db
      .prepare(text)
      .raw()
      .all(...values);
    return (rows as ViewColumns[]).map(viewOf);
  }

  writeViews({ from, to, rows }: Parameters<Views['write']>[0]): boolean {
    return this.#writer.transact(() => {
      if (this.#writer.run(this.#sql.moveViewCursor, from, to) === 0) return false;
      for (const { model, id, sort, status, task, doc } of rows) {
        this.#writer.run(this.#sql.putView, model, id, sort, status, task, doc);
      }
      return true;
    });
  }

  clearViews(): void {
    this.#writer.transact(() => {
      this.#writer.run(this.#sql.clearViews);
      this.#writer.run(this.#sql.resetViewCursor);
    });
  }

  close(): void {
    this.#db.close();
  }

  #write({ onSize, moves, records, nodes, payloads, keys, head }: Batch): void {
    const [sql, writer] = [this.#sql, this.#writer];
    const { size, epoch, frontier, lastTime, checkpoint } = head;
    const moved = writer.run(sql.moveHead, size, epoch, frontier, lastTime, checkpoint, onSize);
    expectOne(moved, 'the head');
    for (const { seq, id, stream, version, type, time, text, hash } of records) {
      writer.run(sql.addRecord, seq, id, stream, version, type, time, text, hash);
    }
    for (const { stream, from, to } of moves) {
      const done =
        from === 0 ? writer.run(sql.addStream, stream, to) : writer.run(sql.moveStream, to, stream, from);
      expectOne(done, `stream ${stream}`);
    }
    for (const { level, index, hash } of nodes) writer.run(sql.addNode, level, index, hash);
    for (const { commitment, scope, kind, nonce, ciphertext } of payloads) {
      writer.run(sql.addPayload, commitment, scope, kind, nonce, ciphertext);
    }
    for (const { scope, wrapped } of keys) writer.run(sql.addKey, scope, wrapped);
    if (checkpoint !== null) writer.run(sql.addCheckpoint, size, checkpoint);
    writer.run(sql.pruneCheckpoints);
  }

  /** Costs the same however long the log is: a record that is missing further back shows when it is read. */
  #checkHead(path: string): void {
    const { size, epoch } = this.head();
    const [next, org] = this.#sql.extent.get(ORG_STREAM) as [number, number];
    if (size === next && epoch === org) return;
    throw new StoreFault(
      'store-corrupt',
      `${path}: the head says ${size} records and epoch ${epoch}; the last record is number ${next - 1}, ` +
        `and stream ${ORG_STREAM} is at version ${org}: restore a backup`,
    );
  }
}

function expectOne(changes: number, what: string): void {
  if (changes !== 1) throw new StoreFault('store-moved', `${what} is not where this process left it`);
}
