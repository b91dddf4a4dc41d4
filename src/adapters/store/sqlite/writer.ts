// The one way by which anything is written to the file: every statement that writes, the end of its
// transaction included, goes through `run`.

import type Database from 'libsql';

type Value = string | number | null | Uint8Array;

export class Writer {
  readonly #db: Database.Database;
  readonly #begin: Database.Statement;
  readonly #commit: Database.Statement;
  readonly #rollback: Database.Statement;

  constructor(db: Database.Database) {
    this.#db = db;
    this.#begin = db.prepare('begin immediate');
    this.#commit = db.prepare('commit');
    this.#rollback = db.prepare('rollback');
  }

  /** Does the work as one transaction: durable when this returns; when it throws, nothing is written. */
  transact<Result>(work: () => Result): Result {
    this.run(this.#begin);
    let result: Result;
    try {
      result = work();
    } catch (error) {
      this.#undo();
      throw error;
    }
    try {
      this.run(this.#commit);
    } catch (error) {
      this.#undo();
      this.#discardLog();
      throw error;
    }
    return result;
  }

  /** Gives the number of rows changed. */
  run(statement: Database.Statement, ...values: Value[]): number {
    // As one array: the engine takes a lone byte array for named values, and aborts.
    return statement.run(values).changes;
  }

  /** SQLite itself has rolled back after some failures. */
  #undo(): void {
    if (this.#db.inTransaction) this.run(this.#rollback);
  }

  /**
   * A commit that failed in its last step may have left its whole transaction in the write-ahead log, where
   * a crash would bring it back although its author was told no. Where the log cannot be emptied now, the
   * next commit overwrites what was left.
   */
  #discardLog(): void {
    try {
      emptyLog(this.#db);
    } catch {
      // The commit's own error is the one to report.
    }
  }
}

/** Moves what the write-ahead log holds into the file, syncs it, and cuts the log to nothing. */
export function emptyLog(db: Database.Database): void {
  db.pragma('wal_checkpoint(truncate)');
}
