import { describe, expect, test } from 'vitest';
import {
  ada,
  ben,
  codesOf,
  factsOf,
  givenTask,
  hasEffect,
  holdWrites,
  isVerb,
  permitAll,
} from '../given.contract.ts';
import { bot, cyd, HOUR } from '../given.contract.ts';
import type { Rule, Setting } from '../given.contract.ts';
import type { Decision } from '../decision.ts';
import type { EventOf } from '../event.ts';
import type { Obligation } from '../policy.ts';
import { uniteObligations } from './policy-obligation.ts';

const REDACT: Obligation = { kind: 'redact', fields: ['ssn'] };
const RECORD: Obligation = { kind: 'record-payload' };
const OTHER: Obligation = { kind: 'other', name: 'watermark', value: 'internal' };
const notify = (...roles: readonly string[]): Obligation => ({ kind: 'notify', roles });
const stepUp = (withinSeconds: number): Obligation => ({ kind: 'step-up', withinSeconds });
const capRows = (rows: number): Obligation => ({ kind: 'cap-rows', rows });

function permitWith(...obligations: readonly Obligation[]): Rule {
  return { ...permitAll, obligations, when: ({ action }) => action.startsWith('crm/') };
}

const verbs: Rule = { id: 'verbs', effect: 'permit', when: ({ action }) => !action.startsWith('crm/') };

function started(rules: readonly Rule[], more: Setting = {}) {
  return givenTask({ ...more, rules: [verbs, ...rules] });
}

function obligationsIn(decision: Decision): readonly Obligation[] {
  return (decision.events[0] as EventOf<'action-permitted'>).body.obligations;
}

describe('obligations', () => {
  test('add up, and the strictest of two that say the same counts', () => {
    expect(uniteObligations([])).toEqual([]);
    const other = { ...OTHER, value: 'secret' };
    const one = [capRows(100), REDACT, notify('security'), stepUp(900), RECORD, OTHER];
    const two = [
      { kind: 'redact', fields: ['ssn', '/a'] },
      capRows(10),
      notify('finance', 'security'),
    ] as const;
    expect(uniteObligations([...one, ...two, stepUp(60), RECORD, OTHER, other])).toEqual([
      { kind: 'redact', fields: ['ssn', '/a'] },
      capRows(10),
      notify('security', 'finance'),
      RECORD,
      stepUp(60),
      OTHER,
      other,
    ]);
  });

  test('of every policy that permits stand with the permit, and go on with its action', () => {
    const scenario = started([permitWith(REDACT), { ...permitWith(capRows(5)), id: 'too' }]);
    const decision = scenario.act();
    expect(obligationsIn(decision)).toEqual([REDACT, capRows(5)]);
    expect(scenario.task.actions[decision.action!]?.obligations).toEqual([REDACT, capRows(5)]);
    expect(obligationsIn(started([permitWith()]).act())).toEqual([]);
  });

  test('of what people lifted stand with the permit, too; the hold shows them before', () => {
    const scenario = started([permitWith(REDACT), { ...holdWrites(), obligations: [capRows(5)] }]);
    const held = scenario.act('write');
    expect(held.verdict).toBe('hold');
    expect(obligationsIn(held)).toEqual([REDACT, capRows(5)]);
    scenario.approve(ben);
    const permitted = scenario.act('write');
    expect(permitted.verdict).toBe('permit');
    expect(obligationsIn(permitted)).toEqual([REDACT, capRows(5)]);
  });

  test('that nobody here carries out deny, with the policy that asks for them', () => {
    const cases: readonly (readonly [Obligation, string])[] = [
      [OTHER, 'watermark'],
      [stepUp(60), 'step-up'],
    ];
    for (const [obligation, name] of cases) {
      const decision = started([permitWith(obligation)]).act();
      expect(codesOf(decision)).toEqual(['policy/obligation-unmet']);
      expect(factsOf(decision, 'obligation-unmet')).toEqual({ policy: 'permit-all', obligation: name });
      expect(decision.events[0]?.body).toMatchObject({ determining: ['permit-all'] });
    }
  });

  test('that nobody here carries out deny before people are asked', () => {
    const scenario = started([permitWith(), { ...holdWrites(), obligations: [OTHER] }]);
    const decision = scenario.act('write');
    expect(codesOf(decision)).toEqual(['policy/obligation-unmet']);
    expect(factsOf(decision, 'obligation-unmet')).toMatchObject({ policy: 'hold-writes' });
    expect(scenario.task.holds).toEqual({});
  });

  test('to keep the words of a task bind only while they are kept', () => {
    const scenario = started([permitWith(RECORD)]);
    expect(obligationsIn(scenario.act())).toEqual([RECORD]);
    const decision = scenario.act('read', { argumentsCommitment: '' });
    expect(codesOf(decision)).toEqual(['policy/obligation-unmet']);
  });
});

describe('people are told', () => {
  test('of a permit by what stands with it, of a denial by its reason', () => {
    const scenario = started([
      permitWith(notify('security')),
      { id: 'no-writes', effect: 'forbid', when: hasEffect('write'), obligations: [notify('finance')] },
      { id: 'not-either', effect: 'forbid', when: hasEffect('write') },
    ]);
    expect(obligationsIn(scenario.act())).toEqual([notify('security')]);
    const denied = scenario.act('write');
    expect(factsOf(denied, 'policy-forbids')).toEqual({
      policies: ['no-writes', 'not-either'],
      notify: ['finance'],
    });
  });
});

describe('what a person asks of the organisation', () => {
  const kill = (obligation: Obligation, provedAt?: number) => {
    const scenario = givenTask({
      rules: [
        { ...permitAll, when: ({ action }) => action !== 'kill' },
        { id: 'kills', effect: 'permit', when: isVerb('kill'), obligations: [obligation] },
      ],
    });
    const asked = { target: { kind: 'all' }, lift: false, reason: 'drill' } as const;
    const proof = provedAt === undefined ? {} : { provedAt: scenario.at - provedAt };
    return scenario.ask('kill', ada, { ...asked, ...proof });
  };

  test('has no result to change, and no notice of it', () => {
    for (const obligation of [REDACT, capRows(5), notify('security'), OTHER]) {
      expect(codesOf(kill(obligation))).toEqual(['policy/obligation-unmet']);
    }
    expect(kill(RECORD).verdict).toBe('permit');
  });

  test('may need a proof of who asks that is new enough', () => {
    expect(kill(stepUp(60), 60_000).verdict).toBe('permit');
    expect(kill(stepUp(60), -5_000).verdict).toBe('permit');
    const old = kill(stepUp(60), 60_001);
    expect(codesOf(old)).toEqual(['policy/step-up-needed']);
    expect(factsOf(old, 'step-up-needed')).toEqual({ policy: 'kills', withinSeconds: 60, agoSeconds: 61 });
    expect(factsOf(kill(stepUp(60)), 'step-up-needed')).toMatchObject({ agoSeconds: null });
  });

  test('is proved by whoever signs an approval', () => {
    const approves: Rule = {
      id: 'approves',
      effect: 'permit',
      when: isVerb('approve'),
      obligations: [stepUp(60)],
    };
    const others: Rule = { ...permitAll, when: ({ action }) => action !== 'approve' };
    const scenario = givenTask({ rules: [others, approves, holdWrites()] });
    scenario.act('write');
    expect(codesOf(scenario.approve(ben, { at: scenario.at - 61_000 }))).toEqual(['policy/step-up-needed']);
    const proved = { provedAt: scenario.at - 1_000 };
    expect(scenario.approve(cyd, { at: scenario.at - 61_000 }, proved).verdict).toBe('permit');
    expect(scenario.approve(ben).verdict).toBe('permit');
  });

  test('cannot be proved by an agent', () => {
    const rules = [{ ...permitAll, obligations: [stepUp(HOUR)] }];
    const scenario = givenTask({ workflow: { unattended: true } });
    scenario.publish('p', [
      { ...permitAll, when: ({ principal }) => principal.type === 'Operator' },
      ...rules,
    ]);
    expect(codesOf(scenario.open(bot))).toEqual(['policy/obligation-unmet']);
  });
});
