// What a call sets off keeps its cause: the task that an agent opens by itself goes on from it in depth,
// labels and counts, and everybody who looks sees how they hang together.

import type { Client } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PLAIN } from '../../src/surfaces/cli/style.ts';
import { renderBlast } from '../../src/surfaces/cli/blast-render.ts';
import { renderTrace } from '../../src/surfaces/cli/trace-render.ts';
import { blastResponse, triggersResponse } from '../../src/surfaces/http/contract-blast.ts';
import {
  agentTokenRequest,
  taskDetail,
  taskOpened,
  traceResponse,
} from '../../src/surfaces/http/contract.ts';
import { connectorProposed } from '../../src/surfaces/http/contract-connector.ts';
import { startHttpServer, type HttpFixture } from '../fixtures/upstream/http-server.ts';
import { connect, setStage, type Stage, type Task } from './stage.ts';

let stage: Stage;
let fixture: HttpFixture;

beforeAll(async () => {
  stage = await setStage('{holdWaitSeconds: 1}');
  fixture = await startHttpServer();
  const clerk = { id: 'clerk', owner: 'op_alice', environment: 'test', groups: [], identity: null };
  await ask('POST', '/agents', clerk);
  await admitPost();
  await publish('mailing', 'scribe', false, ['post/sees', 'post/echo']);
  await publish('answers', 'clerk', true, ['post/counts', 'post/echo']);
});
afterAll(async () => {
  await stage.stop();
  await fixture.close();
});

async function ask(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
  const { status, body: answer } = await stage.alice.ask(method, path, body);
  if (status > 201) throw new Error(JSON.stringify(answer));
  return answer;
}

/** `sees` reads personal data; `echo` sends mail that the desk may answer. */
async function admitPost(): Promise<void> {
  const upstream = { transport: 'http', url: fixture.url } as const;
  const proposed = await ask('POST', '/connectors', { id: 'post', upstream, credential: null });
  const output = { sensitivity: 'confidential', categories: ['pii'], integrity: 'untrusted' };
  const plain = { sensitivity: 'public', categories: [], integrity: 'trusted' };
  const triggers = [{ name: 'desk', starts: 'workflow/answers', words: 'the desk answers mail' }];
  await ask('POST', '/connectors/post/admit', {
    proposal: connectorProposed.parse(proposed).proposal,
    effects: { sees: ['read'], counts: ['read'], echo: ['send'] },
    profiles: {
      sees: { egress: 'none', roles: {}, output },
      counts: { egress: 'none', roles: {}, output: plain },
      echo: { egress: 'shared', roles: {}, output: plain, triggers },
    },
  });
}

async function publish(id: string, agent: string, unattended: boolean, tools: string[]): Promise<void> {
  const allow = tools.map((tool) => `  - {tool: ${tool}, preapproved: true}`).join('\n');
  const text = `holdpoint: workflow/v1
id: ${id}
purpose: Show what leads to what
owner: op_alice
agents: [${agent}]
unattended: ${unattended}
expires: 2099-01-01
limits: {depth: 1}
allow:
${allow}
`;
  await ask('POST', '/workflows', { name: `${id}.workflow.yaml`, text });
}

async function openByItself(): Promise<Response> {
  const life = agentTokenRequest.parse({ ttlSeconds: 600 });
  const { token } = (await ask('POST', '/agents/clerk/token', life)) as { token: string };
  return fetch(`${stage.daemon.url}/api/v1/tasks`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ workflow: 'answers', agent: 'clerk', prompt: null }),
  });
}

async function using(task: Task, use: (client: Client) => Promise<void>): Promise<void> {
  const client = await connect(stage.daemon.url, task.token, 'auto');
  await use(client);
  await client.close();
}

async function call(client: Client, tool: string): Promise<void> {
  expect((await client.callTool({ name: `post__${tool}`, arguments: {} })).isError ?? false).toBe(false);
}

it('a mail leads to a task of another agent, which goes on from it', async () => {
  const first = taskOpened.parse(
    await ask('POST', '/tasks', { workflow: 'mailing', agent: 'scribe', prompt: 'Send it' }),
  );
  await using({ id: first.task, token: first.token.token }, async (client) => {
    await call(client, 'sees');
    await call(client, 'echo');
  });
  const second = taskOpened.parse(await (await openByItself()).json());

  const detail = taskDetail.parse(await ask('GET', `/tasks/${second.task}`));
  expect(detail).toMatchObject({ depth: 1, cause: { task: first.task, action: expect.any(String) } });
  const state = stage.daemon.running.core.world.task(second.task);
  expect(state).toMatchObject({
    data: {
      sensitivity: 'confidential',
      categories: expect.arrayContaining(['pii']),
      integrity: 'untrusted',
    },
    inherited: { calls: 2 },
  });

  const trace = traceResponse.parse(await ask('GET', `/tasks/${first.task}/trace`));
  const text = renderTrace(trace, PLAIN);
  expect(text).toContain('may set off workflow/answers by desk');
  expect(text).toContain(`task ${second.task} · workflow answers`);
  expect(text).toContain(`of ${first.task}, at depth 1`);
  const { body } = await stage.alice.ask('GET', `/tasks/${first.task}/trace?format=json`);
  const graph = body as { nodes: { id: string; type: string; stream: string }[] };
  expect(graph.nodes.filter(({ stream }) => stream === `task/${second.task}`)[0]?.type).toBe('task-opened');

  const back = await stage.alice.ask('GET', `/tasks/${second.task}/trace?format=json`);
  const streams = (back.body as typeof graph).nodes.map(({ stream }) => stream);
  expect(streams).toEqual(expect.arrayContaining([`task/${first.task}`, `task/${second.task}`]));

  // The second task's own mail would lead to a third one, deeper than the workflow lets.
  await using({ id: second.task, token: second.token.token }, (client) => call(client, 'echo'));
  expect((await openByItself()).status).toBe(403);
  const records = await stage.daemon.running.core.store.read({
    stream: 'agent/clerk',
    fromSeq: 0,
    limit: 100,
  });
  expect(records.at(-1)?.text).toContain('"code":"too-deep"');
});

it('the blast radius shows it before it happens, and the ledger is asked what it hints at', async () => {
  const found = blastResponse.parse(await ask('GET', '/blast-radius?kind=agent&name=scribe'));
  const text = renderBlast(found, PLAIN);
  expect(text).toMatch(/^agent scribe/);
  expect(text).toContain('⏸ workflow mailing');
  expect(text).toContain('✓ workflow answers');
  expect(text).toContain('set off by desk: the desk answers mail');
  const { status } = await stage.alice.ask('GET', '/blast-radius?kind=agent&name=nobody');
  expect(status).toBe(404);
  const learned = triggersResponse.parse(await ask('GET', '/triggers/learned'));
  expect(learned).toMatchObject({ hints: [], isCut: false });
});
