import { expect, test } from 'vitest';
import { createPassedOver } from './passed-over.ts';
import { createSubjects } from './subject.ts';

const MANY = Array.from({ length: 20_001 }, (_, index) => `J-${index}`);

test('an id in words alone stays foreign, however many ids were read before', () => {
  const subjects = createSubjects();
  for (const id of MANY) subjects.add('junk', id, 'r1');
  subjects.add('order_id', 'A-1', 'r1');
  expect(subjects.isForeign('order_id', 'B-2', null)).toBe(true);
  expect(subjects.isForeign('order_id', MANY[0]!, null)).toBe(false);
});

test('past the names that are kept, any may be the name of an object', () => {
  const subjects = createSubjects();
  for (let index = 0; index < 26 ** 2; index++)
    subjects.add(`x${String.fromCodePoint(97 + (index % 26), 97 + Math.floor(index / 26))}x_id`, 'J-1', 'r1');
  expect(subjects.isForeign('order_id', 'B-2', null)).toBe(true);
  expect(subjects.isForeign('order_id', 'J-1', null)).toBe(false);
});

test('past the bound, whatever is not known to be meant counts as passed over', () => {
  const passed = createPassedOver();
  for (const id of MANY) passed.add('junk_id', id, false);
  passed.add('machine_id', 'db-03', false);
  passed.add('machine_id', 'web-01', true);
  expect(passed.has('machine_id', 'db-03')).toBe(true);
  expect(passed.has('machine_id', 'web-01')).toBe(false);
});

test('a bare id or number tells no kind, so that none of it is foreign', () => {
  const subjects = createSubjects();
  subjects.add('id', 'M-1', 'r1');
  subjects.add('number', '12', 'r1');
  expect([subjects.isForeign('id', 'B-2', null), subjects.isForeign('number', '13', null)]).toEqual([
    false,
    false,
  ]);
});
