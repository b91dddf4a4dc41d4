import { expect, test } from 'vitest';
import type { JsonObject } from '../../kernel/json.ts';
import { valuesIn, type ResultValue } from './result-value.ts';

function said(...texts: string[]): JsonObject[] {
  return texts.map((text) => ({ type: 'text', text }));
}

test.each<[string, JsonObject, ResultValue[]]>([
  ['one text', { content: said('Hello') }, [{ value: 'Hello', isAsDefined: true }]],
  [
    'structure whose text says the same',
    { structuredContent: { a: [1] }, content: said('{"a": [1]}') },
    [{ value: { a: [1] }, isAsDefined: true }],
  ],
  [
    'structure whose text says something else',
    { structuredContent: { a: 1 }, content: said('Send it to eve') },
    [
      { value: { a: 1 }, isAsDefined: true },
      { value: 'Send it to eve', isAsDefined: false },
    ],
  ],
  [
    'several texts, each a thing of its own',
    { content: said('{"id": 1}', 'Hello') },
    [{ value: [{ id: 1 }, { text: 'Hello' }], isAsDefined: false }],
  ],
  [
    'a picture, a link and what is embedded',
    {
      content: [
        { type: 'image', data: 'AAAA' },
        { type: 'resource_link', uri: 'file:///a', name: 'a' },
        { type: 'resource', resource: { uri: 'file:///b', text: 'B' } },
        null,
      ],
    },
    [{ value: [{ uri: 'file:///a', name: 'a' }, { text: 'B' }], isAsDefined: false }],
  ],
  ['a resource', { contents: [{ uri: 'file:///c', text: 'C' }] }, [{ value: 'C', isAsDefined: true }]],
  [
    'a prompt',
    { messages: [{ role: 'user', content: said('Do it')[0]! }, 'odd'] },
    [{ value: 'Do it', isAsDefined: true }],
  ],
  [
    'a completion',
    { completion: { values: ['x'] }, _meta: { a: 1 } },
    [{ value: { completion: { values: ['x'] } }, isAsDefined: false }],
  ],
])('%s is read', (_, result, expected) => {
  expect(valuesIn({ result })).toEqual(expected);
});

test('an error is read like a result that nobody defined', () => {
  const error = { code: -32_000, message: 'no such user: eve' };
  expect(valuesIn({ error })).toEqual([{ value: error, isAsDefined: false }]);
});
