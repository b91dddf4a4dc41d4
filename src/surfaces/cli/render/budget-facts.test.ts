import { expect, test } from 'vitest';
import { NOTHING_INHERITED, NOTHING_USED } from '../../../kernel/chain/usage.ts';
import { limitsView, usageView } from '../../http/contract/budget.ts';
import { budgetFacts } from './budget-facts.ts';

const LIMITS = { calls: 5, wallSeconds: 60, callSeconds: 10, holds: 2 };

test('what is limited is shown with what was used of it, and nothing else is', () => {
  const usage = usageView.parse({
    ...NOTHING_USED,
    calls: 2,
    spentMs: 1_400,
    byEffect: { send: 1 },
    spent: 995_000,
    destinations: ['a'],
    records: { reserved: 5, spent: 3 },
    bytes: { reserved: 0, spent: 700 },
  });
  const basic = [
    ['calls', '2 of 5'],
    ['time', '1 of 60 seconds'],
    ['holds', '0 of 2'],
    ['denials', 0],
  ];
  expect(budgetFacts(limitsView.parse(LIMITS), usage)).toEqual(basic);
  const all = limitsView.parse({
    ...LIMITS,
    effects: { send: 3, delete: 0 },
    money: 2_505_000,
    destinations: 4,
    running: 2,
    records: { task: 100, call: 10 },
    bytes: { task: 1_000, call: 100 },
  });
  expect(budgetFacts(all, usage)).toEqual([
    ...basic,
    ['calls that send', '1 of 3'],
    ['calls that delete', '0 of 0'],
    ['money', '99.5 of 250.5'],
    ['destinations', '1 of 4'],
    ['at once', 'at most 2'],
    ['records', '3 of 100'],
    ['bytes', '700 of 1000'],
  ]);
});

test('what the tasks above it did counts, and is told apart', () => {
  const usage = usageView.parse({ ...NOTHING_USED, calls: 2, byEffect: { send: 1 }, spent: 5_000 });
  const limits = limitsView.parse({ ...LIMITS, effects: { send: 2 }, money: 1_000_000 });
  const above = { ...NOTHING_INHERITED, calls: 3, byEffect: { send: 1 }, spent: 15_000 };
  expect(budgetFacts(limits, usage, above)).toEqual(
    expect.arrayContaining([
      ['calls', '5 of 5 (3 of them in what set it off)'],
      ['calls that send', '2 of 2 (1 of them in what set it off)'],
      ['money', '2 of 100 (1.5 of them in what set it off)'],
    ]),
  );
});
