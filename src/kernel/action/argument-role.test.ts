import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { amountOf, countRoles, hasRole, MAX_AMOUNT, valuesOf } from './argument-role.ts';
import { PLAIN } from '../given.contract.ts';
import type { Json } from '../json.ts';
import type { ToolProfile } from '../state.ts';

function profileOf(roles: ToolProfile['roles']): ToolProfile {
  return { ...PLAIN, roles };
}

const AMOUNT = profileOf({ '/x': 'amount' });

test.each<[string, string, Json, readonly Json[]]>([
  ['one value', '/to', { to: 'a' }, ['a']],
  ['a value within an object', '/mail/to', { mail: { to: 'a' } }, ['a']],
  ['each item of a list', '/items/*/to', { items: [{ to: 'a' }, { to: 'b' }] }, ['a', 'b']],
  ['the items of a list that stands where a value may', '/to', { to: ['a', ['b']] }, ['a', 'b']],
  [
    'the values of objects in a list, though the pointer says nothing of it',
    '/to/x',
    { to: [{ x: 1 }] },
    [1],
  ],
  ['a list of lists, item by item', '/m/*/*', { m: [['a'], ['b']] }, ['a', 'b']],
  ['a name with a slash and a tilde', '/a~1b~0c', { 'a/b~c': 'a' }, ['a']],
  ['an object, as one value', '/to', { to: { x: 1 } }, [{ x: 1 }]],
  ['nothing, where it is absent', '/to', {}, []],
  ['nothing, where it is null', '/to', { to: null }, []],
  ['a value where the way goes on, as none that can be read', '/to/x', { to: 'a' }, [['a']]],
  ['no less where only some of it is there', '/m/*/to', { m: { to: 'a', n: { to: 'b' } } }, [['a'], 'b']],
  ['each member of an object', '/items/*/to', { items: { a: { to: 'x' }, b: { to: 'y' } } }, ['x', 'y']],
  ['a member that is called like the sign for all', '/m/*', { m: { '*': 'a' } }, ['a']],
  ['one value, where a list of such may be', '/to/*', { to: 'a' }, ['a']],
  ['nothing, where an item is null', '/to/*/x', { to: [null, {}] }, []],
  ['nothing that every object has', '/constructor', {}, []],
])('a pointer finds %s', (_, pointer, input, values) => {
  expect(valuesOf(profileOf({ [pointer]: 'destination' }), 'destination', input)).toEqual(values);
});

test('values have the role of their own pointer alone', () => {
  const profile = profileOf({
    '/to': 'destination',
    '/cc': 'destination',
    '/body': 'content',
    '/n': 'amount',
  });
  const input = { to: 'a', cc: ['b', 'c'], body: 'd' };
  expect(valuesOf(profile, 'destination', input)).toEqual(['a', 'b', 'c']);
  expect(Object.fromEntries(countRoles(profile, input))).toEqual({ destination: 3, content: 1 });
});

test.each<[Json, number]>([
  [12, 120_000],
  [0.5, 5_000],
  ['12.34', 123_400],
  ['0.00001', 1],
  [0.12345, 1_235],
  [-3, 30_000],
  ['-3.00000', 30_000],
  [[1, '2'], 30_000],
])('the amount %j is %d ten-thousandths', (x, amount) => {
  expect(amountOf(AMOUNT, { x })).toBe(amount);
});

test.each<[string, Json]>([
  ['with a currency', '$12'],
  ['with separators', '1,000'],
  ['in another notation', '1e3'],
  ['too small to be written plainly', 1e-7],
  ['too large to be written plainly', 1e21],
  ['larger than there is', '99999999999999999999'],
  ['no number at all', true],
  ['an object', { value: 1 }],
])('an amount %s counts as the largest there is', (_, x) => {
  expect(amountOf(AMOUNT, { x })).toBe(MAX_AMOUNT);
});

test('an amount counts wherever the pointer may lead, and most where it leads nowhere', () => {
  const items = profileOf({ '/items/*/amount': 'amount' });
  expect(amountOf(items, { items: [{ amount: 5 }, { amount: 1 }] })).toBe(60_000);
  expect(amountOf(items, { items: { a: { amount: 5 }, b: { amount: 1 } } })).toBe(60_000);
  expect(amountOf(items, { items: { amount: 5 } })).toBe(MAX_AMOUNT);
  expect(amountOf(items, { items: [5] })).toBe(MAX_AMOUNT);
  expect(amountOf(items, { items: '[{"amount": 5}]' })).toBe(MAX_AMOUNT);
});

test('no argument with the role is no amount', () => {
  expect(amountOf(AMOUNT, {})).toBe(0);
  expect(amountOf(PLAIN, { x: 5 })).toBe(0);
});

test('an amount is never less than what it stands for, and one more never makes the sum smaller', () => {
  const plain = fc.double({ noNaN: true, min: -1e12, max: 1e12 });
  fc.assert(
    fc.property(plain, fc.array(plain, { maxLength: 5 }), (one, others) => {
      const alone = amountOf(AMOUNT, { x: one });
      expect(alone).toBeGreaterThanOrEqual(Math.min(Math.abs(one) * 9_999, MAX_AMOUNT));
      expect(amountOf(AMOUNT, { x: [one, ...others] })).toBeGreaterThanOrEqual(alone);
    }),
  );
});

test.each<[string, string, string, boolean]>([
  ['the place itself', '/to', '/to', true],
  ['an item of its list', '/to', '/to/0', true],
  ['a member of any item', '/mails/*/to', '/mails/2/to', true],
  ['a list on the way that the pointer says nothing of', '/mails/to', '/mails/2/to', true],
  ['an item of a list of all', '/to/*', '/to/3', true],
  ['a list that may stand before the sign for all', '/m/*/to', '/m/0/a/to', true],
  ['a name with a slash', '/a~1b', '/a~1b', true],
  ['a place above', '/to/x', '/to', false],
  ['a place below', '/to', '/to/x', false],
  ['another place', '/to', '/cc', false],
  ['no number', '/to', '/to/1st', false],
])('what stands there has the role of a pointer: %s', (_, pointer, place, expected) => {
  expect(hasRole(profileOf({ [pointer]: 'destination' }), 'destination', place)).toBe(expected);
  expect(hasRole(profileOf({ [pointer]: 'content' }), 'destination', place)).toBe(false);
});
