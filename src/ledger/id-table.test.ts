import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createIdTable } from './id-table.ts';

const digits = fc
  .array(fc.constantFrom(...'0123456789abcdefghijklmnopqrstuvwxyz'.split('')), {
    minLength: 16,
    maxLength: 16,
  })
  .map((characters) => characters.join(''));
const anyId = fc.oneof(
  fc.tuple(fc.constantFrom('rec', 'act', 'lease'), digits).map((parts) => parts.join('_')),
  fc.tuple(digits, fc.nat({ max: 3 })).map(([text, suffix]) => `rec_${text}.${suffix}`),
  fc.constantFrom('rec_0000000000000000', 'rec_0000000000000000.0', 'rec_0000000000000000.00'),
  fc.constantFrom('', 'rec_', '__proto__', 'rec_zzzzzzzzzzzzzzzz', 'rec_zzzzzzzzzzzzzzzz.9999999999'),
);

test('a table of ids holds what a map holds', () => {
  const anyEntries = fc.array(fc.tuple(anyId, fc.integer({ min: 1, max: 2 ** 32 - 1 })), { maxLength: 200 });
  fc.assert(
    fc.property(anyEntries, fc.array(anyId), (entries, others) => {
      const table = createIdTable();
      const map = new Map<string, number>();
      for (const [id, value] of entries) {
        table.set(id, value);
        map.set(id, value);
      }
      for (const id of [...map.keys(), ...others]) expect(table.get(id), id).toBe(map.get(id) ?? 0);
    }),
  );
});

test('a table of ids grows, and keeps apart ids that differ in one character', () => {
  const table = createIdTable();
  const ids = Array.from({ length: 20_000 }, (_, at) => `rec_${at.toString(36).padStart(16, '0')}`);
  for (const [at, id] of ids.entries()) table.set(id, at + 1);
  for (const [at, id] of ids.entries()) expect(table.get(id)).toBe(at + 1);
  expect(table.get('rec_0000000000010000')).toBe(0);
  expect(table.get('act_0000000000000000')).toBe(0);
  expect(table.get('rec_0000000000000000.1')).toBe(0);
});

test('a table of ids takes more kinds of ids than it can number', () => {
  const table = createIdTable();
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  const ids = Array.from({ length: 2_200 }, (_, at) => {
    const prefix = [676, 26, 1].map((place) => letters.charAt(Math.floor(at / place) % 26)).join('');
    return `${prefix}_0000000000000000`;
  });
  for (const [at, id] of ids.entries()) table.set(id, at + 1);
  for (const [at, id] of ids.entries()) expect(table.get(id)).toBe(at + 1);
});
