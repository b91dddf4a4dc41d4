import { describe, expect, test } from 'vitest';
import {
  ada,
  allowance,
  ben,
  bot,
  codesOf,
  givenTask,
  holdWrites,
  HOUR,
  permitAll,
  type Scenario,
} from '../given.contract.ts';

function givenHold(): Scenario {
  const scenario = givenTask({ rules: [permitAll, holdWrites()] });
  scenario.act('write');
  return scenario;
}

function withdraw(scenario: Scenario, actor = bot, more: { task?: string; hold?: string } = {}) {
  const where = { task: scenario.task.id, hold: scenario.hold.id };
  return scenario.ask('withdraw-hold', actor, { ...where, ...more });
}

describe('what waits for people', () => {
  test('is taken back by whoever asked for it, and nobody can approve it any more', () => {
    const scenario = givenHold();
    const { id: hold, record } = scenario.hold;
    const { verdict, events } = withdraw(scenario);
    expect(verdict).toBe('permit');
    expect(events).toMatchObject([
      { type: 'hold-withdrawn', actor: bot, causes: [record], body: { hold } },
      { type: 'agent-asked', stream: 'agent/bot' },
    ]);
    expect(scenario.hold.status).toBe('void');
    expect(codesOf(scenario.approve(ben))).toContain('approval/hold-not-pending');
  });

  test('is asked for anew after that: it was not rejected, and it is not approved', () => {
    const scenario = givenHold();
    const { id } = scenario.hold;
    scenario.approve(ben);
    withdraw(scenario);
    const again = scenario.act('write');
    expect(again.verdict).toBe('hold');
    expect(again.hold).not.toBe(id);
  });

  test('is not taken back by anybody else', () => {
    const scenario = givenHold();
    const namesake = { kind: 'operator', id: bot.id } as const;
    for (const other of [ben, namesake, { kind: 'agent', id: 'eve' } as const])
      expect(codesOf(withdraw(scenario, other))).toEqual(['identity/not-this-task']);
    expect(scenario.hold.status).toBe('pending');
  });

  test('is taken back once, while it waits, and only where there is such a hold', () => {
    const scenario = givenHold();
    expect(codesOf(withdraw(scenario, bot, { task: 'task_none' }))).toEqual(['identity/unknown-task']);
    expect(codesOf(withdraw(scenario, bot, { hold: 'hold_none' }))).toEqual(['identity/unknown-hold']);
    const late = givenHold();
    late.at += HOUR;
    expect(codesOf(withdraw(late))).toEqual(['approval/hold-expired']);
    withdraw(scenario);
    expect(codesOf(withdraw(scenario))).toEqual(['approval/hold-not-pending']);
  });

  test('is taken back by the person who asked where an agent did not', () => {
    const gate = { reason: 'See it.', approvers: [{ role: 'finance', quorum: 1 }], expiresSeconds: null };
    const step = { tools: ['crm/*'], calls: null, seconds: null };
    const steps = [
      { ...step, name: 'look', gate: null },
      { ...step, name: 'write', gate: { ...gate, digest: 'digest-of-gate' } },
    ];
    const limits = { calls: 50, wallSeconds: 3_000, callSeconds: 30, holds: 3 };
    const scope = { purpose: 'answer mail', allowances: [allowance('crm/*')], limits, steps };
    const scenario = givenTask({ workflow: { scope } });
    const asked = { calls: 0, argumentsCommitment: 'hmac-of-step', digest: 'digest-of-write' };
    scenario.ask('next-step', ada, { task: scenario.task.id, step: 'write', ...asked });
    expect(codesOf(withdraw(scenario, bot))).toEqual(['identity/not-this-task']);
    expect(withdraw(scenario, ada).verdict).toBe('permit');
    expect(scenario.hold.status).toBe('void');
  });
});
