import { describe, expect, test } from 'vitest';
import {
  ada,
  allowance,
  ben,
  bot,
  codesOf,
  cyd,
  factsOf,
  givenTask,
  hasEffect,
  holdWrites,
} from '../given.contract.ts';
import type { Scenario } from '../given.contract.ts';
import { holdpoint, HOUR, isVerb, operator, permitAll, wil } from '../given.contract.ts';

const rules = [permitAll, holdWrites()];

function givenHold(setting: ConstructorParameters<typeof Scenario>[0] = {}): Scenario {
  const scenario = givenTask({ rules, ...setting });
  scenario.act('write');
  return scenario;
}

const elsewhere = { destinations: [{ host: 'b.example', isName: false, commitment: 'b' }] };

describe('a hold', () => {
  test('says what it asks, waits for people and reserves nothing', () => {
    const scenario = givenTask({ rules });
    const decision = scenario.act('write');
    const hold = 'hold_0000000000000010';
    expect(decision).toMatchObject({
      verdict: 'hold',
      hold,
      action: null,
      commands: [{ kind: 'ask', hold }],
    });
    expect(codesOf(decision)).toEqual(['policy/policy-holds']);
    expect(decision.events[0]).toMatchObject({
      type: 'action-held',
      causes: [scenario.task.record],
      body: {
        joined: false,
        determining: ['hold-writes'],
        missing: [{ role: 'finance', quorum: 1 }],
        effects: ['write'],
      },
    });
    expect(scenario.hold).toMatchObject({
      id: hold,
      status: 'pending',
      approvals: [],
      expiresAt: scenario.at + HOUR,
    });
    expect(scenario.task.usage).toMatchObject({ calls: 0, holds: 1, reservedMs: 0 });
  });

  test('is joined by the same action, and by no other', () => {
    const scenario = givenHold();
    const { id, expiresAt, record } = scenario.hold;
    scenario.at += 1_000;
    const again = scenario.act('write');
    expect(again.events[0]).toMatchObject({
      causes: [scenario.task.record, record],
      body: { hold: id, joined: true, expiresAt },
    });
    expect(scenario.task.usage.holds).toBe(1);
    expect(scenario.act('write', { arguments: { other: 1 }, ...elsewhere }).hold).not.toBe(id);
    expect(scenario.task.usage.holds).toBe(2);
  });

  test('expires with the most impatient ask, and with its task', () => {
    const impatient = {
      id: 'soon',
      effect: 'forbid',
      hold: { approvers: [{ role: 'x', quorum: 1 }], expiresSeconds: 60 },
    } as const;
    const scenario = givenHold({
      rules: [permitAll, holdWrites(), { ...impatient, when: hasEffect('write') }],
    });
    expect(scenario.hold.expiresAt).toBe(scenario.at + 60_000);
    const late = givenTask({ rules });
    late.at = late.task.expiresAt - 10;
    late.act('write');
    expect(late.hold.expiresAt).toBe(late.task.expiresAt);
  });

  test('is raised anew once the old one expired, and their number is bounded', () => {
    const scenario = givenHold({ limits: { holds: 2 } });
    scenario.at += HOUR;
    expect(scenario.act('write').events[0]?.body).toMatchObject({ joined: false });
    expect(scenario.act('write').events[0]?.body).toMatchObject({ joined: true });
    const decision = scenario.act('write', { arguments: { other: 1 }, ...elsewhere });
    expect(codesOf(decision)).toEqual(['budget/holds-exhausted']);
    expect(factsOf(decision, 'holds-exhausted')).toMatchObject({ holds: 2, limit: 2 });
    expect(decision.events[0]?.body).toMatchObject({ determining: ['hold-writes'] });
  });

  test('that asks nobody, or for none, is lifted by nobody', () => {
    for (const approvers of [[], [{ role: 'finance', quorum: 0 }]]) {
      const scenario = givenHold({ rules: [permitAll, holdWrites(approvers)] });
      expect(scenario.act('write').verdict).toBe('hold');
    }
  });

  test('is void once its task ends', () => {
    const closed = givenHold();
    closed.ask('close-task', bot, { task: closed.task.id });
    expect(closed.hold.status).toBe('void');
    expect(codesOf(closed.approve(ben))).toEqual(['approval/hold-not-pending']);
    const quarantined = givenHold();
    quarantined.approve(ben);
    quarantined.act('write');
    quarantined.act('write', { arguments: { other: 1 } });
    quarantined.ask('quarantine', ada, { task: quarantined.task.id, reason: 'odd' });
    expect(Object.values(quarantined.task.holds).map(({ status }) => status)).toEqual(['used', 'void']);
  });
});

describe('an approval', () => {
  test('lifts the hold for one call; what decided is recorded with it', () => {
    const scenario = givenHold();
    const { id, record } = scenario.hold;
    const given = scenario.approve(ben);
    expect(given.commands).toEqual([]);
    expect(given.events[0]).toMatchObject({
      type: 'approval-given',
      causes: [record],
      body: { policies: ['digest-of-hold-writes'] },
    });
    const decision = scenario.act('write');
    expect(decision).toMatchObject({ verdict: 'permit', hold: id });
    expect(decision.events[0]).toMatchObject({
      causes: [scenario.task.record, record, given.events[0]?.id],
      body: { hold: id, determining: ['permit-all'] },
    });
    expect(scenario.hold).toMatchObject({ status: 'used', usedBy: decision.action });
  });

  test('is for exactly that action: changed arguments are held again', () => {
    const scenario = givenHold();
    scenario.approve(ben);
    expect(scenario.act('write', { arguments: { other: 1 } }).verdict).toBe('hold');
  });

  test('runs at most once: asked again it gives the outcome, until that was delivered', () => {
    const scenario = givenHold();
    scenario.approve(ben);
    const { action } = scenario.act('write');
    const { usage } = scenario.task;
    const whileRunning = scenario.act('write');
    expect(whileRunning).toMatchObject({ verdict: 'permit', action, commands: [{ kind: 'replay', action }] });
    expect(whileRunning.events).toMatchObject([
      {
        type: 'action-rejoined',
        causes: [scenario.task.actions[action ?? '']?.record, scenario.hold.record],
        body: { action, hold: scenario.hold.id, digest: scenario.hold.digest },
      },
    ]);
    expect(scenario.task.usage).toEqual(usage);
    scenario.deliver(action);
    scenario.settle(action);
    expect(scenario.task.actions[action ?? '']).toMatchObject({
      status: 'settled',
      outcome: 'succeeded',
      result: 'hmac-of-result',
    });
    expect(scenario.act('write').commands).toEqual([{ kind: 'replay', action }]);
    scenario.deliver(action);
    expect(scenario.task.actions).toEqual({});
    expect(scenario.act('write')).toMatchObject({ verdict: 'hold' });
  });

  test('stays used where the call did not start; the count is given back', () => {
    const scenario = givenHold();
    scenario.approve(ben);
    const { action } = scenario.act('write');
    scenario.settle(action, { outcome: 'not-started' });
    expect(scenario.hold.status).toBe('used');
    expect(scenario.task.usage.calls).toBe(0);
    expect(scenario.act('write').commands).toEqual([{ kind: 'replay', action }]);
  });

  test('opens no way past a kill switch, not even to an outcome', () => {
    const scenario = givenHold();
    scenario.approve(ben);
    scenario.act('write');
    scenario.kill({ kind: 'all' });
    expect(codesOf(scenario.act('write'))).toEqual(['control/killed']);
  });

  test('is an input to a fresh decision: a budget that ran out meanwhile denies', () => {
    const scenario = givenHold({ limits: { calls: 1 } });
    scenario.approve(ben);
    scenario.act('read');
    expect(codesOf(scenario.act('write'))).toEqual(['budget/calls-exhausted']);
  });

  test('covers the asks its giver was shown: a new one is asked anew, the old one stays met', () => {
    const scenario = givenHold();
    scenario.approve(ben);
    const security = {
      id: 'more',
      effect: 'forbid',
      hold: { approvers: [{ role: 'security', quorum: 1 }] },
    } as const;
    scenario.publish('p2', [...rules, { ...security, when: hasEffect('write') }]);
    const decision = scenario.act('write');
    expect(decision.events[0]?.body).toMatchObject({
      joined: true,
      missing: [{ role: 'security', quorum: 1 }],
    });
    expect(scenario.approve(cyd).verdict).toBe('permit');
    expect(scenario.act('write').verdict).toBe('permit');
  });

  test('is void where the policy it answered has changed, and its giver may answer again', () => {
    const scenario = givenHold();
    scenario.approve(ben);
    expect(codesOf(scenario.approve(ben))).toEqual(['approval/already-approved']);
    scenario.publish('p2', [permitAll, { ...holdWrites(), digest: 'rewritten' }]);
    expect(scenario.act('write').verdict).toBe('hold');
    expect(scenario.approve(ben).verdict).toBe('permit');
    expect(scenario.act('write').verdict).toBe('permit');
  });

  test('is not needed any more where policy no longer asks', () => {
    const scenario = givenHold();
    scenario.publish('p2', [permitAll]);
    expect(scenario.act('write').events[0]?.body).toMatchObject({ hold: null });
  });

  test('comes from others than who asked for the task, and who wrote or published its workflow', () => {
    const scenario = givenHold();
    const byRequester = scenario.approve(ada);
    expect(codesOf(byRequester)).toEqual(['duty/approver-is-requester', 'duty/approver-is-author']);
    expect(byRequester.events[0]?.stream).toBe(`task/${scenario.task.id}`);
    const byAuthor = scenario.approve(wil);
    expect(codesOf(byAuthor)).toEqual(['duty/approver-is-author']);
    expect(byAuthor.events[0]).toMatchObject({
      stream: 'operator/wil',
      body: { request: 'approve', task: scenario.task.id },
    });
  });

  test('of a hold that asks more than was shown is refused, and says that the policy moved', () => {
    const scenario = givenHold();
    const signed = scenario.statement(ben, 'approve', {});
    const more = { ...holdWrites(), id: 'another-ask', digest: 'another-digest' };
    scenario.publish('p2', [permitAll, holdWrites(), more]);
    scenario.act('write');
    const given = scenario.ask('approve', ben, signed);
    expect(codesOf(given)).toEqual(['approval/shown-changed']);
    expect(factsOf(given, 'shown-changed')).toMatchObject({ moved: ['policy'] });
    expect(scenario.approve(ben).verdict).toBe('permit');
  });

  test('may come from the one person there is, in solo mode', () => {
    const scenario = givenHold({ mode: 'solo' });
    expect(scenario.approve(ada).verdict).toBe('permit');
    expect(scenario.act('write').verdict).toBe('permit');
  });

  test('comes from an operator with a role that is asked for, before the hold expires', () => {
    const scenario = givenHold({ rules: [permitAll, holdWrites([{ role: 'security', quorum: 1 }])] });
    expect(codesOf(scenario.approve(ben))).toEqual(['approval/approver-role']);
    scenario.at = scenario.hold.expiresAt;
    expect(codesOf(scenario.approve(cyd))).toEqual(['approval/hold-expired']);
  });

  test('comes from those it was escalated to only once it was', () => {
    const escalate = { afterSeconds: 60, approvers: [{ role: 'finance', quorum: 1 }] };
    const hold = { approvers: [{ role: 'nobody', quorum: 1 }], escalate };
    const scenario = givenHold({ rules: [permitAll, { ...holdWrites(), hold }] });
    scenario.at += 60_000;
    expect(codesOf(scenario.approve(ben))).toEqual(['approval/approver-role']);
    const { id: task } = scenario.task;
    scenario.ask('tend-hold', holdpoint, { task, hold: scenario.hold.id, due: 'escalated' });
    expect(scenario.approve(ben).verdict).toBe('permit');
  });

  test('names this hold of this task, and nothing else', () => {
    const scenario = givenHold();
    for (const field of ['ledger', 'task', 'hold', 'digest'] as const) {
      const decision = scenario.approve(ben, { [field]: 'other' });
      expect(codesOf(decision)).toEqual(['approval/digest-mismatch']);
      expect(factsOf(decision, 'digest-mismatch')).toMatchObject({ fields: [field] });
    }
  });

  test('is signed now, by who gives it, for this verdict', () => {
    const scenario = givenHold();
    const invalid = (statement: object, rest = {}) =>
      factsOf(scenario.approve(ben, statement, rest), 'signature-invalid')?.['fields'];
    expect(invalid({ verdict: 'reject' })).toEqual(['verdict']);
    expect(invalid({ operator: 'cyd' })).toEqual(['operator']);
    expect(invalid({ at: scenario.at - 300_001 })).toEqual(['at']);
    expect(invalid({ at: scenario.at + 300_001 })).toEqual(['at']);
    expect(invalid({ expiresAt: scenario.at })).toEqual(['expiresAt']);
    expect(invalid({}, { verified: false })).toEqual(['signature']);
    expect(invalid({ at: scenario.at - 300_000 })).toBeUndefined();
  });

  test('is refused where operator, task or hold are unknown, or policy says no', () => {
    const scenario = givenHold({
      rules: [...rules, { id: 'no', effect: 'forbid', when: isVerb('approve') }],
    });
    expect(codesOf(scenario.approve(operator('eve')))).toEqual(['identity/unknown-operator']);
    expect(codesOf(scenario.approve(ben, {}, { task: 'task_other' }))).toEqual(['identity/unknown-task']);
    expect(codesOf(scenario.approve(ben, {}, { hold: 'hold_other' }))).toEqual(['identity/unknown-hold']);
    expect(codesOf(scenario.approve(ben))).toEqual(['policy/policy-forbids']);
  });

  test('is judged by policy with what is held and how the approver stands to who asked', () => {
    const seen: object[] = [];
    const spy = { ...permitAll, when: ({ context }: { context: object }) => seen.push(context) > 0 };
    const scenario = givenHold({ rules: [spy, holdWrites()] });
    const approver = (who: typeof ada): unknown => {
      seen.length = 0;
      scenario.reject(who, { verdict: 'approve' });
      return seen;
    };
    const hold = { connector: 'crm', tool: 'write', effects: ['write'] };
    const none = { editedArguments: false, decidedLastHour: 0, solo: false };
    const { solo, ...apart } = none;
    const founder = { admittedConnector: true, publishedPolicy: true, ownsAgent: false, isRequester: true };
    const owner = { admittedConnector: false, publishedPolicy: false, ownsAgent: true, isRequester: false };
    // Ben alone could say yes instead: cyd answers for the agent, wil wrote the workflow, ada asked.
    expect(approver(ada)).toEqual([{ hold, approver: { ...apart, ...founder, others: 1 }, solo }]);
    expect(approver(cyd)).toEqual([{ hold, approver: { ...apart, ...owner, others: 1 }, solo }]);
  });
});

describe('a rejection', () => {
  test('ends the hold, and the action stays rejected in its task', () => {
    const scenario = givenHold();
    const { record } = scenario.hold;
    const decision = scenario.reject(ben);
    expect(decision).toMatchObject({ verdict: 'permit', commands: [] });
    expect(decision.events[0]).toMatchObject({ type: 'hold-rejected', causes: [record] });
    expect(codesOf(scenario.act('write'))).toEqual(['approval/rejected']);
    expect(codesOf(scenario.approve(ben))).toEqual(['approval/hold-not-pending']);
    expect(scenario.act('write', { arguments: { other: 1 } }).verdict).toBe('hold');
  });

  test('may come from who asked, for that one may always withdraw', () => {
    expect(givenHold().reject(ada).verdict).toBe('permit');
  });
});

describe('several approvals', () => {
  const both = [
    { role: 'finance', quorum: 1 },
    { role: 'security', quorum: 1 },
  ];

  test('one person fills one place only, and the order in which people approve does not matter', () => {
    for (const order of [
      [ben, cyd],
      [cyd, ben],
    ]) {
      const scenario = givenHold({ rules: [permitAll, holdWrites(both)] });
      scenario.approve(order[0]!);
      expect(scenario.act('write').verdict).toBe('hold');
      scenario.approve(order[1]!);
      expect(scenario.act('write').verdict).toBe('permit');
    }
  });

  test('two policies that ask the same role share a place, and the greater number rules', () => {
    const second = { ...holdWrites([{ role: 'finance', quorum: 2 }]), id: 'second' };
    const scenario = givenHold({ rules: [...rules, second] });
    const missing = () => scenario.act('write').events[0]?.body;
    expect(missing()).toMatchObject({ missing: [{ role: 'finance', quorum: 2 }] });
    scenario.approve(ben);
    expect(missing()).toMatchObject({ missing: [{ role: 'finance', quorum: 1 }] });
    scenario.approve(cyd);
    expect(scenario.act('write').verdict).toBe('permit');
  });

  test('in solo mode one person fills every place that person may', () => {
    const scenario = givenHold({ mode: 'solo', rules: [permitAll, holdWrites(both)] });
    scenario.approve(cyd);
    expect(scenario.act('write').verdict).toBe('permit');
  });

  test('a scope that pre-approves tells policy so, which may then not ask', () => {
    const asks = {
      ...holdWrites(),
      when: ({ context }: { context: object }) => JSON.stringify(context).includes('"preapproved":false'),
    };
    const scenario = givenTask({
      rules: [permitAll, asks],
      allowances: [allowance('crm/write', { preapproved: { arguments: null, max: 1 } })],
    });
    expect(scenario.act('write').verdict).toBe('permit');
    expect(scenario.act('write').verdict).toBe('hold');
  });
});
