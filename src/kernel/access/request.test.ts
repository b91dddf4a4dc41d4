import { describe, expect, test } from 'vitest';
import type { Decision } from '../decision.ts';
import type { EventOf, Principal } from '../event.ts';
import {
  ada,
  ben,
  bot,
  codesOf,
  cyd,
  givenTask,
  holdWrites,
  HOUR,
  isVerb,
  permitAll,
} from '../given.contract.ts';
import { operator, refold, toolOf } from '../given.contract.ts';
import type { Rule, Scenario, Setting } from '../given.contract.ts';
import type { AccessQuestion, RequestAccess } from '../request.ts';

const TO = { host: 'x.example', isName: false, commitment: 'hmac-sha256:x' };
const pep = operator('pep');
const PLACED = {
  pointer: '/to',
  role: 'destination',
  match: 'exact',
  instructed: false,
  sources: [],
} as const;

function given(
  rules: readonly Rule[] = [holdWrites(), permitAll],
  limits: NonNullable<Setting['limits']> = {},
): Scenario {
  const tools = [toolOf('read', ['read']), toolOf('write', ['write'])];
  const scenario = givenTask({ rules, tools, limits });
  const added = { id: 'pep', name: 'hmac-of-name', roles: ['finance'], publicKey: null, identity: null };
  scenario.ask('add-operator', ada, { operator: added });
  return scenario;
}

function question(scenario: Scenario, over: Partial<AccessQuestion> = {}) {
  return {
    subject: { type: 'agent', id: 'bot' },
    action: { name: 'write', properties: {} },
    resource: { type: 'connector', id: 'crm', properties: {} },
    about: scenario.task.id,
    fulfils: [],
    destinations: [],
    digest: null,
    binding: 'digest-of-question',
    ...over,
  };
}

function evaluate(scenario: Scenario, over: Partial<AccessQuestion> = {}, actor: Principal = pep) {
  const decision = scenario.ask('evaluate-access', actor, {
    questions: [question(scenario, over)],
    until: null,
  });
  const [event] = decision.events as EventOf<'access-evaluated'>[];
  return { ...event!.body, record: event!.id, made: decision.events.map(({ type }) => type) };
}

function request(
  scenario: Scenario,
  over: Partial<Pick<RequestAccess, 'question' | 'task'>> = {},
  actor: Principal = pep,
): Decision {
  const denied = evaluate(scenario);
  const requestable = denied.requestable ?? { digest: 'digest-of-question', until: scenario.at + HOUR };
  return scenario.ask('request-access', actor, {
    task: scenario.task.id,
    question: question(scenario),
    denied: { evaluation: denied.record, ...requestable },
    argumentsCommitment: 'hmac-of-question',
    ...over,
  });
}

/** The record of the moment at which it was complete. */
function approvalOf({ events }: Decision): string | undefined {
  return events.find(({ type }) => type === 'access-approved')?.id;
}

describe('a denial', () => {
  test('says until when people can be asked: for ten minutes, and no longer than its task lives', () => {
    const scenario = given();
    const { requestable, verdict } = evaluate(scenario);
    expect({ verdict, requestable }).toEqual({
      verdict: 'hold',
      requestable: { digest: 'digest-of-question', until: scenario.at + 600_000 },
    });
    scenario.at = scenario.task.expiresAt - 1_000;
    expect(evaluate(scenario).requestable?.until).toBe(scenario.task.expiresAt);
  });

  test('says nothing of that without a task or a binding, to an agent, or where it is a permit', () => {
    const scenario = given();
    const { binding: _, ...unbound } = question(scenario);
    const decision = scenario.ask('evaluate-access', pep, { questions: [unbound], until: null });
    expect(decision.events[0]?.body).not.toHaveProperty('requestable');
    expect(evaluate(scenario, { about: null })).not.toHaveProperty('requestable');
    expect(evaluate(scenario, {}, bot)).not.toHaveProperty('requestable');
    expect(evaluate(scenario, { action: { name: 'read', properties: {} } })).not.toHaveProperty(
      'requestable',
    );
  });
});

describe('a request', () => {
  test('raises a hold that says who asks for what, and the same question joins it', () => {
    const scenario = given();
    const first = request(scenario, { question: question(scenario, { destinations: [TO] }) });
    expect(first).toMatchObject({ verdict: 'hold', commands: [{ kind: 'ask', hold: first.hold }] });
    expect(scenario.hold).toMatchObject({
      connector: 'crm',
      tool: 'write',
      effects: ['write'],
      destinations: [TO.commitment],
      access: { actor: pep },
      status: 'pending',
    });
    const again = request(scenario);
    expect(again.hold).toBe(first.hold);
    expect(again.events).toMatchObject([{ type: 'access-held', body: { joined: true } }]);
    // It is the enforcement point that asked, and its agent may still ask for itself.
    expect(scenario.task.usage).toMatchObject({ holds: 0, askedByPeople: 1 });
    expect(refold(scenario.events)).toMatchObject({ task: scenario.task });
  });

  test('is refused, and not offered, once so many were asked for as the task may have people asked', () => {
    const scenario = given([holdWrites(), permitAll], { holds: 1 });
    scenario.act('write');
    expect(request(scenario).verdict).toBe('hold');
    scenario.reject(ben);
    const binding = 'digest-of-other';
    expect(evaluate(scenario, { binding })).not.toHaveProperty('requestable');
    const denied = { evaluation: scenario.task.record, digest: binding, until: scenario.at + 1 };
    const other = scenario.ask('request-access', pep, {
      task: scenario.task.id,
      question: question(scenario, { binding }),
      denied,
      argumentsCommitment: '',
    });
    expect(codesOf(other)).toEqual(['budget/holds-exhausted']);
  });

  test('joins none of another asker, who could not use its approval', () => {
    const scenario = given();
    const added = { id: 'pep-2', name: 'hmac-of-name', roles: [], publicKey: null, identity: null };
    scenario.ask('add-operator', ada, { operator: added });
    const first = request(scenario);
    const second = request(scenario, {}, operator('pep-2'));
    expect(second.hold).not.toBe(first.hold);
    expect(scenario.hold.access).toMatchObject({ actor: operator('pep-2') });
    expect(evaluate(scenario).verdict).toBe('hold');
  });

  test('is refused to whom policy does not let ask, and of an unknown task', () => {
    const no = { id: 'no', effect: 'forbid', when: isVerb('evaluate-access') } as const;
    expect(codesOf(request(given(), {}, bot))).toEqual(['identity/unknown-operator']);
    const scenario = given();
    expect(codesOf(request(scenario, { task: 'task_other' }))).toEqual(['identity/unknown-task']);
    scenario.publish('policy-2', [holdWrites(), no, permitAll]);
    const refused = scenario.ask('request-access', pep, {
      task: scenario.task.id,
      question: question(scenario),
      denied: { evaluation: 'rec_1', digest: 'digest-of-question', until: scenario.at + 1 },
      argumentsCommitment: '',
    });
    expect(codesOf(refused)).toEqual(['policy/policy-forbids']);
  });

  test('is refused of another question, too late, or where nothing waits for people', () => {
    const scenario = given();
    const other = question(scenario, { binding: 'digest-of-other' });
    expect(codesOf(request(scenario, { question: other }))).toEqual(['approval/digest-mismatch']);
    const late = scenario.ask('request-access', pep, {
      task: scenario.task.id,
      question: question(scenario, { action: { name: 'read', properties: {} } }),
      denied: { evaluation: 'rec_1', digest: 'digest-of-question', until: scenario.at },
      argumentsCommitment: '',
    });
    expect(codesOf(late)).toEqual(['approval/evaluation-expired', 'approval/not-requestable']);
  });

  test('is refused again once people rejected it, and one like it is told as a variation', () => {
    const scenario = given();
    request(scenario);
    const rejected = scenario.hold.id;
    scenario.reject(ben);
    expect(evaluate(scenario)).not.toHaveProperty('requestable');
    expect(codesOf(request(scenario))).toEqual(['approval/rejected']);
    const other = question(scenario, { binding: 'digest-of-other' });
    scenario.ask('request-access', pep, {
      task: scenario.task.id,
      question: other,
      denied: { evaluation: scenario.task.record, digest: 'digest-of-other', until: scenario.at + 1 },
      argumentsCommitment: '',
    });
    expect(scenario.hold.variationOf).toBe(rejected);
  });
});

describe('what people rejected', () => {
  function rejectTimes(scenario: Scenario, times: number): void {
    for (let n = 0; n < times; n += 1) {
      askFor(scenario, `digest-${n}`);
      scenario.reject(ben);
      scenario.at += HOUR / 60;
    }
  }

  function askFor(scenario: Scenario, digest: string): Decision {
    return scenario.ask('request-access', pep, {
      task: scenario.task.id,
      question: question(scenario, { binding: digest }),
      denied: { evaluation: scenario.task.record, digest, until: scenario.at + 1 },
      argumentsCommitment: '',
    });
  }

  test('to an enforcement point is asked for by it in no other shape, and says nothing of the agent', () => {
    const scenario = given([holdWrites(), permitAll], { coolingSeconds: 0, holds: 20 });
    rejectTimes(scenario, 6);
    expect(codesOf(askFor(scenario, 'digest-6'))).toEqual(['breaker/rejected-in-other-shapes']);
    expect(scenario.task.status).toBe('open');
    expect(scenario.act('write').verdict).toBe('hold');
  });

  test('to an enforcement point twice is left alone for a while', () => {
    const scenario = given();
    rejectTimes(scenario, 2);
    expect(codesOf(askFor(scenario, 'digest-2'))).toEqual(['approval/cooling-off']);
    expect(scenario.act('write').verdict).toBe('hold');
  });
});

describe('an approval', () => {
  test('of values from somewhere is none of the same values from elsewhere', () => {
    const scenario = given();
    const from = (level: 'person' | 'untrusted') => ({
      described: {
        grounding: [{ ...PLACED, level }],
        carried: [],
      },
    });
    request(scenario, { question: question(scenario, from('person')) });
    expect(scenario.hold.values?.grounding).toMatchObject([{ role: 'destination', level: 'person' }]);
    const approval = approvalOf(scenario.approve(ben))!;
    expect(evaluate(scenario, { ...from('untrusted'), approval })).toMatchObject({ approval: 'expired' });
    expect(evaluate(scenario, { ...from('person'), approval })).toMatchObject({ approval: 'used' });
  });

  test('is complete when all that was asked is given, and by nobody who asked', () => {
    const scenario = given([holdWrites([{ role: 'finance', quorum: 2 }]), permitAll]);
    request(scenario);
    expect(codesOf(scenario.approve(pep))).toContain('duty/approver-is-requester');
    expect(codesOf(scenario.approve(ada))).toContain('duty/approver-is-requester');
    expect(approvalOf(scenario.approve(ben))).toBeUndefined();
    const record = approvalOf(scenario.approve(cyd));
    expect(scenario.hold).toMatchObject({ approved: { record }, status: 'pending' });
  });

  test('lets exactly its question be a yes, once, and by itself nothing', () => {
    const scenario = given();
    request(scenario);
    const approval = approvalOf(scenario.approve(ben))!;
    expect(evaluate(scenario).verdict).toBe('hold');
    expect(evaluate(scenario, { approval, binding: 'other' })).toMatchObject({ approval: 'out-of-scope' });
    expect(evaluate(scenario, { approval: 'rec_9.1' })).toMatchObject({ approval: 'unverifiable' });
    expect(evaluate(scenario, { approval, about: null })).toMatchObject({ approval: 'unverifiable' });
    expect(evaluate(scenario, { approval }, ada)).toMatchObject({ approval: 'unverifiable' });
    const read = { name: 'read', properties: {} };
    expect(evaluate(scenario, { approval, action: read })).not.toHaveProperty('approval');
    expect(evaluate(scenario, { approval })).toMatchObject({
      verdict: 'permit',
      approval: 'used',
      made: ['access-evaluated', 'access-granted'],
    });
    expect(evaluate(scenario, { approval })).toMatchObject({ verdict: 'hold', approval: 'expired' });
    expect(refold(scenario.events)).toMatchObject({ task: scenario.task });
  });

  test('for several is used as often as all who approved and all who ask let it, each decided afresh', () => {
    const several = { ...holdWrites(), hold: { approvers: [{ role: 'finance', quorum: 1 }], maxUses: 3 } };
    const scenario = given([several, permitAll]);
    request(scenario);
    expect(codesOf(scenario.approve(ben, { times: 4 }))).toEqual(['approval/too-many-uses']);
    const approval = approvalOf(scenario.approve(ben, { times: 2 }))!;
    expect(evaluate(scenario, { approval })).toMatchObject({ verdict: 'permit', approval: 'used' });
    scenario.publish('policy-2', [holdWrites(), permitAll]);
    expect(evaluate(scenario, { approval })).toMatchObject({ verdict: 'hold', approval: 'expired' });
    scenario.publish('policy-3', [several, permitAll]);
    expect(evaluate(scenario, { approval })).toMatchObject({ verdict: 'permit', approval: 'used' });
    expect(evaluate(scenario, { approval })).toMatchObject({ verdict: 'hold', approval: 'expired' });
    expect(scenario.hold).toMatchObject({ uses: 2, ended: { by: [ben.id] } });
    expect(refold(scenario.events)).toMatchObject({ task: scenario.task });
  });

  test.each<[string, (scenario: Scenario) => void]>([
    [
      'the model',
      (scenario) => {
        const model = { provider: 'acme', name: 'other', fingerprint: 'f2' };
        scenario.ask('change-agent-model', ada, { agent: 'bot', model });
      },
    ],
    [
      'the workflow',
      (scenario) => {
        scenario.setting.workflow = { digest: 'another-digest' };
        scenario.publishWorkflow();
      },
    ],
    [
      'what the tool may do',
      (scenario) => {
        scenario.propose('crm', 'proposal-2');
        scenario.admit('crm', 'proposal-2', { read: ['read'], write: ['write', 'send'] });
      },
    ],
  ])('is of no use once %s is another than its givers were shown', (_, move) => {
    const scenario = given();
    request(scenario);
    const approval = approvalOf(scenario.approve(ben))!;
    move(scenario);
    expect(evaluate(scenario, { approval })).toMatchObject({ verdict: 'hold', approval: 'expired' });
    request(scenario);
    const again = approvalOf(scenario.approve(ben))!;
    expect(evaluate(scenario, { approval: again })).toMatchObject({ verdict: 'permit', approval: 'used' });
  });

  test('by somebody to whom the duty is lent counts while it is lent', () => {
    const scenario = given([holdWrites([{ role: 'finance', quorum: 2 }]), permitAll]);
    const dan = { id: 'dan', name: 'hmac-of-dan', roles: ['clerk'], publicKey: null, identity: null };
    scenario.ask('add-operator', ada, { operator: dan });
    scenario.ask('delegate-duty', ben, { to: 'dan', lent: ['finance'], until: scenario.at + 60_000 });
    request(scenario);
    scenario.approve(operator('dan'));
    expect(request(scenario).events[0]?.body).toMatchObject({ missing: [{ role: 'finance', quorum: 1 }] });
    const approval = approvalOf(scenario.approve(cyd))!;
    const early = scenario.at;
    scenario.at += 60_000;
    expect(evaluate(scenario, { approval })).toMatchObject({ approval: 'expired' });
    scenario.at = early;
    expect(evaluate(scenario, { approval })).toMatchObject({ verdict: 'permit', approval: 'used' });
  });

  test('is not taken back: what waits is, by its asker, and nobody can approve it any more', () => {
    const scenario = given();
    const withdraw = (actor: Principal) =>
      scenario.ask('withdraw-hold', actor, { task: scenario.task.id, hold: scenario.hold.id });
    request(scenario);
    expect(codesOf(withdraw(bot))).toEqual(['identity/not-this-task']);
    expect(withdraw(pep).verdict).toBe('permit');
    const late = scenario.approve(ben);
    expect(codesOf(late)).toContain('approval/hold-not-pending');
    expect(late.reasons.find(({ code }) => code === 'hold-not-pending')?.facts).toMatchObject({
      by: [pep.id],
      at: scenario.at,
    });
    request(scenario);
    scenario.approve(ben);
    expect(codesOf(withdraw(pep))).toEqual(['approval/hold-not-pending']);
    expect(scenario.hold.status).toBe('pending');
  });

  test('that is complete is joined by no later request', () => {
    const scenario = given([holdWrites(), permitAll]);
    const first = request(scenario);
    scenario.approve(ben);
    expect(scenario.approve(cyd).events).toHaveLength(1);
    expect(request(scenario).hold).not.toBe(first.hold);
  });

  test('ends with its time, and with its task', () => {
    const scenario = given();
    request(scenario);
    const approval = approvalOf(scenario.approve(ben))!;
    scenario.at = scenario.hold.expiresAt;
    expect(evaluate(scenario, { approval })).toMatchObject({ verdict: 'hold', approval: 'expired' });
    const other = given();
    request(other);
    const given2 = approvalOf(other.approve(ben))!;
    other.ask('quarantine', ada, { task: other.task.id, reason: 'hmac-of-reason' });
    expect(evaluate(other, { approval: given2 })).toMatchObject({ verdict: 'deny', approval: 'expired' });
  });

  test('does not outdo what policy says by now', () => {
    const scenario = given();
    request(scenario);
    const approval = approvalOf(scenario.approve(ben))!;
    scenario.publish('policy-2', [holdWrites([{ role: 'finance', quorum: 2 }]), permitAll]);
    expect(evaluate(scenario, { approval })).toMatchObject({ verdict: 'hold', approval: 'expired' });
    const no = {
      id: 'no',
      effect: 'forbid',
      when: ({ action }: { action: string }) => action === 'crm/write',
    };
    scenario.publish('policy-3', [no as Rule, permitAll]);
    expect(evaluate(scenario, { approval })).toMatchObject({ verdict: 'deny', approval: 'denied' });
  });
});
