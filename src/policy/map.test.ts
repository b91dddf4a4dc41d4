import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../kernel/json.ts';
import type { PolicyEngine } from '../kernel/policy.ts';
import { compilePolicies } from './compile.ts';
import { askTool, connectorOf, digest, toolOf } from './engine.contract.ts';
import { inputType } from './map-type.ts';
import { mapInput } from './map-value.ts';

const DECIMAL = { type: 'Extension', name: 'decimal' };

function object(properties: Json, required: readonly string[] = []): Json {
  return { type: 'object', properties, required };
}

/** The Cedar type of one property, as an optional attribute and without that mark. */
function typeOf(schema: Json): unknown {
  const { x } = inputType(object({ x: schema })).attributes;
  return x === undefined ? undefined : { ...x, required: undefined };
}

function isRequired(schema: Json): boolean | undefined {
  return inputType(object({ x: schema }, ['x'])).attributes['x']?.required;
}

describe('a JSON Schema as a Cedar type', () => {
  test.each<[string, Json, object]>([
    ['a string', { type: 'string', format: 'date', maxLength: 3 }, { type: 'String' }],
    ['an enum of strings', { enum: ['a', 'b'] }, { type: 'String' }],
    ['an integer', { type: 'integer' }, { type: 'Long' }],
    ['a boolean', { type: 'boolean' }, { type: 'Boolean' }],
    ['a number', { type: 'number' }, DECIMAL],
    ['an array', { type: 'array', items: { type: 'integer' } }, { type: 'Set', element: { type: 'Long' } }],
    ['a string or null', { type: ['string', 'null'] }, { type: 'String' }],
    ['an integer or null in a union', { anyOf: [{ type: 'integer' }, { type: 'null' }] }, { type: 'Long' }],
    [
      'an object',
      object({ y: { type: 'string' } }, ['y']),
      { type: 'Record', attributes: { y: { type: 'String', required: true } } },
    ],
  ])('%s is mapped', (_, schema, type) => {
    expect(typeOf(schema)).toEqual({ ...type, required: undefined });
  });

  test.each<[string, Json]>([
    ['a union', { anyOf: [{ type: 'string' }, { type: 'integer' }] }],
    ['several types', { type: ['string', 'integer'] }],
    ['null', { type: 'null' }],
    ['a tuple', { type: 'array', prefixItems: [{ type: 'string' }], items: { type: 'string' } }],
    ['an array of anything', { type: 'array' }],
    ['an array of what may be null', { type: 'array', items: { type: ['string', 'null'] } }],
    ['an enum of several types', { enum: ['a', 1] }],
    ['a reference to nothing', { $ref: '#/$defs/missing' }],
    ['a union of objects', { anyOf: [object({}), object({ y: { type: 'string' } })] }],
    ['several typed parts', { allOf: [{ type: 'string' }, { type: 'integer' }] }],
    ['an enum of objects', { enum: [{}] }],
    ['no type', {}],
    ['true', true],
  ])('%s is left out', (_, schema) => {
    expect(typeOf(schema)).toBeUndefined();
  });

  test.each<[string, Json, object]>([
    ['a constant', { const: 'a' }, { type: 'String' }],
    ['an enum of whole numbers', { enum: [1, 2] }, { type: 'Long' }],
    ['an enum of switches and null', { enum: [true, null] }, { type: 'Boolean' }],
    ['integers or numbers', { type: ['integer', 'number'] }, DECIMAL],
    [
      'a union of one type',
      { anyOf: [{ const: 'a' }, { type: 'string', format: 'uri' }] },
      { type: 'String' },
    ],
    ['a union of integers and numbers', { oneOf: [{ type: 'integer' }, { type: 'number' }] }, DECIMAL],
    [
      'parts of which one says the type',
      { allOf: [{ maxLength: 3 }, { type: 'string' }] },
      { type: 'String' },
    ],
  ])('%s is mapped, too', (_, schema, type) => {
    expect(typeOf(schema)).toEqual({ ...type, required: undefined });
  });

  test('what is required stays so, unless it may be null or is a number', () => {
    expect(isRequired({ type: 'string' })).toBe(true);
    expect(isRequired({ type: ['string', 'null'] })).toBe(false);
    expect(isRequired({ oneOf: [{ type: 'null' }, { type: 'string' }] })).toBe(false);
    expect(isRequired({ type: 'number' })).toBe(false);
    expect(isRequired({ type: 'array', items: { type: 'number' } })).toBe(false);
  });

  test('names that have a meaning in JSON Cedar, or none in Unicode, are left out', () => {
    const string: Json = { type: 'string' };
    const names = ['__entity', '__extn', '__proto__', '\ud800', 'ok', '', 'a b'];
    const schema = object(Object.fromEntries(names.map((name) => [name, string])));
    expect(Object.keys(inputType(schema).attributes)).toEqual(['ok', '', 'a b']);
  });

  test('nesting is followed five levels deep', () => {
    const nest = (levels: number): Json =>
      levels === 0 ? { type: 'string' } : object({ x: nest(levels - 1) });
    expect(JSON.stringify(inputType(nest(5)))).toContain('String');
    expect(JSON.stringify(inputType(nest(6)))).not.toContain('String');
  });

  test('a schema of no object has no arguments', () => {
    for (const schema of [null, true, [], {}, { type: 'string' }]) {
      expect(inputType(schema)).toEqual({ type: 'Record', attributes: {} });
    }
  });
});

describe('a reference', () => {
  const refer = (x: Json, $defs: Json, required: readonly string[] = []): Json => ({
    ...(object({ x }, required) as object),
    $defs,
  });
  const typeIn = (schema: Json): unknown => inputType(schema).attributes['x'];

  test.each<[string, string, Json]>([
    ['in $defs', '#/$defs/a', { a: { type: 'string' } }],
    ['with escapes', '#/$defs/a~1b%20c~0', { 'a/b c~': { type: 'string' } }],
    ['to a reference', '#/$defs/b', { b: { $ref: '#/$defs/a' }, a: { type: 'string' } }],
    ['into a part', '#/$defs/a/properties/y', { a: object({ y: { type: 'string' } }) }],
  ])('%s is resolved', (_, $ref, defs) => {
    expect(typeIn(refer({ $ref }, defs))).toEqual({ type: 'String', required: false });
    expect(typeIn(refer({ $ref }, defs, ['x']))).toEqual({ type: 'String', required: true });
  });

  test('to what may be null makes an argument optional', () => {
    const defs = { a: { type: ['string', 'null'] } };
    expect(typeIn(refer({ $ref: '#/$defs/a' }, defs, ['x']))).toEqual({ type: 'String', required: false });
  });

  test('or null is that, optional', () => {
    const schema = { anyOf: [{ $ref: '#/$defs/a' }, { type: 'null' }] };
    const defs = { a: object({ y: { type: 'integer' } }) };
    expect(typeIn(refer(schema, defs, ['x']))).toMatchObject({ type: 'Record', required: false });
  });

  test('with a type beside it counts where both say the same', () => {
    const defs = { a: { type: 'string' } };
    expect(typeIn(refer({ $ref: '#/$defs/a', type: 'string' }, defs))).toMatchObject({ type: 'String' });
    expect(typeIn(refer({ $ref: '#/$defs/a', type: 'integer' }, defs))).toBeUndefined();
  });

  test.each<[string, Json, Json]>([
    ['to the whole', '#', {}],
    ['to itself', '#/$defs/a', { a: { $ref: '#/$defs/a' } }],
    ['round in a circle', '#/$defs/a', { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } }],
    ['to another document', 'https://example.com/a', {}],
    ['by an anchor', '#a', { a: { $anchor: 'a', type: 'string' } }],
    ['to no schema', '#/$defs/a', { a: true }],
    ['that every object has', '#/constructor', {}],
    ['that is no pointer', '#/%', {}],
    ['that is no text', 3, {}],
  ])('%s is left out', (_, $ref, defs) => {
    expect(typeIn(refer({ $ref }, defs))).toBeUndefined();
  });

  test('within itself is followed once', () => {
    const node = object({ name: { type: 'string' }, next: { $ref: '#/$defs/node' } });
    expect(typeIn(refer({ $ref: '#/$defs/node' }, { node }))).toEqual({
      type: 'Record',
      attributes: { name: { type: 'String', required: false } },
      required: false,
    });
  });

  test('never multiplies without end', () => {
    const level = (next: string): Json =>
      object(
        Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`p${n}`, { $ref: `#/$defs/${next}` }])),
      );
    const defs = { a: level('b'), b: level('c'), c: level('d'), d: { type: 'string' } };
    const text = JSON.stringify(inputType(refer({ $ref: '#/$defs/a' }, defs)));
    expect(text.match(/"type"/g)?.length).toBeLessThanOrEqual(2_001);
  });
});

describe('a value as Cedar sees it', () => {
  const numbers = inputType(object({ x: { type: 'number' } }));

  test.each([
    [1, '1.0'],
    [-0, '0.0'],
    [0.1, '0.1'],
    [-12.3456, '-12.3456'],
    [922337203685476, '922337203685476.0'],
  ])('%d is the decimal %s', (number, arg) => {
    expect(mapInput(numbers, { x: number })).toEqual({
      value: { x: { __extn: { fn: 'decimal', arg } } },
      dropped: new Set(),
    });
  });

  test.each([0.12345, 1e-7, 1e21, 922337203685477, -1e15, '1', true])(
    '%j is no decimal, and said to be dropped',
    (x) => {
      expect(mapInput(numbers, { x })).toEqual({ value: {}, dropped: new Set(['x']) });
    },
  );

  test('null and absence are the same', () => {
    expect(mapInput(numbers, { x: null })).toEqual(mapInput(numbers, {}));
    expect(mapInput(numbers, {})).toEqual({ value: {}, dropped: new Set() });
  });

  test('an optional object that lacks what it requires is dropped whole', () => {
    const type = inputType(object({ o: object({ y: { type: 'integer' } }, ['y']) }));
    expect(mapInput(type, { o: {} })).toEqual({ value: {}, dropped: new Set(['o']) });
    expect(mapInput(type, { o: { y: 1, z: 2 } }).value).toEqual({ o: { y: 1 } });
  });

  test('one item that does not fit drops its array', () => {
    const type = inputType(object({ s: { type: 'array', items: { type: 'integer' } } }));
    expect(mapInput(type, { s: [1, 2 ** 53] })).toEqual({ value: {}, dropped: new Set(['s']) });
    expect(mapInput(type, { s: [1, 1] }).value).toEqual({ s: [1, 1] });
  });

  test('a string that is not Unicode is no string', () => {
    const type = inputType(object({ x: { type: 'string' } }));
    expect(mapInput(type, { x: '\ud800' })).toEqual({ value: {}, dropped: new Set(['x']) });
  });

  test('inherited properties are no arguments', () => {
    const type = inputType(object({ constructor: { type: 'string' } }));
    expect(mapInput(type, {})).toEqual({ value: {}, dropped: new Set() });
  });
});

const NAMES = ['a', 'b', '__entity', '__extn', 'constructor', ''] as const;
const json = fc.jsonValue({ maxDepth: 4, noUnicodeString: false }) as fc.Arbitrary<Json>;
const { schema } = fc.letrec<{ schema: Json }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Json>(
      ...['string', 'integer', 'number', 'boolean', 'null'].map((type) => ({ type })),
      { type: ['number', 'null'] },
      { enum: ['x', 'y'] },
    ),
    tie('schema').map((items) => ({ type: 'array', items })),
    fc
      .tuple(fc.dictionary(fc.constantFrom(...NAMES), tie('schema')), fc.subarray([...NAMES]))
      .map(([properties, required]) => object(properties, required)),
  ),
}));
const value: fc.Arbitrary<Json> = fc.oneof(
  json,
  fc.constantFrom<Json>(2 ** 53, -0, 1e300, 0.5, 0.00001, '\ud800', [1, 'a'], {
    __entity: { type: 'Role', id: 'x' },
  }),
  fc.dictionary(
    fc.constantFrom(...NAMES),
    fc.oneof(json, fc.array(json), fc.dictionary(fc.constantFrom(...NAMES), json)),
  ),
);

test('whatever the schema and the arguments, the request validates or the answer is an error', () => {
  let permitted = 0;
  const schemas = fc.dictionary(fc.constantFrom(...NAMES), schema);
  fc.assert(
    fc.property(schemas, fc.array(value, { minLength: 1, maxLength: 8 }), (properties, inputs) => {
      const engine = engineFor(object(properties));
      for (const input of inputs) {
        const answer = engine.evaluate(askTool('c/t', input), []);
        const errors = answer.errors.join();
        if (answer.decision === 'permit') permitted += 1;
        expect(answer.decision).toBe(errors === '' ? 'permit' : 'deny');
        // The mapping itself refuses: what it lets through is never of a type that Cedar refuses.
        expect(errors).toMatch(/^(a required argument is missing or does not fit its declared type)?$/);
      }
    }),
    { numRuns: 100 },
  );
  expect(permitted).toBeGreaterThan(50);
});

function engineFor(inputSchema: Json): PolicyEngine {
  const catalog = { connectors: { c: connectorOf('c', [toolOf('t', ['read'], inputSchema)]) } };
  const text = '@id("all") permit (principal, action, resource);';
  const compiled = compilePolicies([{ name: 'a', text }], catalog, { digest });
  if ('errors' in compiled) throw new Error(compiled.errors[0]?.message);
  return compiled.engine;
}
