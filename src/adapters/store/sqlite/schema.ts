// One process at a time has the file, and finds in it a schema that it knows.

import Database from 'libsql';
import { StoreFault } from '../../../gateway/ports.ts';

/**
 * Applied in order, each once; `user_version` counts how many were. Never edited once released: only added
 * to.
 */
const MIGRATIONS: readonly string[] = [
  `
  create table records (
    seq integer primary key,
    id text not null unique,
    stream text not null,
    version integer not null,
    type text not null,
    time integer not null,
    text text not null,
    hash blob not null,
    unique (stream, version)
  ) strict;
  -- An index ends in the rowid, so this one is in the order of (stream, seq).
  create index records_by_stream on records (stream);
  create table streams (name text primary key, version integer not null) strict, without rowid;
  create table payloads (
    commitment text not null,
    scope text not null,
    kind text not null,
    nonce blob not null,
    ciphertext blob not null,
    primary key (commitment, scope)
  ) strict;
  create table keys (scope text primary key, wrapped blob not null) strict, without rowid;
  create table head (
    one integer primary key check (one = 1),
    size integer not null,
    epoch integer not null,
    frontier blob not null,
    last_time integer not null,
    checkpoint text
  ) strict;
  insert into head values (1, 0, 0, x'', 0, null);
  create table checkpoints (size integer primary key, note text not null) strict;
  `,
];

/**
 * Opens the file, creating it where there is none, takes its exclusive lock for as long as the connection
 * lives, and brings its schema up to date. Every commit is synced before it returns.
 *
 * @param maxBytes most that the database may hold (its write-ahead log comes on top); null for no cap
 */
export function openDatabase(path: string, maxBytes: number | null): Database.Database {
  const db = new Database(path);
  // Before the first access to the log, so that SQLite keeps the log's index in memory and the lock to
  // itself.
  db.pragma('locking_mode = exclusive');
  db.pragma('journal_mode = wal');
  db.pragma('synchronous = full');
  db.exec('begin exclusive');
  migrate(db, path);
  db.exec('commit');
  if (maxBytes !== null)
    db.pragma(`max_page_count = ${Math.floor(maxBytes / pragmaNumber(db, 'page_size'))}`);
  return db;
}

function migrate(db: Database.Database, path: string): void {
  const applied = pragmaNumber(db, 'user_version');
  if (applied > MIGRATIONS.length) {
    throw new StoreFault(
      'store-unavailable',
      `${path} has schema ${applied} and this version knows schemas up to ${MIGRATIONS.length}: ` +
        'run the newer version that wrote it',
    );
  }
  if (applied === 0 && db.prepare('select 1 from sqlite_schema').raw().all().length > 0) {
    throw new StoreFault('store-corrupt', `${path} is a database, but no ledger: name another file`);
  }
  // A file that is up to date is not written to: it opens on a full disk too.
  if (applied === MIGRATIONS.length) return;
  for (const migration of MIGRATIONS.slice(applied)) db.exec(migration);
  db.pragma(`user_version = ${MIGRATIONS.length}`);
}

function pragmaNumber(db: Database.Database, name: 'user_version' | 'page_size'): number {
  return (db.prepare(`pragma ${name}`).raw().all() as [[number]])[0][0];
}
