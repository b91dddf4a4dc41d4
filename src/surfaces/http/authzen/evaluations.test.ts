import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAX_EVALUATIONS } from '../contract/authzen.ts';
import { asked, startRecords, type AccessGateway } from './access-gateway.contract.ts';

let gateway: AccessGateway;

beforeAll(async () => {
  gateway = await startRecords();
});
afterAll(() => gateway.stop());

interface Answer {
  readonly decision?: boolean;
  readonly evaluations?: readonly { readonly decision: boolean; readonly context: { error?: object } }[];
}

async function evaluate(request: object): Promise<Answer> {
  const response = await gateway.ask('/access/v1/evaluations', request);
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}

async function decisions(request: object): Promise<boolean[]> {
  const answer = await evaluate(request);
  expect(answer).not.toHaveProperty('decision');
  return answer.evaluations!.map(({ decision }) => decision);
}

const subject = (id: string) => ({ type: 'user', id });
const record = (id: string, status?: string) => ({
  type: 'record',
  id,
  ...(status === undefined ? {} : { properties: { status } }),
});
const action = (name: string) => ({ name });

/** Permitted, denied, permitted. */
const THREE = [
  { action: action('read') },
  { action: action('write'), resource: record('record-1', 'archived') },
  { action: action('write') },
];
const byAlice = { subject: subject('alice'), resource: record('record-1'), evaluations: THREE };

describe('evaluations', () => {
  it('take what they do not say from the request, in their order', async () => {
    expect(await decisions(byAlice)).toEqual([true, false, true]);
    expect(
      await decisions({
        subject: subject('bob'),
        resource: record('record-1'),
        evaluations: [{ action: action('read') }, { action: action('write') }],
      }),
    ).toEqual([true, false]);
    expect(
      await decisions({
        action: action('write'),
        resource: record('record-2', 'archived'),
        evaluations: [{ subject: subject('alice') }, { subject: subject('bob') }],
      }),
    ).toEqual([false, true]);
  });

  it('replace a default as a whole: nothing of it is mixed in', async () => {
    const request = {
      subject: subject('alice'),
      action: action('write'),
      resource: record('record-1', 'archived'),
      evaluations: [{}, { resource: record('record-1') }],
    };
    expect(await decisions(request)).toEqual([false, true]);
  });

  it('need no defaults', async () => {
    expect(await decisions({ evaluations: [asked('alice', 'read'), asked('bob', 'write')] })).toEqual([
      true,
      false,
    ]);
  });

  it('are a single one where there are none', async () => {
    for (const more of [{}, { evaluations: [] }]) {
      expect(await evaluate({ ...asked('alice', 'read'), ...more })).toEqual({
        decision: true,
        context: { evaluation_id: expect.any(String) as string },
      });
      const response = await gateway.ask('/access/v1/evaluations', { subject: subject('alice'), ...more });
      expect(response.status).toBe(400);
    }
  });

  it('that cannot be read are denied for themselves alone', async () => {
    const items = [
      {},
      {},
      { resource: { id: 'record-1' } },
      'nonsense',
      null,
      { resource: record('record-2') },
    ];
    const { evaluations } = await evaluate({
      subject: subject('alice'),
      action: action('read'),
      evaluations: [...items.slice(0, 1), { resource: record('record-1') }, ...items.slice(2)],
    });
    expect(evaluations!.map((one) => one.decision)).toEqual([false, true, false, false, false, true]);
    expect(evaluations![0]!.context.error).toMatchObject({ status: 400 });
    expect(evaluations![2]!.context.error).toEqual({
      status: 400,
      message: expect.stringContaining('resource.type') as string,
    });
  });

  it.each([
    ['execute_all', [true, false, true]],
    ['deny_on_first_deny', [true, false]],
    ['permit_on_first_permit', [true]],
  ])('end as %s says', async (evaluations_semantic, expected) => {
    const before = (await gateway.records('access-evaluated')).length;
    expect(await decisions({ ...byAlice, options: { evaluations_semantic } })).toEqual(expected);
    expect((await gateway.records('access-evaluated')).length - before).toBe(expected.length);
  });

  it('end also at one that cannot be read, and go on past it where a permit is looked for', async () => {
    const evaluations = [{ action: 7 }, ...THREE];
    const deny = { evaluations_semantic: 'deny_on_first_deny' };
    expect(await decisions({ ...byAlice, evaluations, options: deny })).toEqual([false]);
    const permit = { evaluations_semantic: 'permit_on_first_permit' };
    expect(await decisions({ ...byAlice, evaluations, options: permit })).toEqual([false, true]);
  });

  it('are each decided in the task that they name, and end across tasks too', async () => {
    const context = { task: 'task_0000000000000000' };
    const evaluations = [{ action: action('read'), context }, ...THREE];
    expect(await decisions({ ...byAlice, evaluations })).toEqual([false, true, false, true]);
    const options = { evaluations_semantic: 'permit_on_first_permit' };
    expect(await decisions({ ...byAlice, evaluations, options })).toEqual([false, true]);
    const deny = { evaluations_semantic: 'deny_on_first_deny' };
    expect(await decisions({ ...byAlice, evaluations, options: deny })).toEqual([false]);
  });

  it('are a bounded number, with a semantic that is known', async () => {
    const many = Array.from({ length: MAX_EVALUATIONS + 1 }, () => THREE[0]!);
    const tooMany = await gateway.ask('/access/v1/evaluations', { ...byAlice, evaluations: many });
    expect(tooMany.status).toBe(413);
    expect(await decisions({ ...byAlice, evaluations: many.slice(1) })).toHaveLength(MAX_EVALUATIONS);
    const options = { evaluations_semantic: 'permit_all' };
    expect((await gateway.ask('/access/v1/evaluations', { ...byAlice, options })).status).toBe(400);
  });
});
