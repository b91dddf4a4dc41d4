import { describe, expect, test } from 'vitest';
import {
  ada,
  ben,
  codesOf,
  cyd,
  factsOf,
  givenTask,
  handsOf,
  hasEffect,
  HOUR,
  holdpoint,
  permitAll,
  refold,
} from '../given.contract.ts';
import type { Rule, Scenario } from '../given.contract.ts';
import type { HoldDue } from './held.ts';
import { obligationsOf } from '../obligation.ts';
import type { PolicyHold } from '../policy.ts';
import { dueOf } from './tend.ts';

const MINUTE = 60_000;

/** Finance is asked; after half an hour somebody of security may stand in. */
const PATIENT: Partial<PolicyHold> = {
  approvers: [{ role: 'finance', quorum: 1 }],
  remindSeconds: 600,
  escalate: { afterSeconds: 1_800, approvers: [{ role: 'security', quorum: 1 }] },
};

const holding = (hold: Partial<PolicyHold>, id = 'hold-writes'): Rule => ({
  id,
  effect: 'forbid',
  hold,
  when: hasEffect('write'),
});

function givenHold(...rules: readonly Rule[]): Scenario {
  const scenario = givenTask({ rules: [permitAll, ...rules] });
  scenario.ask('add-operator', ada, {
    operator: {
      id: 'sue',
      roles: ['security'],
      publicKey: 'key-of-sue',
      identity: null,
      name: 'hmac-of-sue',
    },
  });
  scenario.act('write');
  return scenario;
}

const sue = { kind: 'operator', id: 'sue' } as const;

const due = (scenario: Scenario): HoldDue[] => dueOf(scenario.state.org, scenario.hold, scenario.at);

function tend(scenario: Scenario, what: HoldDue, more: { actor?: typeof ada; hold?: string } = {}) {
  const { actor = holdpoint, hold = scenario.hold.id } = more;
  return scenario.ask('tend-hold', actor, { task: scenario.task.id, hold, due: what });
}

describe('a hold that waits', () => {
  test('has people reminded, then others asked, each once and when it is time', () => {
    const scenario = givenHold(holding(PATIENT));
    expect(due(scenario)).toEqual([]);
    expect(codesOf(tend(scenario, 'reminded'))).toEqual(['control/not-due']);
    scenario.at += 10 * MINUTE;
    expect(due(scenario)).toEqual(['reminded']);
    expect(tend(scenario, 'reminded').events).toMatchObject([{ type: 'hold-reminded' }]);
    expect(due(scenario)).toEqual([]);
    expect(codesOf(tend(scenario, 'reminded'))).toEqual(['control/not-due']);
    scenario.at += 20 * MINUTE;
    expect(due(scenario)).toEqual(['escalated']);
    expect(tend(scenario, 'escalated').events).toMatchObject([
      { type: 'hold-escalated', body: { approvers: [{ role: 'security', quorum: 1 }] } },
    ]);
    expect(scenario.hold.tended).toEqual(['reminded', 'escalated']);
    expect(refold(scenario.events).task).toEqual(scenario.state.task);
  });

  test('is said to have run out, once', () => {
    const scenario = givenHold(holding({ ...PATIENT, expiresSeconds: 3_600 }));
    scenario.at = scenario.hold.expiresAt;
    expect(due(scenario)).toEqual(['expired']);
    expect(tend(scenario, 'expired').events).toMatchObject([{ type: 'hold-expired' }]);
    expect(due(scenario)).toEqual([]);
  });

  test('where no policy says when, has nobody reminded', () => {
    const scenario = givenHold(holding({ approvers: [{ role: 'finance', quorum: 1 }] }));
    scenario.at += HOUR / 2;
    expect(due(scenario)).toEqual([]);
  });

  test('for its agent alone has nobody reminded, and neither has one that is over', () => {
    const approved = givenHold(holding(PATIENT));
    approved.approve(ben);
    approved.at += 40 * MINUTE;
    expect(due(approved)).toEqual([]);
    const rejected = givenHold(holding(PATIENT));
    rejected.reject(ben);
    rejected.at += 40 * MINUTE;
    expect(due(rejected)).toEqual([]);
  });

  test('for its agent alone does not count as one that nobody decided in time', () => {
    const scenario = givenHold(holding({ ...PATIENT, expiresSeconds: 3_600 }));
    scenario.approve(ben);
    scenario.at = scenario.hold.expiresAt + HOUR;
    expect(due(scenario)).toEqual([]);
  });

  test('owes what is due of it, and its task ends only after that', () => {
    const scenario = givenHold(holding({ ...PATIENT, expiresSeconds: 3_600 }));
    const owed = (): readonly unknown[] => obligationsOf(scenario.state, scenario.at, handsOf('process-1'));
    const { id: task } = scenario.task;
    const { id: hold } = scenario.hold;
    expect(owed()).toEqual([]);
    scenario.at += 40 * MINUTE;
    expect(owed()).toEqual([
      { kind: 'tend-hold', task, hold, due: 'reminded' },
      { kind: 'tend-hold', task, hold, due: 'escalated' },
    ]);
    scenario.at = scenario.task.expiresAt;
    expect(owed()).toEqual([{ kind: 'tend-hold', task, hold, due: 'expired' }]);
    tend(scenario, 'expired');
    expect(owed()).toEqual([{ kind: 'close-expired', task }]);
  });

  test('is looked after by Holdpoint alone, and only where it is', () => {
    const scenario = givenHold(holding(PATIENT));
    scenario.at += 10 * MINUTE;
    expect(codesOf(tend(scenario, 'reminded', { actor: ada }))).toEqual(['control/not-due']);
    expect(tend(scenario, 'reminded', { hold: 'hold_none' }).verdict).toBe('deny');
    const { id: hold } = scenario.hold;
    const elsewhere = scenario.ask('tend-hold', holdpoint, { task: 'task_none', hold, due: 'reminded' });
    expect(elsewhere.verdict).toBe('deny');
  });
});

describe('who stands in', () => {
  const escalated = (...rules: readonly Rule[]): Scenario => {
    const scenario = givenHold(...rules);
    scenario.at += 30 * MINUTE;
    tend(scenario, 'escalated');
    return scenario;
  };

  test('may approve once it has waited for long, and not before', () => {
    const early = givenHold(holding(PATIENT));
    const refused = early.approve(sue);
    expect(factsOf(refused, 'approver-role')).toMatchObject({ roles: ['finance'] });
    const scenario = escalated(holding(PATIENT));
    expect(scenario.approve(sue).verdict).toBe('permit');
    expect(scenario.act('write').verdict).toBe('permit');
  });

  test('fills no place that a policy keeps for its own people', () => {
    const strict = holding({ approvers: [{ role: 'finance', quorum: 1 }] }, 'strict');
    const scenario = escalated(holding(PATIENT), strict);
    expect(scenario.approve(sue).verdict).toBe('permit');
    expect(scenario.act('write').verdict).toBe('hold');
    expect(scenario.approve(ben).verdict).toBe('permit');
    expect(scenario.act('write').verdict).toBe('permit');
  });

  test('fills the one place that is missing, and no second one', () => {
    const scenario = escalated(holding({ ...PATIENT, approvers: [{ role: 'finance', quorum: 2 }] }));
    scenario.approve(sue);
    expect(scenario.act('write').verdict).toBe('hold');
    scenario.approve(cyd);
    expect(scenario.act('write').verdict).toBe('permit');
  });
});
