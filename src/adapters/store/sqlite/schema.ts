// One process at a time has the file, and finds in it a schema that it knows.

import Database from 'libsql';
import { StoreFault } from '../../../gateway/ports.ts';
import { SQLITE } from '../sql/dialect.ts';
import { migrationsFor } from '../sql/migrations.ts';
import { addMissingNodes } from './missing-nodes.ts';
import { Writer } from './writer.ts';

const MIGRATIONS = migrationsFor(SQLITE);
const NEWEST = MIGRATIONS.length;

/** The first schema that keeps the nodes of the tree. */
const KEEPS_NODES = 2;

/**
 * Opens the file, creating it where there is none, takes its exclusive lock for as long as the connection
 * lives, and brings its schema up to date. Every commit is synced before it returns; what is deleted is
 * overwritten with zeros.
 *
 * @param maxBytes most that the database may hold (its write-ahead log comes on top); null for no cap
 */
export function openDatabase(
  path: string,
  maxBytes: number | null,
): { db: Database.Database; writer: Writer } {
  const db = new Database(path);
  // Before the first access to the log, so that SQLite keeps the log's index in memory and the lock to
  // itself.
  db.pragma('locking_mode = exclusive');
  db.pragma('journal_mode = wal');
  db.pragma('synchronous = full');
  db.pragma('secure_delete = on');
  const writer = new Writer(db);
  writer.transact(() => migrate(db, writer, path));
  if (maxBytes !== null)
    db.pragma(`max_page_count = ${Math.floor(maxBytes / pragmaNumber(db, 'page_size'))}`);
  return { db, writer };
}

function migrate(db: Database.Database, writer: Writer, path: string): void {
  const applied = pragmaNumber(db, 'user_version');
  if (applied > NEWEST) {
    throw new StoreFault(
      'store-unavailable',
      `${path} has schema ${applied} and this version knows schemas up to ${NEWEST}: ` +
        'run the newer version that wrote it',
    );
  }
  if (applied === 0 && db.prepare('select 1 from sqlite_schema').raw().all().length > 0) {
    throw new StoreFault('store-corrupt', `${path} is a database, but no ledger: name another file`);
  }
  // A file that is up to date is not written to: it opens on a full disk too.
  for (const { version, statements } of MIGRATIONS.slice(applied)) {
    for (const statement of statements) writer.run(db.prepare(statement));
    if (version === KEEPS_NODES) addMissingNodes(db, writer);
    writer.run(db.prepare(`pragma user_version = ${version}`));
  }
}

function pragmaNumber(db: Database.Database, name: 'user_version' | 'page_size'): number {
  return (db.prepare(`pragma ${name}`).raw().all() as [[number]])[0][0];
}
