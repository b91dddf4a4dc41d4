import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { givenTask, holdpoint, permitAll, refold, toolOf } from '../given.contract.ts';
import type { Scenario } from '../given.contract.ts';
import { covers, joinLabels, NO_DATA, SENSITIVITIES } from './label.ts';
import type { Labels } from './label.ts';

const labels: fc.Arbitrary<Labels> = fc.record({
  sensitivity: fc.constantFrom(...SENSITIVITIES),
  categories: fc.subarray(['pci', 'phi', 'pii', 'secret', 'suspicious']),
  integrity: fc.constantFrom('trusted', 'untrusted'),
});

describe('joining labels', () => {
  test('gives no less than either, and no more than what both are below', () => {
    fc.assert(
      fc.property(labels, labels, labels, (one, other, above) => {
        const joined = joinLabels(one, other);
        expect([covers(joined, one), covers(joined, other)]).toEqual([true, true]);
        const isAbove = covers(above, one) && covers(above, other);
        expect(!isAbove || covers(above, joined)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test('comes to the same in whatever order, however often', () => {
    fc.assert(
      fc.property(labels, labels, labels, (one, other, third) => {
        const joined = joinLabels(joinLabels(one, other), third);
        expect(joinLabels(third, joinLabels(other, one))).toEqual(joined);
        expect(joinLabels(joined, other)).toBe(joined);
        expect(joinLabels(NO_DATA, one)).toEqual(one);
      }),
      { numRuns: 1_000 },
    );
  });
});

const tools = SENSITIVITIES.map((sensitivity, level) => {
  const output: Labels = { sensitivity, categories: [`c${level}`], integrity: 'trusted' };
  return toolOf(`read${level}`, ['read'], {}, { output });
});

const step = fc.record({
  level: fc.nat({ max: SENSITIVITIES.length - 1 }),
  settles: fc.nat({ max: 3 }),
  found: fc.option(labels, { nil: undefined }),
  outcome: fc.constantFrom('succeeded', 'failed', 'unknown', 'not-started'),
});

test('what a task is known to have read never gets less, however its calls end', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const scenario = givenTask({ tools, rules: [permitAll] });
      for (const { level, settles, found, outcome } of steps) {
        const before = scenario.task.data;
        const { verdict } = scenario.act(`read${level}`);
        const { output } = tools[level]!.profile;
        expect(verdict !== 'permit' || covers(scenario.task.data, output)).toBe(true);
        const running = runningIn(scenario);
        for (const action of running.slice(0, settles)) {
          const told = { result: null, durationMs: 1, bytes: 0, code: null, outcome } as const;
          const fact = { fact: 'call', action, ...told } as const;
          const labelled = found === undefined ? fact : { ...fact, labels: found };
          scenario.ask('settle', holdpoint, { task: scenario.task.id, fact: labelled });
          expect(covers(scenario.task.data, found ?? NO_DATA)).toBe(true);
        }
        expect(covers(scenario.task.data, before)).toBe(true);
      }
      expect(refold(scenario.events).task?.data).toEqual(scenario.task.data);
    }),
    { numRuns: 200 },
  );
});

function runningIn({ task }: Scenario): readonly string[] {
  return Object.values(task.actions).flatMap(({ id, status }) => (status === 'running' ? [id] : []));
}
