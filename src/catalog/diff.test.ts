// A diff is complete and minimal: applied to the old definitions it gives the new ones.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../kernel/json.ts';
import { diffTools } from './diff.ts';

const page = {
  description: 'Gets a page.',
  inputSchema: { properties: { id: { type: 'string' } }, required: ['id'] },
};

test('the same definitions differ in nothing, whatever the order of keys', () => {
  const turned = {
    inputSchema: { required: ['id'], properties: { id: { type: 'string' } } },
    description: 'Gets a page.',
  };
  expect(diffTools({ a: page, b: {} }, { b: {}, a: turned })).toEqual({
    added: [],
    removed: [],
    changed: [],
  });
});

test('tools that came and went are named', () => {
  expect(diffTools({ a: {}, b: {} }, { b: {}, c: {} })).toEqual({
    added: ['c'],
    removed: ['a'],
    changed: [],
  });
});

test('each changed field is told by its pointer, with what it was and what it is', () => {
  const after = {
    description: 'Gets a page. Also sends it.',
    inputSchema: { properties: { id: { type: 'string' }, 'a/b~c': {} }, required: [] },
  };
  expect(diffTools({ page }, { page: after }).changed).toEqual([
    {
      name: 'page',
      fields: [
        { pointer: '/description', before: 'Gets a page.', after: 'Gets a page. Also sends it.' },
        { pointer: '/inputSchema/properties/a~1b~0c', after: {} },
        { pointer: '/inputSchema/required/0', before: 'id' },
      ],
    },
  ]);
});

test('names that every object inherits are names like others', () => {
  const { added, removed, changed } = diffTools({ toString: {} }, { constructor: {} });
  expect({ added, removed, changed }).toEqual({ added: ['constructor'], removed: ['toString'], changed: [] });
  expect(diffTools({ a: {} }, { a: { valueOf: 1 } }).changed[0]?.fields).toEqual([
    { pointer: '/valueOf', after: 1 },
  ]);
});

/** `before` with one field set or left out. Pointers here have no escapes and only objects on their way. */
function apply(before: JsonObject, pointer: string, after: Json | undefined): JsonObject {
  const [, step = '', ...rest] = pointer.split('/');
  const { [step]: old, ...others } = before;
  if (rest.length > 0) return { ...others, [step]: apply(old as JsonObject, `/${rest.join('/')}`, after) };
  return after === undefined ? others : { ...others, [step]: after };
}

test('the changes of any definition turn the old one into the new one', () => {
  const leaf = fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant(null));
  const name = fc.constantFrom('a', 'b', 'c');
  const definition = fc.dictionary(name, fc.oneof(leaf, fc.dictionary(name, leaf)));
  fc.assert(
    fc.property(definition, definition, (before, after) => {
      const [changed] = diffTools({ tool: before }, { tool: after }).changed;
      const fields = changed?.fields ?? [];
      const result = fields.reduce<JsonObject>(
        (here, field) => apply(here, field.pointer, field.after),
        before,
      );
      expect(result).toEqual(after);
    }),
  );
});
