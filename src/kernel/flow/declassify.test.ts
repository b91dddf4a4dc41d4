import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ArgumentLabels } from '../action/argument-label.ts';
import { labelsOfRole, labelsSent, lowerLabels } from './declassified.ts';
import type { Decision } from '../decision.ts';
import type { Principal } from '../event.ts';
import {
  ada,
  ben,
  bot,
  codesOf,
  cyd,
  givenTask,
  holdpoint,
  HOUR,
  isVerb,
  operator,
} from '../given.contract.ts';
import { permitAll, PLAIN, refold, START, toolOf, wil } from '../given.contract.ts';
import type { Rule, Scenario, Setting } from '../given.contract.ts';
import { covers, joinLabels, NO_DATA, SENSITIVITIES } from './label.ts';
import type { Labels } from './label.ts';
import type { Declassify } from '../request.ts';

const SECRET: Labels = { sensitivity: 'restricted', categories: ['pii', 'secret'], integrity: 'untrusted' };
const PUBLIC: Labels = { sensitivity: 'public', categories: ['secret'], integrity: 'untrusted' };
const read = toolOf('read', ['read'], {}, { output: SECRET });
const send = toolOf('send', ['send'], {}, { ...PLAIN, roles: { '/to': 'destination', '/body': 'content' } });

const askPeople = (quorum = 1, rest: Partial<Rule> = {}): Rule => ({
  id: 'hold-declassify',
  effect: 'forbid',
  hold: { approvers: [{ role: 'finance', quorum }] },
  when: isVerb('declassify'),
  ...rest,
});

function given(rules: readonly Rule[] = [permitAll], setting: Setting = {}): Scenario {
  const scenario = givenTask({ tools: [read, send], rules, ...setting });
  scenario.act('read', { arguments: {} });
  return scenario;
}

const VALUE: ArgumentLabels = { pointer: '/value', role: 'content', labels: SECRET, isPlaced: true };

function ask(
  scenario: Scenario,
  {
    actor = ada,
    to = {},
    ...rest
  }: Partial<Omit<Declassify, 'declassification'>> & {
    readonly actor?: Principal;
    readonly to?: Partial<Declassify['declassification']>;
  } = {},
): Decision {
  const declassification = {
    value: 'mac-of-value',
    sensitivity: 'public',
    without: ['pii'],
    tool: 'crm/send',
    destination: 'mac-of-bob',
    until: START + HOUR,
    ...to,
  } as const;
  return scenario.ask('declassify', actor, {
    task: scenario.task.id,
    declassification,
    source: { record: 'rec_1', pointer: '/account' },
    carried: [VALUE],
    argumentsCommitment: 'hmac-of-what-is-asked',
    digest: `digest-of-${JSON.stringify(to)}`,
    ...rest,
  });
}

const BODY: ArgumentLabels = { ...VALUE, pointer: '/body', value: 'mac-of-value' };
const TO: ArgumentLabels = { pointer: '/to', role: 'destination', labels: NO_DATA, isPlaced: true };

/** What a call would count as giving away, asked of the rules alone. */
function sent(scenario: Scenario, carried: readonly ArgumentLabels[] | null = [TO, BODY], rest = {}): Labels {
  const request = {
    at: scenario.at,
    connector: 'crm',
    tool: 'send',
    destinations: [{ host: 'x.example', isName: false, commitment: 'hmac-sha256:mac-of-bob' }],
    ...(carried === null ? {} : { carried }),
    ...rest,
  };
  return labelsSent({ request: request as never, task: scenario.task });
}

describe('a declassification', () => {
  test('lowers one value for its sink and its time, and nothing else of the call', () => {
    const scenario = given();
    expect(sent(scenario)).toEqual(SECRET);
    const { verdict, events, task } = ask(scenario);
    expect({ verdict, task }).toEqual({ verdict: 'permit', task: scenario.task.id });
    expect(events).toMatchObject([
      {
        type: 'value-declassified',
        causes: [scenario.task.record],
        body: { hold: null, agent: 'bot', from: SECRET, actor: ada, determining: ['permit-all'] },
      },
    ]);
    expect(sent(scenario)).toEqual(PUBLIC);
    expect(sent(scenario, [BODY, { ...TO, labels: SECRET }])).toEqual(SECRET);
    expect(sent(scenario, [{ ...BODY, value: 'mac-of-other' }])).toEqual(SECRET);
    expect(sent(scenario, [BODY], { tool: 'read' })).toEqual(SECRET);
    const elsewhere = { host: 'y.example', isName: false, commitment: 'hmac-sha256:mac-of-eve' };
    expect(sent(scenario, [BODY], { destinations: [elsewhere] })).toEqual(SECRET);
    const bob = { ...elsewhere, commitment: 'hmac-sha256:mac-of-bob' };
    expect(sent(scenario, [BODY], { destinations: [bob, elsewhere] })).toEqual(SECRET);
    expect(sent(scenario, [BODY], { destinations: [] })).toEqual(SECRET);
    scenario.at += HOUR;
    expect(sent(scenario)).toEqual(SECRET);
  });

  test('does not lower what its value comes to carry after it was decided', () => {
    const scenario = given();
    ask(scenario);
    const grown = { ...SECRET, categories: [...SECRET.categories, 'phi'].toSorted() };
    expect(sent(scenario, [{ ...BODY, labels: grown }])).toEqual(grown);
    ask(scenario, { carried: [{ ...VALUE, labels: grown }] });
    expect(sent(scenario, [{ ...BODY, labels: grown }]).categories).toEqual(['phi', 'secret']);
    expect(sent(scenario)).toEqual(PUBLIC);
  });

  test('for any tool and any destination is good at all of them', () => {
    const scenario = given();
    ask(scenario, { to: { tool: null, destination: null } });
    expect(sent(scenario, [BODY], { tool: 'other', destinations: [] })).toEqual(PUBLIC);
  });

  test('is the same for whoever folds the records, and the newest 64 are remembered', () => {
    const scenario = given();
    for (let n = 0; n < 65; n++) ask(scenario, { to: { value: `mac-${n}` } });
    expect(refold(scenario.events).task).toEqual(scenario.task);
    const known = scenario.task.declassified!.map(({ value }) => value);
    expect([known.length, known[0]]).toEqual([64, 'mac-1']);
  });

  test('leaves what was recorded of a call as it is: what comes of the value carries it all', () => {
    const scenario = given();
    ask(scenario, { to: { tool: null, destination: null } });
    const { events } = scenario.act('send', { arguments: { body: 'x' }, carried: [BODY] });
    expect(events[0]?.body).toMatchObject({ carried: [BODY], sent: SECRET });
  });

  test('of what lowers nothing, or is over, is refused', () => {
    const scenario = given();
    const nothing = { sensitivity: 'restricted', without: ['phi'] } as const;
    expect(codesOf(ask(scenario, { to: nothing }))).toEqual(['flow/nothing-to-lower']);
    expect(codesOf(ask(scenario, { to: { until: START } }))).toEqual(['flow/nothing-to-lower']);
  });

  test('is asked by people, or by the agent of the task, and policy decides who of them may', () => {
    const scenario = given();
    expect(ask(scenario, { actor: bot }).verdict).toBe('permit');
    expect(codesOf(ask(scenario, { actor: operator('nobody') }))).toEqual(['identity/unknown-operator']);
    scenario.registerAgent('other');
    const other = { kind: 'agent', id: 'other' } as const;
    expect(codesOf(ask(scenario, { actor: other }))).toEqual(['identity/not-this-task']);
    expect(codesOf(ask(scenario, { task: 'task_none' }))).toEqual(['identity/unknown-task']);
    const forbidden = given([permitAll, { id: 'never', effect: 'forbid', when: isVerb('declassify') }]);
    expect(codesOf(ask(forbidden))).toEqual(['policy/policy-forbids']);
  });

  test('is refused in a task that is over', () => {
    const scenario = given();
    scenario.ask('close-task', bot, { task: scenario.task.id });
    expect(codesOf(ask(scenario))).toEqual(['control/task-closed']);
  });

  test('of a value that nobody can place begins at all that the task read', () => {
    const scenario = given();
    const { events } = ask(scenario, { carried: [{ ...VALUE, labels: NO_DATA, isPlaced: false }] });
    expect(events[0]?.body).toMatchObject({ from: SECRET });
  });
});

describe('a declassification that policy asks people about', () => {
  const rules = [permitAll, askPeople()];

  test('waits, and is done by the approval that meets what policy asks then', () => {
    const scenario = given(rules);
    const held = ask(scenario);
    expect(held).toMatchObject({
      verdict: 'hold',
      hold: scenario.hold.id,
      commands: [{ kind: 'ask' }],
      events: [{ type: 'declassification-held', body: { joined: false, agent: 'bot' } }],
    });
    expect(scenario.hold).toMatchObject({ tool: '@declassify', effects: [], asked: { actor: ada } });
    expect(scenario.task.usage.askedByPeople).toBe(1);
    expect(sent(scenario)).toEqual(SECRET);
    const { events } = scenario.approve(ben);
    const [approved, lowered] = events;
    expect(lowered).toMatchObject({
      type: 'value-declassified',
      causes: [scenario.task.record, held.events[0]!.id, approved!.id],
      body: { hold: held.hold, actor: ada, determining: ['permit-all'] },
    });
    expect(scenario.hold).toMatchObject({ status: 'used', usedBy: lowered!.id });
    expect(sent(scenario)).toEqual(PUBLIC);
    expect(refold(scenario.events).task).toEqual(scenario.task);
  });

  test('takes as many people as policy wants, and never the one who asked', () => {
    const scenario = given([permitAll, askPeople(2)]);
    ask(scenario, { actor: ben });
    expect(codesOf(scenario.approve(ben))).toEqual(['duty/approver-is-requester']);
    expect(codesOf(scenario.approve(ada))).toContain('duty/approver-is-requester');
    expect(scenario.approve(cyd).events).toHaveLength(1);
    expect(sent(scenario)).toEqual(SECRET);
    expect(scenario.task.declassified).toBeUndefined();
  });

  test('is asked again by the same hold, which then asks what policy asks then', () => {
    const scenario = given(rules);
    const { hold } = ask(scenario);
    expect(ask(scenario)).toMatchObject({ hold, events: [{ body: { joined: true } }] });
    expect(scenario.task.usage.askedByPeople).toBe(1);
    expect(ask(scenario, { to: { value: 'mac-of-other' } }).hold).not.toBe(hold);
  });

  test('stays as it is where a person rejects it', () => {
    const scenario = given(rules);
    ask(scenario);
    scenario.reject(ben);
    expect(codesOf(ask(scenario))).toEqual(['approval/rejected']);
  });

  test('expires with its policy, its task or what it asks, whichever is first', () => {
    const expires = (seconds: number | null, untilMs: number): number => {
      const hold = { approvers: [{ role: 'finance', quorum: 1 }], expiresSeconds: seconds };
      const scenario = given([permitAll, askPeople(1, { hold })]);
      ask(scenario, { to: { until: scenario.at + untilMs } });
      return scenario.hold.expiresAt - scenario.at;
    };
    expect(expires(60, HOUR)).toBe(60_000);
    expect(expires(null, 10 * HOUR)).toBe(HOUR);
    expect(expires(null, 5_000)).toBe(5_000);
  });

  test('counts among the holds that a task may raise', () => {
    const scenario = given(rules, { limits: { holds: 1 } });
    ask(scenario);
    expect(codesOf(ask(scenario, { to: { value: 'mac-of-other' } }))).toEqual(['budget/holds-exhausted']);
  });

  test('that people ask for uses up none of the holds that the agent may raise', () => {
    const scenario = given(rules, { limits: { holds: 1 } });
    ask(scenario);
    expect(scenario.task.usage).toMatchObject({ holds: 0, askedByPeople: 1 });
    expect(ask(scenario, { actor: bot, to: { value: 'mac-of-other' } }).verdict).toBe('hold');
    expect(scenario.task.usage).toMatchObject({ holds: 1, askedByPeople: 1 });
  });

  test('is not done by an approval after policy forbids it, or its time is over', () => {
    const forbidden = given(rules);
    ask(forbidden);
    forbidden.publish('policy-2', [permitAll, { id: 'never', effect: 'forbid', when: isVerb('declassify') }]);
    expect(forbidden.approve(ben).events.map(({ type }) => type)).toEqual(['approval-given']);
    const asked = given(rules);
    ask(asked, { to: { until: asked.at + 10 } });
    asked.at += 9;
    expect(asked.approve(ben).events).toHaveLength(2);
  });

  test('is not done by an approval once whoever asked is nobody here', () => {
    for (const actor of [ada, bot]) {
      const scenario = given(rules);
      ask(scenario, { actor });
      const { operators } = scenario.state.org;
      const org = { ...scenario.state.org, agents: {}, operators: { ben: operators['ben']! } };
      scenario.state = { ...scenario.state, org };
      expect(scenario.approve(ben).events.map(({ type }) => type)).toEqual(['approval-given']);
    }
  });

  test('is done by an approval where policy permits it by now', () => {
    const scenario = given(rules);
    ask(scenario, { actor: bot });
    scenario.publish('policy-2', [permitAll]);
    expect(scenario.approve(wil).verdict).toBe('deny');
    expect(scenario.approve(ben).events).toMatchObject([{}, { type: 'value-declassified' }, {}]);
  });
});

describe('what a call gives away', () => {
  test('is all that the task read where nobody looked, and of values that nobody can place', () => {
    const scenario = given();
    expect(sent(scenario, null)).toEqual(SECRET);
    expect(sent(scenario, [])).toEqual(NO_DATA);
    expect(sent(scenario, [TO])).toEqual(NO_DATA);
    expect(sent(scenario, [{ ...TO, isPlaced: false }])).toEqual(SECRET);
  });

  test('by role is what its values carry, and what no entry tells apart', () => {
    const scenario = given();
    const rest: ArgumentLabels = { ...TO, pointer: '', role: 'content', labels: PUBLIC };
    const asked = (carried?: readonly ArgumentLabels[]): Labels =>
      labelsOfRole({ request: { carried, destinations: [] } as never, task: scenario.task }, 'destination');
    expect(asked([TO])).toEqual(NO_DATA);
    expect(asked([TO, rest])).toEqual(joinLabels(NO_DATA, PUBLIC));
    expect(asked([{ ...BODY }])).toEqual(SECRET);
    expect(asked()).toEqual(SECRET);
  });

  const label: fc.Arbitrary<Labels> = fc.record({
    sensitivity: fc.constantFrom(...SENSITIVITIES),
    categories: fc.uniqueArray(fc.constantFrom('phi', 'pii', 'secret')).map((all) => all.toSorted()),
    integrity: fc.constantFrom('trusted', 'untrusted'),
  });

  test('joining never gives less than either, and lowering never trusts', () => {
    fc.assert(
      fc.property(label, label, (one, other) => {
        const joined = joinLabels(one, other);
        expect(covers(joined, one) && covers(joined, other)).toBe(true);
        const less = lowerLabels(one, { sensitivity: other.sensitivity, without: other.categories });
        expect(covers(one, less)).toBe(true);
        expect(less.integrity).toBe(one.integrity);
      }),
    );
  });

  test('is never less for one value more', () => {
    const scenario = given();
    fc.assert(
      fc.property(fc.array(fc.tuple(label, fc.boolean())), label, fc.boolean(), (all, labels, isPlaced) => {
        const carried = all.map(([one, placed]) => ({ ...TO, labels: one, isPlaced: placed }));
        const more = [...carried, { ...TO, labels, isPlaced }];
        expect(covers(sent(scenario, more), sent(scenario, carried))).toBe(true);
      }),
    );
  });
});

test('nobody but an agent or an operator asks', () => {
  expect(codesOf(ask(given(), { actor: holdpoint }))).toEqual(['identity/unknown-operator']);
});
