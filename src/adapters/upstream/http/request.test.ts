// Whatever an argument holds, it stays one value of its own parameter.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Binding, HttpOperation } from '../../../catalog/intake/openapi/operation.ts';
import type { Credential } from '../../../gateway/ports.ts';
import type { Json, JsonObject } from '../../../kernel/json.ts';
import { BASE, operation } from './operation.contract.ts';
import { requestOf } from './request.ts';

function binding(place: Binding['in'], name: string, more: Partial<Binding> = {}): Binding {
  const isForm = place === 'query' || place === 'cookie';
  return { name, in: place, argument: name, style: isForm ? 'form' : 'simple', explode: isForm, ...more };
}

function send(http: HttpOperation, args: JsonObject, credential: Credential | null = null) {
  return requestOf(http, args, credential, BASE);
}

const BY_ID = operation({ path: '/users/{id}/files', parameters: [binding('path', 'id')] });

test.each([
  ['x', 'x'],
  ['a/b', 'a%2Fb'],
  ['../admin', '..%2Fadmin'],
  ['..\\admin', '..%5Cadmin'],
  ['a?b=c#d', 'a%3Fb%3Dc%23d'],
  ['%2e%2e', '%252e%252e'],
  ['ä b', '%C3%A4%20b'],
  ["(*)'!", '%28%2A%29%27%21'],
])('%s stays within its segment of the path', (id, segment) => {
  expect(send(BY_ID, { id }).url.href).toBe(`https://api.example.com/v1/users/${segment}/files`);
});

test.each<[string, Json]>([
  ['nothing', ''],
  ['two dots', '..'],
  ['one dot', '.'],
  ['an empty list', []],
  ['half a character', '\ud800'],
  ['null', null],
])('%s makes no path', (_what, id) => {
  expect(() => send(BY_ID, { id })).toThrow(expect.objectContaining({ code: 'argument-unfit' }));
});

/** Without half a character: such a text is refused. */
function isWhole(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

test('no argument changes the path, the host or another parameter', () => {
  const parameters = [binding('path', 'id'), binding('query', 'q'), binding('query', 'fixed')];
  const http = operation({ path: '/users/{id}/files', parameters });
  const odd = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('..', '%2e%2e', '//x', '\\', '?', '&fixed=2', '#'),
  );
  fc.assert(
    fc.property(odd, odd, (id, q) => {
      fc.pre(!/^\.{0,2}$/.test(id) && isWhole(id) && isWhole(q));
      const { url } = send(http, { id, q, fixed: '1' });
      expect(url.origin).toBe('https://api.example.com');
      const parts = url.pathname.split('/');
      expect([parts.length, parts[1], parts[2], parts[4]]).toEqual([5, 'v1', 'users', 'files']);
      expect(decodeURIComponent(parts[3] ?? '')).toBe(id);
      expect(url.searchParams.getAll('q')).toEqual([q]);
      expect(url.searchParams.getAll('fixed')).toEqual(['1']);
      expect(url.hash).toBe('');
    }),
    { numRuns: 500 },
  );
});

test.each<[Partial<Binding>, Json, string]>([
  [{}, ['a', 'b,c'], '?q=a&q=b%2Cc'],
  [{ explode: false }, ['a', 'b,c'], '?q=a,b%2Cc'],
  [{}, { x: 1, y: true }, '?x=1&y=true'],
  [{ explode: false }, { x: 1 }, '?q=x,1'],
  [{ style: 'deepObject' }, { 'x]': 1 }, '?q%5Bx%5D%5D=1'],
  [{ style: 'pipeDelimited', explode: false }, ['a', 'b'], '?q=a%7Cb'],
  [{ style: 'json' }, { x: [1] }, '?q=%7B%22x%22%3A%5B1%5D%7D'],
])('a parameter of the query with %j is written as OpenAPI says', (more, value, search) => {
  expect(send(operation({ parameters: [binding('query', 'q', more)] }), { q: value }).url.search).toBe(
    search,
  );
});

test('a member of an object stands for no other parameter, nor for the credential', () => {
  const http = operation({ parameters: [binding('query', 'filter'), binding('query', 'role')] });
  const key: Credential = { lease: 'l', as: 'query', name: 'key', value: 's&t' };
  expect(send(http, { filter: { a: 1 } }, key).url.search).toBe('?a=1&key=s%26t');
  for (const filter of [{ role: 'admin' }, { key: 'mine' }]) {
    expect(() => send(http, { filter }, key)).toThrow(expect.objectContaining({ code: 'argument-unfit' }));
  }
});

test('no name that a server may take for another, nor a cookie of the credential, is given', () => {
  const key: Credential = { lease: 'l', as: 'query', name: 'key', value: 's' };
  const http = operation({ parameters: [binding('query', 'filter'), binding('query', 'role')] });
  for (const name of ['Key', 'key ', 'key[]', 'ROLE']) {
    expect(() => send(http, { filter: { [name]: 'x' } }, key)).toThrow('not its own');
  }
  const deep = operation({ parameters: [binding('query', 'q', { style: 'deepObject' })] });
  expect(send(deep, { q: { key: 'x' } }, key).url.search).toBe('?q%5Bkey%5D=x&key=s');
  const cookie: Credential = { ...key, as: 'header', name: 'Cookie', value: 'session=ours; csrf=c' };
  const me = operation({ parameters: [binding('cookie', 'prefs'), binding('cookie', 'tenant')] });
  expect(send(me, { prefs: { lang: 'de' } }, cookie).headers.get('cookie')).toBe(
    'lang=de; session=ours; csrf=c',
  );
  for (const name of ['session', 'Csrf', 'tenant']) {
    expect(() => send(me, { prefs: { [name]: 'x' } }, cookie)).toThrow('not its own');
  }
});

test('no header holds what would end it', () => {
  const http = operation({ parameters: [binding('header', 'X-Trace')] });
  expect(send(http, { 'X-Trace': 'a b' }).headers.get('x-trace')).toBe('a b');
  for (const value of ['a\r\nX-Admin: 1', 'a\n', '\u0000', 'ä']) {
    expect(() => send(http, { 'X-Trace': value })).toThrow(
      expect.objectContaining({ code: 'argument-unfit' }),
    );
  }
});

test('credentials are put where they belong, and win over arguments', () => {
  const http = operation({ parameters: [binding('header', 'X-Key'), binding('cookie', 'theme')] });
  const as = (name: string, value: string): Credential => ({ lease: 'l', as: 'header', name, value });
  const headers = (credential: Credential) =>
    send(http, { 'X-Key': 'mine', theme: 'a;b' }, credential).headers;
  expect(headers(as('X-Key', 'secret')).get('x-key')).toBe('secret');
  expect(headers(as('Cookie', 'session=s')).get('cookie')).toBe('theme=a%3Bb; session=s');
  expect(headers(as('Authorization', 'Bearer t')).get('authorization')).toBe('Bearer t');
  expect(headers(as('Authorization', 'Basic me:pass:word')).get('authorization')).toBe(
    'Basic bWU6cGFzczp3b3Jk',
  );
  expect(() => headers(as('Authorization', 'sec\nret'))).toThrow('the credential cannot stand in a header');
});

test('a body is sent as the document says', () => {
  const post = (contentType: string) => operation({ method: 'POST', contentType });
  const body = { a: [1, 2], b: 'x&y' };
  expect(send(post('application/vnd.x+json'), { body }).body).toBe('{"a":[1,2],"b":"x&y"}');
  expect(send(post('application/x-www-form-urlencoded'), { body }).body).toBe('a=1&a=2&b=x%26y');
  expect(send(post('text/plain'), { body: 'hi' })).toMatchObject({ body: 'hi' });
  expect(send(post('application/json'), {}).headers.has('content-type')).toBe(false);
});
