import { describe, expect, test } from 'vitest';
import type { Decision } from './decision.ts';
import type { EventOf, Principal } from './event.ts';
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
} from './given.contract.ts';
import { operator, refold, toolOf } from './given.contract.ts';
import type { Rule, Scenario } from './given.contract.ts';
import type { AccessQuestion, RequestAccess } from './request.ts';

const TO = { host: 'x.example', isName: false, commitment: 'hmac-sha256:x' };
const pep = operator('pep');

function given(rules: readonly Rule[] = [holdWrites(), permitAll]): Scenario {
  const scenario = givenTask({ rules, tools: [toolOf('read', ['read']), toolOf('write', ['write'])] });
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
    expect(scenario.task.usage.holds).toBe(1);
    expect(refold(scenario.events)).toMatchObject({ task: scenario.task });
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

describe('an approval', () => {
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
