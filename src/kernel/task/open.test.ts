import { describe, expect, test } from 'vitest';
import {
  ada,
  bot,
  codesOf,
  given,
  givenTask,
  HOUR,
  isVerb,
  operator,
  permitAll,
  START,
} from '../given.contract.ts';

describe('opening a task', () => {
  test('a person opens it: the scope is copied, and a short token follows', () => {
    const scenario = given();
    const decision = scenario.open();
    const id = 'task_0000000000000009';
    expect(decision).toMatchObject({ verdict: 'permit', task: id });
    expect(decision.events[0]).toMatchObject({
      stream: `task/${id}`,
      causes: [scenario.state.org.workflows['triage']?.record],
    });
    expect(decision.commands).toEqual([
      { kind: 'token', task: id, agent: 'bot', expiresAt: START + 15 * 60_000 },
    ]);
    const { task } = scenario;
    expect(task).toMatchObject({
      id,
      requester: 'ada',
      agent: 'bot',
      prompt: 'hmac-of-prompt',
      status: 'open',
    });
    expect(task.workflow).toEqual({
      id: 'triage',
      digest: 'digest-of-triage',
      author: 'wil',
      publisher: 'ada',
    });
    expect(task.scope).toEqual(scenario.state.org.workflows['triage']?.scope);
    expect([task.openedAt, task.expiresAt]).toEqual([START, START + 2 * HOUR]);
  });

  test('a task ends no later than its workflow, and a token no later than its task', () => {
    const scenario = given({ workflow: { expiresAt: START + 60_000 } });
    expect(scenario.open().commands).toMatchObject([{ expiresAt: START + 60_000 }]);
    expect(scenario.task.expiresAt).toBe(START + 60_000);
  });

  test('a later version of the workflow does not reach a task that is open', () => {
    const scenario = givenTask();
    const { scope } = scenario.task;
    scenario.publishWorkflow();
    expect(scenario.task.scope).toBe(scope);
  });

  test('an agent opens one for itself where no person need ask; its owner answers for it', () => {
    const scenario = given({ workflow: { unattended: true } });
    expect(scenario.open(bot).verdict).toBe('permit');
    expect(scenario.task).toMatchObject({ requester: 'cyd', prompt: null });
  });

  test('an agent needs a person for any other workflow, and its claim of a prompt is none', () => {
    expect(codesOf(given().open(bot))).toEqual(['scope/workflow-needs-person']);
    const scenario = given({ workflow: { unattended: true } });
    expect(codesOf(scenario.open(bot, { prompt: 'hmac' }))).toEqual(['scope/workflow-needs-person']);
  });

  test('an agent opens none for another', () => {
    const scenario = given({ workflow: { unattended: true, agents: ['bot', 'cat'] } });
    scenario.registerAgent('cat');
    const decision = scenario.open({ kind: 'agent', id: 'cat' });
    expect(codesOf(decision)).toEqual(['identity/not-this-task']);
    expect(decision.events[0]?.stream).toBe('agent/cat');
  });

  test('who and what it names must exist', () => {
    const scenario = given();
    expect(codesOf(scenario.open(operator('eve')))).toEqual(['identity/unknown-operator']);
    expect(codesOf(scenario.open({ kind: 'agent', id: 'cat' }))).toEqual(['identity/unknown-agent']);
    expect(codesOf(scenario.open(ada, { agent: 'cat' }))).toEqual(['identity/unknown-agent']);
    expect(codesOf(scenario.open(ada, { workflow: 'other' }))).toEqual(['identity/unknown-workflow']);
  });

  test('every rule speaks: a switch, the expiry, the list of agents, and policy', () => {
    const scenario = given({
      workflow: { agents: [] },
      rules: [permitAll, { id: 'no', effect: 'forbid', when: isVerb('open-task') }],
    });
    scenario.kill({ kind: 'agent', id: 'bot' });
    scenario.at += 24 * HOUR;
    expect(codesOf(scenario.open())).toEqual([
      'control/killed',
      'scope/workflow-expired',
      'scope/workflow-not-for-agent',
      'policy/policy-forbids',
    ]);
  });

  test('a solo organisation writes that into the task', () => {
    expect(given({ mode: 'solo' }).open().events[0]?.body).toMatchObject({ mode: 'solo' });
  });
});

describe('renewing a token', () => {
  test("the task's agent gets a new one, bounded by the task", () => {
    const scenario = givenTask();
    scenario.at = scenario.task.expiresAt - 1_000;
    const decision = scenario.ask('renew', bot, { task: scenario.task.id });
    expect(decision.events[0]).toMatchObject({ type: 'token-renewed', causes: [scenario.task.record] });
    expect(decision.commands).toMatchObject([{ kind: 'token', expiresAt: scenario.task.expiresAt }]);
  });

  test('nobody else does, and no task that is over', () => {
    const scenario = givenTask();
    const { id } = scenario.task;
    scenario.registerAgent('cat');
    const renew = (actor = bot, task = id) => codesOf(scenario.ask('renew', actor, { task }));
    expect(renew(ada)).toEqual(['identity/unknown-agent']);
    expect(renew({ kind: 'agent', id: 'cat' })).toEqual(['identity/not-this-task']);
    expect(renew(bot, 'task_other')).toEqual(['identity/unknown-task']);
    scenario.kill({ kind: 'all' });
    scenario.at = scenario.task.expiresAt;
    expect(renew()).toEqual(['control/task-expired', 'control/killed']);
    expect(scenario.events.at(-1)).toMatchObject({ stream: `task/${id}`, type: 'request-denied' });
  });
});
