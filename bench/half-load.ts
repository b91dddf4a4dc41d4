// How long a decision takes where there is room: requests come at random, half as many as 256 callers get
// through at most, beside raw rows that come as often and share transactions as decisions do.

import { openLoad } from './concurrent.ts';
import { withDatabase, type BenchDatabase, type DatabaseName } from './databases.ts';
import { decideFor, decideOnce } from './decide.ts';
import { withGateway, type InProcess } from './in-process.ts';
import { median, quantile, rounded, toResult, type Bench, type Progress, type Result } from './result.ts';
import { readRows, type RawTables, type Row } from './rows.ts';

const CONCURRENCY = 256;
const MOST_ROUNDS = 3;
const MOST_MS = 1_500;
const ROUNDS = 5;
const ROUND_SECONDS = 4;

export function halfLoad(database: DatabaseName): Bench {
  const names = [50, 99].map((percent) => `latency-at-half-load-${database}-p${percent}`);
  return {
    names,
    async run({ progress }) {
      const measured = await withDatabase(database, progress, (place) =>
        withGateway(
          (gateway) => measure(gateway, place, progress),
          (home) => place.config(home),
        ),
      );
      if (measured === null) return [];
      return names.map((name, at): Result => {
        const share = at === 0 ? 0.5 : 0.99;
        const of = (rounds: number[][]): number[] => rounds.map((round) => quantile(round, share));
        return toResult(name, 'ms', of(measured.ours), of(measured.other));
      });
    },
  };
}

/** Latencies of each round, in milliseconds. */
interface Latencies {
  readonly ours: number[][];
  readonly other: number[][];
}

async function measure(
  { core, task, home }: InProcess,
  place: BenchDatabase,
  progress: Progress,
): Promise<Latencies> {
  const most: number[] = [];
  await decideFor(core, task, CONCURRENCY, MOST_MS);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    most.push((await decideFor(core, task, CONCURRENCY, MOST_MS)).rate);
  }
  const perSecond = median(most) / 2;
  progress(`${rounded(median(most))} decisions/s at most, ${rounded(perSecond)} a second from here on`);
  const latencies: Latencies = { ours: [], other: [] };
  for (let round = 1; round <= ROUNDS; round += 1) {
    const { size } = await core.store.head();
    const count = Math.ceil(perSecond * ROUND_SECONDS);
    latencies.ours.push(
      await openLoad(perSecond, count, async () => {
        await decideOnce(core, task);
      }),
    );
    const rows = await readRows(core.store, size);
    const tables = await place.openRaw(home);
    const insert = inTurns(tables);
    latencies.other.push(await openLoad(perSecond, count, (number) => insert(rows[number]!)));
    await tables.close();
    progress(`round ${round} of ${ROUNDS}`);
  }
  return latencies;
}

/** What comes while a transaction runs shares the next one. */
function inTurns(tables: RawTables): (row: Row) => Promise<void> {
  let next: { readonly rows: Row[]; readonly done: Promise<void> } | null = null;
  let last = Promise.resolve();
  return (row) => {
    if (next === null) {
      const rows: Row[] = [];
      const done = last.then(() => {
        next = null;
        return tables.insert(rows);
      });
      next = { rows, done };
      last = done;
    }
    next.rows.push(row);
    return next.done;
  };
}
