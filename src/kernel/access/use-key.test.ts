import { expect, test } from 'vitest';
import { ada, bot, codesOf, givenTask, refold } from '../given.contract.ts';

test('a key is recorded with what was sent under it, in the task that it is about', () => {
  const scenario = givenTask();
  const { id: task, record } = scenario.task;
  const before = scenario.state;
  const body = { key: 'hmac-of-key', sent: 'hmac-of-body' };
  const { verdict, events } = scenario.ask('use-idempotency-key', ada, { task, ...body });
  expect({ verdict, events }).toMatchObject({
    verdict: 'permit',
    events: [{ type: 'idempotency-key-used', stream: `task/${task}`, causes: [record], body }],
  });
  expect(scenario.state).toEqual(before);
  expect(refold(scenario.events).task).toEqual(scenario.state.task);
});

test('a key is for those who may ask for access, and for a task that there is', () => {
  const scenario = givenTask();
  const body = { key: 'hmac-of-key', sent: 'hmac-of-body' };
  const use = (task: string, actor = ada) => scenario.ask('use-idempotency-key', actor, { task, ...body });
  expect(codesOf(use(scenario.task.id, bot))).toEqual(['identity/unknown-operator']);
  expect(codesOf(use('task_none'))).toEqual(['identity/unknown-task']);
});
