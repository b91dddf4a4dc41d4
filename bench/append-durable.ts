// Decisions that are on disk, a second, against the limit of the database: the rows of that very round
// inserted with its own driver, as many in each transaction as were asked for at a time, by nobody who
// decides, hashes, encrypts or signs.

import { decideFor } from './decide.ts';
import { withDatabase, type BenchDatabase, type DatabaseName } from './databases.ts';
import { withGateway, type InProcess } from './in-process.ts';
import { median, rounded, toResult, type Ask, type Bench, type Result } from './result.ts';
import { readRows, type Row } from './rows.ts';

const CONCURRENCIES = [1, 16, 256];
const ROUNDS = 5;
const ROUND_MS = 1_500;

export function appendDurable(database: DatabaseName): Bench {
  const nameOf = (concurrency: number): string => `append-durable-${database}-${concurrency}`;
  return {
    names: CONCURRENCIES.map(nameOf),
    async run(ask) {
      const wanted = CONCURRENCIES.filter((concurrency) => ask.wants(nameOf(concurrency)));
      const measured = await withDatabase(database, ask.progress, async (place) => {
        const results: Result[] = [];
        for (const concurrency of wanted) {
          const name = nameOf(concurrency);
          results.push(
            await withGateway(
              (gateway) => measure(name, gateway, concurrency, place, ask),
              (home) => place.config(home),
            ),
          );
        }
        return results;
      });
      return measured ?? [];
    },
  };
}

async function measure(
  name: string,
  { core, task, home }: InProcess,
  concurrency: number,
  place: BenchDatabase,
  { progress }: Ask,
): Promise<Result> {
  const rates = { ours: [] as number[], other: [] as number[] };
  const perCommit: number[] = [];
  await decideFor(core, task, concurrency, ROUND_MS);
  for (let round = 1; round <= ROUNDS; round += 1) {
    const { size } = await core.store.head();
    const ours = await decideFor(core, task, concurrency, ROUND_MS);
    const rows = await readRows(core.store, size);
    rates.ours.push(ours.rate);
    rates.other.push(await insertRate(rows, concurrency, place, home));
    perCommit.push(rows.length / ours.commits);
    progress(`${name}: round ${round} of ${ROUNDS}, ${rows.length} decisions`);
  }
  progress(`${name}: ${rounded(median(perCommit))} decisions share a commit`);
  return toResult(name, 'decisions/s', rates.ours, rates.other);
}

/** Rows a second, `batchSize` in each transaction. */
async function insertRate(
  rows: readonly Row[],
  batchSize: number,
  place: BenchDatabase,
  home: string,
): Promise<number> {
  const tables = await place.openRaw(home);
  const startedAt = performance.now();
  for (let from = 0; from < rows.length; from += batchSize) {
    await tables.insert(rows.slice(from, from + batchSize));
  }
  const seconds = (performance.now() - startedAt) / 1000;
  await tables.close();
  return rows.length / seconds;
}
