// Where the main thread's time goes while 256 callers ask for durable decisions on SQLite. Not a bench: it
// compares nothing. `node --no-turbo-inlining build/bench/profile.js` prints the shares, and what is in them.

import { Session, type Profiler } from 'node:inspector/promises';
import { decideFor } from './decide.ts';
import { withGateway } from './in-process.ts';
import { describeMachine } from './machine.ts';
import { describeShares, sharesOf } from './profile-areas.ts';

const CONCURRENCY = 256;
const WARM_UP_MS = 5_000;
const PROFILED_MS = 10_000;
const SAMPLE_MICROSECONDS = 500;

const profiledRun = await withGateway(({ core, task }) =>
  profiled(
    () => decideFor(core, task, CONCURRENCY, WARM_UP_MS),
    () => decideFor(core, task, CONCURRENCY, PROFILED_MS),
  ),
);
process.stderr.write(
  `${await describeMachine()}\n${Math.round(profiledRun.rate)} decisions/s while profiled\n`,
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
