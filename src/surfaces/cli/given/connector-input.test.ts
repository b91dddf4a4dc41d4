// What the flags of `connector add` say is one request, or a complaint.

import { expect, test } from 'vitest';
import { connectorInput, type AddFlags } from './connector-input.ts';

function input(flags: Partial<AddFlags>, command: readonly string[] = []) {
  return connectorInput('shop', command, { set: [], ttl: '10m', ...flags }, (path) => `/here/${path}`);
}

const API = { url: 'https://api.example.com', openapi: 'openapi.yaml' };

test('an API is reached as its document says, at the URL', () => {
  const { upstream } = input(API);
  expect(upstream).toEqual({ transport: 'openapi', url: API.url, document: '/here/openapi.yaml' });
  expect(input({ url: API.url }).upstream).toEqual({ transport: 'http', url: API.url });
  expect(() => input({ openapi: 'openapi.yaml' })).toThrow('say where the API is');
});

test.each<[Partial<AddFlags>, { as: string; name: string; prefix: string }]>([
  [{}, { as: 'header', name: 'Authorization', prefix: 'Bearer ' }],
  [{ header: 'X-Key' }, { as: 'header', name: 'X-Key', prefix: '' }],
  [{ header: 'Authorization: Basic ' }, { as: 'header', name: 'Authorization', prefix: 'Basic ' }],
  [{ header: 'Cookie: session=' }, { as: 'header', name: 'Cookie', prefix: 'session=' }],
  [{ query: 'key' }, { as: 'query', name: 'key', prefix: '' }],
])('a credential with %j stands in its place', (flags, inject) => {
  expect(input({ ...API, credential: 'static:env:KEY', ...flags }).credential?.inject).toEqual(inject);
});

test('a credential has one place, which the connector has', () => {
  const credential = 'static:env:KEY';
  expect(() => input({ ...API, credential, header: 'X', query: 'k' })).toThrow('one of --header');
  expect(() => input({ url: API.url, credential, query: 'k' })).toThrow('only an API');
  expect(() => input({ ...API, credential, env: 'KEY' })).toThrow('in a header');
  expect(() => input({ credential }, ['server'])).toThrow('in a variable');
});

test.each(['Bad_Name', '-dash', '', 'x'.repeat(64)])('a connector is not called %s', (name) => {
  const asked = () => connectorInput(name, ['server'], { set: [], ttl: '10m' }, (path) => path);
  expect(asked).toThrow('a connector cannot be called');
});
