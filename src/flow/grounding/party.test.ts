import { expect, test } from 'vitest';
import { partyKeysOf } from './party.ts';

test.each([
  ['DE89370400440532013000', 'de89 3704 0044 0532 0130 00', true],
  ['DE89370400440532013000', 'DE89-3704-0044-0532-0130-00', true],
  ['DE89370400440532013000', 'Roof Ltd, DE89 3704 0044 0532 0130 00', true],
  ['12345678', '0012 345 678', true],
  ['ada@example.com', 'Ada <ADA@example.com>', true],
  ['P-4711', ' p 4711', false],
  ['Roof Ltd.', 'ROOF\u00a0LTD', false],
  ['Roof & Sons', 'Roof & Sons, Inc.', false],
  ['Roof', 'Roof GmbH & Co. KG', false],
])('%s and %s are the same', (one, other, isEverywhere) => {
  expect(partyKeysOf(other)).toEqual(partyKeysOf(one));
  expect(partyKeysOf(one)).toEqual([{ key: expect.any(String) as string, isEverywhere }]);
});

test.each([
  ['DE89370400440532013000', 'DE02120300000000202051'],
  ['12345678', '12345679'],
  ['ada@example.com', 'a.da@example.com'],
  ['P-4711', 'P-4712'],
  ['Roof & Sons Ltd', 'Roof Ltd'],
  ['Co', 'Ltd'],
  ['***', '---'],
])('%s and %s are not', (one, other) => {
  expect(partyKeysOf(other)).not.toEqual(partyKeysOf(one));
});

test('of several that a text names each is known', () => {
  const keys = partyKeysOf('ada@example.com, grace@example.com').map(({ key }) => key);
  expect(keys).toEqual(['@:ada@example.com', '@:grace@example.com']);
});
