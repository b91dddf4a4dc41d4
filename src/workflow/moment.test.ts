// Moments are compared with the platform's calendar, which the source may not use.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { DURATION, durationSeconds, momentMs } from './moment.ts';

const moments = fc
  .date({
    min: new Date('0001-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59.999Z'),
    noInvalidDate: true,
  })
  .map((date) => date.toISOString());

test('a moment is what the calendar says, for every date and time', () => {
  fc.assert(
    fc.property(moments, (text) => {
      expect(momentMs(text)).toBe(Date.parse(text));
    }),
  );
});

test('a zone is counted', () => {
  for (const text of ['2027-01-31T17:00:00+01:00', '2027-01-31T17:00:00.25-09:30', '2024-02-29T23:59Z']) {
    expect(momentMs(text)).toBe(Date.parse(text));
  }
});

test('a date is its first moment in UTC', () => {
  expect(momentMs('2027-03-01')).toBe(Date.UTC(2027, 2, 1));
});

test.each([
  ['30s', 30],
  ['5m', 300],
  ['2h', 7200],
  ['7d', 604_800],
])('%s are %i seconds', (text, seconds) => {
  expect(durationSeconds(text)).toBe(seconds);
});

test.each(['0s', '5', 'm', '1.5h', '-1s', '5 m', '5M', '1h30m', '01m', ''])('%j is no span', (text) => {
  expect(text).not.toMatch(DURATION);
});
