// Rows straight into SQLite with its driver, in the thread that asks: the store's own tables and settings, no
// worker, no head, no tree.

import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import Database from 'libsql';
import { SQLITE } from '../src/adapters/store/sql/dialect.ts';
import { migrationsFor } from '../src/adapters/store/sql/migrations.ts';
import {
  PAYLOAD_COLUMNS,
  payloadValues,
  RECORD_COLUMNS,
  recordValues,
  tablesOf,
  type RawTables,
} from './rows.ts';

export function openRawSqlite(folder: string): RawTables {
  const db = new Database(join(folder, `raw-${randomUUID()}.db`));
  db.pragma('locking_mode = exclusive');
  db.pragma('journal_mode = wal');
  db.pragma('synchronous = full');
  for (const statement of tablesOf(migrationsFor(SQLITE))) db.exec(statement);
  const [begin, commit] = [db.prepare('begin immediate'), db.prepare('commit')];
  const addRecord = db.prepare(insertInto('records', RECORD_COLUMNS));
  const addPayload = db.prepare(insertInto('payloads', PAYLOAD_COLUMNS));
  return {
    async insert(rows) {
      begin.run([]);
      for (const row of rows) addRecord.run(recordValues(row));
      for (const row of rows) addPayload.run(payloadValues(row));
      commit.run([]);
    },
    async close() {
      db.close();
    },
  };
}

function insertInto(table: string, columns: readonly string[]): string {
  return `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`;
}
