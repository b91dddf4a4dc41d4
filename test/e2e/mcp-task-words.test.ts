// A client that asks to hear of its tasks is told how each stands when it moves, as when it asks.

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { JsonObject } from '../../src/kernel/json.ts';
import { startHttpServer, type HttpFixture } from '../fixtures/upstream/http-server.ts';
import { connect, setStage, type Stage, type Task } from './stage.ts';
import { admitTasks, askTask, callAsTask, DECLARED } from './task-client.ts';
import { countsOf, modernRequest } from './wire.ts';

let stage: Stage;
let fixture: HttpFixture;
let task: Task;

beforeAll(async () => {
  fixture = await startHttpServer();
  stage = await setStage('{holdWaitSeconds: 0}');
  await stage.admit('desk', { transport: 'http', url: fixture.url }, 'write');
});
beforeEach(async () => {
  task = await stage.openTask(['desk/echo', 'desk/refuse']);
});
afterAll(async () => {
  await stage.stop();
  await fixture.close();
});

async function raise(tool = 'desk__echo', args: Record<string, unknown> = {}) {
  const client = await connect(stage.daemon.url, task.token, 'auto', { capabilities: DECLARED });
  admitTasks(client.transport!);
  const { taskId } = await callAsTask(client, tool, args);
  return { client, taskId };
}

interface ListenOptions {
  readonly capabilities?: object;
  readonly token?: string;
  readonly headers?: Record<string, string>;
}

interface Listening {
  readonly status: number;
  /** All that came, in order; grows. */
  readonly heard: JsonObject[];
  /** Resolves when nothing comes any more. */
  readonly over: Promise<void>;
  leave(): void;
}

async function listen(
  taskIds: readonly string[],
  { capabilities = DECLARED, token = task.token, headers: more = {} }: ListenOptions = {},
): Promise<Listening> {
  const { body, headers } = modernRequest('subscriptions/listen', { notifications: { taskIds } });
  const meta = (body['params'] as JsonObject)['_meta'] as Record<string, unknown>;
  meta['io.modelcontextprotocol/clientCapabilities'] = capabilities;
  const gone = new AbortController();
  const response = await fetch(`${stage.daemon.url}/mcp`, {
    method: 'POST',
    signal: gone.signal,
    headers: {
      ...headers,
      ...more,
      authorization: `Bearer ${token}`,
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  const heard: JsonObject[] = [];
  const over = read(response, heard).catch(() => undefined);
  return { status: response.status, heard, over, leave: () => gone.abort() };
}

async function read(response: Response, heard: JsonObject[]): Promise<void> {
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const lines = text.split('\n');
    text = lines.pop()!;
    const data = lines.filter((line) => line.startsWith('data: '));
    heard.push(...data.map((line) => JSON.parse(line.slice('data: '.length)) as JsonObject));
  }
  if (text.startsWith('{')) heard.push(JSON.parse(text) as JsonObject);
}

const SUBSCRIPTION = { 'io.modelcontextprotocol/subscriptionId': 1 };

function wordsOf({ heard }: Listening): JsonObject[] {
  const words = heard.filter(({ method }) => method === 'notifications/tasks');
  return words.map(({ params }) => params as JsonObject);
}

async function decide(taskId: string, verdict: 'approve' | 'reject' = 'approve'): Promise<void> {
  expect(await stage.bob.decide(verdict, task.id, taskId, 'seen')).toMatchObject({ status: 200 });
}

it('hears how its tasks stand, and then what became of each, in the words that asking gives', async () => {
  const [one, two] = [await raise(), await raise('desk__refuse')];
  const listening = await listen([one.taskId, two.taskId]);
  await expect.poll(() => wordsOf(listening).length).toBe(2);
  expect(listening.heard[0]).toMatchObject({
    method: 'notifications/subscriptions/acknowledged',
    params: { notifications: { taskIds: [one.taskId, two.taskId] }, _meta: SUBSCRIPTION },
  });
  expect(wordsOf(listening)).toMatchObject([
    { taskId: one.taskId, status: 'working' },
    { taskId: two.taskId, status: 'working' },
  ]);
  await decide(one.taskId);
  await expect.poll(() => wordsOf(listening).at(-1)).toMatchObject({ status: 'completed' });
  const word = wordsOf(listening).at(-1)!;
  expect(word['_meta']).toEqual(SUBSCRIPTION);
  const asked = await askTask(one.client, 'tasks/get', one.taskId);
  for (const member of ['taskId', 'status', 'statusMessage', 'createdAt', 'lastUpdatedAt', 'ttlMs']) {
    expect([member, word[member]]).toEqual([member, asked[member]]);
  }
  expect(word['result']).toMatchObject({ resultType: 'complete', content: [{ text: 'hello' }, {}, {}, {}] });
  await decide(two.taskId);
  // All have ended: so does it.
  await listening.over;
  expect(wordsOf(listening).at(-1)).toMatchObject({ taskId: two.taskId, status: 'failed' });
  expect(listening.heard.at(-1)).toMatchObject({
    id: 1,
    result: { resultType: 'complete', _meta: SUBSCRIPTION },
  });
  await Promise.all([one, two].map(({ client }) => client.close()));
});

it('counts an outcome as delivered that it was told: the same call later is a new one', async () => {
  const { client, taskId } = await raise();
  const listening = await listen([taskId]);
  await decide(taskId);
  await listening.over;
  await expect.poll(() => stage.bodies(task, 'outcome-delivered')).toHaveLength(1);
  const { taskId: next } = await callAsTask(client, 'desk__echo');
  expect(next).not.toBe(taskId);
  await client.close();
});

it('hears of no task of another caller, and of none that there is not', async () => {
  const { client, taskId } = await raise();
  const stranger = await stage.openTask(['desk/echo']);
  const listening = await listen([taskId, 'hold_0000000000000000', ''], { token: stranger.token });
  await listening.over;
  expect(listening.heard).toMatchObject([
    { method: 'notifications/subscriptions/acknowledged', params: { notifications: { taskIds: [] } } },
    { id: 1, result: {} },
  ]);
  await client.close();
});

it('is refused without the capability, and where the headers tell another story', async () => {
  const { client, taskId } = await raise();
  const plain = await listen([taskId], { capabilities: {} });
  await plain.over;
  expect([plain.status, plain.heard]).toMatchObject([400, [{ error: { code: -32_021 } }]]);
  const crossed = await listen([taskId], { headers: { 'mcp-method': 'tools/list' } });
  await crossed.over;
  expect([crossed.status, crossed.heard]).toMatchObject([400, [{ error: { code: -32_020 } }]]);
  await client.close();
});

it('is open so often at once and no oftener, and whoever leaves makes room', async () => {
  const { client, taskId } = await raise();
  const open = await Promise.all(Array.from({ length: 16 }, () => listen([taskId])));
  const beyond = await listen([taskId]);
  await beyond.over;
  expect(beyond.heard).toMatchObject([{ error: { code: -32_603 } }]);
  open[0]!.leave();
  await expect
    .poll(async () => {
      const again = await listen([taskId]);
      const isOpen = again.heard.length > 0 || again.status === 200;
      const [first] = again.heard;
      again.leave();
      return isOpen && first?.['error'] === undefined;
    })
    .toBe(true);
  for (const one of open) one.leave();
  await client.close();
});

it('ends with the daemon, which waits for no listener', async () => {
  const { client, taskId } = await raise();
  const listening = await listen([taskId]);
  await expect.poll(() => wordsOf(listening).length).toBe(1);
  await client.close();
  await stage.restart();
  await listening.over;
  await decide(taskId);
  await expect.poll(() => countsOf(fixture.url)).toMatchObject({ echo: expect.any(Number) });
});
