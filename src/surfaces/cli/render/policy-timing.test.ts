import { expect, it } from 'vitest';
import type { PolicyEngine } from '../../../kernel/policy.ts';
import { timeEngine, type TimedQuestion } from './policy-timing.ts';

const QUESTION = { query: {}, enforce: {} } as unknown as TimedQuestion;

function counted(): { engine: PolicyEngine; asked: () => number } {
  let times = 0;
  const decision = { decision: 'deny', determining: [], errors: [] };
  const engine = { digest: '', evaluate: () => ((times += 1), decision) } as unknown as PolicyEngine;
  return { engine, asked: () => times };
}

it('warms the engine up for a quarter of the time, and counts nothing of it', () => {
  let ms = 0;
  const { engine, asked } = counted();
  const { decisions } = timeEngine(engine, [QUESTION], 400, () => (ms += 1));
  expect(asked() - decisions).toBeGreaterThanOrEqual(99);
  expect(decisions).toBeGreaterThan(100);
});

it('asks each question at least once, both warming up and counting', () => {
  const { engine, asked } = counted();
  const { decisions } = timeEngine(engine, [QUESTION, QUESTION], 0, () => 0);
  expect({ decisions, asked: asked() }).toEqual({ decisions: 2, asked: 4 });
});
