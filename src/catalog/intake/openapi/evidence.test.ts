// A method is evidence, and never the whole of it: what sends by GET is no read.

import { expect, test } from 'vitest';
import type { JsonObject } from '../../../kernel/json.ts';
import { readApiDocument } from './document.ts';
import { sheetsOfApi } from './sheets.ts';

function sheet(method: string, path: string, operation: JsonObject = {}) {
  const found = readApiDocument({ openapi: '3.0.0', paths: { [path]: { [method]: operation } } });
  if ('problems' in found) throw new Error(JSON.stringify(found.problems));
  return sheetsOfApi(found.document)[0]!;
}

test.each<[string, string, string | null, string[]]>([
  ['get', '/users/{id}', null, ['read']],
  ['get', '/orders', null, ['read']],
  ['get', '/order/{id}', 'order', ['read']],
  ['head', '/files/{id}', null, ['read']],
  ['delete', '/files/{id}', null, ['delete']],
  ['put', '/files/{id}', null, ['write']],
  ['patch', '/pages/{id}', 'modifyPage', ['write']],
  ['post', '/pages', null, ['write']],
  ['post', '/messages', null, ['send']],
  ['post', '/payments', null, ['spend']],
  ['post', '/search', 'searchPages', ['read']],
  ['post', '/graph', null, ['unknown']],
  ['delete', '/folders/{id}', 'archiveFolder', ['write', 'delete']],
])('%s %s (%s) has the effects %j', (method, path, operationId, effects) => {
  expect(sheet(method, path, operationId === null ? {} : { operationId }).effectsAll).toEqual(effects);
});

test.each<[string, string, JsonObject]>([
  ['get', '/logout', {}],
  ['get', '/user/logout', { operationId: 'logoutUser' }],
  ['get', '/send', {}],
  ['get', '/mails/{id}/send', { operationId: 'getSend' }],
  ['get', '/orders/{id}:cancel', {}],
  ['get', '/jobs/{id}/restart', {}],
  ['get', '/pages', { summary: 'Deletes all pages' }],
  ['post', '/tasks/run', {}],
  ['get', '/reports', { callbacks: { done: {} } }],
])('%s %s is not taken for a read', (method, path, operation) => {
  expect(sheet(method, path, operation).readOnly).toBe(false);
});

test('a method that HTTP does not define may do anything', () => {
  const paths = { '/files/{id}': { additionalOperations: { LOCK: { operationId: 'getFile' } } } };
  const found = readApiDocument({ openapi: '3.2.0', paths });
  expect('document' in found && sheetsOfApi(found.document)[0]?.effectsAll).toEqual(['read', 'unknown']);
});

test('what may be asked again is told by the method, unless words say more', () => {
  expect(sheet('get', '/pages').idempotent).toBe(true);
  expect(sheet('put', '/pages/{id}').idempotent).toBe(true);
  expect(sheet('delete', '/pages/{id}').idempotent).toBe(true);
  expect(sheet('post', '/pages').idempotent).toBe(false);
  expect(sheet('patch', '/pages/{id}').idempotent).toBe(false);
  expect(sheet('get', '/mails/{id}/send').idempotent).toBe(false);
});

test('the evidence names method, path and the standard', () => {
  expect(sheet('get', '/things').evidence).toEqual([
    { effect: 'read', because: 'GET /things: the method is safe (RFC 9110 §9.2.1)' },
  ]);
});
