import { describe, expect, test } from 'vitest';
import {
  ada,
  ben,
  bot,
  codesOf,
  givenTask,
  holdpoint,
  isVerb,
  operator,
  permitAll,
} from '../given.contract.ts';
import type { Scenario } from '../given.contract.ts';

const noEnd = { id: 'no', effect: 'forbid', when: isVerb('close-task', 'quarantine') } as const;

function close(scenario: Scenario, actor = bot, task = scenario.task.id): string[] {
  return codesOf(scenario.ask('close-task', actor, { task }));
}

function quarantine(scenario: Scenario, actor = ada, task = scenario.task.id) {
  return scenario.ask('quarantine', actor, { task, reason: 'odd' });
}

describe('closing a task', () => {
  test('its agent, an operator whom policy lets, or Holdpoint itself', () => {
    for (const actor of [bot, ben, holdpoint]) {
      const scenario = givenTask();
      expect(close(scenario, actor)).toEqual([]);
      expect(scenario.events.at(-1)).toMatchObject({
        type: 'task-closed',
        causes: [scenario.task.record],
        body: { why: 'done' },
      });
      expect(scenario.task.status).toBe('closed');
    }
  });

  test('policy decides on people and agents, never on Holdpoint', () => {
    const scenario = givenTask({ rules: [permitAll, noEnd] });
    expect(close(scenario, bot)).toEqual(['policy/policy-forbids']);
    expect(close(scenario, ada)).toEqual(['policy/policy-forbids']);
    expect(close(scenario, holdpoint)).toEqual([]);
  });

  test('no other agent, no stranger, no task that is not there', () => {
    const scenario = givenTask();
    scenario.registerAgent('cat');
    expect(close(scenario, { kind: 'agent', id: 'cat' })).toEqual(['identity/not-this-task']);
    expect(close(scenario, { kind: 'agent', id: 'dog' })).toEqual(['identity/unknown-agent']);
    expect(close(scenario, operator('eve'))).toEqual(['identity/unknown-operator']);
    expect(close(scenario, bot, 'task_other')).toEqual(['identity/unknown-task']);
    expect(close(scenario, ada, 'task_other')).toEqual(['identity/unknown-task']);
  });

  test('once', () => {
    const scenario = givenTask();
    close(scenario);
    expect(close(scenario)).toEqual(['control/task-closed']);
    quarantine(scenario);
    expect(close(scenario)).toEqual(['control/task-quarantined']);
  });
});

describe('quarantine', () => {
  test('stops the task and contains what is in flight, also after it was closed', () => {
    const scenario = givenTask();
    close(scenario);
    const decision = quarantine(scenario);
    expect(decision.commands).toEqual([{ kind: 'contain', target: { kind: 'task', id: scenario.task.id } }]);
    expect(decision.events[0]).toMatchObject({ type: 'task-quarantined', causes: [scenario.task.record] });
    expect(scenario.task.status).toBe('quarantined');
  });

  test('operators whom policy lets, or Holdpoint itself; no agent', () => {
    const scenario = givenTask({ rules: [permitAll, noEnd] });
    expect(codesOf(quarantine(scenario, ada))).toEqual(['policy/policy-forbids']);
    expect(codesOf(quarantine(scenario, bot))).toEqual(['identity/unknown-operator']);
    expect(codesOf(quarantine(scenario, ada, 'task_other'))).toEqual(['identity/unknown-task']);
    expect(codesOf(quarantine(scenario, holdpoint))).toEqual([]);
  });

  test('what was in flight is settled all the same', () => {
    const scenario = givenTask();
    const { action } = scenario.act();
    quarantine(scenario);
    scenario.settle(action, { outcome: 'unknown' });
    expect(scenario.task).toMatchObject({ status: 'quarantined', actions: {}, usage: { reservedMs: 0 } });
  });
});
