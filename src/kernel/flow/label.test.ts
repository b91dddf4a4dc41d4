import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bot, givenTask, holdpoint, permitAll, PLAIN, refold, toolOf } from '../given.contract.ts';
import type { Scenario } from '../given.contract.ts';
import { covers, joinLabels, NO_DATA, SENSITIVITIES, SUSPICIOUS } from './label.ts';
import type { Labels } from './label.ts';
import { triggerOf } from '../chain/trigger.contract.ts';

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

/** Whoever reads it may start a task. */
const tell = toolOf('tell', ['send'], {}, { ...PLAIN, triggers: [triggerOf()] });
const SUSPECTED: Labels = { sensitivity: 'public', categories: [SUSPICIOUS], integrity: 'untrusted' };

const step = fc.record({
  level: fc.nat({ max: SENSITIVITIES.length - 1 }),
  settles: fc.nat({ max: 3 }),
  /** Another outcome is told of what has one. */
  isToldAgain: fc.boolean(),
  found: fc.option(labels, { nil: undefined }),
  isSuspicious: fc.boolean(),
  outcome: fc.constantFrom('succeeded', 'failed', 'unknown', 'not-started'),
});
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

const roomy = { calls: 1_000, wallSeconds: 100_000 };

test('what a task is known to have read never gets less, however its calls end', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const setting = { tools: [...tools, tell], rules: [permitAll], limits: roomy };
      const scenario = givenTask({ ...setting, workflow: { unattended: true } });
      let settled: readonly string[] = [];
      for (const one of steps) {
        const before = scenario.task.data;
        expect(scenario.act(`read${one.level}`).verdict).toBe('permit');
        expect(covers(scenario.task.data, tools[one.level]!.profile.output)).toBe(true);
        const ending = runningIn(scenario).slice(0, one.settles);
        for (const action of [...ending, ...(one.isToldAgain ? settled : [])]) settle(scenario, action, one);
        settled = ending;
        expect(covers(scenario.task.data, before)).toBe(true);
      }
      const { data } = scenario.task;
      expect(refold(scenario.events).task?.data).toEqual(data);
      scenario.act('tell');
      scenario.open(bot);
      expect(scenario.task).toMatchObject({ depth: 1, data });
    }),
    { numRuns: 200 },
  );
});

function settle(scenario: Scenario, action: string, { found, isSuspicious, outcome }: Step): void {
  const told = { result: null, durationMs: 1, bytes: 0, code: null, outcome } as const;
  const labelled = found === undefined ? {} : { labels: found };
  const suspected = isSuspicious ? { findings: ['a-rule'] } : {};
  const fact = { fact: 'call', action, ...told, ...labelled, ...suspected } as const;
  scenario.ask('settle', holdpoint, { task: scenario.task.id, fact });
  const { data } = scenario.task;
  expect(covers(data, found ?? NO_DATA) && (!isSuspicious || covers(data, SUSPECTED))).toBe(true);
}

function runningIn({ task }: Scenario): readonly string[] {
  return Object.values(task.actions).flatMap(({ id, status }) => (status === 'running' ? [id] : []));
}
