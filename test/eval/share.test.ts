import { expect, test } from 'vitest';
import { renderShare, shareOf } from './share.ts';

test('the interval is the one that Wilson gives', () => {
  // Newcombe (1998), table I: 81 of 263 and 0 of 20.
  expect(shareOf(81, 263).interval).toEqual([0.2553, 0.3662]);
  expect(shareOf(0, 20).interval).toEqual([0, 0.1611]);
});

test('a share never stands without its counts, and there is none of nothing', () => {
  expect(renderShare(shareOf(12, 15))).toBe('12/15 80.0 % (54.8–93.0)');
  expect(renderShare(shareOf(0, 0))).toBe('0/0');
});
