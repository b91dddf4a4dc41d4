import { expect, test } from 'vitest';
import type { Binding, HttpOperation } from '../../../catalog/intake/openapi/operation.ts';
import { whyNotOffered } from './offered.ts';
import { BASE, operation } from './operation.contract.ts';

function binding(place: Binding['in'], name: string, style: string): Binding {
  return { name, in: place, argument: name, style, explode: false };
}

const ELSEWHERE = { isServedApart: true, server: 'https://files.example.com' };

test.each<[string, Partial<HttpOperation>, string]>([
  ['a plain one', {}, 'null'],
  ['one of its own origin', { isServedApart: true, server: 'https://api.example.com/v2' }, 'null'],
  ['one of another origin', ELSEWHERE, 'it is served at https://files.example.com: nothing is sent'],
  ['a method that sends requests on', { method: 'TRACE' }, 'the method TRACE is not sent'],
  ['a path that would begin a query', { path: '/a?b' }, 'its path holds ?'],
  ['a variable that nothing fills', { path: '/{id}' }, 'no parameter fills {id} of its path'],
  [
    'a style that is not sent',
    { parameters: [binding('query', 'q', 'matrix')] },
    'the style matrix of query parameter q is not sent',
  ],
  ['a header of the connection', { parameters: [binding('header', 'Host', 'simple')] }, 'the header Host is'],
  [
    'a body that is not sent',
    { method: 'POST', contentType: 'multipart/form-data' },
    'it takes a body of multipart/form-data: only JSON',
  ],
  ['a body beside GET', { contentType: 'application/json' }, 'it takes a body with GET'],
])('%s is offered, or it is said why not', (_what, more, why) => {
  expect(String(whyNotOffered(operation(more), BASE))).toContain(why);
});

test('where it is served counts once somebody says where the API is', () => {
  expect(whyNotOffered(operation(ELSEWHERE), null)).toBeNull();
});

test.each([
  'X-Original-URL',
  'X-Rewrite-URL',
  'X-Real-IP',
  'Via',
  'X-Forwarded-Proto',
  'Forwarded',
  'Proxy-X',
])("a header that says where a request comes from or goes is nobody's argument: %s", (name) => {
  const http = operation({ parameters: [binding('header', name, 'simple')] });
  expect(whyNotOffered(http, BASE)).toContain(name);
});
