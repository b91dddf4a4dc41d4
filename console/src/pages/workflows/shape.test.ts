import { expect, it } from 'vitest';
import { shapeLines } from './shape.ts';

it('says of each value what it must be', () => {
  const properties = {
    path: { type: 'string', pattern: '^/srv/' },
    content: { type: 'string', maxLength: 20_000 },
    amount: { type: 'number', minimum: 0, maximum: 50 },
    mode: { enum: ['a', 'b'] },
    any: {},
  };
  expect(shapeLines({ type: 'object', properties, required: ['path'] })).toEqual([
    'path: text like ^/srv/',
    `content (may be left out): text of at most ${(20_000).toLocaleString()} characters`,
    'amount (may be left out): a number from 0 to 50',
    'mode (may be left out): one of "a", "b"',
    'any (may be left out): anything',
  ]);
});

it('leaves what it has no words for as it is', () => {
  const items = { type: 'array', items: { type: 'string' } };
  expect(shapeLines({ type: 'object', properties: { to: items } })).toEqual([
    `to (may be left out): ${JSON.stringify(items)}`,
  ]);
  expect(shapeLines({ type: 'object', properties: {}, additionalProperties: false })).toBeNull();
  expect(shapeLines({ anyOf: [] })).toBeNull();
  expect(shapeLines(true)).toBeNull();
});
