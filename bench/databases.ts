// The databases that a ledger can lie in, each with its raw side. Both on the disk that is measured.

import { tmpdir } from 'node:os';
import { startServer } from '../src/adapters/store/postgres/server.contract.ts';
import type { Config } from '../src/config.ts';
import { benchConfig } from './home.ts';
import { openRawPostgres } from './raw-postgres.ts';
import { openRawSqlite } from './raw-sqlite.ts';
import type { Progress } from './result.ts';
import type { RawTables } from './rows.ts';

export type DatabaseName = 'sqlite' | 'postgres';

export interface BenchDatabase {
  /** Of a gateway with an empty ledger. */
  config(home: string): Promise<Config>;
  /** Empty tables. */
  openRaw(home: string): Promise<RawTables>;
}

/** Null, and the reason as progress, where this machine has no such database. */
export async function withDatabase<T>(
  name: DatabaseName,
  progress: Progress,
  measure: (database: BenchDatabase) => Promise<T>,
): Promise<T | null> {
  if (name === 'sqlite') return measure(SQLITE);
  const server = await startServer(tmpdir());
  if ('reason' in server) {
    progress(`skipped: ${server.reason}`);
    return null;
  }
  try {
    return await measure({
      config: async (home) => benchConfig(home, await server.createDatabase()),
      openRaw: async () => openRawPostgres(await server.createDatabase()),
    });
  } finally {
    await server.close();
  }
}

const SQLITE: BenchDatabase = {
  config: (home) => Promise.resolve(benchConfig(home)),
  openRaw: (home) => Promise.resolve(openRawSqlite(home)),
};
