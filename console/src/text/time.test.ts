import { expect, it } from 'vitest';
import { spanOf, timeAgo, timeLeft, timeLeftSpoken } from './time.ts';

const HOUR = 3_600_000;

it.each([
  [59_999, '0:59'],
  [245_000, '4:05'],
  [2 * HOUR + 600_000, '2 h 10 min'],
  [76 * HOUR, '3 d 4 h'],
])('says that of %i ms %s is left', (left, words) => {
  expect(timeLeft(1_000 + left, 1_000)).toBe(words);
});

it('says nothing is left from the very moment on', () => {
  expect(timeLeft(1_000, 1_000)).toBeNull();
  expect(timeLeftSpoken(1_000, 1_000)).toBe('expired');
});

it('tells those who hear it whole minutes', () => {
  expect(timeLeftSpoken(59_000, 0)).toBe('less than a minute left');
  expect(timeLeftSpoken(61_000, 0)).toBe('less than 2 minutes left');
});

it.each([
  [-5_000, 'just now'],
  [59_000, 'just now'],
  [300_000, '5 min ago'],
  [3 * HOUR, '3 h ago'],
  [49 * HOUR, '2 d ago'],
])('says of what was %i ms ago that it was %s', (past, words) => {
  expect(timeAgo(0, past)).toBe(words);
});

it('says how long something took', () => {
  expect([40, 12_400, 245_000, 7_800_000].map(spanOf)).toEqual(['40 ms', '12 s', '4:05 min', '2 h 10 min']);
});
