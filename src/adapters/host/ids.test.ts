import { expect, it } from 'vitest';
import { randomIds } from './ids.ts';

it('mints ids of 16 letters and digits, no two the same', () => {
  const ids = Array.from({ length: 10_000 }, () => randomIds.mint());
  for (const id of ids) expect(id).toMatch(/^[0-9a-z]{16}$/);
  expect(new Set(ids).size).toBe(ids.length);
});

it('uses every letter about equally often', () => {
  const counts = new Map<string, number>();
  for (let count = 0; count < 20_000; count++) {
    for (const letter of randomIds.mint()) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  // 320,000 letters: 8,889 of each, give or take 93. Bias would favour four of them by one eighth.
  expect(counts.size).toBe(36);
  for (const [letter, count] of counts) expect(Math.abs(count - 8_889), letter).toBeLessThan(700);
});
