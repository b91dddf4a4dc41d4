// A hold waits for people; what they approve runs at most once, whoever waits, retries or vanishes.

import { connect as openSocket, type Socket } from 'node:net';
import type { Client } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startHttpServer, type HttpFixture } from '../fixtures/upstream/http-server.ts';
import { connect, DENIAL, setStage, type Stage, type Task } from './stage.ts';
import { countsOf, modernRequest, post } from './wire.ts';

let patient: Stage;
let brisk: Stage;
let fixture: HttpFixture;

beforeAll(async () => {
  patient = await setStage('{holdWaitSeconds: 45}');
  brisk = await setStage('{holdWaitSeconds: 1}');
});
afterAll(async () => {
  await patient.stop();
  await brisk.stop();
  await fixture.close();
});
beforeEach(async () => {
  await fixture?.close();
  fixture = await startHttpServer();
  for (const stage of [patient, brisk]) {
    await stage.admit('desk', { transport: 'http', url: fixture.url }, 'write');
  }
});

const ECHO = { name: 'desk__echo', arguments: {} };
const RAN = { content: [{ type: 'text', text: 'hello' }, {}, {}, {}] };

async function approve(stage: Stage, task: Task, hold: string): Promise<void> {
  expect(await stage.bob.decide('approve', task.id, hold, 'looks right')).toMatchObject({ status: 200 });
}

/** Raises the hold of a call and approves it while nobody waits. */
async function approveAhead(task: Task, client: Client): Promise<string> {
  const held = await client.callTool(ECHO);
  expect(held.isError).toBe(true);
  const hold = await brisk.hold(task);
  await approve(brisk, task, hold);
  return hold;
}

it('gives a client that can show a URL the page of the hold, and its retry waits for approval', async () => {
  const task = await patient.openTask(['desk/echo']);
  const shown: unknown[] = [];
  const capabilities = { elicitation: { url: {} } };
  const client = await connect(patient.daemon.url, task.token, 'auto', { capabilities });
  client.setRequestHandler('elicitation/create', ({ params }) => {
    shown.push(params);
    return { action: 'accept' };
  });
  const calling = client.callTool(ECHO);
  const hold = await patient.hold(task);
  await expect.poll(() => patient.bodies(task, 'action-held')).toHaveLength(2);
  expect(await countsOf(fixture.url)).toEqual({});
  await approve(patient, task, hold);
  expect(await calling).toMatchObject(RAN);
  expect(shown).toMatchObject([{ mode: 'url', url: `${patient.daemon.url}/holds/${hold}` }]);
  const held = await patient.bodies(task, 'action-held');
  expect(held.map((body) => [body['hold'], body['joined']])).toEqual([
    [hold, false],
    [hold, true],
  ]);
  expect(await countsOf(fixture.url)).toEqual({ echo: 1 });
  await client.close();
});

it.each(['decline', 'cancel'] as const)(
  'lets nobody wait whose person will not look (%s): the call is held, and can still be approved',
  async (action) => {
    const task = await patient.openTask(['desk/echo']);
    const client = await connect(patient.daemon.url, task.token, 'auto', {
      capabilities: { elicitation: { url: {} } },
    });
    client.setRequestHandler('elicitation/create', () => ({ action }));
    const held = await client.callTool(ECHO);
    expect(held._meta?.[DENIAL]).toMatchObject({ category: 'held', remediation: 'available' });
    await approve(patient, task, await patient.hold(task));
    expect(await client.callTool(ECHO)).toMatchObject(RAN);
    expect(await countsOf(fixture.url)).toEqual({ echo: 1 });
    await client.close();
  },
);

it('answers the retry of a client that can show a URL after a bounded wait', async () => {
  const task = await brisk.openTask(['desk/echo']);
  const capabilities = { elicitation: { url: {} } };
  const client = await connect(brisk.daemon.url, task.token, 'auto', { capabilities });
  client.setRequestHandler('elicitation/create', () => ({ action: 'accept' }));
  const answer = await client.callTool(ECHO);
  expect(answer._meta?.[DENIAL]).toMatchObject({ category: 'held', remediation: 'available' });
  expect(await countsOf(fixture.url)).toEqual({});
  await client.close();
});

it.each(['auto', 'legacy'] as const)(
  'answers a client (%s) without URLs after a bounded wait with the hold and its link',
  async (mode) => {
    const task = await brisk.openTask(['desk/echo']);
    const client = await connect(brisk.daemon.url, task.token, mode);
    const answer = await client.callTool(ECHO);
    const hold = await brisk.hold(task);
    const url = `${brisk.daemon.url}/holds/${hold}`;
    expect(answer.isError).toBe(true);
    expect(answer._meta?.[DENIAL]).toMatchObject({ hold, remediationHints: [{ type: 'url', url }] });
    expect(JSON.stringify(answer.content)).toContain(`holdpoint approve ${hold}`);
    expect(await countsOf(fixture.url)).toEqual({});
    await client.close();
  },
);

it('runs an action approved while nobody waited when it is asked for again, once', async () => {
  const task = await brisk.openTask(['desk/echo']);
  const client = await connect(brisk.daemon.url, task.token, 'auto');
  const hold = await approveAhead(task, client);
  expect(await countsOf(fixture.url)).toEqual({});
  expect(await client.callTool(ECHO)).toMatchObject(RAN);
  expect(await countsOf(fixture.url)).toEqual({ echo: 1 });
  expect(await brisk.bodies(task, 'action-permitted')).toMatchObject([{ hold }]);
  await client.close();
});

it('needs a new hold for the third call: an approval is used once', async () => {
  const task = await brisk.openTask(['desk/echo']);
  const client = await connect(brisk.daemon.url, task.token, 'legacy');
  const hold = await approveAhead(task, client);
  await client.callTool(ECHO);
  await expect.poll(() => brisk.bodies(task, 'outcome-delivered')).toHaveLength(1);
  const third = await client.callTool(ECHO);
  expect(third._meta?.[DENIAL]).toMatchObject({ category: 'held' });
  expect(await brisk.hold(task)).not.toBe(hold);
  expect(await countsOf(fixture.url)).toEqual({ echo: 1 });
  await client.close();
});

it('does not let an approval stand for other arguments', async () => {
  const task = await brisk.openTask(['desk/echo']);
  const client = await connect(brisk.daemon.url, task.token, 'auto');
  await approveAhead(task, client);
  const other = await client.callTool({ name: 'desk__echo', arguments: { other: true } });
  expect(other._meta?.[DENIAL]).toMatchObject({ category: 'held' });
  expect(await countsOf(fixture.url)).toEqual({});
  await client.close();
});

it('sends one call upstream for two identical calls on one approved hold, and answers both', async () => {
  const task = await brisk.openTask(['desk/echo']);
  const clients = [
    await connect(brisk.daemon.url, task.token, 'auto'),
    await connect(brisk.daemon.url, task.token, 'legacy'),
  ];
  await approveAhead(task, clients[0]!);
  const answers = await Promise.all(clients.map((client) => client.callTool(ECHO)));
  expect(answers).toMatchObject([RAN, RAN]);
  expect(await countsOf(fixture.url)).toEqual({ echo: 1 });
  await Promise.all(clients.map((client) => client.close()));
});

it('sends one call upstream for two callers that wait on the same hold', async () => {
  const task = await patient.openTask(['desk/echo']);
  const client = await connect(patient.daemon.url, task.token, 'auto');
  const calling = [client.callTool(ECHO), client.callTool(ECHO)];
  await expect.poll(() => patient.bodies(task, 'action-held')).toHaveLength(2);
  await approve(patient, task, await patient.hold(task));
  expect(await Promise.all(calling)).toMatchObject([RAN, RAN]);
  expect(await countsOf(fixture.url)).toEqual({ echo: 1 });
  await client.close();
});

/** Sends a call and reads nothing of its answer. */
function callWithoutReading(url: string, token: string, name: string, args: object): Socket {
  const { body, headers } = modernRequest('tools/call', { name, arguments: args as never });
  const text = JSON.stringify(body);
  const { port, host } = new URL(url);
  const socket = openSocket(Number(port), '127.0.0.1');
  socket.pause();
  const lines = Object.entries({
    ...headers,
    host,
    authorization: `Bearer ${token}`,
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(text)),
  }).map(([key, value]) => `${key}: ${value}\r\n`);
  socket.write(`POST /mcp HTTP/1.1\r\n${lines.join('')}\r\n${text}`);
  return socket;
}

it('keeps the outcome for a caller whose connection broke after the call ran', async () => {
  const task = await patient.openTask(['desk/big']);
  const args = { bytes: 7 * 1024 * 1024 };
  const socket = callWithoutReading(patient.daemon.url, task.token, 'desk__big', args);
  await approve(patient, task, await patient.hold(task));
  await expect.poll(() => patient.bodies(task, 'action-settled')).toMatchObject([{ outcome: 'succeeded' }]);
  socket.destroy();
  const { body, headers } = modernRequest('tools/call', { name: 'desk__big', arguments: args });
  const { message } = await post(patient.daemon.url, task.token, JSON.stringify(body), headers);
  const { content } = message!['result'] as { content: { text: string }[] };
  expect(content[0]?.text).toHaveLength(args.bytes);
  expect(await countsOf(fixture.url)).toEqual({ big: 1 });
  expect(await patient.bodies(task, 'action-settled')).toHaveLength(1);
});

it('does not make an approved call again whose caller vanished while it ran', async () => {
  const task = await patient.openTask(['desk/hang']);
  const socket = callWithoutReading(patient.daemon.url, task.token, 'desk__hang', {});
  await approve(patient, task, await patient.hold(task));
  await expect.poll(() => countsOf(fixture.url)).toEqual({ hang: 1 });
  socket.destroy();
  await expect.poll(() => patient.bodies(task, 'action-settled')).toMatchObject([{ outcome: 'unknown' }]);
  const { body, headers } = modernRequest('tools/call', { name: 'desk__hang', arguments: {} });
  const { message } = await post(patient.daemon.url, task.token, JSON.stringify(body), headers);
  expect(message!['result']).toMatchObject({ isError: true });
  expect(JSON.stringify(message)).toContain('outcome is unknown');
  expect(await countsOf(fixture.url)).toEqual({ hang: 1 });
});
