import { expect, test } from 'vitest';
import { constraints } from '../given.contract.ts';
import type { Json } from '../json.ts';
import { mayMeet } from './trigger-match.ts';

const ADDRESS = 'Accounts@example.com';
const TO: Json = { properties: { to: { const: ADDRESS } }, required: ['to'] };

test.each<Json>([
  { to: ADDRESS },
  { to: 'ACCOUNTS@EXAMPLE.COM' },
  { to: ' accounts@example.com ' },
  { to: 'The desk <accounts@example.com>' },
  { to: 'x@example.com, accounts@example.com' },
  { to: ['accounts@example.com'] },
  { to: [{ address: 'accounts@example.com' }] },
  { to: 'x@example.com', cc: 'accounts@example.com.' },
  { To: 'mailto:accounts@example.com' },
  'accounts@example.com',
])('a condition is met whatever the shape: %j', (input) => {
  expect(mayMeet(constraints, TO, input)).toBe(true);
});

test('a word counts where it is asked for, and nowhere else', () => {
  const when = { properties: { channel: { const: 'deploy' } }, required: ['channel'] };
  const meets = (input: Json): boolean => mayMeet(constraints, when, input);
  expect([{ channel: ['other', 'Deploy'] }, { channel: 'other; deploy' }].map(meets)).toEqual([true, true]);
  expect([{ channel: 'other', text: 'deploy' }, { channel: 7 }, { channel: null }].map(meets)).toEqual(
    Array.from({ length: 3 }, () => false),
  );
});

test('a condition is missed by what has nothing of it', () => {
  for (const input of [{ to: 'x@example.com' }, {}, null, 7, { to: true }] as const) {
    expect(mayMeet(constraints, TO, input)).toBe(false);
  }
  expect(mayMeet(constraints, true, {})).toBe(true);
});

test('a condition on what stands deeper is found there, by any way to say it', () => {
  const seen: string[] = [];
  const engine = {
    check: (schema: Json, value: Json) => {
      seen.push(JSON.stringify([schema, value]));
      return [];
    },
  };
  const inner = { properties: { to: { enum: [ADDRESS, 7, null] } } };
  const when = { allOf: [{ properties: { mail: inner } }] };
  expect(mayMeet(engine, when, { cc: 'A@b.example', mail: 'none' })).toBe(false);
  expect(seen.some((said) => said.includes('"accounts@example.com"'))).toBe(true);
  expect(seen.some((said) => said.includes('"mail":{"to":"a@b.example"}'))).toBe(true);
  expect(seen.some((said) => said.includes('"mail":{"to":["A@b.example"]}'))).toBe(true);
});

test('of a condition only the values asked for count in any case: its patterns stay as they are', () => {
  const asked: Json[] = [];
  const engine = { check: (schema: Json) => (asked.push(schema), []) };
  const a = { pattern: '^\\S+$' };
  const when = { properties: { a, b: { const: 'Deploy' }, c: { enum: ['Now'] } } };
  mayMeet(engine, when, {});
  const folded = { properties: { a, b: { const: 'deploy' }, c: { enum: ['now'] } } };
  expect(asked[0]).toEqual({ not: { anyOf: [when, folded] } });
});

test('a call with more than can be tried meets any condition', () => {
  const to = (count: number): string => Array.from({ length: count }, (_, n) => `a${n}@x.example`).join();
  expect(mayMeet(constraints, TO, { to: to(100) })).toBe(false);
  expect(mayMeet(constraints, TO, { to: to(600) })).toBe(true);
});
