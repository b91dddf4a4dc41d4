import { describe, expect, test } from 'vitest';
import {
  ada,
  ben,
  bot,
  codesOf,
  givenTask,
  holdWrites,
  HOUR,
  isVerb,
  operator,
  permitAll,
  type Scenario,
} from '../given.contract.ts';

const said = { channel: 'team', account: 'U0BEN' };

function givenHold(rules = [permitAll, holdWrites()]): Scenario {
  const scenario = givenTask({ rules });
  scenario.act('write');
  return scenario;
}

function reject(scenario: Scenario, actor = ben, more: { task?: string; hold?: string } = {}) {
  const where = { task: scenario.task.id, hold: scenario.hold.id, ...more };
  return scenario.ask('reject-in-channel', actor, { ...where, ...said });
}

describe('a no that somebody gave in a channel', () => {
  test("ends the hold on the channel's word, and the record says whose word it is", () => {
    const scenario = givenHold();
    const { id: hold, digest, record } = scenario.hold;
    const { verdict, events } = reject(scenario);
    expect(verdict).toBe('permit');
    expect(events).toMatchObject([
      { type: 'hold-rejected-in-channel', stream: `task/${scenario.task.id}`, actor: ben, causes: [record] },
      { type: 'agent-asked', stream: 'agent/bot' },
    ]);
    expect(events[0]!.body).toEqual({ hold, digest, ...said });
    expect(scenario.hold.status).toBe('rejected');
    expect(codesOf(scenario.act('write'))).toContain('approval/rejected');
  });

  test('counts only where policy lets that very verb be asked for', () => {
    const only = { id: 'decide', effect: 'permit' as const, when: isVerb('approve', 'reject') };
    const rest = {
      ...permitAll,
      when: (query: Parameters<typeof only.when>[0]) => !isVerb('reject-in-channel')(query),
    };
    const scenario = givenHold([only, rest, holdWrites()]);
    expect(codesOf(reject(scenario))).toEqual(['policy/policy-default-deny']);
    expect(scenario.hold.status).toBe('pending');
  });

  test('counts for nobody who has to prove first who they are: a channel proves nothing', () => {
    const obligations = [{ kind: 'step-up', withinSeconds: 300 }] as const;
    const scenario = givenHold([
      { ...permitAll, obligations, when: isVerb('reject-in-channel') },
      permitAll,
      holdWrites(),
    ]);
    expect(codesOf(reject(scenario))).toEqual(['policy/step-up-needed']);
  });

  test('is given once, while the hold waits, by an operator, about a hold that there is', () => {
    const scenario = givenHold();
    expect(codesOf(reject(scenario, bot))).toEqual(['identity/unknown-operator']);
    expect(codesOf(reject(scenario, operator('nobody')))).toEqual(['identity/unknown-operator']);
    expect(codesOf(reject(scenario, ben, { task: 'task_none' }))).toEqual(['identity/unknown-task']);
    expect(codesOf(reject(scenario, ben, { hold: 'hold_none' }))).toEqual(['identity/unknown-hold']);
    const late = givenHold();
    late.at += HOUR;
    expect(codesOf(reject(late))).toEqual(['approval/hold-expired']);
    expect(reject(scenario, ada).verdict).toBe('permit');
    expect(codesOf(reject(scenario))).toEqual(['approval/hold-not-pending']);
  });
});
