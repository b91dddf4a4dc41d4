import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../kernel/json.ts';
import type { OutcomeCheck, Told } from '../kernel/action/verification.ts';
import { differences, verify } from './verification.ts';

const told = (check: OutcomeCheck, asked: Json, answered: Json | undefined): Told =>
  verify([check], asked, answered).verdict;
const count: OutcomeCheck = { check: 'count', result: '/done', argument: '/ids' };
const atMost: OutcomeCheck = { check: 'at-most', result: '/done', most: 2 };
const receipt: OutcomeCheck = { check: 'receipt', result: '/id' };
const echo: OutcomeCheck = { check: 'echo', result: '/a~1b/0', argument: '/to' };

describe('a count', () => {
  it.each<[Json, Json, Told]>([
    [{ ids: ['a', 'b'] }, { done: 2 }, 'confirmed'],
    [{ ids: ['a', 'b'] }, { done: ['a', 'b'] }, 'confirmed'],
    [{ ids: 2 }, { done: '2' }, 'confirmed'],
    [{ ids: ['a', 'b'] }, { done: 3 }, 'contradicted'],
    [{ ids: [] }, { done: [1] }, 'contradicted'],
    [{ ids: 'all' }, { done: 3 }, 'untold'],
    [{}, { done: 3 }, 'untold'],
    [{ ids: 3 }, { done: -3 }, 'untold'],
    [{ ids: 1 }, { done: 1.5 }, 'untold'],
    [{ ids: 1 }, {}, 'untold'],
  ])('of %j by %j is %s', (asked, answered, verdict) => {
    expect(told(count, asked, answered)).toBe(verdict);
  });

  it('is no more than a number that was admitted', () => {
    expect(told(atMost, {}, { done: 2 })).toBe('confirmed');
    expect(told(atMost, {}, { done: [1, 2, 3] })).toBe('contradicted');
    expect(told(atMost, {}, { done: null })).toBe('untold');
  });
});

describe('a receipt', () => {
  it('stands there, or the call did not do what a result that has none says', () => {
    for (const id of ['r1', 0, 7, true, ['r1'], { no: 1 }] as Json[]) {
      expect(told(receipt, {}, { id }), JSON.stringify(id)).toBe('confirmed');
    }
    for (const id of ['', '  ', null, false, [], {}] as Json[]) {
      expect(told(receipt, {}, { id }), JSON.stringify(id)).toBe('contradicted');
    }
    expect(told(receipt, {}, {})).toBe('contradicted');
    expect(told(receipt, {}, undefined)).toBe('contradicted');
  });
});

describe('an echo', () => {
  it.each<[Json, Json, Told]>([
    [42, '42', 'confirmed'],
    ['42', 42, 'confirmed'],
    [true, 'true', 'contradicted'],
    ['ada', 'Ada', 'contradicted'],
    [['a', 'b'], ['a', 'b'], 'confirmed'],
    [['a', 'b'], ['b', 'a'], 'contradicted'],
    [['a'], ['a', 'b'], 'contradicted'],
    [['a'], 'a', 'contradicted'],
    [{ x: 1, y: 2 }, { y: 2, x: 1 }, 'confirmed'],
    [{ x: 1 }, { x: 1, y: 2 }, 'contradicted'],
    [{ x: 1 }, { y: 1 }, 'contradicted'],
    [{ x: 1 }, ['x'], 'contradicted'],
    ['a', null, 'untold'],
    [null, 'a', 'untold'],
  ])('of %j by %j is %s', (to, found, verdict) => {
    expect(told(echo, { to }, { 'a/b': [found] })).toBe(verdict);
  });

  it('of a place that is not there tells nothing, inherited members and odd steps of lists included', () => {
    const at = (result: string): Told =>
      told({ check: 'echo', result, argument: '/to' }, { to: 'a' }, { list: ['a'] });
    expect(at('/list/0')).toBe('confirmed');
    for (const result of ['/list/00', '/list/length', '/list/1', '/toString', '/list/0/0']) {
      expect(at(result), result).toBe('untold');
    }
  });

  it('of the very arguments is always confirmed, and of something added to them never', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        fc.pre(value !== null);
        const to = JSON.parse(JSON.stringify(value)) as Json;
        expect(told(echo, { to }, { 'a/b': [to] })).toBe('confirmed');
        expect(told(echo, { to: [to] }, { 'a/b': [[to, to]] })).toBe('contradicted');
      }),
    );
  });
});

describe('several checks', () => {
  it('contradict by one, confirm by all, and name those that say so and no value', () => {
    const checks = [count, receipt, atMost];
    const asked = { ids: ['secret-a'] };
    expect(verify(checks, asked, { done: 1, id: 'secret-r' })).toEqual({
      verdict: 'confirmed',
      by: ['count /done', 'receipt /id', 'at-most /done'],
    });
    expect(verify(checks, asked, { done: 2, id: '' })).toEqual({
      verdict: 'contradicted',
      by: ['count /done', 'receipt /id'],
    });
    expect(verify(checks, asked, { id: 'secret-r' })).toEqual({
      verdict: 'untold',
      by: ['count /done', 'at-most /done'],
    });
  });

  it('say something of whatever comes, and never what it was', () => {
    const value = fc.jsonValue({ maxDepth: 3 }).map((one) => JSON.parse(JSON.stringify(one)) as Json);
    fc.assert(
      fc.property(value, value, (asked, answered) => {
        const { verdict, by } = verify([count, atMost, receipt, echo], asked, answered);
        expect(['confirmed', 'contradicted', 'untold']).toContain(verdict);
        const names = ['count /done', 'at-most /done', 'receipt /id', 'echo /a~1b/0'];
        expect(by.length > 0 && by.every((one) => names.includes(one))).toBe(true);
      }),
    );
  });
});

it('what contradicts is told with what was expected and what was found, and nothing else is', () => {
  const asked = { ids: ['a', 'b'], to: 'ada' };
  const answered = { done: 3, 'a/b': ['eve'] };
  expect(differences([count, atMost, receipt, echo], asked, answered)).toEqual([
    { check: 'count /done', kind: 'count', expected: 2, found: 3 },
    { check: 'at-most /done', kind: 'at-most', expected: 2, found: 3 },
    { check: 'receipt /id', kind: 'receipt', expected: undefined, found: undefined },
    { check: 'echo /a~1b/0', kind: 'echo', expected: 'ada', found: 'eve' },
  ]);
  expect(differences([count, echo], asked, { done: 2 })).toEqual([]);
});
