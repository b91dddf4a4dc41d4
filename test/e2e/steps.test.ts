// A long job goes step by step, before a real daemon and a real client: nothing of a later step runs early,
// a gate opens for the people it names and for just what they were shown, and what was decided replays.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { replay } from '../../src/gateway/replay/replay.ts';
import { nextStepResponse } from '../../src/surfaces/http/contract/next.ts';
import { taskDetail, taskOpened } from '../../src/surfaces/http/contract.ts';
import { startHttpServer, type HttpFixture } from '../fixtures/upstream/http-server.ts';
import { connect, setStage, type Stage, type Task } from './stage.ts';

let stage: Stage;
let fixture: HttpFixture;

beforeAll(async () => {
  stage = await setStage('{holdWaitSeconds: 1}');
  fixture = await startHttpServer();
  await stage.admit('post', { transport: 'http', url: fixture.url }, 'read');
  const text = `holdpoint: workflow/v1
id: closing
purpose: Look, then count, then look again
owner: op_alice
agents: [scribe]
expires: 2099-01-01
allow:
  - tool: post/echo
  - tool: post/counts
steps:
  - {name: look, tools: [post/echo]}
  - name: count
    tools: [post/counts]
    gate: {approvers: {approver: 1}, reason: See what it looked at.}
  - {name: again, tools: [post/echo]}
`;
  await stage.alice.ask('POST', '/workflows', { name: 'closing.workflow.yaml', text });
});
afterAll(async () => {
  await stage.stop();
  await fixture.close();
});

async function open(): Promise<Task> {
  const asked = { workflow: 'closing', agent: 'scribe', prompt: 'Close the month' };
  const { task, token } = taskOpened.parse((await stage.alice.ask('POST', '/tasks', asked)).body);
  return { id: task, token: token.token };
}

async function goOn({ id }: Pick<Task, 'id'>, token: string, step?: string) {
  const response = await fetch(`${stage.daemon.url}/api/v1/tasks/${id}/next`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(step === undefined ? {} : { step }),
  });
  return { status: response.status, body: await response.json() };
}

/** Which of the tools ran when each was asked for, by how often the server was really called. */
async function ran(task: Task, tools: readonly string[]): Promise<boolean[]> {
  const client = await connect(stage.daemon.url, task.token, 'auto');
  const answers: boolean[] = [];
  for (const tool of tools) {
    const { isError } = await client.callTool({ name: `post__${tool}`, arguments: { word: 'x' } });
    answers.push(isError !== true);
  }
  await client.close();
  return answers;
}

async function stepOf({ id }: Task): Promise<string | null> {
  return taskDetail.parse((await stage.alice.ask('GET', `/tasks/${id}`)).body).step;
}

it('runs what its step allows, and no step begins without those whom its gate names', async () => {
  const task = await open();
  expect(await ran(task, ['counts', 'echo', 'counts'])).toEqual([false, true, false]);
  const held = nextStepResponse.parse((await goOn(task, task.token)).body);
  expect(held).toMatchObject({ verdict: 'hold', step: 'count', hold: expect.stringMatching(/^hold_/) });
  expect(await ran(task, ['counts'])).toEqual([false]);

  // Who asked for the task lets no step of it begin.
  expect((await stage.alice.decide('approve', task.id, held.hold!, 'mine')).status).toBe(403);
  expect(await stepOf(task)).toBe('look');
  expect((await stage.bob.decide('approve', task.id, held.hold!, 'as it should be')).status).toBe(200);
  expect(await stepOf(task)).toBe('count');
  expect(await ran(task, ['counts', 'echo'])).toEqual([true, false]);

  expect(nextStepResponse.parse((await goOn(task, task.token, 'again')).body).verdict).toBe('permit');
  expect((await goOn(task, task.token, 'again')).status).toBe(403);
  expect(await ran(task, ['echo', 'counts'])).toEqual([true, false]);
  const begun = await stage.bodies(task, 'step-begun');
  expect(begun.map(({ step, hold }) => [step, hold])).toEqual([
    ['count', held.hold],
    ['again', null],
  ]);
});

it('an approval is for the step after just what was shown: a call made meanwhile makes it void', async () => {
  const task = await open();
  expect(await ran(task, ['echo'])).toEqual([true]);
  const { hold } = nextStepResponse.parse((await goOn(task, task.token)).body);
  expect(await ran(task, ['echo'])).toEqual([true]);
  const late = await stage.bob.decide('approve', task.id, hold!, 'seems fine');
  expect(late).toMatchObject({ status: 403, body: { error: { reasons: [{ code: 'task-went-on' }] } } });
  expect(await stepOf(task)).toBe('look');
  const again = nextStepResponse.parse((await goOn(task, task.token)).body);
  expect(again.verdict).toBe('hold');
  expect((await stage.bob.decide('approve', task.id, again.hold!, 'now I saw all of it')).status).toBe(200);
  expect(await stepOf(task)).toBe('count');
});

it('is moved by its own token or an operator, and by no token of another task', async () => {
  const [task, other] = [await open(), await open()];
  expect((await goOn(task, other.token)).status).toBe(403);
  expect((await goOn(task, stage.daemon.localToken)).status).toBe(403);
  expect((await stage.alice.ask('POST', `/tasks/${task.id}/next`, { step: 7 })).status).toBe(400);
  expect((await stage.alice.ask('POST', `/tasks/${task.id}/next`, {})).status).toBe(200);
});

it('replaying the ledger gives each of the decisions again, refused ones too', async () => {
  const again: string[] = [];
  for await (const moment of replay(stage.daemon.running.core, { fromSeq: 0, time: 0 })) {
    if (moment.kind === 'apart') throw new Error(`${moment.event.id} cannot be asked again: ${moment.why}`);
    if (moment.kind !== 'replayed') continue;
    const { decision: _, query: __, ...verdict } = moment.again;
    expect(verdict).toEqual(moment.recorded);
    again.push(verdict.reasons.join() || verdict.verdict);
  }
  expect(again.filter((one) => one === 'outside-step')).toHaveLength(5);
  expect(again.filter((one) => one === 'permit')).toHaveLength(5);
});
