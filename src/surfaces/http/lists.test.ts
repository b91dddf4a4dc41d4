import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act } from '../../gateway/action/act.ts';
import { admitConnector } from '../../gateway/connectors/connector-verbs.ts';
import { publishWorkflow, registerAgent } from '../../gateway/verbs.ts';
import { closeTask, openTask } from '../../gateway/tasks.ts';
import { decisionPage, holdPage, leasePage, rebuildEvent, taskPage } from './contract/lists.ts';
import { errorSchema, holdDetail } from './contract.ts';
import { startSample, WORKFLOW, type SampleGateway } from './sample-gateway.contract.ts';

const ADA = { kind: 'operator', id: 'ada' } as const;

let sample: SampleGateway;
/** Oldest first. */
let tasks: string[];

beforeAll(async () => {
  sample = await startSample('solo');
  const { core } = sample;
  await registerAgent(core, ADA, {
    id: 'scribe',
    owner: 'ada',
    environment: 'test',
    groups: [],
    identity: null,
  });
  const token = await sample.operatorToken('ada');
  const upstream = { transport: 'http', url: 'http://127.0.0.1:1/' };
  const inject = { as: 'header', name: 'authorization', prefix: 'Bearer ' };
  const credential = { issuer: 'jwt', audience: 'notes', ttlSeconds: 60, inject, reference: null };
  const json = { id: 'notes', upstream, credential };
  const proposed = await sample.call('/api/v1/connectors', { token, json });
  const { proposal } = (await proposed.json()) as { proposal: string };
  const effects = { read_note: ['read'], write_note: ['write'] } as const;
  await admitConnector(core, ADA, { connector: 'notes', proposal, effects });
  await publishWorkflow(core, ADA, { name: 'notes.workflow.yaml', text: WORKFLOW });
  tasks = [];
  for (let n = 0; n < 3; n++) {
    const opened = await openTask(core, ADA, { workflow: 'notes', agent: 'scribe', prompt: 'Tidy up' });
    tasks.push(opened.task!);
  }
  for (const tool of ['read_note', 'write_note', 'burn_note']) await ask(tasks[0]!, tool);
  await closeTask(core, ADA, tasks[0]!);
});
afterAll(() => sample.stop());

function ask(task: string, tool: string) {
  return act(sample.core, {
    agent: 'scribe',
    task,
    connector: 'notes',
    tool,
    arguments: { name: 'a' },
    waitMs: 0,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    onElicit: () => Promise.resolve({ action: 'decline' }),
  });
}

async function read(path: string): Promise<unknown> {
  const response = await sample.call(`/api/v1/${path}`);
  expect(response.status).toBe(200);
  return response.json();
}

describe('a list', () => {
  it('is given newest first, in pages that say where the next one begins', async () => {
    const first = taskPage.parse(await read('tasks?limit=2'));
    expect(first.tasks.map(({ id }) => id)).toEqual([tasks[2], tasks[1]]);
    const second = taskPage.parse(await read(`tasks?limit=2&before=${first.next}`));
    expect(second).toMatchObject({
      tasks: [{ id: tasks[0], status: 'closed', permitted: 1, held: 1, denied: 1, erased: false }],
      next: null,
    });
    expect(taskPage.parse(await read('tasks')).tasks).toHaveLength(3);
  });

  it('gives what has the status, or is of the task, that the query names', async () => {
    expect(taskPage.parse(await read('tasks?status=open')).tasks).toHaveLength(2);
    const denied = decisionPage.parse(await read('decisions?status=deny'));
    expect(denied.decisions).toMatchObject([
      { tool: 'burn_note', reasons: ['unknown-tool', 'tool-not-in-scope'] },
    ]);
    expect(decisionPage.parse(await read(`decisions?task=${tasks[1]}`)).decisions).toEqual([]);
    const { decisions } = decisionPage.parse(await read(`decisions?task=${tasks[0]}`));
    expect(decisions.map(({ verdict, outcome }) => [verdict, outcome])).toEqual([
      ['deny', null],
      ['hold', null],
      ['permit', 'succeeded'],
    ]);
  });

  it.each([
    ['tasks?limit=0', 'limit'],
    ['tasks?limit=1001', 'limit'],
    ['tasks?before=-1', 'before'],
    ['tasks?status=asleep', 'status'],
    ['tasks?colour=red', 'colour'],
    ['decisions?limit=1&limit=2', 'twice'],
    ['history/holds?task=%00', 'task'],
    ['history/leases?status=pending', 'status'],
  ])('refuses %s, and names what is wrong', async (path, name) => {
    const response = await sample.call(`/api/v1/${path}`);
    expect(response.status).toBe(400);
    expect(errorSchema.parse(await response.json()).error.message).toContain(name);
  });

  it('holds what is over, too', async () => {
    expect(await read('holds')).toEqual({ holds: [] });
    const { holds } = holdPage.parse(await read('history/holds'));
    expect(holds).toMatchObject([{ task: tasks[0], agent: 'scribe', status: 'void', tool: 'write_note' }]);
    const { leases } = leasePage.parse(await read(`history/leases?task=${tasks[0]}`));
    expect(leases).toMatchObject([{ task: tasks[0], status: 'revoked', revokedAt: expect.any(Number) }]);
    const shown = holdDetail.parse(await read(`holds/${holds[0]!.id}`));
    expect(shown).toMatchObject({ status: 'void', argumentsText: '{"name":"a"}', promptText: 'Tidy up' });
  });
});

describe('a rebuild', () => {
  it('says how far it is and what there is in the end, and changes no list', async () => {
    const before = await read('tasks');
    const response = await sample.call('/api/v1/ledger/rebuild', { json: {} });
    const lines = (await response.text()).trim().split('\n');
    const events = lines.map((line) => rebuildEvent.parse(JSON.parse(line)));
    const { size } = await sample.store.head();
    expect(events[0]).toEqual({ event: 'folded', records: size, of: size });
    const rows = { task: 3, hold: 1, lease: 1, decision: 3, notice: 0, key: 0 };
    expect(events.at(-1)).toEqual({ event: 'rebuilt', records: size, rows });
    expect(await read('tasks')).toEqual(before);
  });

  it('goes on when its reader leaves', async () => {
    const before = await read('decisions');
    const response = await sample.call('/api/v1/ledger/rebuild', { json: {} });
    await response.body!.cancel();
    expect(await read('decisions')).toEqual(before);
  });

  it('is for who may read', async () => {
    const path = '/api/v1/ledger/rebuild';
    expect((await sample.call(path, { json: {}, token: null })).status).toBe(401);
  });
});
