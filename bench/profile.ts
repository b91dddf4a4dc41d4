// Where the main thread's time goes while 256 callers ask for durable decisions on SQLite; with `act`, while
// one caller makes calls. Not a bench: it compares nothing. `node --no-turbo-inlining build/bench/profile.js`
// prints the shares, and what is in them.

import { Session, type Profiler } from 'node:inspector/promises';
import { actOnce } from './act.ts';
import { loadFor, rateOf } from './concurrent.ts';
import { decideFor } from './decide.ts';
import { withGateway } from './in-process.ts';
import { describeMachine } from './machine.ts';
import { describeShares, sharesOf } from './profile-areas.ts';

const CONCURRENCY = 256;
const WARM_UP_MS = 5_000;
const PROFILED_MS = 10_000;
const SAMPLE_MICROSECONDS = 500;

const isAct = process.argv.includes('act');
const profiledRun = await withGateway(({ core, task }) => {
  const work = (durationMs: number): Promise<{ readonly rate: number }> =>
    isAct
      ? loadFor(durationMs, 1, () => actOnce(core, task)).then((load) => ({ rate: rateOf(load) }))
      : decideFor(core, task, CONCURRENCY, durationMs);
  return profiled(
    () => work(WARM_UP_MS),
    () => work(PROFILED_MS),
  );
});
const what = isAct ? 'calls' : 'decisions';
process.stderr.write(
  `${await describeMachine()}\n${Math.round(profiledRun.rate)} ${what}/s while profiled\n`,
);
process.stdout.write(describeShares(sharesOf(profiledRun.profile)));

async function profiled<T extends object>(
  warmUp: () => Promise<unknown>,
  work: () => Promise<T>,
): Promise<T & { readonly profile: Profiler.Profile }> {
  await warmUp();
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_MICROSECONDS });
  await session.post('Profiler.start');
  const done = await work();
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  return { ...done, profile };
}
