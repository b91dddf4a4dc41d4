// How long one call takes, alone: the sides take turns call by call, so that whatever the machine does
// meanwhile it does to all of them.

import { toResult, type Bench } from './result.ts';
import { withSides, type Side } from './sides.ts';

const WARM_UP_CALLS = 200;
const MEASURED_MS = 9_000;

export const callLatency: Bench = {
  names: ['call-latency', 'call-latency-proxy'],
  run: ({ progress }) =>
    withSides(async ({ holdpoint, direct, proxy }) => {
      const times = { ours: [] as number[], direct: [] as number[], proxy: [] as number[] };
      for (let call = 0; call < WARM_UP_CALLS; call += 1) {
        for (const side of [holdpoint, direct, proxy]) await side.call();
      }
      for (const until = performance.now() + MEASURED_MS; performance.now() < until;) {
        times.ours.push(await callMs(holdpoint));
        times.direct.push(await callMs(direct));
        times.proxy.push(await callMs(proxy));
      }
      progress(`${times.ours.length} calls a side`);
      return [
        toResult('call-latency', 'ms', times.ours, times.direct),
        toResult('call-latency-proxy', 'ms', times.ours, times.proxy),
      ];
    }),
};

async function callMs(side: Side): Promise<number> {
  const startedAt = performance.now();
  await side.call();
  return performance.now() - startedAt;
}
