// Random agents, people, faults, crashes and restarts against the real gateway. A failure names its seed:
// HOLDPOINT_SEED=<seed> plays that story alone.

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Simulator } from './simulator.ts';

const STEPS = 150;
const only = process.env['HOLDPOINT_SEED'];
const seeds = only === undefined ? Array.from({ length: 20 }, (_, index) => index + 1) : [Number(only)];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Over all stories: one in which everything was stopped early makes none. */
let calls = 0;
let decidedAgain = 0;
let stepsBegun = 0;

const stories = seeds.flatMap((seed) => [
  { seed, replicas: 1 },
  { seed, replicas: 3 },
]);

it.each(stories)('the invariants hold in the story of seed $seed with $replicas replicas', async (story) => {
  const { seed, replicas } = story;
  const simulator = await Simulator.start(seed, replicas);
  let step = 0;
  try {
    for (; step < STEPS; step += 1) await simulator.step();
    await simulator.finish();
    calls += simulator.rig.upstream.calls.length;
    decidedAgain += simulator.decidedAgain;
    stepsBegun += simulator.books.stepsBegun;
    expect(step).toBe(STEPS);
  } catch (error) {
    throw new Error(`seed ${seed}, step ${step}: ${(error as Error).message}`, { cause: error });
  } finally {
    await simulator.rig.stop();
  }
});

it.skipIf(only !== undefined)(
  'the stories are not idle: calls were made, steps begun, and decisions replayed',
  () => {
    expect(calls).toBeGreaterThan(seeds.length);
    expect(stepsBegun).toBeGreaterThan(seeds.length);
    expect(decidedAgain).toBeGreaterThan(calls);
  },
);
