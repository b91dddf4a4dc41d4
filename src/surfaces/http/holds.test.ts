import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { addOperator } from '../../gateway/verbs.ts';
import { holdWords } from './contract/grounding.ts';
import { startSample, type SampleGateway, makeOperatorKey } from './sample-gateway.contract.ts';
import { ask, makePast } from './sample-past.contract.ts';

const key = makeOperatorKey();
let sample: SampleGateway;
let task: string;
let hold: string;

beforeAll(async () => {
  sample = await startSample();
  const { core } = sample;
  const grace = { id: 'grace', name: 'Grace', roles: ['approver'], identity: null };
  await addOperator(core, { kind: 'operator', id: 'ada' }, { ...grace, publicKey: key.publicKey });
  ({ task } = await makePast(core));
  const held = await ask(core, task, 'write_note', { name: 'long' });
  if (held.verdict !== 'hold') throw new Error(JSON.stringify(held));
  ({ hold } = held);
});
afterAll(() => sample.stop());

async function post(path: string, json: object) {
  const token = await sample.operatorToken('grace');
  const response = await sample.call(`/api/v1/holds/${path}`, { token, json });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const draft = (edit: object, id = hold) =>
  post(`${id}/statement`, { task, verdict: 'approve', reason: 'seen', edit });

async function decide(edit: object, written: object) {
  const { body: statement } = await draft(edit);
  return post(`${hold}/decision`, {
    statement,
    signature: key.sign(statement),
    reason: 'seen',
    edit: written,
  });
}

it('tells in a list what is asked for, and which of it carries authority', async () => {
  const words = await sample.call(`/api/v1/holds/${hold}/words`);
  expect(holdWords.parse(await words.json())).toMatchObject({ argumentsText: '{"name":"long"}' });
  expect((await sample.call('/api/v1/holds/hold_none/words')).status).toBe(404);
  expect((await sample.call(`/api/v1/holds/${hold}/words`, { token: null })).status).toBe(401);
});

it('draws up nothing to sign that the tool would not take, and says what', async () => {
  const { status, body } = await draft({ name: 7 });
  expect(status).toBe(400);
  expect(body).toMatchObject({
    error: { code: 'invalid', problems: [{ message: '#/name type: must be string' }] },
  });
  expect((await draft({ name: 'short' }, 'hold_none')).status).toBe(404);
  const other = { task: 'task_none', verdict: 'approve', reason: 'seen', edit: { name: 7 } };
  expect((await post(`${hold}/statement`, other)).status).toBe(404);
});

it('draws up nothing of which the agent could not be told, as a secret is not kept', async () => {
  for (const name of ['[redacted:api-key]', `ghp_${'a1B2'.repeat(9)}`]) {
    const { status, body } = await draft({ name });
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain('there is a secret in them');
  }
});

it('draws up nothing while the connector cannot be asked what it would be an approval of', async () => {
  const unseen = vi.spyOn(sample.core.upstream, 'observe').mockRejectedValue(new Error('gone'));
  const { status, body } = await draft({ name: 'short' });
  unseen.mockRestore();
  expect(status).toBe(400);
  expect(JSON.stringify(body)).toContain('the connector does not answer');
});

it('takes other arguments only with the statement that commits to them', async () => {
  for (const written of [{ name: 'shorter' }, { name: 'long' }]) {
    const { status, body } = await decide({ name: 'short' }, written);
    expect(status).toBe(403);
    expect(body).toMatchObject({ error: { reasons: [{ code: 'signature-invalid' }] } });
  }
  expect(await decide({ name: 'short' }, { name: 'short' })).toMatchObject({ status: 200 });
  expect((await ask(sample.core, task, 'write_note', { name: 'long' })).verdict).toBe('deny');
  expect((await ask(sample.core, task, 'write_note', { name: 'short' })).verdict).toBe('permit');
});

it('takes no other arguments that are the ones that wait', async () => {
  const held = await ask(sample.core, task, 'write_note', { name: 'same' });
  if (held.verdict !== 'hold') throw new Error(JSON.stringify(held));
  ({ hold } = held);
  const same = await decide({ name: 'same' }, { name: 'same' });
  expect(same.body).toMatchObject({ error: { reasons: [{ code: 'not-editable' }] } });
});
