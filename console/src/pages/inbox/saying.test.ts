import { expect, it } from 'vitest';
import { mostTimes, readEdit } from './saying.ts';
import { ask } from './sample-hold.contract.ts';

const hold = { argumentsText: '{"amount":80,"to":"eve"}' };

it.each([
  ['{"to": }', 'This is not JSON'],
  ['["eve"]', 'Write the whole arguments'],
  ['null', 'Write the whole arguments'],
  ['{ "to": "eve", "amount": 80 }', 'These are the arguments that wait'],
])('takes %s for no other arguments', (text, problem) => {
  expect(readEdit(text, hold)).toEqual({ problem: expect.stringContaining(problem) });
});

it('takes what is other, whole', () => {
  expect(readEdit('{"to": "bob"}', hold)).toEqual({ arguments: { to: 'bob' } });
  expect(readEdit('{}', { argumentsText: null })).toEqual({ arguments: {} });
});

it('lets people approve for as many as the strictest policy', () => {
  const many = { ...ask('finance', 1), maxUses: 5 };
  expect(mostTimes({ asks: [many] })).toBe(5);
  expect(mostTimes({ asks: [many, { ...many, maxUses: 3 }] })).toBe(3);
  expect(mostTimes({ asks: [many, ask('security', 1)] })).toBe(1);
});
