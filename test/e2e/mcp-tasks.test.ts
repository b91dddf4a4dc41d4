// A client of the Tasks extension does not wait for people: it is given a task, and comes back for its
// answer. The task is its hold: it ends as the hold ends, once, and exists for its own caller alone.

import { MissingRequiredClientCapabilityError, type Client } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/kernel/json.ts';
import { startHttpServer, type HttpFixture } from '../fixtures/upstream/http-server.ts';
import { startModernServer, type ModernFixture } from '../fixtures/upstream/modern-server.ts';
import { connect, DENIAL, RECEIPT, setStage, type Stage, type Task } from './stage.ts';
import { admitTasks, askTask, callAsTask, DECLARED, taskIn, TASKS, untilTask } from './task-client.ts';
import { countsOf, modernRequest, post } from './wire.ts';

let stage: Stage;
let fixture: HttpFixture;

beforeAll(async () => {
  stage = await setStage('{holdWaitSeconds: 1}');
});
afterAll(async () => {
  await stage.stop();
  await fixture.close();
});
beforeEach(async () => {
  await fixture?.close();
  fixture = await startHttpServer();
  await stage.admit('desk', { transport: 'http', url: fixture.url }, 'write');
});

const RAN = { content: [{ type: 'text', text: 'hello' }, {}, {}, {}] };

async function open(task: Task, capabilities: object = DECLARED): Promise<Client> {
  const client = await connect(stage.daemon.url, task.token, 'auto', { capabilities });
  admitTasks(client.transport!);
  return client;
}

async function begin(...tools: string[]): Promise<{ task: Task; client: Client }> {
  const task = await stage.openTask(tools);
  return { task, client: await open(task) };
}

async function decide(task: Task, hold: string, verdict: 'approve' | 'reject' = 'approve'): Promise<void> {
  expect(await stage.bob.decide(verdict, task.id, hold, 'as it should be')).toMatchObject({ status: 200 });
}

/** Resolves once it is done. The answer comes in several lines, which is no JSON. */
async function contain(path: string, body: object): Promise<void> {
  await stage.alice.ask('POST', path, body).catch(() => undefined);
}

it('is offered to clients of 2026 alone', async () => {
  const { client, task } = await begin('desk/echo');
  expect(client.getServerCapabilities()).toMatchObject({ extensions: { [TASKS]: {} } });
  const old = await connect(stage.daemon.url, task.token, 'legacy', { capabilities: DECLARED });
  expect(old.getServerCapabilities()).not.toHaveProperty('extensions');
  const held = await old.callTool({ name: 'desk__echo', arguments: {} });
  expect(held._meta?.[DENIAL]).toMatchObject({ category: 'held' });
  await expect(askTask(old, 'tasks/get', await stage.hold(task))).rejects.toThrow('Method not found');
  await client.close();
  await old.close();
});

it('is a held call, performed once people have approved and whether or not anybody asks', async () => {
  const { client, task } = await begin('desk/echo');
  const made = await callAsTask(client, 'desk__echo');
  const { taskId } = made;
  expect(taskId).toBe(await stage.hold(task));
  expect(made).toMatchObject({ ttlMs: expect.any(Number), pollIntervalMs: 2_000 });
  expect(made['statusMessage']).toContain(`${stage.daemon.url}/holds/${taskId}`);
  expect(await askTask(client, 'tasks/get', taskId)).toMatchObject({ taskId, status: 'working' });
  expect(await countsOf(fixture.url)).toEqual({});
  await decide(task, taskId);
  await expect.poll(() => countsOf(fixture.url)).toEqual({ echo: 1 });
  const done = await untilTask(client, taskId, 'completed');
  expect(done['result']).toMatchObject({ ...RAN, resultType: 'complete', _meta: { [RECEIPT]: {} } });
  expect(await stage.bodies(task, 'action-permitted')).toMatchObject([{ hold: taskId }]);
  await client.close();
});

it('keeps its outcome until it is delivered, and tells it again', async () => {
  const { client, task } = await begin('desk/echo');
  const { taskId } = await callAsTask(client, 'desk__echo');
  await decide(task, taskId);
  await expect.poll(() => stage.bodies(task, 'action-settled')).toHaveLength(1);
  expect(await stage.bodies(task, 'outcome-delivered')).toEqual([]);
  await untilTask(client, taskId, 'completed');
  await expect.poll(() => stage.bodies(task, 'outcome-delivered')).toHaveLength(1);
  expect(await askTask(client, 'tasks/get', taskId)).toMatchObject({ status: 'completed', result: RAN });
  expect(await countsOf(fixture.url)).toEqual({ echo: 1 });
  expect(await stage.bodies(task, 'action-held')).toHaveLength(1);
  await client.close();
});

it('is one for all who call the same, and performed once', async () => {
  const { client, task } = await begin('desk/echo');
  const other = await open(task);
  const [one, two] = [await callAsTask(client, 'desk__echo'), await callAsTask(other, 'desk__echo')];
  expect(one.taskId).toBe(two.taskId);
  await decide(task, one.taskId);
  await untilTask(client, one.taskId, 'completed');
  await untilTask(other, two.taskId, 'completed');
  expect(await countsOf(fixture.url)).toEqual({ echo: 1 });
  await client.close();
  await other.close();
});

it('is nothing that a permitted call or a list needs', async () => {
  await stage.admit('open', { transport: 'http', url: fixture.url }, 'read');
  const { client } = await begin('open/echo');
  const answer = await client.callTool({ name: 'open__echo', arguments: {} });
  expect(taskIn(answer)).toBeNull();
  expect(answer).toMatchObject(RAN);
  await client.close();
});

it("fails with the upstream's own error, as the call would have", async () => {
  const { client, task } = await begin('desk/refuse');
  const { taskId } = await callAsTask(client, 'desk__refuse');
  await decide(task, taskId);
  const failed = await untilTask(client, taskId, 'failed');
  expect(failed['error']).toMatchObject({ code: -32050, data: { why: ['x'] } });
  await client.close();
});

describe('a task that ends without a call', () => {
  it('is completed with the refusal where a person rejects it, and counts as no new denial', async () => {
    const { client, task } = await begin('desk/echo');
    const { taskId } = await callAsTask(client, 'desk__echo');
    await decide(task, taskId, 'reject');
    const done = await untilTask(client, taskId, 'completed');
    expect(done['result']).toMatchObject({ isError: true, _meta: { [DENIAL]: { category: 'rejected' } } });
    await askTask(client, 'tasks/get', taskId);
    expect(await stage.bodies(task, 'action-denied')).toEqual([]);
    expect(await countsOf(fixture.url)).toEqual({});
    await client.close();
  });

  it('is cancelled where its caller takes it back: nobody can approve it any more', async () => {
    const { client, task } = await begin('desk/echo');
    const { taskId } = await callAsTask(client, 'desk__echo');
    expect(await askTask(client, 'tasks/cancel', taskId)).not.toHaveProperty('status');
    await untilTask(client, taskId, 'cancelled');
    expect(await stage.holds(task)).toEqual([]);
    expect(await stage.bodies(task, 'hold-withdrawn')).toEqual([{ hold: taskId }]);
    const late = await stage.bob.decide('approve', task.id, taskId, 'too late');
    const reasons = [{ code: 'hold-not-pending', facts: { status: 'void', by: ['scribe'] } }];
    expect(late).toMatchObject({ body: { error: { reasons } } });
    expect(await countsOf(fixture.url)).toEqual({});
    // A second word about it changes nothing.
    await askTask(client, 'tasks/cancel', taskId);
    expect(await stage.bodies(task, 'hold-withdrawn')).toHaveLength(1);
    await client.close();
  });

  it('is cancelled where the task that it belongs to ends', async () => {
    const { client, task } = await begin('desk/echo');
    const { taskId } = await callAsTask(client, 'desk__echo');
    await contain(`/tasks/${task.id}/quarantine`, { reason: 'enough' });
    expect(await untilTask(client, taskId, 'cancelled')).not.toHaveProperty('result');
    await client.close();
  });

  it('neither ends nor goes on while a kill switch is set, and says that it is stopped', async () => {
    const { client } = await begin('desk/echo');
    const { taskId } = await callAsTask(client, 'desk__echo');
    const target = { kind: 'connector', id: 'desk' };
    await contain('/kill', { target, lift: false, reason: 'stop' });
    await expect(askTask(client, 'tasks/get', taskId)).rejects.toMatchObject({
      code: 40_300,
      data: { _meta: { [DENIAL]: { category: 'stopped', hold: taskId } } },
    });
    await contain('/kill', { target, lift: true, reason: 'go on' });
    expect(await askTask(client, 'tasks/get', taskId)).toMatchObject({ status: 'working' });
    await client.close();
  });
});

it('gives nothing of what was done before its task was quarantined, and does not deny it', async () => {
  const { client, task } = await begin('desk/echo');
  const { taskId } = await callAsTask(client, 'desk__echo');
  await decide(task, taskId);
  await expect.poll(() => stage.bodies(task, 'action-settled')).toHaveLength(1);
  await contain(`/tasks/${task.id}/quarantine`, { reason: 'enough' });
  const done = await untilTask(client, taskId, 'completed');
  expect(JSON.stringify(done['result'])).toContain('It was permitted before');
  expect(JSON.stringify(done)).not.toContain('hello');
  expect(JSON.stringify(done)).not.toContain('not performed');
  await client.close();
});

it('aborts the call where its caller cancels it while it runs', async () => {
  const { client, task } = await begin('desk/hang');
  const { taskId } = await callAsTask(client, 'desk__hang');
  await decide(task, taskId);
  await expect.poll(() => countsOf(fixture.url)).toEqual({ hang: 1 });
  expect(await askTask(client, 'tasks/get', taskId)).toMatchObject({ status: 'working' });
  await askTask(client, 'tasks/cancel', taskId);
  const done = await untilTask(client, taskId, 'completed');
  expect(JSON.stringify(done['result'])).toContain('outcome is unknown');
  expect(await stage.bodies(task, 'hold-withdrawn')).toEqual([]);
  await client.close();
});

describe('for anybody else', () => {
  it('there is no such task', async () => {
    const { client, task } = await begin('desk/echo');
    const { taskId } = await callAsTask(client, 'desk__echo');
    const stranger = await begin('desk/echo');
    const unknown = ['hold_0000000000000000', 'constructor', '', 'nonsense'];
    for (const method of ['tasks/get', 'tasks/update', 'tasks/cancel'] as const) {
      const said = new Set<string>();
      for (const id of [taskId, ...unknown]) {
        const error: unknown = await askTask(stranger.client, method, id).catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({ code: -32_602 });
        said.add((error as Error).message);
      }
      expect(said.size).toBe(1);
    }
    expect(await askTask(client, 'tasks/get', taskId)).toMatchObject({ status: 'working' });
    expect(await stage.holds(task)).toHaveLength(1);
    await client.close();
    await stranger.client.close();
  });

  it('there is not even an answer without the capability', async () => {
    const { client, task } = await begin('desk/echo');
    const { taskId } = await callAsTask(client, 'desk__echo');
    const plain = await open(task, {});
    for (const method of ['tasks/get', 'tasks/update', 'tasks/cancel'] as const) {
      const error: unknown = await askTask(plain, method, taskId).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(MissingRequiredClientCapabilityError);
      expect(error).toMatchObject({ data: { requiredCapabilities: { extensions: { [TASKS]: {} } } } });
    }
    const held = await plain.callTool({ name: 'desk__echo', arguments: {} });
    expect(held._meta?.[DENIAL]).toMatchObject({ category: 'held', hold: taskId });
    await client.close();
    await plain.close();
  });
});

describe('a client that can show its person an address', () => {
  it.each(['accept', 'decline'] as const)(
    'is given that of the hold first, and then the task (%s)',
    async (action) => {
      const task = await stage.openTask(['desk/echo']);
      const client = await open(task, { ...DECLARED, elicitation: { url: {} } });
      const shown: unknown[] = [];
      client.setRequestHandler('elicitation/create', ({ params }) => {
        shown.push(params);
        return { action };
      });
      const { taskId } = await callAsTask(client, 'desk__echo');
      expect(shown).toMatchObject([{ mode: 'url', url: `${stage.daemon.url}/holds/${taskId}` }]);
      await decide(task, taskId);
      await untilTask(client, taskId, 'completed');
      await client.close();
    },
  );

  it('shows nothing of the hold with that address to whoever is not signed in as a person', async () => {
    const { client, task } = await begin('desk/echo');
    const { taskId } = await callAsTask(client, 'desk__echo', { words: 'between us' });
    const bearer = { authorization: `Bearer ${task.token}` };
    const seen: string[] = [];
    for (const headers of [{ accept: 'text/html' }, { accept: 'text/html', ...bearer }]) {
      const page = await fetch(`${stage.daemon.url}/holds/${taskId}`, { headers });
      const none = await fetch(`${stage.daemon.url}/holds/hold_0000000000000000`, { headers });
      seen.push(await page.text());
      expect(seen.at(-1)!.replaceAll(taskId, '')).toBe(
        (await none.text()).replaceAll('hold_0000000000000000', ''),
      );
    }
    const asAgent = await fetch(`${stage.daemon.url}/api/v1/holds/${taskId}`, { headers: bearer });
    expect(asAgent.status).toBe(403);
    seen.push(await asAgent.text());
    expect(seen.join()).not.toMatch(/between us|echo/);
    await client.close();
  });
});

describe('a connector that asks a person while it works for a task', () => {
  const FORM = { ...DECLARED, elicitation: { form: {} } };
  let modern: ModernFixture;
  beforeAll(async () => {
    modern = await startModernServer();
    const upstream = { transport: 'http', url: modern.url };
    const { body } = await stage.alice.ask('POST', '/connectors', { id: 'new', upstream, credential: null });
    const effects = { ask: ['write'], plain: ['read'], '@elicitation/create': ['read'] };
    const { proposal } = body as { proposal: string };
    await stage.alice.ask('POST', '/connectors/new/admit', { proposal, effects });
  });
  afterAll(() => modern.close());

  async function ask(capabilities: object): Promise<{ client: Client; taskId: string; task: Task }> {
    const task = await stage.openTask(['new/ask', 'new/@elicitation/create']);
    const client = await open(task, capabilities);
    const { taskId } = await callAsTask(client, 'new__ask', { message: 'where?' });
    await decide(task, taskId);
    return { client, taskId, task };
  }

  it('has the client asked with the task, and takes the first answer to that very question', async () => {
    const { client, taskId } = await ask(FORM);
    const { inputRequests } = await untilTask(client, taskId, 'input_required');
    const [[key, question]] = Object.entries(inputRequests as object) as [[string, unknown]];
    expect(question).toMatchObject({ method: 'elicitation/create', params: { message: 'where?' } });
    const strange = {
      nobody: { action: 'accept', content: { city: 'Rome' } },
      constructor: { action: 'accept' },
    };
    await askTask(client, 'tasks/update', taskId, { inputResponses: strange });
    expect(await askTask(client, 'tasks/get', taskId)).toMatchObject({ status: 'input_required' });
    const answer = { action: 'accept', content: { city: 'Bern' } };
    expect(await askTask(client, 'tasks/update', taskId, { inputResponses: { [key]: answer } })).toBeTruthy();
    const done = await untilTask(client, taskId, 'completed');
    expect(JSON.stringify(done['result'])).toContain('Bern');
    expect(modern.calls['ask']).toBe(2);
    await client.close();
  });

  it('asks nobody where the client that comes back cannot ask', async () => {
    const { client, taskId } = await ask(DECLARED);
    const done = await untilTask(client, taskId, 'completed');
    expect(JSON.stringify(done['result'])).toContain('decline');
    await client.close();
  });
});

it('outlives the daemon: what was approved is performed once, and nobody has to come back', async () => {
  const { client, task } = await begin('desk/echo');
  const { taskId } = await callAsTask(client, 'desk__echo');
  await client.close();
  await stage.restart();
  await decide(task, taskId);
  await expect.poll(() => countsOf(fixture.url)).toEqual({ echo: 1 });
  const again = await open(task);
  const done = await untilTask(again, taskId, 'completed');
  expect(done['result']).toMatchObject(RAN);
  await again.close();
  await stage.restart();
  const later = await open(task);
  expect(await askTask(later, 'tasks/get', taskId)).toMatchObject({ status: 'completed', result: RAN });
  expect(await countsOf(fixture.url)).toEqual({ echo: 1 });
  await later.close();
});

it('keeps to the form of the extension on the wire', async () => {
  const { client, task } = await begin('desk/echo');
  const { taskId } = await callAsTask(client, 'desk__echo');
  const { body, headers } = modernRequest('tasks/get', { taskId });
  const plain = await post(stage.daemon.url, task.token, JSON.stringify(body), headers);
  expect(plain).toMatchObject({ status: 400, message: { error: { code: -32_021 } } });
  const meta = (body['params'] as JsonObject)['_meta'] as Record<string, unknown>;
  meta['io.modelcontextprotocol/clientCapabilities'] = DECLARED;
  const { status, message } = await post(stage.daemon.url, task.token, JSON.stringify(body), headers);
  expect(status).toBe(200);
  const result = message!['result'] as JsonObject;
  expect(result).toMatchObject({ resultType: 'complete', taskId, status: 'working' });
  for (const member of ['createdAt', 'lastUpdatedAt']) {
    expect(new Date(result[member] as string).toISOString()).toBe(result[member]);
  }
  const other = { ...headers, 'mcp-name': 'hold_0000000000000000' };
  const crossed = await post(stage.daemon.url, task.token, JSON.stringify(body), other);
  expect(crossed).toMatchObject({ status: 400, message: { error: { code: -32_020 } } });
  await client.close();
});
