// An API is called once, as admitted; what became of it is claimed as far as HTTP tells.

import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { listen, stop } from '../../../../test/fixtures/upstream/http-server.ts';
import { readApiText } from '../../../gateway/connectors/api-document.ts';
import type { Upstream, UpstreamCall, UpstreamSpec } from '../../../gateway/ports.ts';
import { callOf, resultOf } from '../upstream.contract.ts';
import { createOpenApiUpstream } from './upstream.ts';

const DOCUMENT = `openapi: 3.1.0
info: { title: Shop, version: "2" }
paths:
  /orders/{id}:
    get:
      operationId: getOrder
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
  /orders:
    post:
      operationId: addOrder
      requestBody: { content: { application/json: { schema: { type: object } } } }
    trace: { operationId: traceOrders }
`;

let server: Server;
let origin = '';
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const seen: { url: string | undefined; method: string | undefined; body: string; key: unknown }[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      seen.push({ url: request.url, method: request.method, body, key: request.headers['x-key'] });
      answer(request, response);
    });
  });
  origin = await listen(server);
});
afterAll(() => stop(server));

let folder: string;
let upstream: Upstream;
let spec: UpstreamSpec;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdpoint-'));
  const document = join(folder, 'openapi.yaml');
  await writeFile(document, DOCUMENT);
  spec = { transport: 'openapi', url: `${origin}/v1`, document };
  upstream = createOpenApiUpstream({ readDocument: readApiText, maxResultBytes: 10_000 });
  seen.length = 0;
  answer = json(200, { id: 'x' });
});
afterEach(async () => {
  await upstream.close();
  await rm(folder, { recursive: true });
});

function json(status: number, body: object) {
  return (_: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
}

const get = (more: Partial<UpstreamCall> = {}) =>
  upstream.call(callOf(spec, 'getOrder', { arguments: { id: 'x' }, ...more }));
const add = (more: Partial<UpstreamCall> = {}) =>
  upstream.call(callOf(spec, 'addOrder', { arguments: { body: { what: 'tea' } }, ...more }));

it('describes what it can send', async () => {
  const { server: who, definitions, leftOut } = await upstream.describe('c', spec, null);
  expect(who).toEqual({ name: 'Shop', version: '2', protocol: 'OpenAPI 3.1.0' });
  expect(Object.keys(definitions)).toEqual(['getOrder', 'addOrder']);
  expect(leftOut).toEqual([{ name: 'traceOrders', why: 'the method TRACE is not sent' }]);
  expect(await upstream.list('c', spec, 'prompts', null)).toEqual({ prompts: [] });
});

it('sends an operation with its arguments and the credential, and passes the answer on', async () => {
  const credential = { lease: 'l', as: 'header', name: 'X-Key', value: 'secret' } as const;
  expect(resultOf(await get({ arguments: { id: 'a/b' }, credential }))).toEqual({
    content: [{ type: 'text', text: '{"id":"x"}' }],
    structuredContent: { status: 200, body: { id: 'x' } },
  });
  expect((await add()).outcome).toBe('succeeded');
  expect(seen).toEqual([
    { url: '/v1/orders/a%2Fb', method: 'GET', body: '', key: 'secret' },
    { url: '/v1/orders', method: 'POST', body: '{"what":"tea"}', key: undefined },
  ]);
});

it('sends nothing for an argument that no request can carry, and says so without quoting it', async () => {
  const outcome = await get({ arguments: { id: '..' } });
  expect(outcome).toMatchObject({ outcome: 'failed', error: { code: -32_602 } });
  expect(seen).toEqual([]);
});

it.each([
  [404, 'get', 'failed'],
  [404, 'add', 'failed'],
  [503, 'get', 'failed'],
  [503, 'add', 'unknown'],
  [303, 'add', 'unknown'],
])('takes status %i of %s as %s', async (status, which, outcome) => {
  answer = (_, response) => void response.writeHead(status, { location: `${origin}/elsewhere` }).end('no');
  const got = await (which === 'get' ? get() : add());
  expect(got.outcome).toBe(outcome);
  expect(seen).toHaveLength(1);
});

it('passes on what an API says of its failure, marked as one', async () => {
  answer = json(422, { error: 'no such tea' });
  expect(resultOf(await add())).toEqual({
    content: [{ type: 'text', text: 'HTTP 422\n{"error":"no such tea"}' }],
    structuredContent: { status: 422, body: { error: 'no such tea' } },
    isError: true,
  });
});

it('asks with the definition of now right before sending, and sends nothing on a no', async () => {
  const { definitions } = await upstream.describe('c', spec, null);
  const expects: UpstreamCall['expects'] = (definition) =>
    JSON.stringify(definition) === JSON.stringify(definitions['getOrder']);
  expect((await get({ expects })).outcome).toBe('succeeded');
  await writeFile(join(folder, 'openapi.yaml'), DOCUMENT.replace('/orders/{id}', '/admins/{id}'));
  expect(await get({ expects })).toEqual({ outcome: 'not-started', code: 'definition-changed' });
  expect(await get({ inTime: () => false })).toEqual({ outcome: 'not-started', code: 'start-lapsed' });
  const absent = callOf(spec, 'absent', { expects: (definition) => definition !== null });
  expect(await upstream.call(absent)).toEqual({ outcome: 'not-started', code: 'definition-changed' });
  expect(seen).toHaveLength(1);
});

it('knows nothing of what timed out, was let go or broke off', async () => {
  answer = () => undefined;
  expect(await get({ timeoutMs: 200 })).toEqual({ outcome: 'unknown', code: 'upstream-timeout' });
  const controller = new AbortController();
  const aborted = add({ signal: controller.signal });
  await expect.poll(() => seen.length).toBe(2);
  controller.abort();
  expect(await aborted).toEqual({ outcome: 'unknown', code: 'upstream-aborted' });
  answer = (request) => void request.socket.destroy();
  expect(await add()).toEqual({ outcome: 'unknown', code: 'upstream-closed' });
  expect(await get({ signal: AbortSignal.abort() })).toEqual({
    outcome: 'not-started',
    code: 'upstream-aborted',
  });
});

it('passes on no answer past the bound or without shape, and of other media only what they are', async () => {
  answer = json(200, { long: 'x'.repeat(20_000) });
  expect(await get()).toEqual({ outcome: 'unknown', code: 'upstream-too-large' });
  answer = (_, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{');
  expect(await get()).toEqual({ outcome: 'unknown', code: 'upstream-nonsense' });
  answer = (_, response) => void response.writeHead(200, { 'content-type': 'image/png' }).end('abc');
  const picture = 'abc'.length;
  expect(resultOf(await get())['content']).toEqual([
    { type: 'text', text: `${picture} bytes of image/png, which are not passed on` },
  ]);
});

it('finds nobody where nobody listens, and starts nothing once it is closed', async () => {
  const gone = createServer();
  const url = await listen(gone);
  await stop(gone);
  const document = join(folder, 'openapi.yaml');
  const nobody = callOf({ transport: 'openapi', url, document }, 'getOrder', { arguments: { id: 'x' } });
  expect(await upstream.call(nobody)).toEqual({ outcome: 'not-started', code: 'upstream-unreachable' });
  await upstream.close();
  expect(await get()).toEqual({ outcome: 'not-started', code: 'upstream-unreachable' });
});

it('says what is wrong with a document, and where', async () => {
  const document = join(folder, 'openapi.yaml');
  const describe = () => upstream.describe('c', spec, null);
  await writeFile(document, DOCUMENT.replace('3.1.0', '2.0'));
  const place = { file: document, line: 1, column: 10, path: 'openapi' };
  await expect(describe()).rejects.toMatchObject({
    code: 'upstream-nonsense',
    problems: [{ ...place, message: 'is not OpenAPI 3.0, 3.1 or 3.2' }],
  });
  await writeFile(document, '{');
  await expect(describe()).rejects.toMatchObject({ problems: [{ message: 'is not JSON' }] });
  await writeFile(document, 'a: b');
  await expect(describe()).rejects.toMatchObject({ problems: [{ message: 'is no OpenAPI document' }] });
  await rm(document);
  await expect(describe()).rejects.toMatchObject({ code: 'upstream-unreachable' });
});

it('reads a document that is a file, and nothing that it would wait for', async () => {
  const document = join(folder, 'pipe');
  execFileSync('mkfifo', [document]);
  for (const other of [document, folder]) {
    const described = upstream.describe('c', { transport: 'openapi', url: origin, document: other }, null);
    await expect(described).rejects.toMatchObject({ code: 'upstream-unreachable' });
  }
});

it.each(['user:pass@', 'user@'])('takes no address with a user: %s', async (who) => {
  for (const url of [origin.replace('//', `//${who}`), `${origin}/v1?a=b`, `${origin}#a`]) {
    const document = join(folder, 'openapi.yaml');
    const described = upstream.describe('c', { transport: 'openapi', url, document }, null);
    await expect(described).rejects.toThrow('no user, query or fragment');
  }
});

it('describes a document that stays the same once', async () => {
  const first = await upstream.observe('c', spec, false);
  expect(await upstream.observe('c', spec, false)).toBe(first);
  await writeFile(join(folder, 'openapi.yaml'), DOCUMENT.replace('addOrder', 'newOrder'));
  expect(Object.keys((await upstream.observe('c', spec, false))!.definitions)).toContain('newOrder');
});

it('passes on no answer that is nested without end', async () => {
  const nested = `${'['.repeat(4_000)}${']'.repeat(4_000)}`;
  answer = (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(nested);
  };
  expect(await add()).toEqual({ outcome: 'unknown', code: 'upstream-nonsense' });
});

it('serves its own kind of connector only', async () => {
  const other: UpstreamSpec = { transport: 'http', url: origin };
  await expect(upstream.describe('c', other, null)).rejects.toMatchObject({ code: 'upstream-unreachable' });
  const credential = { lease: 'l', as: 'env', name: 'KEY', value: 's' } as const;
  expect(await get({ credential })).toEqual({ outcome: 'not-started', code: 'upstream-unreachable' });
});
