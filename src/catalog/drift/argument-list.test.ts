import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { listArguments } from './argument-list.ts';
import { looserWays } from './form.ts';

/** How an argument may be looser, the definitions of both sides beside it. */
function waysOf(before: Json, after: Json, defs: JsonObject = {}): string[] {
  const [was, is] = [before, after].map((to) =>
    listArguments({ ...defs, properties: { to } }).byPointer.get('/to'),
  );
  return looserWays(was!.forms, is!.forms);
}

describe('arguments', () => {
  it('are found behind references, choices and lists', () => {
    const schema = {
      $defs: { person: { type: 'object', properties: { mail: { type: 'string' } } } },
      properties: {
        to: { type: 'array', items: { anyOf: [{ type: 'string' }, { $ref: '#/$defs/person' }] } },
      },
    };
    const { byPointer } = listArguments(schema);
    expect([...byPointer.keys()].toSorted()).toEqual(['', '/to', '/to/*', '/to/*/mail']);
    expect(byPointer.get('/to/*')!.forms.map(({ types }) => [...types!])).toEqual([['string'], ['object']]);
  });

  it('are found behind a reference that is escaped, or leads into a list', () => {
    const schema = {
      'a b': [{ type: 'string' }],
      properties: { to: { $ref: '#/a%20b/0' }, cc: { $ref: '#/nowhere' }, bcc: { $ref: '#/%zz' } },
    };
    const { byPointer, isWhole } = listArguments(schema);
    expect([[...byPointer.get('/to')!.forms[0]!.types!], isWhole]).toEqual([['string'], false]);
  });

  it('of a schema that holds itself end where it closes', () => {
    const branch = { $ref: '#/properties/a' };
    const schema = { properties: { a: { oneOf: [branch, branch], properties: { b: branch, c: branch } } } };
    expect([...listArguments(schema).byPointer.keys()]).toEqual(['', '/a', '/a/b', '/a/c']);
    expect(listArguments(schema).isWhole).toBe(true);
  });

  it('that double at every step are counted to an end', () => {
    const step = (at: number) => ({ $ref: `#/$defs/s${at + 1}` });
    const steps = Array.from({ length: 20 }, (_, at) => [
      `s${at}`,
      { properties: { a: step(at), b: step(at) } },
    ]);
    const schema = { $defs: { ...Object.fromEntries(steps), s20: {} }, $ref: '#/$defs/s0' };
    expect(listArguments(schema).isWhole).toBe(false);
  });

  it('may be anything where one of several choices does not name them', () => {
    const to = { properties: { to: { enum: ['a'] } } };
    const freeIn = (schema: Json) => listArguments(schema).byPointer.get('/to')!.isFree;
    expect([freeIn({ oneOf: [to, {}] }), freeIn({ ...to, oneOf: [to, {}] })]).toEqual([true, false]);
    expect(freeIn({ oneOf: [to, { type: 'null' }] })).toBe(false);
  });
});

describe('a value is looser', () => {
  const text = { type: 'string', enum: ['a', 'b'] };

  it.each<[string, Json, Json]>([
    ['other values', text, { type: 'string', enum: ['a', 'c'] }],
    ['another constant', { const: 'a' }, { const: 'b' }],
    ['any value', { allOf: [{ type: 'string' }, { enum: ['a'] }] }, { type: 'string' }],
    [
      'any value in one form',
      { anyOf: [text, { type: 'null' }] },
      { anyOf: [{ type: 'string' }, { type: 'null' }] },
    ],
    ['any value in another form', { oneOf: [text, { type: 'integer' }] }, { oneOf: [text, {}] }],
    ['anything', text, true],
    ['a real number', { type: 'integer' }, { type: 'number' }],
    ['no least', { minimum: 0, maximum: 9 }, { maximum: 9 }],
    ['a least that is less', { minimum: 0 }, { minimum: -1 }],
    ['no greatest', { allOf: [{ maximum: 9 }, { maximum: 5 }] }, { allOf: [{ maximum: 9 }] }],
    ['a greatest in other words', { exclusiveMaximum: 9 }, { maximum: 9 }],
    ['an empty text', { minLength: 1 }, {}],
    ['any step', { multipleOf: 5 }, { multipleOf: 1 }],
    ['twice the same', { uniqueItems: true }, { uniqueItems: false }],
  ])('where it may be %s', (_, before, after) => {
    expect(waysOf(before, after)).not.toEqual([]);
    expect(waysOf(before, before)).toEqual([]);
  });

  it.each<[string, Json, Json]>([
    ['tighter', {}, text],
    ['null beside', text, { anyOf: [text, { type: 'null' }] }],
    ['one of the forms', { anyOf: [text, { type: 'integer' }] }, text],
    ['whole numbers only', { type: 'number' }, { type: 'integer' }],
    ['listed without a type', text, { enum: ['B'] }],
    ['nothing', text, false],
    ['said in two parts', { type: 'string', maxLength: 5 }, { type: 'string', allOf: [{ maxLength: 5 }] }],
  ])('not where it is %s', (_, before, after) => {
    expect(waysOf(before, after)).toEqual([]);
  });

  it('in no case where more is asked of it than before', () => {
    const schema = fc.record(
      {
        type: fc.constantFrom('string', 'number', 'integer', 'null'),
        enum: fc.subarray(['a', 'b', 1, null], { minLength: 1 }),
        maxLength: fc.nat(9),
        minimum: fc.nat(9),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(schema, { minLength: 1, maxLength: 4 }), schema, (choices, more) => {
        expect(waysOf({ anyOf: choices }, { anyOf: choices, allOf: [more] })).toEqual([]);
      }),
    );
  });
});
