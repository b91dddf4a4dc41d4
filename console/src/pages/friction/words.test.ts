import { expect, it } from 'vitest';
import { boundWords, needWords } from './words.ts';

it('says whether holds were needed, and nothing of what there is none of', () => {
  const nothing = { needed: 0, 'replays-otherwise': 0, erased: 0, redacted: 0 };
  const needs = { ...nothing, avoidable: 3, guarded: 1, damaged: 2 };
  expect(needWords({ needs })).toBe('3 one fact would have spared, 1 must be asked, 2 do not open');
});

it.each([
  [30_000, '30 s'],
  [900_000, '15 min'],
  [14_400_000, '4 h'],
  [null, 'more'],
])('calls the span up to %s %s', (upToMs, words) => {
  expect(boundWords({ upToMs })).toBe(words);
});
