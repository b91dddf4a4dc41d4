// The fuzzer itself: that it finds what is there, makes it small, and plays a seed the same way again.

import { expect, test } from 'vitest';
import { diceOf } from './dice.ts';
import { makeDraft } from './draft.ts';
import type { Draft } from './draft.ts';
import { play } from './play.ts';
import { makeRulebook } from './rulebook.ts';

/** Everything the language has that a policy's JSON names. */
const OPERATORS = `
  == != < <= > >= in is has like && || ! neg + - * . if-then-else Set Record
  contains containsAll containsAny isEmpty getTag hasTag
  decimal lessThan lessThanOrEqual greaterThan greaterThanOrEqual
  ip isIpv4 isIpv6 isLoopback isMulticast isInRange
  datetime offset durationSince toDate toTime
  duration toMilliseconds toSeconds toMinutes toHours toDays
`
  .trim()
  .split(/\s+/);

function drawsOf(seed: number): (min: number, max: number) => number {
  let state = seed;
  return (min, max) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return min + Math.floor((state / 2 ** 32) * (max - min + 1));
  };
}

test('what is planted is found and made small', () => {
  const policies = (draft: Draft): string => JSON.stringify(draft.policies);
  const planted = (draft: Draft): string | null =>
    policies(draft).includes('"containsAny"') ? policies(draft) : null;
  const hunt = (): void => play(5, 200, makeDraft, planted);
  expect(hunt).toThrow(/^seed 5, case \d+ \(HOLDPOINT_SEED=5 HOLDPOINT_FUZZ=\d+\)\n\{"p\d":.{0,120}\}$/);
});

test('a fault of what is played is not taken for agreement', () => {
  const broken = (): string | null => {
    throw new Error('broken');
  };
  expect(() => play(5, 1, makeDraft, broken)).toThrow(/broken/);
});

test('one seed is one case', () => {
  expect(makeDraft(diceOf(drawsOf(1)))).toEqual(makeDraft(diceOf(drawsOf(1))));
  expect(makeRulebook(diceOf(drawsOf(1)))).toEqual(makeRulebook(diceOf(drawsOf(1))));
});

test('every operator and function of the language is played', () => {
  const dice = diceOf(drawsOf(2));
  const played = JSON.stringify(Array.from({ length: 400 }, () => makeDraft(dice).policies));
  expect(OPERATORS.filter((operator) => !played.includes(`{"${operator}":`))).toEqual([]);
});
