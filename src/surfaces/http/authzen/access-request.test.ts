import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeTask } from '../../../gateway/tasks.ts';
import { evidenceEvent, type EvidenceView } from '../contract/evidence.ts';
import { holdsResponse, statementSchema } from '../contract.ts';
import { ADA, asked, startRecords, type AccessGateway } from './access-gateway.contract.ts';

const MORE = `
@id("record.hold")
@hold("somebody looks at it first")
@approvers("security:1")
forbid (principal == Agent::"alice", action == Action::"record/write", resource)
when { context.input.resource has status && context.input.resource.status == "frozen" };
@id("record.several")
@hold("each of a few")
@approvers("security:1")
@max_uses("3")
forbid (principal == Agent::"alice", action == Action::"record/write", resource)
when { context.input.resource has status && context.input.resource.status == "draft" };
@id("people.approve")
permit (principal in Role::"security", action in [Action::"approve", Action::"reject"], resource);
`;

const WORKFLOW = `holdpoint: workflow/v1
id: writing
purpose: Keep the records
owner: ada
agents: [alice]
expires: 2099-01-01
allow:
  - tool: record/write
`;

let gateway: AccessGateway;
let task: string;

beforeAll(async () => {
  gateway = await startRecords(MORE);
  await gateway.workflow(WORKFLOW);
});
afterAll(() => gateway.stop());

interface Wire {
  readonly decision?: boolean;
  readonly type?: string;
  readonly context: { readonly [member: string]: unknown };
  readonly task: { readonly id: string; readonly status: string; readonly status_endpoint: string };
  readonly result?: { readonly mode: string; readonly approval: { readonly id: string } };
}

async function open(): Promise<void> {
  task = await gateway.open('writing', 'alice');
}

function question(more: object = {}, context: object = {}) {
  const resource = { type: 'record', id: 'record-1', properties: { status: 'frozen' } };
  return asked('alice', 'write', 'record-1', { resource, context: { task, ...context }, ...more });
}

async function send(path: string, json?: unknown, token?: string) {
  const response = await gateway.ask(path, json, {
    ...(json === undefined ? { method: 'GET' } : {}),
    ...(token === undefined ? {} : { token }),
  });
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: (await response.json()) as Wire,
  };
}

const evaluate = async (request: object = question(), token?: string): Promise<Wire> =>
  (await send('/access/v1/evaluation', request, token)).body;
const evaluationOf = async (request?: object): Promise<string> =>
  String((await evaluate(request)).context['evaluation_id']);
const submit = (evaluation_id: string, request: object = question(), token?: string) =>
  send(
    '/access/v1/requests',
    { ...request, denial: { evaluation_id, expires_at: '2099-01-01T00:00:00Z' } },
    token,
  );
const poll = (id: string, token?: string) => send(`/access/v1/requests/${id}`, undefined, token);
const problem = (name: string): string => `urn:openid:authzen:access-request:error:${name}`;

async function decide(hold: string, verdict: 'approve' | 'reject', more: object = {}): Promise<void> {
  const token = await gateway.operatorToken('ada');
  const wanted = { task, verdict, reason: 'seen', ...more };
  const shown = await gateway.call(`/api/v1/holds/${hold}/statement`, { token, json: wanted });
  const statement = statementSchema.parse(await shown.json());
  const json = { statement, signature: gateway.key.sign(statement), reason: 'seen' };
  const response = await gateway.call(`/api/v1/holds/${hold}/decision`, { token, json });
  expect(response.status).toBe(200);
}

/** Asked for, and approved. */
async function approved(request = question()) {
  const { body } = await submit(await evaluationOf(request), request);
  await decide(body.task.id, 'approve');
  const { body: after } = await poll(body.task.id);
  return { id: body.task.id, approval: after.result!.approval };
}

describe('a denial that people can lift', () => {
  it('says where they are asked, and until when, to an enforcement point that names the task', async () => {
    await open();
    const { decision, context } = await evaluate();
    expect({ decision, context }).toMatchObject({
      decision: false,
      context: {
        reason: 'approval-required',
        access_request: { endpoint: 'http://127.0.0.1:4180/access/v1/requests' },
      },
    });
  });

  it('says so neither without a task nor to the agent, and not of what nobody can lift', async () => {
    const none = await evaluate({ ...question(), context: {} });
    const own = await evaluate(question(), await gateway.agentToken('alice', task));
    const denied = await evaluate({ ...question(), action: { name: 'fly' } });
    for (const { context } of [none, own, denied]) expect(context).not.toHaveProperty('access_request');
  });
});

describe('an access request', () => {
  it('is a hold like any other, and once approved lets the same question be a yes, once', async () => {
    await open();
    const evaluation = await evaluationOf();
    const { status, body } = await submit(evaluation);
    expect({ status, body }).toMatchObject({ status: 202, body: { task: { status: 'pending' } } });
    const token = await gateway.operatorToken('ada');
    const { holds } = holdsResponse.parse(await (await gateway.call('/api/v1/holds', { token })).json());
    expect(holds).toMatchObject([{ id: body.task.id, task, connector: 'record', tool: 'write' }]);
    expect((await evaluate()).decision).toBe(false);
    await decide(body.task.id, 'approve');
    const after = (await poll(body.task.id)).body;
    expect(after).toMatchObject({ task: { status: 'approved' }, result: { mode: 'reevaluate' } });
    expect((await evaluate()).decision).toBe(false);
    const { approval } = after.result!;
    expect((await evaluate(question({}, { approval }))).decision).toBe(true);
    const again = await evaluate(question({}, { approval }));
    expect(again).toMatchObject({
      decision: false,
      context: { reason: 'approval_expired', next_action: 'request' },
    });
    expect(again.context).toHaveProperty('access_request');
    expect((await poll(body.task.id)).body.task.status).toBe('approved');
    expect((await gateway.audit()).findings).toEqual([]);
    const lines = (await (await gateway.call('/api/v1/evidence', { token })).text()).trim().split('\n');
    const { controls } = evidenceEvent.parse(JSON.parse(lines.at(-1)!)) as EvidenceView;
    const wordsOf = (id: string) => controls.find((one) => one.id === id)!.records.map(({ words }) => words);
    expect(wordsOf('approvals')).toEqual(['approved access to record/write for alice, with a key']);
    expect(wordsOf('held-runs')).toEqual(['access to record/write for alice, after 1 approval']);
  });

  it('is the same however often its evaluation is sent', async () => {
    await open();
    const evaluation = await evaluationOf();
    const ids = [await submit(evaluation), await submit(evaluation)].map(({ body }) => body.task.id);
    expect(new Set(ids).size).toBe(1);
    const other = await submit(await evaluationOf());
    expect(other.body.task.id).toBe(ids[0]);
  });

  it('is bound to the question that was denied, and to whoever asked it', async () => {
    await open();
    const evaluation = await evaluationOf();
    const properties = { status: 'frozen', owner: 'bob' };
    const others = [
      await submit(evaluation, question({ resource: { type: 'record', id: 'record-1', properties } })),
      await submit(evaluation, { ...question(), context: {} }),
      await submit('rec_0123456789abcdef.0'),
      await submit(evaluation, question(), await gateway.operatorToken('ada')),
      await send('/access/v1/requests', { ...question(), denial: {} }),
    ];
    for (const { status, type, body } of others) {
      expect([status, type, body.type]).toEqual([
        400,
        'application/problem+json',
        problem('invalid_denial_binding'),
      ]);
    }
  });

  it('is refused of a denial that nobody can lift', async () => {
    await open();
    const request = { ...question(), action: { name: 'delete', properties: { soft: false } } };
    const { status, body } = await submit(await evaluationOf(request), request);
    expect([status, body.type]).toEqual([400, problem('not_requestable')]);
  });

  it('that was rejected is denied, and cannot be asked for again in its task', async () => {
    await open();
    const { body } = await submit(await evaluationOf());
    await decide(body.task.id, 'reject');
    expect((await poll(body.task.id)).body.task.status).toBe('denied');
    expect((await evaluate()).context).not.toHaveProperty('access_request');
  });

  it('is cancelled with its task, and its approval ends with it', async () => {
    await open();
    const waiting = await submit(await evaluationOf());
    const other = question({
      resource: { type: 'record', id: 'record-2', properties: { status: 'frozen' } },
    });
    const { id, approval } = await approved(other);
    await closeTask(gateway.core, ADA, task);
    expect((await poll(waiting.body.task.id)).body.task.status).toBe('cancelled');
    expect((await poll(id)).body.task.status).toBe('approved');
    const late = await evaluate({ ...other, context: { task, approval } });
    expect(late).toMatchObject({ decision: false, context: { next_action: 'none' } });
  });

  it('is taken back once, by its asker, while it waits', async () => {
    await open();
    const { body } = await submit(await evaluationOf());
    const { cancel } = (body.task as unknown as { links: { cancel: string } }).links;
    const path = new URL(cancel).pathname;
    expect((await send(path, {}, await gateway.operatorToken('ada'))).status).toBe(404);
    expect((await send(path, {})).body.task.status).toBe('cancelled');
    const { status, body: told } = await send(path, {});
    expect([status, told.type]).toEqual([409, problem('invalid_task_state')]);
    expect((await evaluate()).context).toHaveProperty('access_request');
  });

  it('is known to nobody but its asker', async () => {
    await open();
    const { body } = await submit(await evaluationOf());
    const ada = await gateway.operatorToken('ada');
    for (const { status, body: told } of [
      await poll(body.task.id, ada),
      await poll('hold_0123456789abcdef'),
    ]) {
      expect([status, told.type]).toEqual([404, problem('unknown_task')]);
    }
  });
});

describe('an approval', () => {
  it('is for no other question, and no other asker', async () => {
    await open();
    const { approval } = await approved();
    const other = question(
      { resource: { type: 'record', id: 'record-2', properties: { status: 'frozen' } } },
      { approval },
    );
    expect((await evaluate(other)).context).toMatchObject({ reason: 'out_of_scope', next_action: 'request' });
    const ada = await gateway.operatorToken('ada');
    const request = question({}, { approval });
    expect((await evaluate(request, ada)).context).toMatchObject({ reason: 'approval_unverifiable' });
    expect((await evaluate(request)).decision).toBe(true);
  });

  it('for several is that many times a yes, where policy lets people say so', async () => {
    await open();
    const resource = { type: 'record', id: 'record-2', properties: { status: 'draft' } };
    const { body } = await submit(await evaluationOf(question({ resource })), question({ resource }));
    await decide(body.task.id, 'approve', { times: 2 });
    const { approval } = (await poll(body.task.id)).body.result!;
    const presented = question({ resource }, { approval });
    const decisions = [await evaluate(presented), await evaluate(presented), await evaluate(presented)];
    expect(decisions.map(({ decision }) => decision)).toEqual([true, true, false]);
    expect(decisions[2]!.context).toMatchObject({ reason: 'approval_expired' });
    expect((await gateway.audit()).findings).toEqual([]);
  });

  it('that nobody gave opens nothing', async () => {
    await open();
    const told = await evaluate(question({}, { approval: { id: 'rec_0123456789abcdef.1' } }));
    expect(told).toMatchObject({
      decision: false,
      context: { reason: 'approval_unverifiable', next_action: 'none' },
    });
  });
});
