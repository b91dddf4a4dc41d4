import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeTask } from '../../../gateway/tasks.ts';
import { ADA, asked, startRecords, type AccessGateway } from './access-gateway.contract.ts';

const MORE = `
@id("record.hold")
@hold("somebody looks at it first")
@approvers("security:1")
forbid (principal == Agent::"alice", action in [Action::"record/read", Action::"record/write"], resource)
when { context.input.resource has status && context.input.resource.status == "frozen" };
@id("record.secret")
@redact("ssn")
@notify("security")
permit (principal == Agent::"bob", action == Action::"record/delete", resource);
@id("record.twice")
forbid (principal is Agent, action == Action::"record/read", resource)
when { context.task.workflow == "reading" && context.chain.calls > 5 };
`;

const WORKFLOW = `holdpoint: workflow/v1
id: reading
purpose: Read the records
owner: ada
agents: [alice]
expires: 2099-01-01
allow:
  - tool: record/read
`;

let gateway: AccessGateway;
let task: string;

beforeAll(async () => {
  gateway = await startRecords(MORE);
  await gateway.workflow(WORKFLOW);
  task = await gateway.open('reading', 'alice');
});
afterAll(() => gateway.stop());

interface Decision {
  readonly decision: boolean;
  readonly context: { readonly [member: string]: unknown };
}

async function evaluate(request: unknown, token?: string): Promise<Decision> {
  const response = await gateway.ask('/access/v1/evaluation', request, token === undefined ? {} : { token });
  expect(response.status).toBe(200);
  return (await response.json()) as Decision;
}

const archived = { resource: { type: 'record', id: 'record-2', properties: { status: 'archived' } } };
const frozen = { resource: { type: 'record', id: 'record-1', properties: { status: 'frozen' } } };
const soft = (value: boolean) => ({ action: { name: 'delete', properties: { soft: value } } });

describe('the decisions of the certification scenario', () => {
  it.each([
    [1, asked('alice', 'read'), true],
    [2, asked('alice', 'write'), true],
    [3, asked('bob', 'read'), true],
    [4, asked('bob', 'write'), false],
    [5, asked('alice', 'write', 'record-2', archived), false],
    [6, asked('bob', 'write', 'record-2', archived), true],
    [7, asked('alice', 'delete', 'record-1', soft(true)), true],
    [8, asked('alice', 'delete', 'record-1', soft(false)), false],
  ])('number %i is as it must be, however often it is asked', async (_number, request, expected) => {
    expect((await evaluate(request)).decision).toBe(expected);
    expect((await evaluate(request)).decision).toBe(expected);
  });
});

describe('a request', () => {
  it('may carry members that nobody knows, and any context', async () => {
    const properties = { department: 'Sales', role: 'manager' };
    const { decision } = await evaluate({
      subject: { type: 'user', id: 'alice', properties, more: 1 },
      action: { name: 'read', properties: { method: 'GET' } },
      resource: { type: 'record', id: 'record-1', properties: { status: 'active', owner: 'bob' } },
      context: { time: '2026-11-20T10:00:00Z', ip: '192.0.2.1' },
      futureField: { nested: true },
    });
    expect(decision).toBe(true);
  });

  it('widens nothing by what it says of the subject', async () => {
    const subject = { type: 'user', id: 'alice', properties: { role: 'admin', groups: ['admin'] } };
    expect((await evaluate({ ...asked('alice', 'write', 'record-2', archived), subject })).decision).toBe(
      false,
    );
  });

  it('about somebody or something unknown is answered with no', async () => {
    for (const request of [
      asked('nobody', 'read'),
      asked('alice', 'fly'),
      asked('alice', 'read', 'record-3'),
      { ...asked('alice', 'read'), resource: { type: 'spaceship', id: 's' } },
    ]) {
      expect((await evaluate(request)).decision).toBe(false);
    }
  });
});

describe('a denial', () => {
  it('tells an enforcement point a category and the record, and no more', async () => {
    const { decision, context } = await evaluate(asked('bob', 'write'));
    expect({ decision, context }).toEqual({
      decision: false,
      context: { evaluation_id: expect.any(String) as string, reason: 'not-allowed' },
    });
    const records = await gateway.records('access-evaluated');
    const record = records.find(({ id }) => id === context['evaluation_id']);
    expect(record).toMatchObject({
      stream: 'operator/pep',
      body: { subject: { type: 'user', id: 'bob' }, action: 'record/write', verdict: 'deny' },
    });
  });

  it('tells exactly why to whom policy shows it', async () => {
    const ada = await gateway.operatorToken('ada');
    const { context } = await evaluate(asked('alice', 'write', 'record-2', archived), ada);
    expect(context['reason_admin']).toMatchObject({
      reasons: [{ code: 'policy-default-deny' }],
      policies: [],
    });
    const held = await evaluate(asked('alice', 'write', 'record-1', frozen), ada);
    expect(held.context['reason_admin']).toMatchObject({
      reasons: [{ lift: 'Ask for the action through Holdpoint: there it waits for security:1.' }],
    });
    expect((await evaluate(asked('alice', 'read'), ada)).context).not.toHaveProperty('reason_admin');
  });

  it.each([
    ['invalid-arguments', asked('alice', 'delete')],
    ['approval-required', asked('alice', 'write', 'record-1', frozen)],
  ])('has the category %s', async (reason, request) => {
    expect((await evaluate(request)).context['reason']).toBe(reason);
  });
});

describe('obligations', () => {
  const request = asked('bob', 'delete', 'record-1', soft(false));
  const saying = (supported: readonly string[], extensions = ['obligations']) => ({
    ...request,
    context: { supported_mandatory_extensions: extensions, supported_obligations: supported },
  });

  it('come with the permit to whoever says that it carries them out', async () => {
    const known = ['notification', 'custom', 'redact-fields', 'unheard-of'];
    const { decision, context } = await evaluate(saying(known));
    expect(decision).toBe(true);
    expect(context['obligations']).toEqual([
      {
        id: 'obl-1',
        type: 'custom',
        properties: { vendor: 'holdpoint', action: 'redact-fields', fields: ['ssn'] },
      },
      {
        id: 'obl-2',
        type: 'notification',
        properties: {
          to: ['role:security'],
          topic: expect.any(String) as string,
          body: expect.any(String) as string,
        },
      },
    ]);
  });

  it.each([
    ['says nothing', request],
    ['knows one of them only', saying(['notification'])],
    ['knows custom ones without a name', saying(['notification', 'custom'])],
    ['knows another custom one', saying(['notification', 'custom', 'cap-rows', 'redact'])],
    ['does not bind itself', saying(['notification', 'redact-fields'], [])],
    ['says it in another form', { ...request, context: { supported_obligations: 'redact-fields' } }],
  ])('deny to whoever %s', async (_who, asking) => {
    const { decision, context } = await evaluate(asking);
    expect(decision).toBe(false);
    expect(context).not.toHaveProperty('obligations');
  });
});

describe('a task', () => {
  const inTask = (id: string, request: object) => ({ ...request, context: { task: id } });

  it('has its scope and its life counted, and is not touched', async () => {
    const before = gateway.core.world.task(task);
    expect((await evaluate(inTask(task, asked('alice', 'read')))).decision).toBe(true);
    expect(await evaluate(inTask(task, asked('alice', 'write')))).toMatchObject({
      decision: false,
      context: { reason: 'not-allowed' },
    });
    expect((await evaluate(inTask(task, asked('bob', 'read')))).decision).toBe(false);
    expect(gateway.core.world.task(task)).toBe(before);
  });

  it('that has ended, or that nobody knows, is no', async () => {
    const ended = await gateway.open('reading', 'alice');
    await closeTask(gateway.core, ADA, ended);
    expect(await evaluate(inTask(ended, asked('alice', 'read')))).toMatchObject({
      decision: false,
      context: { reason: 'stopped' },
    });
    for (const id of ['task_0000000000000000', 'nonsense']) {
      expect((await evaluate(inTask(id, asked('alice', 'read')))).decision).toBe(false);
    }
  });
});

describe('an agent', () => {
  const denials = () => gateway.core.world.task(task)!.usage.denials;
  const inTask = (request: object) => ({ ...request, context: { task } });

  it('asks about itself in its live task, and hears a category', async () => {
    const token = await gateway.agentToken('alice');
    expect((await evaluate(inTask(asked('alice', 'read')), token)).decision).toBe(true);
    const before = denials();
    const { context } = await evaluate(inTask(asked('alice', 'write')), token);
    expect(context).toEqual({ evaluation_id: expect.any(String) as string, reason: 'not-allowed' });
    expect(denials()).toBe(before + 1);
    const records = await gateway.records('access-evaluated');
    expect(records.at(-1)).toMatchObject({ id: context['evaluation_id'], stream: `task/${task}` });
  });

  it('does not hear that people could be asked', async () => {
    const token = await gateway.agentToken('alice');
    const before = denials();
    const held = asked('alice', 'read', 'record-1', frozen);
    expect(await evaluate(held)).toMatchObject({ context: { reason: 'approval-required' } });
    expect(await evaluate(inTask(held), token)).toMatchObject({
      decision: false,
      context: { reason: 'not-allowed' },
    });
    expect(denials()).toBe(before + 1);
  });

  it.each([
    ['nobody else', () => inTask(asked('bob', 'read'))],
    ['no task', () => asked('alice', 'read')],
    ['a task that nobody knows', () => ({ ...asked('alice', 'read'), context: { task: 'task_0' } })],
  ])('asks about %s', async (_what, request) => {
    const token = await gateway.agentToken('alice');
    const before = (await gateway.records('access-evaluated')).length;
    const response = await gateway.ask('/access/v1/evaluation', request(), { token });
    expect(response.status).toBe(403);
    expect(await gateway.records('access-evaluated')).toHaveLength(before);
  });

  it('asks about no task that has ended', async () => {
    const ended = await gateway.open('reading', 'alice');
    await closeTask(gateway.core, ADA, ended);
    const token = await gateway.agentToken('alice');
    const request = { ...asked('alice', 'read'), context: { task: ended } };
    expect((await gateway.ask('/access/v1/evaluation', request, { token })).status).toBe(403);
  });

  it('with the token of a task asks about that task alone', async () => {
    const token = await gateway.agentToken('alice', task);
    expect((await evaluate(asked('alice', 'read'), token)).decision).toBe(true);
    expect((await evaluate(asked('alice', 'write'), token)).decision).toBe(false);
    const other = { ...asked('alice', 'read'), context: { task: 'task_0000000000000000' } };
    expect((await gateway.ask('/access/v1/evaluation', other, { token })).status).toBe(403);
  });
});

describe('the ledger', () => {
  it('verifies with all that was asked', async () => {
    expect((await gateway.audit()).findings).toEqual([]);
  });
});
