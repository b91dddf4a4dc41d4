// 256 interleavings of calls, outcomes, full disks and crashes over two real gateways on one ledger.

import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Spending, type Step } from './spending.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 14,
    arbitrary: fc.record({
      does: fc.constant('call'),
      task: fc.nat({ max: 1 }),
      tool: fc.constantFrom('read', 'write'),
      amount: fc.constantFrom(0, 5, 20, 40),
      to: fc.constantFrom('ops', 'ops', 'ops', 'it', 'hr', 'sales'),
      brings: fc.nat({ max: 4 }),
      ends: fc.constantFrom('succeeded', 'succeeded', 'failed', 'unknown', 'not-started'),
    }),
  },
  { weight: 10, arbitrary: fc.record({ does: fc.constant('end'), n: fc.nat({ max: 2 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constantFrom('crash', 'fill-disk', 'free-disk', 'free-disk') }),
  },
);

const LIMITS_MET = [
  'calls-exhausted',
  'money-exhausted',
  'effect-exhausted',
  'destinations-exhausted',
  'running-exhausted',
  'records-exhausted',
  'allowance-exhausted',
];

/** Over all interleavings. */
const met = new Set<string>();

it.each([1, 2, 3, 4])('no interleaving overspends a budget (64 of them, %i of 4)', async (seed) => {
  const spending = await Spending.start(seed);
  const steps = fc.array(step, { minLength: 15, maxLength: 45, size: 'max' });
  try {
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        await spending.begin();
        for (const one of taken) {
          await spending.take(one);
          for (const [of, [is, limit]] of Object.entries(spending.figures())) {
            expect(is, of).toBeLessThanOrEqual(limit);
          }
        }
        await spending.finish();
      }),
      { numRuns: 64, seed, endOnFailure: true },
    );
    for (const code of spending.refusals) met.add(code);
    expect(await spending.rig.audit()).toMatchObject({ ok: true, findings: [] });
  } finally {
    await spending.rig.stop();
  }
});

it('the interleavings are not idle: budgets stood in the way of calls', () => {
  expect([...met]).toEqual(expect.arrayContaining(LIMITS_MET));
});
