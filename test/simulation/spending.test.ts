// Interleavings of calls, outcomes, silence, full disks, lost answers and crashes over two real gateways on
// one ledger, each under bounds that it soon meets.

import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Spending, type Bounds, type Step } from './spending.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const upTo = (min: number, max: number) => fc.integer({ min, max });

/** Each so low that it is soon met. */
const tight = {
  calls: upTo(2, 5),
  writes: upTo(1, 3),
  reads: upTo(1, 3),
  money: fc.constantFrom(20, 50, 70),
  destinations: upTo(1, 2),
  fanOut: upTo(1, 3),
  running: upTo(1, 3),
  records: upTo(4, 11),
  bytes: upTo(100, 220),
  wallSeconds: upTo(11, 40),
  callsPerMinute: upTo(2, 4),
  agentCalls: upTo(3, 8),
  agentMoney: fc.constantFrom(50, 70, 90),
};
type Tight = keyof typeof tight;
const ALL_TIGHT = Object.keys(tight) as Tight[];

/** Two besides the one whose turn it is: where all are tight, one hides another. */
const chosen = fc.record({
  ...tight,
  also: fc.subarray(ALL_TIGHT, { maxLength: 2 }),
  hourEndsIn: fc.constantFrom(20, 60, 2_000),
});

type Chosen = typeof chosen extends fc.Arbitrary<infer One> ? One : never;

function boundsOf(turn: number, { also, hourEndsIn, ...all }: Chosen): Bounds {
  const names = new Set([ALL_TIGHT[turn % ALL_TIGHT.length]!, ...also]);
  const kept = Object.fromEntries(Object.entries(all).filter(([name]) => names.has(name as Tight)));
  const { agentCalls, agentMoney, ...task } = kept;
  const agent = {
    ...(agentCalls === undefined ? {} : { calls: agentCalls }),
    ...(agentMoney === undefined ? {} : { money: agentMoney }),
  };
  return { task: { calls: 100, wallSeconds: 4_000, ...task }, agent, hourEndsIn };
}

const step = fc.oneof(
  {
    weight: 14,
    arbitrary: fc.record({
      does: fc.constant('call'),
      times: upTo(1, 3),
      back: fc.constantFrom(0, 0, 1, 2),
      tool: fc.constantFrom('read', 'write'),
      amount: fc.constantFrom(0, 10, 20, 40),
      to: fc.constantFrom('ops', 'ops', 'it', 'hr', 'sales'),
      brings: fc.nat({ max: 4 }),
      ends: fc.constantFrom('succeeded', 'succeeded', 'failed', 'unknown', 'not-started'),
    }),
  },
  { weight: 10, arbitrary: fc.record({ does: fc.constant('end'), n: fc.nat({ max: 2 }) }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('open'), n: fc.constantFrom(0, 0, 1) }) },
  {
    weight: 3,
    // Two or three of them are just a minute.
    arbitrary: fc.record({ does: fc.constant('pass'), seconds: fc.constantFrom(5, 20, 20, 40) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constantFrom('crash', 'fill-disk', 'cut-off', 'doubt-taken', 'doubt-lost'),
      gateway: fc.nat({ max: 1 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('mend') }) },
) as fc.Arbitrary<Step>;

const LIMITS_MET = [
  'calls-exhausted',
  'effect-exhausted',
  'tool-calls-exhausted',
  'money-exhausted',
  'destinations-exhausted',
  'fan-out-exhausted',
  'running-exhausted',
  'records-exhausted',
  'bytes-exhausted',
  'wall-time-exhausted',
  'too-fast',
  'allowance-exhausted',
];

/** Of each seed: every bound has its turn thrice. */
const INTERLEAVINGS = 3 * ALL_TIGHT.length;

it.each([1, 2, 3])(
  'no interleaving overspends a budget, or is refused what is left (%i of 3)',
  async (seed) => {
    const spending = await Spending.start(seed);
    const steps = fc.array(step, { minLength: 12, maxLength: 30, size: 'max' });
    let turn = 0;
    try {
      await fc.assert(
        fc.asyncProperty(chosen, steps, async (given, taken) => {
          await spending.begin(boundsOf(turn, given));
          turn += 1;
          for (const one of taken) await spending.take(one);
          await spending.finish();
        }),
        { numRuns: INTERLEAVINGS, seed, endOnFailure: true },
      );
      const { books, made } = spending;
      expect([...books.refusals.keys()]).toEqual(expect.arrayContaining(LIMITS_MET));
      expect(Math.min(...made, 2 * books.refusedBelow)).toBeGreaterThan(INTERLEAVINGS);
      expect(await spending.rig.audit()).toMatchObject({ ok: true, findings: [] });
    } finally {
      await spending.stop();
    }
  },
  120_000,
);
