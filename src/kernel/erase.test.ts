import { describe, expect, test } from 'vitest';
import {
  ada,
  bot,
  codesOf,
  factsOf,
  givenTask,
  handsOf,
  holdpoint,
  isVerb,
  operator,
  permitAll,
  refold,
} from './given.contract.ts';
import type { Scenario, Setting } from './given.contract.ts';
import { obligationsOf } from './obligation.ts';

const noErasure = { id: 'no', effect: 'forbid', when: isVerb('erase') } as const;

function erase(scenario: Scenario, actor = ada, task = scenario.task.id) {
  return scenario.ask('erase', actor, { task });
}

function close(scenario: Scenario): void {
  scenario.ask('close-task', holdpoint, { task: scenario.task.id });
}

function givenClosed(setting: Setting = {}): Scenario {
  const scenario = givenTask(setting);
  close(scenario);
  return scenario;
}

function owed(scenario: Scenario) {
  return obligationsOf(scenario.state, scenario.at, handsOf('process-1'));
}

/** What the shell says when the key is gone. */
function settleErased(scenario: Scenario) {
  return scenario.ask('settle', holdpoint, { task: scenario.task.id, fact: { fact: 'erased' } });
}

describe('an erasure', () => {
  test('is ordered by an operator who asks, or by Holdpoint for retention', () => {
    for (const [actor, why] of [
      [ada, 'asked'],
      [holdpoint, 'retention'],
    ] as const) {
      const scenario = givenClosed();
      const { verdict, events, commands } = erase(scenario, actor);
      expect({ verdict, commands }).toEqual({ verdict: 'permit', commands: [] });
      expect(events).toMatchObject([
        {
          type: 'erasure-ordered',
          stream: `task/${scenario.task.id}`,
          causes: [scenario.task.record],
          body: { task: scenario.task.id, why },
        },
      ]);
    }
  });

  test('is owed from its order until it is done, whoever folds the records', () => {
    const scenario = givenClosed();
    expect(owed(scenario)).toEqual([]);
    const [order] = erase(scenario).events;
    const owes = [{ kind: 'erase-payloads', task: scenario.task.id }];
    expect(owed(scenario)).toEqual(owes);
    expect(obligationsOf(refold(scenario.events), scenario.at, handsOf('process-1'))).toEqual(owes);
    const done = settleErased(scenario);
    expect(done.events).toMatchObject([
      { type: 'payloads-erased', causes: [order?.id], body: { task: scenario.task.id } },
    ]);
    expect(owed(scenario)).toEqual([]);
    expect(scenario.task.erasure).toEqual({ status: 'done', record: order?.id });
    expect(refold(scenario.events).task).toEqual(scenario.task);
  });

  test('is refused while the task is open, runs or holds leases, with all that stands in the way', () => {
    const scenario = givenTask({ ttlSeconds: 600 });
    const { action } = scenario.act();
    expect(codesOf(erase(scenario))).toEqual(['control/task-open', 'control/task-busy']);
    close(scenario);
    expect(factsOf(erase(scenario, holdpoint), 'task-busy')).toMatchObject({ running: 1, unrevoked: 1 });
    scenario.settle(action);
    expect(factsOf(erase(scenario), 'task-busy')).toMatchObject({ running: 0, unrevoked: 1 });
    const [lease] = Object.keys(scenario.task.leases);
    const fact = { fact: 'lease-revoked', lease: lease!, how: 'listed' } as const;
    scenario.ask('settle', holdpoint, { task: scenario.task.id, fact });
    expect(codesOf(erase(scenario))).toEqual([]);
  });

  test('is refused a second time', () => {
    const scenario = givenClosed();
    erase(scenario);
    expect(codesOf(erase(scenario))).toEqual(['control/already-erased']);
    settleErased(scenario);
    expect(codesOf(erase(scenario, holdpoint))).toEqual(['control/already-erased']);
  });

  test('is for operators whom policy lets, and for tasks that exist', () => {
    const scenario = givenClosed({ rules: [permitAll, noErasure] });
    expect(codesOf(erase(scenario))).toEqual(['policy/policy-forbids']);
    expect(codesOf(erase(scenario, bot))).toEqual(['identity/unknown-operator']);
    expect(codesOf(erase(scenario, operator('eve')))).toEqual(['identity/unknown-operator']);
    expect(codesOf(erase(scenario, ada, 'task_other'))).toEqual(['identity/unknown-task']);
    expect(codesOf(erase(scenario, holdpoint))).toEqual([]);
  });
});

describe('after the order', () => {
  test('no record commits to words any more, not even of a fact that comes late', () => {
    const scenario = givenTask();
    const { action } = scenario.act();
    scenario.settle(action, { outcome: 'unknown' });
    close(scenario);
    erase(scenario);
    const before = scenario.events.length;
    scenario.settle(action);
    scenario.act();
    scenario.ask('quarantine', ada, { task: scenario.task.id, reason: 'hmac-of-reason' });
    const after = scenario.events.slice(before);
    expect(after.map(({ type }) => type)).toEqual(['action-settled', 'request-denied', 'task-quarantined']);
    expect(after[0]?.body).toMatchObject({ action, outcome: 'succeeded', result: null });
    expect(after[2]?.body).toMatchObject({ reason: '' });
    expect(JSON.stringify(after)).not.toContain('hmac-of');
  });

  test('that nobody gave, a destruction is recorded too, and changes nothing', () => {
    const scenario = givenClosed();
    const before = scenario.state;
    expect(settleErased(scenario).events[0]).toMatchObject({ type: 'payloads-erased', causes: [] });
    expect(scenario.state).toEqual(before);
  });
});
