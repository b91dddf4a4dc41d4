import { expect, it } from 'vitest';
import { paramHeadersOf } from './param-headers.ts';

const schemaOf = (property: object) => ({
  type: 'object',
  properties: { p: { 'x-mcp-header': 'P', ...property } },
});

it.each([
  ['string', 'eu west', 'eu west'],
  ['string', ' padded', '=?base64?IHBhZGRlZA==?='],
  ['string', 'a\r\nX-Evil: 1', '=?base64?YQ0KWC1FdmlsOiAx?='],
  ['string', '=?base64?eA==?=', '=?base64?PT9iYXNlNjQ/ZUE9PT89?='],
  ['string', '', '=?base64??='],
  ['integer', 42, '42'],
  ['boolean', false, 'false'],
])('mirrors a %s %j as %s', (type, value, header) => {
  expect(paramHeadersOf(schemaOf({ type }), { p: value })).toEqual({ 'Mcp-Param-P': header });
});

it('finds annotations through properties alone', () => {
  const nested = { type: 'object', properties: { o: schemaOf({ type: 'string' }) } };
  expect(paramHeadersOf(nested, { o: { p: 'x' } })).toEqual({ 'Mcp-Param-P': 'x' });
  const listed = { type: 'array', items: schemaOf({ type: 'string' }) };
  expect(paramHeadersOf({ type: 'object', properties: { l: listed } }, { l: [{ p: 'x' }] })).toEqual({});
});

it.each([
  ['a number', schemaOf({ type: 'number' }), { p: 1 }],
  ['no token', schemaOf({ type: 'string', 'x-mcp-header': 'a b' }), { p: 'x' }],
  ['an absent value', schemaOf({ type: 'string' }), {}],
  ['a value of another type', schemaOf({ type: 'integer' }), { p: '1' }],
])('mirrors nothing for %s', (_what, schema, value) => {
  expect(paramHeadersOf(schema, value)).toEqual({});
});
