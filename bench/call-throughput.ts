// How many calls a second sixteen callers get through, the sides taking turns round by round.

import { loadFor, rateOf } from './concurrent.ts';
import { toResult, type Bench } from './result.ts';
import { withSides, type Side } from './sides.ts';

const CONCURRENCY = 16;
const ROUNDS = 5;
const ROUND_MS = 1_000;
const WARM_UP_MS = 2_000;

export const callThroughput: Bench = {
  names: ['call-throughput', 'call-throughput-proxy'],
  run: ({ progress }) =>
    withSides(async ({ holdpoint, direct, proxy }) => {
      const rates = { ours: [] as number[], direct: [] as number[], proxy: [] as number[] };
      for (const side of [holdpoint, direct, proxy])
        await loadFor(WARM_UP_MS, CONCURRENCY, () => side.call());
      for (let round = 1; round <= ROUNDS; round += 1) {
        rates.ours.push(await rate(holdpoint));
        rates.direct.push(await rate(direct));
        rates.proxy.push(await rate(proxy));
        progress(`round ${round} of ${ROUNDS}`);
      }
      return [
        toResult('call-throughput', 'calls/s', rates.ours, rates.direct),
        toResult('call-throughput-proxy', 'calls/s', rates.ours, rates.proxy),
      ];
    }),
};

async function rate(side: Side): Promise<number> {
  return rateOf(await loadFor(ROUND_MS, CONCURRENCY, () => side.call()));
}
