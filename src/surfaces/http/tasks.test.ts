import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admitConnector } from '../../gateway/connectors/connector-verbs.ts';
import { publishWorkflow, registerAgent } from '../../gateway/verbs.ts';
import { graphResponse } from './contract/ledger.ts';
import { taskPage } from './contract/lists.ts';
import { statementSchema, taskOpened } from './contract.ts';
import { LOCAL_TOKEN, startSample, WORKFLOW, type SampleGateway } from './sample-gateway.contract.ts';
import { ask } from './sample-past.contract.ts';

const ADA = { kind: 'operator', id: 'ada' } as const;

let sample: SampleGateway;
let ada: string;
let agent: string;

beforeAll(async () => {
  sample = await startSample('solo');
  const { core } = sample;
  ada = await sample.operatorToken('ada');
  const scribe = { id: 'scribe', owner: 'ada', environment: 'test', groups: [], identity: null };
  await registerAgent(core, ADA, scribe);
  const upstream = { transport: 'stdio', command: 'x', args: [], cwd: null, env: {} };
  const json = { id: 'notes', upstream, credential: null };
  const proposed = await sample.call('/api/v1/connectors', { token: ada, json });
  const { proposal } = (await proposed.json()) as { proposal: string };
  await admitConnector(core, ADA, { connector: 'notes', proposal, effects: { write_note: ['write'] } });
  const text = `${WORKFLOW}unattended: true\n`;
  await publishWorkflow(core, ADA, { name: 'notes.workflow.yaml', text });
  const issued = await sample.call('/api/v1/agents/scribe/token', { token: ada, json: { ttlSeconds: 600 } });
  agent = ((await issued.json()) as { token: string }).token;
});
afterAll(() => sample.stop());

async function open(token: string, prompt: string | null) {
  const json = { workflow: 'notes', agent: 'scribe', prompt };
  return sample.call('/api/v1/tasks', { token, json });
}

describe('an agent token', () => {
  it('opens an unattended task as itself, without words', async () => {
    expect((await open(agent, null)).status).toBe(201);
    expect((await open(agent, 'my user said so')).status).toBe(400);
  });

  it('reads nothing, and asks for nothing else', async () => {
    for (const path of ['tasks', 'status', 'holds', 'ledger/export', 'connectors']) {
      expect((await sample.call(`/api/v1/${path}`, { token: agent })).status).toBe(403);
    }
    const json = { target: { kind: 'all' }, lift: false, reason: 'x' };
    expect((await sample.call('/api/v1/kill', { token: agent, json })).status).toBe(403);
  });

  it('is given to nobody but who answers for the agent, and not for long', async () => {
    const path = '/api/v1/agents/scribe/token';
    expect((await sample.call(path, { json: { ttlSeconds: 600 } })).status).toBe(403);
    expect((await sample.call(path, { token: ada, json: { ttlSeconds: 86_401 } })).status).toBe(400);
  });
});

describe('local access', () => {
  it('opens an unattended task as the agent named, and speaks for no person', async () => {
    const opened = await open(LOCAL_TOKEN, null);
    expect(opened.status).toBe(201);
    const { task } = taskOpened.parse(await opened.json());
    const { tasks } = taskPage.parse(await (await sample.call('/api/v1/tasks')).json());
    expect(tasks.find(({ id }) => id === task)).toMatchObject({ agent: 'scribe', requester: 'ada' });
    expect((await open(LOCAL_TOKEN, 'my user said so')).status).toBe(403);
  });

  it('opens nothing under a workflow that needs a person', async () => {
    const text = WORKFLOW.replace('id: notes', 'id: attended');
    await publishWorkflow(sample.core, ADA, { name: 'attended.workflow.yaml', text });
    const json = { workflow: 'attended', agent: 'scribe', prompt: null };
    const refused = await sample.call('/api/v1/tasks', { json });
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain('workflow-needs-person');
  });
});

describe('a task token', () => {
  it('renews and closes its own task, and reaches no other', async () => {
    const { task, token } = taskOpened.parse(await (await open(ada, 'Tidy up')).json());
    const other = taskOpened.parse(await (await open(ada, 'Something else')).json());
    const as = (path: string): Promise<Response> => sample.call(path, { token: token.token, json: {} });
    expect((await as(`/api/v1/tasks/${task}/token`)).status).toBe(200);
    expect((await as(`/api/v1/tasks/${other.task}/token`)).status).toBe(403);
    expect((await as(`/api/v1/tasks/${other.task}/close`)).status).toBe(403);
    expect((await sample.call(`/api/v1/tasks/${task}`, { token: token.token })).status).toBe(403);
    expect((await open(token.token, null)).status).toBe(403);
    expect((await as(`/api/v1/tasks/${task}/close`)).status).toBe(200);
    expect((await as(`/api/v1/tasks/${task}/token`)).status).toBe(403);
  });

  it('is not renewed by the operator', async () => {
    const { task } = taskOpened.parse(await (await open(ada, 'Tidy up')).json());
    expect((await sample.call(`/api/v1/tasks/${task}/token`, { token: ada, json: {} })).status).toBe(403);
  });
});

describe('a trace', () => {
  async function exported(format: string): Promise<Response> {
    const { task } = taskOpened.parse(await (await open(ada, 'Tell nobody')).json());
    return sample.call(`/api/v1/tasks/${task}/trace?format=${format}`);
  }

  it('is a graph of records in three forms, none of which holds a word of the prompt', async () => {
    const graph = graphResponse.parse(await (await exported('json')).json());
    expect(graph.nodes.map(({ type, part }) => [type, part])).toEqual([
      ['workflow-published', 'past'],
      ['task-opened', 'task'],
    ]);
    const mermaid = await exported('mermaid');
    expect(mermaid.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(await mermaid.text()).toContain('flowchart TD');
    const otlp = await (await exported('otlp')).text();
    expect(otlp).toContain('"resourceSpans"');
    expect(otlp).not.toContain('nobody');
  });

  it('is refused in a form that is none, and of a task that is none', async () => {
    expect((await exported('svg')).status).toBe(400);
    for (const id of ['task_zzzzzzzzzzzzzzzz', 'not%20a%20task', '..%2Forg']) {
      expect((await sample.call(`/api/v1/tasks/${id}/trace?format=json`)).status).toBe(404);
    }
    expect((await sample.call('/api/v1/tasks/x/trace?format=json', { token: agent })).status).toBe(403);
  });
});

describe('a hold', () => {
  async function hold(): Promise<{ task: string; hold: string }> {
    const { task } = taskOpened.parse(await (await open(ada, 'Write it down')).json());
    const answer = await ask(sample.core, task, 'write_note', {});
    if (answer.verdict !== 'hold') throw new Error('expected a hold');
    return { task, hold: answer.hold };
  }

  async function draft(held: { task: string; hold: string }) {
    const json = { task: held.task, verdict: 'approve', reason: 'fine' };
    const response = await sample.call(`/api/v1/holds/${held.hold}/statement`, { token: ada, json });
    return statementSchema.parse(await response.json());
  }

  it('is approved by a signature over its statement, and by no other', async () => {
    const held = await hold();
    const statement = await draft(held);
    const path = `/api/v1/holds/${held.hold}/decision`;
    const post = (signed: object, reason = 'fine'): Promise<Response> => {
      const json = { statement, signature: sample.key.sign(signed), reason };
      return sample.call(path, { token: ada, json });
    };
    expect((await post({ ...statement, verdict: 'reject' })).status).toBe(403);
    expect((await post(statement, 'other words')).status).toBe(403);
    expect((await post(statement)).status).toBe(200);
  });

  it('is refused where the statement is for another', async () => {
    const [held, other] = [await hold(), await hold()];
    const statement = await draft(held);
    const json = { statement, signature: sample.key.sign(statement), reason: 'fine' };
    const response = await sample.call(`/api/v1/holds/${other.hold}/decision`, { token: ada, json });
    expect(response.status).toBe(400);
  });

  it('gives no statement without a reason, and none for a task that it is not of', async () => {
    const held = await hold();
    const path = `/api/v1/holds/${held.hold}/statement`;
    const request = (json: object): Promise<Response> => sample.call(path, { token: ada, json });
    expect((await request({ task: held.task, verdict: 'approve', reason: '  ' })).status).toBe(400);
    const { task } = await hold();
    expect((await request({ task, verdict: 'approve', reason: 'fine' })).status).toBe(404);
  });
});

describe('the words of a task', () => {
  it('are erased for an operator once it has ended, and for nobody else', async () => {
    const opened = taskOpened.parse(await (await open(ada, 'Words to erase')).json());
    const path = `/api/v1/tasks/${opened.task}/erase`;
    const erase = (token: string) => sample.call(path, { token, method: 'POST' });
    for (const token of [LOCAL_TOKEN, agent, opened.token.token])
      expect((await erase(token)).status).toBe(403);
    expect(await (await erase(ada)).json()).toMatchObject({ error: { reasons: [{ code: 'task-open' }] } });
    await sample.call(`/api/v1/tasks/${opened.task}/close`, { token: ada, method: 'POST' });
    expect(await (await erase(ada)).json()).toMatchObject({ verdict: 'permit', erased: true });
    const traced = await (await sample.call(`/api/v1/tasks/${opened.task}/trace`)).json();
    expect(traced).toMatchObject({ summary: { status: 'closed' } });
    expect(JSON.stringify(traced)).not.toContain('Words to erase');
  });
});

describe('a connector', () => {
  it('that was never admitted, or is unknown, cannot be compared', async () => {
    expect((await sample.call('/api/v1/connectors/none/check', { token: ada, json: {} })).status).toBe(404);
    expect((await sample.call('/api/v1/connectors/notes/refresh', { json: {} })).status).toBe(403);
  });

  it('is refused with a secret in place of a reference', async () => {
    const inject = { as: 'header', name: 'Authorization', prefix: 'Bearer ' };
    const credential = { issuer: 'static', audience: 'x', ttlSeconds: 60, inject, reference: 'hunter2' };
    const json = { id: 'x', upstream: { transport: 'http', url: 'https://x.example/mcp' }, credential };
    const response = await sample.call('/api/v1/connectors', { token: ada, json });
    expect(response.status).toBe(400);
    expect(await response.text()).not.toContain('hunter2');
  });
});
