import { expect, it } from 'vitest';
import type { DecisionSummary } from '../../../../src/surfaces/http/contract/lists.ts';
import { bucketsOf, byTool, percentileBound } from './figures.ts';

const decided = (decidedAt: number, verdict: DecisionSummary['verdict'], tool = 'read'): DecisionSummary => ({
  id: `act_${decidedAt}`,
  record: `rec_${decidedAt}`,
  decidedAt,
  verdict,
  task: 'task_1',
  agent: 'scribe',
  connector: 'notes',
  tool,
  hold: null,
  policies: [],
  reasons: [],
  outcome: null,
  code: null,
});

it('counts each decision once, and shows the time between in which nothing was decided', () => {
  const buckets = bucketsOf([decided(65_000, 'deny'), decided(62_000, 'permit'), decided(1_000, 'permit')]);
  expect(buckets.length).toBeLessThanOrEqual(30);
  expect(buckets.reduce((sum, { permit, hold, deny }) => sum + permit + hold + deny, 0)).toBe(3);
  expect(buckets[0]).toMatchObject({ from: 0, permit: 1 });
  expect(buckets.at(-1)).toMatchObject({ deny: 1 });
  expect(buckets.some(({ permit, deny }) => permit + deny === 0)).toBe(true);
  expect(bucketsOf([])).toEqual([]);
});

it('stays within the most that it may give, however long ago the first one was', () => {
  const years = bucketsOf([decided(0, 'permit'), decided(20 * 365 * 86_400_000, 'deny')]);
  expect(years.length).toBeLessThanOrEqual(30);
});

it('gives a percentile as a bound that holds, and none where it is beyond the last', () => {
  const histogram = { boundsSeconds: [0.01, 0.1, 1], counts: [50, 94, 98], count: 100, sumSeconds: 9 };
  expect(percentileBound(histogram, 0.5)).toBe(0.01);
  expect(percentileBound(histogram, 0.95)).toBe(1);
  expect(percentileBound(histogram, 0.99)).toBeNull();
  expect(percentileBound({ ...histogram, count: 0 }, 0.5)).toBeNull();
});

it('names the tools that are denied most often first', () => {
  const tools = byTool([
    decided(1, 'permit'),
    decided(2, 'permit'),
    decided(3, 'deny'),
    decided(4, 'deny', 'wipe'),
    decided(5, 'hold', 'send'),
  ]);
  expect(tools.map(({ tool }) => tool)).toEqual(['notes/wipe', 'notes/read', 'notes/send']);
  expect(tools[1]).toEqual({ tool: 'notes/read', asked: 3, held: 0, denied: 1 });
});
