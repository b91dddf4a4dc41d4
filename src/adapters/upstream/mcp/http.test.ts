import { text } from 'node:stream/consumers';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { listen, startHttpServer, stop } from '../../../../test/fixtures/upstream/http-server.ts';
import type { HttpFixture } from '../../../../test/fixtures/upstream/http-server.ts';
import type { Credential, UpstreamSpec } from '../../../gateway/ports.ts';
import { callOf, resultOf } from '../upstream.contract.ts';
import { createMcpUpstream } from './upstream.ts';

const credential: Credential = { lease: 'one', as: 'header', name: 'authorization', value: 'Bearer secret' };

let server: HttpFixture;
let spec: UpstreamSpec;
let upstream = createMcpUpstream();
beforeEach(async () => {
  server = await startHttpServer();
  spec = { transport: 'http', url: server.url };
  upstream = createMcpUpstream();
});
afterEach(async () => {
  await upstream.close();
  await server.close();
});

/** A server that answers every request with this status, and where it sends people. */
let elsewhere: Server;
let status = 500;
let origin = '';
const got: (string | undefined)[] = [];
beforeAll(async () => {
  elsewhere = createServer((request, response) => {
    got.push(request.headers.authorization);
    response.writeHead(status, { location: server.url }).end();
  });
  origin = await listen(elsewhere);
});
afterAll(() => stop(elsewhere));

it('sends a credential with its own task and lease, never on the shared connection', async () => {
  const seen = async (more: object) => {
    const result = resultOf(await upstream.call(callOf(spec, 'sees', more)));
    return (result['structuredContent'] as { headers: { authorization?: string } }).headers.authorization;
  };
  expect(await seen({ credential })).toBe('Bearer secret');
  expect(await seen({})).toBeUndefined();
  expect(await seen({ credential: { ...credential, lease: 'two', value: 'Bearer other' } })).toBe(
    'Bearer other',
  );
  const before = server.requests.length;
  await seen({ credential, task: 'another' });
  // Its own connection: a handshake of its own.
  expect(server.requests.length - before).toBeGreaterThan(2);
});

it('follows no redirect, with a credential or without', async () => {
  status = 307;
  const redirecting: UpstreamSpec = { transport: 'http', url: `${origin}/mcp` };
  for (const lease of [credential, null]) {
    const outcome = await upstream.call(
      callOf(redirecting, 'echo', { credential: lease, connector: lease ? 'a' : 'b' }),
    );
    expect(outcome).toEqual({ outcome: 'not-started', code: 'upstream-unreachable' });
  }
  expect(got).toEqual(['Bearer secret', undefined]);
  expect(server.requests).toEqual([]);
});

it('finds nobody where nobody listens', async () => {
  const gone = await startHttpServer();
  await gone.close();
  const outcome = await upstream.call(callOf({ transport: 'http', url: gone.url }, 'echo'));
  expect(outcome).toEqual({ outcome: 'not-started', code: 'upstream-unreachable' });
});

it('does not know what became of a call on a broken connection, but that the next was not sent', async () => {
  const fleeting = await startHttpServer();
  const target: UpstreamSpec = { transport: 'http', url: fleeting.url };
  await upstream.call(callOf(target, 'echo', { connector: 'd' }));
  await fleeting.close();
  expect((await upstream.call(callOf(target, 'echo', { connector: 'd' }))).outcome).not.toBe('succeeded');
  const outcome = await upstream.call(callOf(target, 'echo', { connector: 'd' }));
  expect(outcome).toEqual({ outcome: 'not-started', code: 'upstream-unreachable' });
});

/** Another server before that one: what it does not answer itself it passes on. */
async function startBefore(answer: (body: string, response: ServerResponse) => boolean): Promise<Server> {
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    if (request.method !== 'POST') return void response.writeHead(405).end();
    if (answer(body, response)) return;
    const { 'mcp-session-id': session } = request.headers;
    const headers = {
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      ...(typeof session === 'string' ? { 'mcp-session-id': session } : {}),
    };
    const passed = await fetch(server.url, { method: 'POST', headers, body });
    const kept = [...passed.headers].filter(([name]) => name.startsWith('mcp-') || name === 'content-type');
    response.writeHead(passed.status, Object.fromEntries(kept)).end(await passed.text());
  };
  return createServer((request, response) => void pass(request, response));
}

it.each([401, 404, 429])('does not take the word of a server that it did nothing: %i', async (answered) => {
  const turning = await startBefore((body, response) => {
    const isCall = body.includes('"tools/call"');
    if (isCall) response.writeHead(answered).end();
    return isCall;
  });
  const url = `${await listen(turning)}/mcp`;
  const outcome = await upstream.call(callOf({ transport: 'http', url }, 'echo', { connector: 'turning' }));
  expect(outcome).toEqual({ outcome: 'unknown', code: 'upstream-unreachable' });
  await upstream.close();
  await stop(turning);
});

it('ends the session of a task that is released', async () => {
  await upstream.call(callOf(spec, 'echo', { credential }));
  await upstream.release('t');
  expect(server.requests.at(-1)).toMatchObject({ method: 'DELETE', headers: { 'mcp-session-id': 's' } });
});

it('never quotes a credential that no header can hold', async () => {
  const bad = { ...credential, value: 'sec\nret' };
  const fault = await upstream.describe('c', spec, bad).catch((error: unknown) => error);
  expect(fault).toMatchObject({ name: 'UpstreamFault', code: 'upstream-unreachable' });
  expect(JSON.stringify([String(fault), (fault as Error).stack, (fault as Error).cause])).not.toContain(
    'ret"',
  );
  expect(server.requests).toEqual([]);
});

it('tells the server that a call was let go, and waits for it no more', async () => {
  await upstream.call(callOf(spec, 'hang', { timeoutMs: 300 }));
  await expect.poll(() => server.behaviour.cancelled.length).toBe(1);
  await expect.poll(() => server.awaited()).toBe(0);
  expect(await upstream.call(callOf(spec, 'echo'))).toMatchObject({ outcome: 'succeeded' });
});

it.each([
  ['says nothing before its answer', '"tools/call"'],
  ['does not even hear it', '"notifications/cancelled"'],
])('hangs up after that on a server that %s', async (_, mute) => {
  const heard: string[] = [];
  const silent = await startBefore((body, response) => {
    const isCall = body.includes('"tools/call"');
    if (isCall) response.once('close', () => heard.push('hung up'));
    if (body.includes('"notifications/cancelled"')) heard.push('cancelled');
    return isCall || body.includes(mute);
  });
  const url = `${await listen(silent)}/mcp`;
  const call = callOf({ transport: 'http', url }, 'hang', { connector: 'silent', timeoutMs: 300 });
  expect(await upstream.call(call)).toEqual({ outcome: 'unknown', code: 'upstream-timeout' });
  await expect.poll(() => heard, { timeout: 5_000 }).toEqual(['cancelled', 'hung up']);
  await upstream.close();
  await stop(silent);
});

it('says why nothing came of it', async () => {
  const describe = (url: string) => upstream.describe('c', { transport: 'http', url }, null);
  status = 503;
  await expect(describe(`${origin}/mcp`)).rejects.toThrow('cannot connect: it answers HTTP 503');
  const gone = createServer();
  const nowhere = await listen(gone);
  await stop(gone);
  await expect(describe(`${nowhere}/mcp`)).rejects.toThrow('cannot connect: connection refused');
});
