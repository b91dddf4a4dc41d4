// A connector's question to a person is an action: nobody is asked unless scope and policy say so, and the
// answer goes to the call that asked, and to no other.

import type { Client } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { JsonObject } from '../../src/kernel/json.ts';
import { startHttpServer, type HttpFixture } from '../fixtures/upstream/http-server.ts';
import { startModernServer, type ModernFixture } from '../fixtures/upstream/modern-server.ts';
import { connect, setStage, type Stage, type Task } from './stage.ts';

let stage: Stage;
let modern: ModernFixture;
let old: HttpFixture;

beforeAll(async () => {
  [stage, modern, old] = await Promise.all([setStage(), startModernServer(), startHttpServer()]);
  await stage.admit('new', { transport: 'http', url: modern.url }, 'read');
  await stage.admit('old', { transport: 'http', url: old.url }, 'read');
  await stage.admit('strict', { transport: 'http', url: modern.url }, 'write');
});
afterAll(async () => {
  await stage.stop();
  await modern.close();
  await old.close();
});

const FORM = { elicitation: { form: {} } };
const SCHEMA = { type: 'object', properties: { city: { type: 'string' } } };

/** A client whose person answers with a city. */
async function person(task: Task, city: string): Promise<{ client: Client; asked: unknown[] }> {
  const asked: unknown[] = [];
  const client = await connect(stage.daemon.url, task.token, 'auto', { capabilities: FORM });
  client.setRequestHandler('elicitation/create', ({ params }) => {
    asked.push(params.message);
    return { action: 'accept', content: { city } };
  });
  return { client, asked };
}

function textOf(result: object): string {
  return (result as { content: { text: string }[] }).content[0]!.text;
}

it('asks the person through a 2026 server and client, and the answer reaches the upstream', async () => {
  const task = await stage.openTask(['new/ask', 'new/@elicitation/create']);
  const { client, asked } = await person(task, 'Zürich');
  const before = modern.calls['ask'] ?? 0;
  const result = await client.callTool({ name: 'new__ask', arguments: { message: 'where?' } });
  expect(JSON.parse(textOf(result))).toEqual([{ action: 'accept', content: { city: 'Zürich' } }, 'opaque']);
  expect(asked).toEqual(['where?']);
  expect(modern.calls['ask']).toBe(before + 2);
  const permitted = await stage.bodies(task, 'action-permitted');
  expect(permitted.map((body) => body['tool'])).toEqual(['ask', '@elicitation/create']);
  expect(await stage.bodies(task, 'action-settled')).toHaveLength(2);
  await client.close();
});

it('bridges a 2025 server that asks while it works to a 2026 client', async () => {
  const task = await stage.openTask(['old/ask', 'old/@elicitation/create']);
  const { client, asked } = await person(task, 'Bern');
  const args = { message: 'which?', requestedSchema: SCHEMA };
  const result = (await client.callTool({ name: 'old__ask', arguments: args })) as JsonObject;
  expect(result['structuredContent']).toMatchObject({
    answer: { action: 'accept', content: { city: 'Bern' } },
  });
  expect(asked).toEqual(['which?']);
  await client.close();
});

it('keeps the answers of two calls at the same time apart', async () => {
  const task = await stage.openTask(['new/ask', 'new/@elicitation/create']);
  const client = await connect(stage.daemon.url, task.token, 'auto', { capabilities: FORM });
  client.setRequestHandler('elicitation/create', ({ params }) => ({
    action: 'accept',
    content: { city: `for ${params.message}` },
  }));
  const ask = (message: string) => client.callTool({ name: 'new__ask', arguments: { message } });
  const [a, b] = await Promise.all([ask('a'), ask('b')]);
  expect(textOf(a)).toContain('for a');
  expect(textOf(b)).toContain('for b');
  await client.close();
});

it('declines the question, asking nobody, where the scope does not name it', async () => {
  const task = await stage.openTask(['new/ask']);
  const { client, asked } = await person(task, 'Zürich');
  const result = await client.callTool({ name: 'new__ask', arguments: { message: 'where?' } });
  expect(JSON.parse(textOf(result))[0]).toMatchObject({ action: 'decline' });
  expect(asked).toEqual([]);
  expect(await stage.bodies(task, 'action-denied')).toMatchObject([{ tool: '@elicitation/create' }]);
  await client.close();
});

it('declines the question, asking nobody, where policy holds it', async () => {
  const task = await stage.openTask(['new/ask', 'strict/ask', 'strict/@elicitation/create']);
  const { client, asked } = await person(task, 'Zürich');
  const calling = client.callTool({ name: 'strict__ask', arguments: { message: 'where?' } });
  const hold = await stage.hold(task);
  await stage.bob.decide('approve', task.id, hold, 'asking is fine');
  expect(JSON.parse(textOf(await calling))[0]).toMatchObject({ action: 'decline' });
  expect(asked).toEqual([]);
  const held = await stage.bodies(task, 'action-held');
  expect(held.map((body) => body['tool'])).toContain('@elicitation/create');
  await client.close();
});

it('declines the question where the client cannot ask a person, in both eras', async () => {
  for (const mode of ['auto', 'legacy'] as const) {
    const task = await stage.openTask(['new/ask', 'new/@elicitation/create']);
    const client = await connect(stage.daemon.url, task.token, mode);
    const result = await client.callTool({ name: 'new__ask', arguments: { message: 'where?' } });
    expect(JSON.parse(textOf(result))[0]).toMatchObject({ action: 'decline' });
    await client.close();
  }
});

it('does not take the answer to a question twice: the call is not made again', async () => {
  const task = await stage.openTask(['new/ask', 'new/@elicitation/create']);
  const sent: (() => Promise<Response>)[] = [];
  const client = await connect(stage.daemon.url, task.token, 'auto', {
    capabilities: FORM,
    fetch: (url, init) => {
      if (typeof init?.body === 'string' && init.body.includes('inputResponses'))
        sent.push(() => fetch(url, { ...init, signal: null }));
      return fetch(url, init);
    },
  });
  client.setRequestHandler('elicitation/create', () => ({ action: 'accept', content: { city: 'Basel' } }));
  await client.callTool({ name: 'new__ask', arguments: { message: 'where?' } });
  await client.close();
  const [calls, size] = [modern.calls['ask'], await stage.ledgerSize()];
  expect(sent).toHaveLength(1);
  const again = await (await sent[0]!()).text();
  expect(again).toContain('invalid_request_state');
  expect(modern.calls['ask']).toBe(calls);
  expect(await stage.ledgerSize()).toBe(size);
});
