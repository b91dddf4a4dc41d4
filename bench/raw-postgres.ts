// Rows straight into PostgreSQL with its driver: the store's own tables, and for each batch one statement of
// many rows, which is a transaction and a round trip of its own.

import { Client } from 'pg';
import { POSTGRES } from '../src/adapters/store/sql/dialect.ts';
import { migrationsFor } from '../src/adapters/store/sql/migrations.ts';
import {
  PAYLOAD_COLUMNS,
  payloadValues,
  RECORD_COLUMNS,
  recordValues,
  tablesOf,
  type RawTables,
} from './rows.ts';

export async function openRawPostgres(url: string): Promise<RawTables> {
  const client = new Client({ connectionString: url });
  await client.connect();
  for (const statement of tablesOf(migrationsFor(POSTGRES))) await client.query(statement);
  // One for each number of rows, prepared when it is first used.
  const statements = new Map<number, string>();
  return {
    async insert(rows) {
      const text = statements.get(rows.length) ?? insertOf(rows.length);
      statements.set(rows.length, text);
      const values = [...rows.flatMap(payloadValues), ...rows.flatMap(recordValues)];
      await client.query({ name: `insert ${rows.length}`, text, values });
    },
    close: () => client.end(),
  };
}

function insertOf(rows: number): string {
  const payloads = insertInto('payloads', PAYLOAD_COLUMNS, rows, 1);
  const records = insertInto('records', RECORD_COLUMNS, rows, 1 + rows * PAYLOAD_COLUMNS.length);
  return `with paid as (${payloads}) ${records}`;
}

function insertInto(table: string, columns: readonly string[], rows: number, first: number): string {
  const tuples = Array.from({ length: rows }, (_, row) => {
    const values = columns.map((__, column) => `$${first + row * columns.length + column}`);
    return `(${values.join(', ')})`;
  });
  return `insert into ${table} (${columns.join(', ')}) values ${tuples.join(', ')}`;
}
