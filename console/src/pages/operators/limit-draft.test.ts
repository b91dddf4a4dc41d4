import { expect, it } from 'vitest';
import { draftOf, limitOf, limitWords } from './limit-draft.ts';

const NOTHING = draftOf(undefined);

it('limits nothing where nothing is written, and no part that is not', () => {
  expect(limitOf(NOTHING)).toEqual({ limit: null });
  expect(limitOf({ ...NOTHING, amount: '99.5' })).toEqual({ limit: { amount: 995_000 } });
  expect(limitOf({ ...NOTHING, destinations: ' ' })).toEqual({ limit: { destinations: [] } });
});

it('reads what it wrote', () => {
  const limit = {
    amount: 5_000_000,
    perHour: 20,
    sensitivity: 'internal' as const,
    effects: ['send' as const, 'write' as const],
    destinations: ['own', '.example.org'],
    categories: [],
  };
  expect(limitOf(draftOf(limit))).toEqual({ limit });
  expect(limitWords(limit)).toBe(
    'up to 500; 20 an hour; data up to internal; effects: send, write; ' +
      'destinations: own, .example.org; kinds of data: none',
  );
  expect(limitWords(undefined)).toBeNull();
});

it.each([
  [{ amount: '5 euros' }, /amount such as/],
  [{ amount: '' }, /amount such as/],
  [{ amount: '-1' }, /amount such as/],
  [{ perHour: '0' }, /1 or more/],
  [{ effects: 'send, sell' }, /sell is no effect/],
])('says what of %j is not understood', (said, words) => {
  expect(limitOf({ ...NOTHING, ...said })).toEqual({ wrong: expect.stringMatching(words) as string });
});
