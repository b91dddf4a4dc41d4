// The kernel alone: one permitted action decided again and again on one state, against Cedar alone on the
// very question that the kernel puts to it.

import { decide } from '../src/kernel/decide.ts';
import { withGateway } from './in-process.ts';
import { questionOf, requestOf } from './kernel-question.ts';
import { toResult, type Bench } from './result.ts';

const ROUNDS = 9;
const ROUND_MS = 400;

export const decideMemory: Bench = {
  names: ['decide-memory'],
  run: ({ progress }) =>
    withGateway(async (gateway) => {
      const state = gateway.core.world.state(gateway.task);
      const request = requestOf(gateway, state);
      const { engine, query } = questionOf(gateway, state);
      const ours = (): boolean => decide(state, request).verdict === 'permit';
      const other = (): boolean => engine.evaluate(query, []).decision === 'permit';
      const rates = { ours: [] as number[], other: [] as number[] };
      rateOf(ours);
      rateOf(other);
      for (let round = 1; round <= ROUNDS; round += 1) {
        rates.ours.push(rateOf(ours));
        rates.other.push(rateOf(other));
      }
      progress(`${ROUNDS} rounds`);
      return [toResult('decide-memory', 'decisions/s', rates.ours, rates.other)];
    }),
};

function rateOf(permits: () => boolean): number {
  const startedAt = performance.now();
  let done = 0;
  while (performance.now() < startedAt + ROUND_MS) {
    if (!permits()) throw new Error('what should be permitted is not');
    done += 1;
  }
  return done / ((performance.now() - startedAt) / 1000);
}
