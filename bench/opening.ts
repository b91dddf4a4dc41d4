// How long a start takes, from opening the store to a gateway that decides, however long the ledger is: each
// start after the first one begins with the snapshot that the stop before it kept.

import { createLog, openHome } from '../src/main.ts';
import { benchConfig } from './home.ts';
import { rounded, toResult, type Bench } from './result.ts';
import { LARGER_SIZES, SMALLEST } from './sizes.ts';

const STARTS = 21;
const WARM_UP_STARTS = 3;

export const opening: Bench = {
  names: LARGER_SIZES.map(({ name }) => `open-${name}`),
  async run({ wants, progress, ledgers }) {
    const small = await ledgers.home(SMALLEST);
    await startMs(small);
    const results = [];
    for (const { name, size } of LARGER_SIZES.filter((one) => wants(`open-${one.name}`))) {
      const large = await ledgers.home(size);
      const times = { large: [] as number[], small: [] as number[] };
      progress(
        `${size} records: the first start, which folds them all, took ${rounded(await startMs(large))} ms`,
      );
      for (let start = -WARM_UP_STARTS; start < STARTS; start += 1) {
        const [ofLarge, ofSmall] = [await startMs(large), await startMs(small)];
        if (start < 0) continue;
        times.large.push(ofLarge);
        times.small.push(ofSmall);
      }
      results.push(toResult(`open-${name}`, 'ms', times.large, times.small));
    }
    return results;
  },
};

async function startMs(home: string): Promise<number> {
  const startedAt = performance.now();
  const { running } = await openHome(benchConfig(home), createLog('error'));
  const took = performance.now() - startedAt;
  await running.stop();
  return took;
}
