// What is no well-formed request is refused with an error, and nothing is decided, recorded or done.

import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHttpServer, type HttpFixture } from '../fixtures/upstream/http-server.ts';
import { DENIAL, setStage, type Stage, type Task } from './stage.ts';
import { countsOf, modernRequest, post, type WireAnswer } from './wire.ts';

const BODY_BYTES = 65_536;

let stage: Stage;
let fixture: HttpFixture;
let task: Task;

beforeAll(async () => {
  [stage, fixture] = await Promise.all([setStage(`{bodyBytes: ${BODY_BYTES}}`), startHttpServer()]);
  await stage.admit('fix', { transport: 'http', url: fixture.url }, 'read');
  task = await stage.openTask(['fix/echo']);
});
afterAll(async () => {
  await stage.stop();
  await fixture.close();
});

/** Runs it, and sees that neither the ledger nor the upstream noticed. */
async function untouched<Result>(run: () => Promise<Result>): Promise<Result> {
  const before = [await stage.ledgerSize(), await countsOf(fixture.url)];
  const result = await run();
  expect([await stage.ledgerSize(), await countsOf(fixture.url)]).toEqual(before);
  return result;
}

const send = (
  body: string | Uint8Array<ArrayBuffer>,
  headers?: Record<string, string>,
): Promise<WireAnswer> => post(stage.daemon.url, task.token, body, headers);

const CALL = modernRequest('tools/call', { name: 'fix__echo', arguments: {} });
const TEXT = JSON.stringify(CALL.body);
const LEGACY = '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"fix__echo","arguments":{}}}';
const nested = (levels: number): string => '{"a":'.repeat(levels) + '1' + '}'.repeat(levels);

it('takes the very request that the cases below spoil', async () => {
  const before = (await countsOf(fixture.url))['echo'] ?? 0;
  expect(await send(TEXT, CALL.headers)).toMatchObject({ status: 200, message: { id: 1, result: {} } });
  expect(await send(LEGACY)).toMatchObject({ status: 200, message: { id: 1, result: {} } });
  expect((await countsOf(fixture.url))['echo']).toBe(before + 2);
});

describe('a body that cannot be read in exactly one way is refused', () => {
  const utf8 = new TextEncoder();
  const invalid = utf8
    .encode(TEXT.replace('fix__echo', 'fix__ech?'))
    .map((byte) => (byte === 63 ? 0xff : byte));
  const cases: [string, string | Uint8Array<ArrayBuffer>, number, number][] = [
    ['that is cut off', TEXT.slice(0, -2), 400, -32700],
    ['that is empty', '', 400, -32700],
    ['with a key twice', TEXT.replace('"name":', '"name":"fix__fail","name":'), 400, -32700],
    [
      'with a key twice, once escaped',
      TEXT.replace('"name":', '"n\\u0061me":"fix__fail","name":'),
      400,
      -32700,
    ],
    ['nested too deep', TEXT.replace('"arguments":{}', `"arguments":${nested(70)}`), 400, -32700],
    ['nested very deep', TEXT.replace('"arguments":{}', `"arguments":${nested(9_000)}`), 400, -32700],
    ['that is not UTF-8', invalid, 400, -32700],
    ['that is too large', TEXT.replace('{}', JSON.stringify({ a: 'x'.repeat(BODY_BYTES) })), 413, -32600],
    ['that is a batch', `[${TEXT},${TEXT}]`, 400, -32600],
    ['that is an empty batch', '[]', 400, -32600],
  ];
  it.each(cases)('%s', async (_title, body, status, code) => {
    const answer = await untouched(() => send(body, CALL.headers));
    expect(answer).toMatchObject({ status, message: { jsonrpc: '2.0', id: null, error: { code } } });
  });
  it('that is a batch of 2025', async () => {
    const answer = await untouched(() => send(`[${LEGACY},${LEGACY.replace('"id":1', '"id":2')}]`));
    expect(answer).toMatchObject({ status: 400, message: { error: { code: -32600 } } });
  });
});

describe('a message of wrong types is refused', () => {
  const cases: [string, string][] = [
    ['a number for a message', '42'],
    ['null for a message', 'null'],
    ['another version of JSON-RPC', LEGACY.replace('"2.0"', '"1.0"')],
    ['a number for a method', LEGACY.replace('"tools/call"', '7')],
    ['an object for an id', LEGACY.replace('"id":1', '"id":{}')],
    ['text for params', LEGACY.replace(/"params":.*/, '"params":"x"}')],
    ['a number for a tool', LEGACY.replace('"fix__echo"', '42')],
    ['a list for arguments', LEGACY.replace('"arguments":{}', '"arguments":[]')],
    ['no tool', LEGACY.replace('"name":"fix__echo",', '')],
    ['an unknown method', LEGACY.replace('tools/call', 'tools/steal')],
  ];
  it.each(cases)('%s', async (_title, body) => {
    const { message } = await untouched(() => send(body));
    expect(message?.['error']).toMatchObject({ code: expect.any(Number), message: expect.any(String) });
    expect(message).not.toHaveProperty('result');
  });
  it.each(cases.filter(([, body]) => body.startsWith('{')))('%s, in 2026', async (title, body) => {
    const meta = JSON.stringify((CALL.body['params'] as { _meta: object })._meta);
    const spoilt = body.replace(/}}$/, `,"_meta":${meta}}}`).replace('{,', '{');
    expect(title).not.toBe('');
    const { message } = await untouched(() => send(spoilt, CALL.headers));
    expect(message).not.toHaveProperty('result');
    expect(message).toHaveProperty('error');
  });
});

describe('headers that tell another story than the body are refused', () => {
  const cases: [string, Record<string, string>][] = [
    ['another method', { 'mcp-method': 'tools/list' }],
    ['another tool', { 'mcp-name': 'fix__fail' }],
    ['another version', { 'mcp-protocol-version': '2025-11-25' }],
  ];
  it.each(cases)('%s', async (_title, headers) => {
    const answer = await untouched(() => send(TEXT, { ...CALL.headers, ...headers }));
    expect(answer).toMatchObject({ status: 400, message: { error: { code: -32020 } } });
  });
  it.each(Object.keys(CALL.headers))('no %s', async (header) => {
    const headers = Object.fromEntries(Object.entries(CALL.headers).filter(([key]) => key !== header));
    const answer = await untouched(() => send(TEXT, headers));
    expect(answer).toMatchObject({ status: 400, message: { error: { code: -32020 } } });
  });
});

it('refuses a protocol version that it does not speak, in both eras, and says which it does', async () => {
  const body = TEXT.replaceAll('2026-07-28', '2099-01-01');
  const headers = { ...CALL.headers, 'mcp-protocol-version': '2099-01-01' };
  const modern = await untouched(() => send(body, headers));
  expect(modern).toMatchObject({ status: 400, message: { error: { code: -32022 } } });
  expect(JSON.stringify(modern.message)).toContain('2026-07-28');
  const legacy = await untouched(() => send(LEGACY, { 'mcp-protocol-version': '1999-01-01' }));
  expect(legacy.status).toBe(400);
});

it('refuses a foreign Origin', async () => {
  for (const origin of ['https://evil.example', 'http://localhost.evil.example', 'null']) {
    const answer = await untouched(() => send(TEXT, { ...CALL.headers, origin }));
    expect(answer.status).toBe(403);
  }
});

it('refuses a foreign Host', async () => {
  const { hostname, port } = new URL(stage.daemon.url);
  const headers = {
    ...CALL.headers,
    authorization: `Bearer ${task.token}`,
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
    host: `evil.example:${port}`,
  };
  const status = await untouched(
    () =>
      new Promise((resolve, reject) => {
        const asked = httpRequest({ hostname, port, method: 'POST', path: '/mcp', headers }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        asked.once('error', reject);
        asked.end(TEXT);
      }),
  );
  expect(status).toBe(403);
});

it('answers GET and DELETE with 405: there are no sessions', async () => {
  for (const method of ['GET', 'DELETE']) {
    const headers = { authorization: `Bearer ${task.token}`, accept: 'text/event-stream' };
    const status = await untouched(
      async () => (await fetch(`${stage.daemon.url}/mcp`, { method, headers })).status,
    );
    expect(status).toBe(405);
  }
});

it('denies an unknown tool, on the record, without calling anyone', async () => {
  const counts = await countsOf(fixture.url);
  for (const name of ['fix__nothing', 'nowhere__echo', 'echo', 'fix__', '__proto__', 'fix__constructor']) {
    const { body, headers } = modernRequest('tools/call', { name, arguments: {} });
    const size = await stage.ledgerSize();
    const { message } = await send(JSON.stringify(body), headers);
    expect(message!['result']).toMatchObject({
      isError: true,
      _meta: { [DENIAL]: { category: 'not-allowed' } },
    });
    expect(await stage.ledgerSize()).toBe(size + 1);
  }
  expect(await countsOf(fixture.url)).toEqual(counts);
});
