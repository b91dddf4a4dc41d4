import { expect, it } from 'vitest';
import { shareOf } from './share.ts';

it.each([
  [31, 412, '7.5 %'],
  [0, 3, '0 %'],
  [3, 3, '100 %'],
  [0, 0, '–'],
])('says of %i of %i that it is %s', (part, whole, words) => {
  expect(shareOf(part, whole)).toBe(words);
});
