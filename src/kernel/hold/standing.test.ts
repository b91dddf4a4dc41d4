import { describe, expect, test } from 'vitest';
import { MAX_DECIDED } from './decided.ts';
import type { Decision } from '../decision.ts';
import {
  ada,
  ben,
  bot,
  codesOf,
  cyd,
  factsOf,
  givenTask,
  hasEffect,
  holdWrites,
  HOUR,
  isVerb,
  operator,
  permitAll,
  PLAIN,
  refold,
  toolOf,
  wil,
} from '../given.contract.ts';
import type { Scenario, Setting } from '../given.contract.ts';
import type { JsonObject } from '../json.ts';
import { triggerOf } from '../chain/trigger.contract.ts';
import type { PolicyQuery } from '../policy.ts';
import type { ApproverLimit } from '../org/registered.ts';

const DAY = 24 * HOUR;
const dan = operator('dan');
const eve = operator('eve');

const OUTPUT = { sensitivity: 'confidential', categories: ['pii'], integrity: 'trusted' } as const;
const roles = { '/to': 'destination', '/amount': 'amount' } as const;
const TOOLS = [
  toolOf('write', ['write'], {}, { output: OUTPUT, roles }),
  toolOf('post', ['write'], {}, { ...PLAIN, egress: 'external' }),
  toolOf('read', ['read']),
];

/** Dan and eve have no role that anything asks for. */
function given(setting: Setting = {}): Scenario {
  const scenario = givenTask({ rules: [permitAll, holdWrites()], tools: TOOLS, ...setting });
  for (const id of ['dan', 'eve']) {
    const person = { id, roles: ['clerk'], publicKey: null, identity: null, name: `hmac-of-${id}` };
    scenario.ask('add-operator', ada, { operator: person });
  }
  return scenario;
}

function write(scenario: Scenario, n = 1, host: string | null = 'mail.example.com'): Decision {
  const destinations = [{ host, isName: host === null, commitment: `mac-of-${host}` }];
  return scenario.act('write', { arguments: { n, to: 'x', amount: 100 }, destinations });
}

function limit(scenario: Scenario, id: string, to: ApproverLimit | null, actor = ada): Decision {
  return scenario.ask('limit-operator', actor, { operator: id, limit: to });
}

function lend(
  scenario: Scenario,
  from = ben,
  to = dan,
  rest: { lent?: string[]; roles?: string[]; until?: number; limit?: ApproverLimit } = {},
): Decision {
  const fields = { to: to.id, lent: ['finance'], until: scenario.at + DAY, ...rest };
  return scenario.ask('delegate-duty', from, fields);
}

describe('a limit of what an operator approves', () => {
  test('is exceeded by spending of which nobody knows how much', () => {
    const buy = toolOf('buy', ['spend']);
    const rules = [permitAll, { ...holdWrites(), when: hasEffect('spend') }];
    const scenario = given({ rules, tools: [...TOOLS, buy] });
    limit(scenario, 'ben', { amount: 5 });
    scenario.act('buy', { arguments: { total: 1e9 } });
    expect(factsOf(scenario.approve(ben), 'beyond-approver-limit')).toMatchObject({ beyond: ['amount'] });
  });

  test.each<[string, ApproverLimit, string[]]>([
    ['what the action may do', { effects: ['read', 'send'] }, ['effects']],
    ['how sensitive its data is', { sensitivity: 'internal' }, ['sensitivity']],
    ['of which kind its data is', { categories: ['pci'] }, ['categories']],
    ['where it goes', { destinations: ['own', 'other.example'] }, ['destinations']],
    ['how much it spends', { amount: 999_999 }, ['amount']],
    ['all of these', { effects: [], sensitivity: 'public', amount: 0 }, ['effects', 'sensitivity', 'amount']],
  ])('binds by %s', (_, to, beyond) => {
    const scenario = given();
    limit(scenario, 'ben', to);
    write(scenario);
    const refused = scenario.approve(ben);
    expect(codesOf(refused)).toEqual(['duty/beyond-approver-limit']);
    expect(factsOf(refused, 'beyond-approver-limit')).toMatchObject({ operator: 'ben', beyond });
    expect(scenario.approve(cyd).verdict).toBe('permit');
    expect(refold(scenario.events).task).toEqual(scenario.task);
  });

  test.each<[string, ApproverLimit]>([
    ['an effect', { effects: ['write'] }],
    ['data', { sensitivity: 'confidential', categories: ['pii', 'phi'] }],
    ['an amount', { amount: 1_000_000 }],
    ['a host that it names', { destinations: ['.example.com'] }],
    ['a known host', { destinations: ['known'] }],
  ])('lets pass what is within it: %s', (_, to) => {
    const scenario = given();
    scenario.declare([], ['mail.example.com']);
    limit(scenario, 'ben', to);
    write(scenario);
    expect(scenario.approve(ben).verdict).toBe('permit');
    expect(write(scenario).verdict).toBe('permit');
  });

  test("counts the organisation's own hosts as known, and no name that is no host", () => {
    const scenario = given();
    scenario.declare(['mail.example.com'], []);
    limit(scenario, 'ben', { destinations: ['known'] });
    write(scenario, 1);
    expect(scenario.approve(ben).verdict).toBe('permit');
    write(scenario, 2, null);
    expect(codesOf(scenario.approve(ben))).toEqual(['duty/beyond-approver-limit']);
  });

  test('is passed by what goes out, nothing saying where', () => {
    const scenario = given();
    limit(scenario, 'ben', { destinations: ['own'] });
    scenario.act('post');
    expect(factsOf(scenario.approve(ben), 'beyond-approver-limit')).toMatchObject({
      beyond: ['destinations'],
    });
  });

  test('set after an approval makes it count no more, and lifted makes it count again', () => {
    const scenario = given();
    write(scenario);
    scenario.approve(ben);
    limit(scenario, 'ben', { sensitivity: 'public' });
    expect(write(scenario).verdict).toBe('hold');
    limit(scenario, 'ben', null);
    expect(write(scenario).verdict).toBe('permit');
  });

  test('ends with the role that it was given by, and with a role comes the duty', () => {
    const scenario = given();
    const change = (id: string, to: readonly string[], actor = ada): Decision =>
      scenario.ask('change-operator-roles', actor, { operator: id, given: to });
    write(scenario);
    scenario.approve(ben);
    expect(change('ben', ['clerk']).verdict).toBe('permit');
    expect(write(scenario).verdict).toBe('hold');
    expect(change('dan', ['finance', 'finance']).verdict).toBe('permit');
    expect(scenario.state.org.operators['dan']?.roles).toEqual(['finance']);
    expect(scenario.approve(dan).verdict).toBe('permit');
    expect(write(scenario).verdict).toBe('permit');
    expect(codesOf(change('ben', ['admin'], ben))).toContain('identity/role-missing');
    expect(codesOf(change('nobody', []))).toEqual(['identity/unknown-operator']);
    expect(codesOf(change('ada', ['admin', 'finance']))).toEqual(['duty/own-roles']);
    expect(refold(scenario.events).org).toEqual(scenario.state.org);
  });

  test('alone, one changes one’s own roles and stays admin', () => {
    const alone = given({ mode: 'solo' });
    const change = (to: readonly string[]): Decision =>
      alone.ask('change-operator-roles', ada, { operator: 'ada', given: to });
    expect(codesOf(change(['finance']))).toEqual(['duty/own-roles']);
    expect(change(['admin', 'security']).verdict).toBe('permit');
    expect(alone.state.org.operators['ada']?.roles).toEqual(['admin', 'security']);
  });

  test('is set by an admin; one of their own is for another one to change', () => {
    const scenario = given();
    expect(codesOf(limit(scenario, 'cyd', {}, ben))).toEqual(['identity/role-missing']);
    expect(codesOf(limit(scenario, 'nobody', {}))).toEqual(['identity/unknown-operator']);
    expect(limit(scenario, 'ada', { perHour: 1 }).verdict).toBe('permit');
    expect(codesOf(limit(scenario, 'ada', null))).toEqual(['duty/own-limit']);
    expect(scenario.state.org.operators['ada']?.limit).toEqual({ perHour: 1 });
    const alone = given({ mode: 'solo' });
    limit(alone, 'ada', { perHour: 1 });
    expect(limit(alone, 'ada', null).verdict).toBe('permit');
  });

  test('also binds by what is known of a value that would count as less', () => {
    const scenario = given({
      rules: [permitAll, { ...holdWrites(), id: 'ask', when: isVerb('declassify') }],
    });
    limit(scenario, 'ben', { sensitivity: 'internal' });
    scenario.ask('declassify', bot, {
      task: scenario.task.id,
      declassification: {
        value: 'mac',
        sensitivity: 'public',
        without: [],
        tool: null,
        destination: null,
        until: scenario.at + HOUR,
      },
      source: { record: scenario.task.record, pointer: '/value' },
      carried: [{ pointer: '/value', role: 'content', labels: OUTPUT, isPlaced: true }],
      argumentsCommitment: 'hmac',
      digest: 'digest',
    });
    expect(codesOf(scenario.approve(ben))).toEqual(['duty/beyond-approver-limit']);
    expect(scenario.approve(wil)).toBeDefined();
  });
});

describe('a hold of which nobody knows how far it goes', () => {
  test('is beyond every limit that says anything about that', () => {
    const scenario = given();
    limit(scenario, 'ben', { amount: Number.MAX_SAFE_INTEGER });
    const held = write(scenario).events.find((event) => event.type === 'action-held')!;
    const { stakes: _, ...before } = held.body;
    scenario.fold({ ...held, id: 'rec_of_an_older_ledger', body: { ...before, hold: 'hold_older' } });
    expect(codesOf(scenario.approve(ben))).toEqual(['duty/beyond-approver-limit']);
    expect(scenario.approve(cyd).verdict).toBe('permit');
  });
});

describe('approvals within an hour', () => {
  test('are bounded for whoever has such a limit; rejections are not', () => {
    const scenario = given();
    limit(scenario, 'ben', { perHour: 1 });
    write(scenario, 1);
    scenario.approve(ben);
    scenario.at += 1_000;
    write(scenario, 2);
    const refused = scenario.approve(ben);
    expect(codesOf(refused)).toEqual(['duty/approvals-exhausted']);
    expect(factsOf(refused, 'approvals-exhausted')).toEqual({ operator: 'ben', decided: 1, limit: 1 });
    // Cyd answers for the agent.
    expect(refused.reasons[0]?.lift).toMatch(/^Ask somebody else, or the same person later/);
    scenario.ask('change-operator-roles', ada, { operator: 'dan', given: ['finance'] });
    expect(scenario.approve(ben).reasons[0]?.lift).toMatch(/^Ask dan, or the same person later/);
    expect(scenario.reject(ben).verdict).toBe('permit');
    scenario.at += HOUR;
    write(scenario, 3);
    expect(scenario.approve(ben).verdict).toBe('permit');
  });

  test('bind whoever has that limit together with all to whom they lend their duty', () => {
    const scenario = given();
    limit(scenario, 'ben', { perHour: 2 });
    lend(scenario, ben, dan);
    lend(scenario, ben, eve);
    for (const person of [dan, eve]) {
      write(scenario, scenario.at);
      expect(scenario.approve(person).verdict).toBe('permit');
      scenario.at += 1_000;
    }
    write(scenario, scenario.at);
    for (const person of [dan, eve, ben]) {
      const facts = factsOf(scenario.approve(person), 'approvals-exhausted');
      expect(facts).toEqual({ operator: 'ben', decided: 2, limit: 2 });
    }
    expect(scenario.approve(cyd).verdict).toBe('permit');
  });

  test('that were lent with such a limit are counted for whoever gives them', () => {
    const scenario = given();
    lend(scenario, ben, dan, { limit: { perHour: 1 } });
    write(scenario, 1);
    scenario.approve(dan);
    write(scenario, 2);
    expect(factsOf(scenario.approve(dan), 'approvals-exhausted')).toMatchObject({ operator: 'dan' });
    expect(scenario.approve(ben).verdict).toBe('permit');
  });

  test('are remembered up to a number', () => {
    const scenario = given({ limits: { holds: 10_000 } });
    write(scenario, 1);
    scenario.approve(ben);
    const given1 = scenario.events.at(-1)!;
    for (let n = 1; n <= MAX_DECIDED; n += 1) {
      scenario.fold({ ...given1, id: `${given1.id}-${n}`, time: given1.time + n });
    }
    expect(scenario.state.org.decided['ben']).toHaveLength(MAX_DECIDED);
  });
});

describe('a duty to approve that is lent', () => {
  test('lets somebody else approve, who is one person, and both are named', () => {
    const scenario = given();
    lend(scenario);
    write(scenario);
    const { events } = scenario.approve(dan);
    expect(events[0]?.body).toMatchObject({ onBehalfOf: ['ben'], statement: { operator: 'dan' } });
    expect(scenario.hold.approvals).toMatchObject([{ operator: 'dan', onBehalfOf: ['ben'] }]);
    expect(write(scenario).verdict).toBe('permit');
    expect(refold(scenario.events).org).toEqual(scenario.state.org);
  });

  test('ends with its time, also for what was approved before', () => {
    const scenario = given();
    lend(scenario, ben, dan, { until: scenario.at + 60_000 });
    write(scenario);
    scenario.approve(dan);
    scenario.at += 60_000;
    expect(write(scenario).verdict).toBe('hold');
    write(scenario, 2);
    expect(codesOf(scenario.approve(dan))).toEqual(['approval/approver-role']);
  });

  test('is of roles that its lender has, to somebody else, for 90 days at most', () => {
    const scenario = given();
    const wrong = (rest: object, to = dan) =>
      factsOf(lend(scenario, ben, to, rest), 'duty-not-own')?.['wrong'];
    expect(wrong({ lent: ['security'] })).toEqual(['roles']);
    expect(wrong({ lent: [] })).toEqual(['roles']);
    expect(wrong({ until: scenario.at })).toEqual(['until']);
    expect(wrong({ until: scenario.at + 91 * DAY })).toEqual(['until']);
    expect(wrong({}, ben)).toEqual(['to']);
    // Who signed in with fewer roles lends none of the others, and what counts of theirs is not what is lent.
    expect(wrong({ roles: ['clerk'] })).toEqual(['roles']);
    const narrow = lend(scenario, ada, dan, { roles: ['admin', 'finance'], lent: ['finance'] });
    expect(narrow.events).toMatchObject([{ body: { delegation: { roles: ['finance'] } } }]);
    expect(codesOf(lend(scenario, ben, operator('nobody')))).toEqual(['identity/unknown-operator']);
  });

  test('is not lent on', () => {
    const scenario = given();
    lend(scenario);
    expect(codesOf(lend(scenario, dan, eve))).toEqual(['duty/duty-not-own']);
  });

  test('is bound by what binds its lender: who asked for the task', () => {
    const scenario = given();
    lend(scenario, ada, dan);
    write(scenario);
    const refused = scenario.approve(dan);
    expect(codesOf(refused)).toContain('duty/approver-is-requester');
    expect(factsOf(refused, 'approver-is-requester')).toMatchObject({ operator: 'ada', delegate: 'dan' });
  });

  test('is bound by what policy keeps its lender from', () => {
    const when = ({ action, context }: PolicyQuery): boolean =>
      action === 'approve' && (context['approver'] as JsonObject)['ownsAgent'] === true;
    const own = { id: 'own-agent', effect: 'forbid', when } as const;
    const scenario = given({ rules: [permitAll, holdWrites(), own] });
    lend(scenario, cyd);
    write(scenario);
    const refused = scenario.approve(dan);
    expect(codesOf(refused)).toEqual(['approval/approver-role', 'policy/policy-forbids']);
    expect(factsOf(refused, 'policy-forbids')).toMatchObject({ policies: ['own-agent'], delegate: 'dan' });
    lend(scenario, ben);
    expect(scenario.approve(dan).events[0]?.body).toMatchObject({ onBehalfOf: ['ben'] });
  });

  test.each([
    ["its lender's", (scenario: Scenario) => limit(scenario, 'ben', { sensitivity: 'public' }), {}],
    ['its own', () => null, { limit: { sensitivity: 'public' } as const }],
    ["its user's", (scenario: Scenario) => limit(scenario, 'dan', { sensitivity: 'public' }), {}],
  ])('is bound by three limits: %s', (_, before, rest) => {
    const scenario = given();
    before(scenario);
    lend(scenario, ben, dan, rest);
    write(scenario);
    expect(codesOf(scenario.approve(dan))).toContain('duty/beyond-approver-limit');
  });

  test('fills one place, whoever uses it', () => {
    const scenario = given({ rules: [permitAll, holdWrites([{ role: 'finance', quorum: 2 }])] });
    lend(scenario, ben, dan);
    lend(scenario, ben, eve);
    write(scenario);
    scenario.approve(dan);
    expect(codesOf(scenario.approve(eve))).toEqual(['duty/duty-used', 'approval/approver-role']);
    expect(scenario.approve(ben).verdict).toBe('permit');
    expect(write(scenario).verdict).toBe('hold');
    scenario.approve(cyd);
    expect(write(scenario).verdict).toBe('permit');
  });

  test('counts no more once its lender may not go so far', () => {
    const scenario = given();
    lend(scenario);
    write(scenario);
    scenario.approve(dan);
    limit(scenario, 'ben', { sensitivity: 'public' });
    expect(write(scenario).verdict).toBe('hold');
    limit(scenario, 'ben', null);
    expect(write(scenario).verdict).toBe('permit');
  });

  test('is not used where one has the role oneself', () => {
    const scenario = given();
    lend(scenario, ben, cyd);
    write(scenario);
    expect(scenario.approve(cyd).events[0]?.body).not.toHaveProperty('onBehalfOf');
  });

  test('is ended whatever policy says of lending, and by nobody unknown', () => {
    const scenario = given();
    lend(scenario);
    const delegation = Object.keys(scenario.state.org.delegations)[0]!;
    scenario.publish('p2', [permitAll, { id: 'none', effect: 'forbid', when: isVerb('delegate-duty') }]);
    expect(codesOf(lend(scenario))).toEqual(['policy/policy-forbids']);
    const revoke = (actor: typeof ada) => scenario.ask('revoke-delegation', actor, { delegation });
    expect(codesOf(revoke(bot))).toEqual(['identity/unknown-operator']);
    expect(revoke(ben).verdict).toBe('permit');
  });

  test('is ended by either of the two or an admin, and what it gave counts no more', () => {
    const scenario = given();
    const lent = () => Object.keys(scenario.state.org.delegations)[0]!;
    const revoke = (actor: typeof ada, delegation = lent()) =>
      scenario.ask('revoke-delegation', actor, { delegation });
    lend(scenario);
    write(scenario);
    scenario.approve(dan);
    expect(codesOf(revoke(cyd))).toEqual(['identity/role-missing']);
    expect(codesOf(revoke(ben, 'dlg_none'))).toEqual(['identity/unknown-delegation']);
    expect(revoke(ben).verdict).toBe('permit');
    expect(write(scenario).verdict).toBe('hold');
    for (const actor of [dan, ada]) {
      lend(scenario);
      expect(revoke(actor).verdict).toBe('permit');
    }
    expect(scenario.state.org.delegations).toEqual({});
  });
});

describe('a duty that several lend', () => {
  const both = [permitAll, holdWrites([{ role: 'finance', quorum: 2 }])];

  function withLenders(setting: Setting): Scenario {
    const scenario = given(setting);
    const fay = { id: 'fay', roles: ['finance'], publicKey: null, identity: null, name: 'hmac-of-fay' };
    scenario.ask('add-operator', ada, { operator: fay });
    for (const from of [ben, operator('fay')]) for (const to of [dan, eve]) lend(scenario, from, to);
    return scenario;
  }

  test('is used of one of them alone, so that as many deputies as lenders are as many people', () => {
    const scenario = withLenders({ rules: both });
    write(scenario);
    expect(scenario.approve(dan).verdict).toBe('permit');
    expect(scenario.hold.approvals[0]!.onBehalfOf).toHaveLength(1);
    expect(scenario.approve(eve).verdict).toBe('permit');
    expect(write(scenario).verdict).toBe('permit');
  });

  test('is used of the next one where the first has decided enough', () => {
    const scenario = withLenders({});
    limit(scenario, 'ben', { perHour: 1 });
    write(scenario);
    expect(scenario.approve(ben).verdict).toBe('permit');
    write(scenario, 2);
    scenario.approve(dan);
    expect(scenario.hold.approvals[0]).toMatchObject({ operator: 'dan', onBehalfOf: ['fay'] });
  });

  test('keeps nobody from what their own role is enough for', () => {
    const asks = [
      { role: 'finance', quorum: 1 },
      { role: 'security', quorum: 1 },
    ];
    const scenario = given({ rules: [permitAll, holdWrites(asks)] });
    lend(scenario, cyd, ben, { lent: ['security'], limit: { perHour: 1 } });
    write(scenario);
    scenario.approve(ben);
    expect(scenario.hold.approvals[0]).toMatchObject({ onBehalfOf: ['cyd'] });
    write(scenario, 2);
    expect(scenario.approve(ben).verdict).toBe('permit');
    expect(scenario.hold.approvals[0]!.onBehalfOf).toBeUndefined();
  });
});

describe('who set a task off', () => {
  test('approves nothing in it, nor in what that sets off', () => {
    const mail = toolOf('mail', ['send'], {}, { triggers: [triggerOf()] });
    const scenario = given({ tools: [...TOOLS, mail], workflow: { unattended: true } });
    scenario.act('mail');
    scenario.open(bot);
    expect(scenario.task).toMatchObject({
      requester: 'cyd',
      above: { requesters: ['ada'], agents: ['bot'] },
    });
    write(scenario);
    const refused = scenario.approve(ada);
    expect(factsOf(refused, 'approver-is-requester')).toMatchObject({ operator: 'ada', above: true });
    expect(scenario.approve(ben).verdict).toBe('permit');
  });
});
