import { describe, expect, test } from 'vitest';
import type { ArgumentLabels } from '../action/argument-label.ts';
import { givenTask, toolOf } from '../given.contract.ts';
import type { Scenario } from '../given.contract.ts';
import type { Json } from '../json.ts';
import { NO_DATA } from './label.ts';
import type { Labels } from './label.ts';
import type { Act } from '../request.ts';

const SECRET: Labels = { sensitivity: 'restricted', categories: ['pci'], integrity: 'untrusted' };
const OPEN: Labels = { ...NO_DATA, sensitivity: 'internal' };
const BODY: ArgumentLabels = { pointer: '/body', role: 'content', labels: SECRET, isPlaced: true };

function given(): Scenario {
  const tools = [toolOf('read', ['read'], {}, { output: SECRET }), toolOf('send', ['send'])];
  return givenTask({ tools });
}

/** What policy sees of it when a task that read something restricted sends this. */
function leavingOf(rest: Partial<Act>, scenario = given(), first = 'read'): Json | undefined {
  if (first === 'read') scenario.act('read');
  const seen: (Json | undefined)[] = [];
  const { policy } = scenario.state;
  const watched = {
    digest: policy!.digest,
    evaluate: (...[query, suspended]: Parameters<NonNullable<typeof policy>['evaluate']>) => {
      seen.push(query.context['leaving']);
      return policy!.evaluate(query, suspended);
    },
  };
  scenario.state = { ...scenario.state, policy: watched };
  scenario.act('send', rest);
  return seen[0];
}

const from = (level: 'person' | 'approved' | 'named', pointer = '/body') =>
  [{ pointer, role: 'content', level, match: 'exact', sources: [], instructed: false }] as const;

test('what is in a value surely leaves; what nobody can place may be all that the task read', () => {
  expect(leavingOf({ carried: [BODY] })).toEqual({ certain: 3, possible: 3, elsewhere: 0, uncleared: false });
  expect(leavingOf({ carried: [{ ...BODY, labels: OPEN }] })).toEqual({
    certain: 1,
    possible: 1,
    elsewhere: 0,
    uncleared: false,
  });
  expect(leavingOf({ carried: [{ ...BODY, labels: OPEN, isPlaced: false }] })).toEqual({
    certain: 1,
    possible: 3,
    elsewhere: 0,
    uncleared: false,
  });
  expect(leavingOf({ carried: [] })).toEqual({ certain: 0, possible: 0, elsewhere: 0, uncleared: false });
});

test('where nobody looked, it may be all that the task read', () => {
  expect(leavingOf({})).toEqual({ certain: 0, possible: 3, elsewhere: 0, uncleared: false });
});

test.each(['destination', 'identity', 'selector'] as const)(
  'a %s that stands in a restricted record may be of it, and is not surely',
  (role) => {
    expect(leavingOf({ carried: [{ ...BODY, role }] })).toEqual({
      certain: 0,
      possible: 3,
      elsewhere: 0,
      uncleared: false,
    });
  },
);

test('what people said or approved whole is theirs to give, and nothing beside it', () => {
  expect(leavingOf({ carried: [BODY], grounding: from('person') })).toEqual({
    certain: 0,
    possible: 0,
    elsewhere: 0,
    uncleared: false,
  });
  expect(leavingOf({ carried: [BODY], grounding: from('approved') })).toEqual({
    certain: 0,
    possible: 0,
    elsewhere: 0,
    uncleared: false,
  });
  expect(leavingOf({ carried: [BODY], grounding: from('named') })).toEqual({
    certain: 3,
    possible: 3,
    elsewhere: 0,
    uncleared: false,
  });
  expect(leavingOf({ carried: [BODY], grounding: from('person', '/title') })).toEqual({
    certain: 3,
    possible: 3,
    elsewhere: 0,
    uncleared: false,
  });
});

test('a value that was declassified for the call leaves as what it then counts as', () => {
  const scenario = given();
  const declassified = {
    value: 'mac',
    sensitivity: 'internal',
    without: ['pci'],
    tool: null,
    destination: null,
    until: scenario.at + 1_000_000,
    from: SECRET,
    record: 'rec_1',
  } as const;
  const { task } = scenario.state;
  scenario.state = { ...scenario.state, task: { ...task!, declassified: [declassified] } };
  const carried = [{ ...BODY, value: 'mac' }];
  expect(leavingOf({ carried }, scenario)).toEqual({
    certain: 1,
    possible: 1,
    elsewhere: 0,
    uncleared: false,
  });
});

test.each<[string, readonly string[], boolean]>([
  ['a listed host that is cleared for less', ['poor.net'], true],
  ['such a host, with others beside it', ['evil.net', 'poor.net', 'mx.own.net'], true],
  ['a listed host that is cleared for it', ['rich.net'], false],
  ['its own and hosts that nobody declared', ['mx.own.net', 'evil.net'], false],
])('what surely leaves for %s', (_, hosts, uncleared) => {
  const scenario = given();
  const cleared = { 'rich.net': 'restricted', 'poor.net': 'confidential' } as const;
  scenario.declare(['.own.net'], ['rich.net', 'poor.net'], undefined, cleared);
  const destinations = hosts.map((host) => ({ host, isName: false, commitment: `hmac-of-${host}` }));
  expect(leavingOf({ carried: [BODY], destinations }, scenario)).toMatchObject({ uncleared });
  expect(leavingOf({ carried: [], destinations }, scenario)).toMatchObject({ uncleared: false });
});

describe('what another task of the agent read', () => {
  const other = () => {
    const scenario = given();
    scenario.act('read');
    scenario.open();
    return scenario;
  };
  /** A task that read nothing itself. */
  const elsewhere = (rest: Partial<Act>, scenario: Scenario) =>
    (leavingOf(rest, scenario, 'send') as { readonly elsewhere: number }).elsewhere;

  test('may be in what nobody can place, and in nothing that people said or records here hold', () => {
    const body = { ...BODY, labels: NO_DATA };
    expect(elsewhere({ carried: [{ ...body, isPlaced: false }] }, other())).toBe(3);
    expect(elsewhere({ carried: [body] }, other())).toBe(0);
    const carried = [{ ...body, isPlaced: false }];
    expect(elsewhere({ carried, grounding: from('person') }, other())).toBe(0);
    expect(elsewhere({}, other())).toBe(3);
  });

  test('is told apart from what this one did, whoever read it first', () => {
    const carried = [{ ...BODY, isPlaced: false }];
    const scenario = given();
    const first = scenario.state;
    scenario.act('read');
    expect(elsewhere({ carried }, scenario)).toBe(0);
    expect(first.task?.id).toBe(scenario.state.task?.id);
    const both = other();
    both.act('read', { arguments: { again: true } });
    expect(elsewhere({ carried }, both)).toBe(3);
  });

  test('is forgotten after a day', () => {
    const scenario = other();
    scenario.at += 26 * 3_600_000;
    scenario.open();
    expect(elsewhere({}, scenario)).toBe(0);
  });
});
