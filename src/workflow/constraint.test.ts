// Constraints are tested through the engine's one door: what fits, what does not, and what cannot be judged.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../kernel/json.ts';
import { createConstraintEngine } from './constraint.ts';
import { compileSchema, SchemaFault } from './schema.ts';

const engine = createConstraintEngine();
const path: Json = { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] };

/** A container of containers, `levels` deep. */
function nest(levels: number, around: (inner: Json) => Json): Json {
  return Array.from({ length: levels }).reduce<Json>(around, {});
}

describe('a usable schema', () => {
  test('lets through what fits and says where and by which keyword anything else does not', () => {
    expect(engine.check(path, { path: '/data/a' })).toEqual([]);
    expect(engine.check(path, { path: 7 })).toEqual(['#/path type: must be string']);
    expect(engine.check(path, {})).toEqual(["# required: must have required property 'path'"]);
    expect(engine.check(false, 1)).toEqual(['# false schema: boolean schema is false']);
    expect(engine.check(true, 1)).toEqual([]);
  });

  test('never has a value, or a name the agent chose for an extra argument, in what it says', () => {
    const schemas: Json[] = [
      { additionalProperties: false },
      { unevaluatedProperties: false },
      { propertyNames: { pattern: '^x$' } },
      { const: 1 },
      { enum: ['a'] },
      { type: 'array' },
      { required: ['b'] },
      { maxProperties: 0 },
      { not: {} },
    ];
    for (const schema of schemas) {
      const errors = engine.check(schema, { 'agent-secret': 'agent-secret' }).join('\n');
      expect(errors).toMatch(/^#\S* \w+/);
      expect(errors).not.toContain('agent-secret');
    }
  });

  test.each([
    ['draft 2020-12', { prefixItems: [{ type: 'string' }] }],
    [
      'draft 2019-09',
      { $schema: 'https://json-schema.org/draft/2019-09/schema', items: [{ type: 'string' }] },
    ],
    ['draft 07', { $schema: 'http://json-schema.org/draft-07/schema#', items: [{ type: 'string' }] }],
    ['draft 06', { $schema: 'http://json-schema.org/draft-06/schema#', items: [{ type: 'string' }] }],
  ])('may be of %s', (_dialect, schema) => {
    expect(engine.check(schema, ['a'])).toEqual([]);
    expect(engine.check(schema, [1])).toEqual(['#/0 type: must be string']);
  });

  test('may refer to its own parts, by pointer, by anchor and by its own identifier', () => {
    const $defs = { name: { $anchor: 'name', type: 'string' } };
    for (const $ref of ['#/$defs/name', '#name', 'https://example.org/own#/$defs/name']) {
      const schema = { $id: 'https://example.org/own', $defs, properties: { a: { $ref } } };
      expect(engine.check(schema, { a: 'x' })).toEqual([]);
      expect(engine.check(schema, { a: 1 })).toEqual(['#/a type: must be string']);
    }
  });

  test('sees own members only, so that what every object inherits meets no requirement', () => {
    const schema = { required: ['constructor'] };
    expect(engine.check(schema, {})).toHaveLength(1);
    expect(engine.check({ properties: { toString: { type: 'string' } } }, {})).toEqual([]);
  });

  test('changes nothing: no default is filled in and no value is coerced', () => {
    const value = { count: '7' };
    const schema = { properties: { count: { type: 'integer' }, limit: { default: 5 } } };
    expect(engine.check(schema, value)).toHaveLength(1);
    expect(value).toEqual({ count: '7' });
  });

  test('keeps its patterns apart', () => {
    const schema = { properties: { a: { pattern: '^a' }, b: { pattern: '^b' } } };
    expect(engine.check(schema, { a: 'a', b: 'b' })).toEqual([]);
    expect(engine.check(schema, { a: 'b', b: 'b' })).toEqual(['#/a pattern: must match pattern "^a"']);
    expect(engine.check(schema, { a: 'a', b: 'a' })).toEqual(['#/b pattern: must match pattern "^b"']);
  });

  test('finds equal items whatever the order of their members', () => {
    const unique = { uniqueItems: true };
    expect(
      engine.check(unique, [
        { a: 1, b: [2] },
        { b: [2], a: 1 },
      ]),
    ).toHaveLength(1);
    expect(engine.check(unique, [1, '1', [1], { a: 1 }, null])).toEqual([]);
    expect(engine.check({ uniqueItems: false }, [1, 1])).toEqual([]);
  });

  test('knows formats, and ignores those it does not know', () => {
    expect(engine.check({ format: 'email' }, 'nobody')).toHaveLength(1);
    expect(engine.check({ format: 'email' }, 'a@example.org')).toEqual([]);
    expect(engine.check({ format: 'cron' }, 'x')).toEqual([]);
  });

  test('answers the same after many others took its place', () => {
    for (let index = 0; index < 600; index += 1) {
      expect(engine.check({ const: index }, index)).toEqual([]);
    }
    expect(engine.check({ const: 0 }, 1)).toHaveLength(1);
  });
});

describe('a schema that cannot be used fits nothing', () => {
  const cyclic: { [key: string]: Json } = {};
  cyclic['properties'] = cyclic;

  test.each<[string, Json, string]>([
    ['null', null, 'no object or boolean'],
    ['text', 'string', 'no object or boolean'],
    ['a list', [], 'no object or boolean'],
    ['an unknown type', { type: 'strng' }, 'no valid JSON Schema at #/type'],
    ['a keyword of a wrong type', { required: 'a' }, 'no valid JSON Schema'],
    ['an expression that is none', { pattern: '(' }, 'cannot be compiled'],
    ['a remote reference', { $ref: 'https://example.org/other.json' }, 'cannot be compiled'],
    ['a reference to nothing', { $ref: '#/$defs/none' }, 'cannot be compiled'],
    ['an unknown dialect', { $schema: 'https://example.org/dialect' }, 'dialect'],
    ['an inherited name as its dialect', { $schema: 'constructor' }, 'dialect'],
    ['too much text', { description: 'x'.repeat(300_000) }, 'too large'],
    ['too many levels', nest(80, (inner) => ({ not: inner })), 'nested too deep'],
    ['so many levels that recursion ends', nest(50_000, (inner) => [inner]), 'cannot be used'],
    ['itself inside', cyclic, 'cannot be used'],
    ['a promise for an answer', { $async: true, type: 'string' }, 'asynchronous'],
    ['a prototype', JSON.parse('{"properties":{"__proto__":{"type":"string"}}}') as Json, '__proto__'],
    ['a pattern that explodes', { pattern: '^(a+)+$' }, 'repeats a repetition'],
    ['another one', { patternProperties: { '([a-z]+-?)*': {} } }, 'repeats a repetition'],
  ])('such as %s', (_what, schema, why) => {
    const [error, ...more] = engine.check(schema, 'a');
    expect(error).toContain(why);
    expect(more).toEqual([]);
    expect(engine.check(schema, 'a')).toEqual([error]);
  });

  test('such as one that calls itself forever', () => {
    expect(engine.check({ $ref: '#' }, 1)).toEqual(['# schema: cannot be applied']);
  });

  test('and cannot lend its names to another schema', () => {
    const lender = { $defs: { a: { $id: 'https://example.org/lent', type: 'string' } } };
    expect(engine.check(lender, 1)).toEqual([]);
    expect(engine.check({ $ref: 'https://example.org/lent' }, 'x')).toHaveLength(1);
  });
});

test('a text too long for a pattern fits neither the pattern nor its negation', () => {
  for (const schema of [{ pattern: '^a*$' }, { not: { pattern: '^a*$' } }]) {
    expect(engine.check(schema, 'a'.repeat(4_097))).toEqual(['# pattern: the text is too long for it']);
  }
  expect(engine.check({ pattern: '^a*$' }, 'a'.repeat(4_096))).toEqual([]);
});

describe('the work of patterns', () => {
  const tooLong = ['# pattern: the text would take too long'];

  test.each([
    ['^a*a*a*a*a*$', 4_000],
    ['a*a*a*$', 1_000],
    ['^(?:a+){9}$', 100],
    [`^${'a?'.repeat(30)}${'a'.repeat(30)}$`, 30],
    [`^${'(?:a|a)'.repeat(30)}$`, 30],
  ])('is bounded where nothing tells how to read the text: %s', (pattern, length) => {
    const text = `${'a'.repeat(length)}!`;
    expect(engine.check({ pattern }, text)).toEqual(tooLong);
    expect(engine.check({ not: { pattern } }, text)).toEqual(tooLong);
    expect(engine.check({ pattern }, '')).not.toEqual(tooLong);
  });

  test('is bounded for a value as a whole, and each value has all of it', () => {
    const schema = { items: { not: { pattern: '^a*a*$' } } };
    const text = `${'a'.repeat(2_000)}!`;
    for (let time = 0; time < 5; time += 1) expect(engine.check(schema, [text])).toEqual([]);
    expect(
      engine.check(
        schema,
        Array.from({ length: 9 }, () => text),
      ),
    ).toEqual(tooLong);
  });

  test.each([
    ['^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$', `${'a'.repeat(1_000)}@example.com`],
    ['^\\d+\\.\\d+\\.\\d+$', `1.2.${'3'.repeat(4_000)}`],
    ['^https?://.*$', `https://example.com/${'a'.repeat(4_000)}`],
    ['[a-z]+', 'a'.repeat(4_000)],
    ['^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$', '01234567-0123-0123-0123-0123456789ab'],
  ])('leaves an honest one all that it takes: %s', (pattern, text) => {
    expect(engine.check({ items: { pattern } }, [text, text, text])).toEqual([]);
  });
});

describe('a pattern whose repeated group can match a text in several ways fits nothing', () => {
  test.each([
    '^(a|a)*$',
    '^([a-z]|[a-z0-9])+$',
    '^(?:[^@]|\\w)+@x$',
    '^((a)+)+$',
    '^(?<name>a+){2,}$',
    '^(a|ab|b){0,11}$',
    '^((a|a){4}){4}$',
    '^((/[a-z]+){1,4}){1,4}$',
    '^(a|)*$',
    '^(foo|far)+$',
    '^(aa?)*$',
    '^(a{1,2})*$',
    '^(-[a-z]+[a-z]*)*$',
    '^(-[-a-z]+)*$',
    '^(\\.[^/]+)*$',
    '^(a+é)*$',
    '^(-(a|a))*$',
    '^((?=a*)a)*$',
    '(?:(?=(a+)+b)a)',
    '(?<!(a|a)*)b',
    '^(a{1001})*$',
    '^([(|)](?:[(|)]+))+$',
    '^([\\]|)]+?)*?$',
  ])('such as %s', (pattern) => {
    const schemas = [{ pattern }, { patternProperties: { [pattern]: true } }];
    const why = /^# schema: has a pattern that repeats a repetition or an alternation/;
    for (const schema of schemas) {
      expect(engine.check(schema, 'a')).toEqual([expect.stringMatching(why)]);
      expect(() => compileSchema({ type: ['object', 'string'], ...schema }, 'authored')).toThrow(SchemaFault);
    }
  });

  test.each(['(a)(\\1)*', '(a)\\1+', '(?<n>a)(?:-\\k<n>){2}'])(
    'such as the back reference in %s',
    (pattern) => {
      expect(engine.check({ pattern }, 'a')).toEqual([
        '# schema: has a pattern that repeats a back reference',
      ]);
    },
  );
});

test.each([
  ['^[a-z]+(-[a-z0-9]+)*$', 'a-b1-c', 'a--b'],
  ['^(/[^/]+)*$', '/srv/data', '/srv//data'],
  ['^(/[a-z0-9]+)+$', '/srv/data', '/srv//data'],
  ['^\\d{4}(-\\d{2})*$', '2026-01-02', '2026-1'],
  ['^([a-z0-9]+\\.)+com$', 'a.b.com', 'a..com'],
  ['^(foo|bar)+$', 'foobar', 'foba'],
  ['^(--[a-z]+=\\d*)*$', '--a=1--b=', '--a--b'],
  ['^([A-Z][a-z]*)+$', 'CamelCase', 'camelCase'],
  ['^(?:(?!\\.\\.)[a-z./])+$', '/a.b/c', '/a/../c'],
  ['^((25[0-5]|1?\\d?\\d)\\.){3}(25[0-5]|1?\\d?\\d)$', '127.0.0.1', '127.0.0'],
  ['^[(|)*+]+\\(a\\|b\\)$', '(|)(a|b)', 'ab'],
  ['^([\\]a]{2})*?$', ']aa]', ']a]'],
  ['^(?:(\\/[^\\/]+))*$', '/srv/data', 'srv'],
  ['^(a)\\1$', 'aa', 'ab'],
  ['^(x(?:[(|)]+))+$', 'x(x|)', 'xx'],
])('a pattern that can match a text in one way only stays usable: %s', (pattern, fits, fitsNot) => {
  expect(engine.check({ pattern }, fits)).toEqual([]);
  expect(engine.check({ pattern }, fitsNot)).toEqual([expect.stringContaining('pattern: must match')]);
});

test('what is said is well-formed text, whatever the agent names a member', () => {
  const schema = { additionalProperties: { type: 'number' } };
  for (const key of [
    '\u{1f600}'.repeat(200),
    `x${'\u{1f600}'.repeat(200)}`,
    'a\ud83d',
    '\ude00',
    'a\u0000\n\u009b',
  ]) {
    const [error] = engine.check(schema, { [key]: 'a' });
    expect(error).toMatch(/^#\//);
    expect(error).not.toMatch(/[\p{Surrogate}\p{Control}]/u);
  }
  expect(engine.check(schema, { 'é\u{1f600}': 'a' })).toEqual(['#/é\u{1f600} type: must be number']);
});

test('whatever the schema and the value, the answer is a list of texts', () => {
  const keyword = fc.constantFrom(
    'type',
    '$ref',
    'items',
    'enum',
    'pattern',
    'not',
    'required',
    '$schema',
    '$id',
  );
  const schema = fc.oneof(fc.jsonValue(), fc.dictionary(keyword, fc.jsonValue()));
  fc.assert(
    fc.property(schema, fc.jsonValue(), (tried, value) => {
      const errors = engine.check(tried as Json, value as Json);
      expect(errors.every((error) => typeof error === 'string' && error.startsWith('#'))).toBe(true);
    }),
  );
});
