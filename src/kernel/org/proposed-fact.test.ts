// What would have spared people a hold is said by somebody who neither proposed it nor asked for what was
// held.

import { describe, expect, test } from 'vitest';
import { ada, ben, codesOf, given, refold } from '../given.contract.ts';
import type { Scenario, Setting } from '../given.contract.ts';
import type { Decision } from '../decision.ts';
import type { OrgState } from '../state.ts';
import { MAX_PROPOSED_FACTS } from './proposed-fact.ts';

const cyd = { kind: 'operator', id: 'cyd' } as const;

function proposes(scenario: Scenario, name: string, requesters: readonly string[] = []): Decision {
  const fact = { kind: 'destination', list: 'listed', host: `${name}.example` } as const;
  return scenario.ask('propose-fact', ben, { name, fact, hold: 'hold_1', requesters });
}

function declares(
  scenario: Scenario,
  { id }: { readonly id: string },
  fact?: string,
  listed: readonly string[] = ['one.example'],
  cleared: OrgState['destinations']['cleared'] = {},
): Decision {
  const said = fact === undefined ? {} : { fact };
  return scenario.ask(
    'declare-destinations',
    { kind: 'operator', id },
    { own: [], listed, cleared, ...said },
  );
}

function waiting(scenario: Scenario): readonly string[] {
  expect(refold(scenario.events).org.proposedFacts).toEqual(scenario.state.org.proposedFacts);
  return scenario.state.org.proposedFacts.map(({ name }) => name);
}

function begun(setting: Setting = {}): Scenario {
  const scenario = given(setting);
  proposes(scenario, 'one', ['cyd']);
  return scenario;
}

describe('a proposed fact', () => {
  test('changes nothing, and waits once', () => {
    const scenario = begun();
    expect(scenario.state.org.destinations).toEqual({ own: [], listed: [], cleared: {} });
    expect(scenario.state.org.proposedFacts).toMatchObject([{ name: 'one', author: 'ben', hold: 'hold_1' }]);
    expect(codesOf(proposes(scenario, 'one'))).toEqual(['duty/fact-already-proposed']);
    expect(waiting(scenario)).toEqual(['one']);
  });

  test('is accepted neither by who proposed it nor by who asked for what was held', () => {
    const scenario = begun();
    expect(codesOf(declares(scenario, ben, 'one'))).toEqual(['duty/publisher-is-author']);
    expect(codesOf(declares(scenario, cyd, 'one'))).toEqual(['duty/approver-is-requester']);
    expect(scenario.state.org.destinations.listed).toEqual([]);
    const { verdict, events } = declares(scenario, ada, 'one');
    expect(verdict).toBe('permit');
    expect(events.map(({ type, body }) => [type, body])).toEqual([
      ['destinations-declared', { own: [], listed: ['one.example'], cleared: {} }],
      ['fact-closed', { name: 'one', taken: true }],
    ]);
    expect(waiting(scenario)).toEqual([]);
  });

  test('is accepted by one person where one person does all', () => {
    expect(declares(begun({ mode: 'solo' }), ben, 'one').verdict).toBe('permit');
  });

  test('is accepted with the admission of its tool, and with no other', () => {
    const scenario = begun();
    const fact = { kind: 'role', connector: 'crm', tool: 'read', pointer: '/path' } as const;
    scenario.ask('propose-fact', ben, { name: 'two', fact, hold: 'hold_2', requesters: [] });
    scenario.propose('crm', 'proposal-2');
    const admits = (name: string, connector = 'crm') =>
      scenario.admit(connector, 'proposal-2', {}, {}, { fact: name });
    expect(codesOf(admits('another'))).toEqual(['duty/fact-not-proposed']);
    expect(codesOf(admits('one'))).toEqual(['duty/fact-not-said']);
    expect(codesOf(declares(scenario, ada, 'two'))).toEqual(['duty/fact-not-said']);
    expect(admits('two').events.map(({ type }) => type)).toEqual(['connector-admitted', 'fact-closed']);
    expect(waiting(scenario)).toEqual(['one']);
    scenario.ask('propose-fact', ben, { name: 'two', fact, hold: 'hold_2', requesters: [] });
    scenario.propose('shop', 'proposal-2');
    expect(codesOf(admits('two', 'shop'))).toEqual(['duty/fact-not-said']);
  });

  test('is said with all that was declared until then, and with nothing more', () => {
    const scenario = begun();
    scenario.declare(['own.example'], ['two.example'], ada, { 'two.example': 'public' });
    for (const listed of [['one.example'], ['two.example', 'one.example', 'three.example']]) {
      expect(codesOf(declares(scenario, ada, 'one', listed))).toEqual(['duty/fact-not-said']);
    }
    const own = ['own.example'];
    const both = { own, listed: ['two.example', 'one.example'] };
    for (const cleared of [{}, { 'two.example': 'public', 'one.example': 'restricted' }] as const) {
      const more = scenario.ask('declare-destinations', ada, { ...both, cleared, fact: 'one' });
      expect(codesOf(more)).toEqual(['duty/fact-not-said']);
    }
    const said = { ...both, cleared: { 'two.example': 'public' } } as const;
    expect(scenario.ask('declare-destinations', ada, { ...said, fact: 'one' }).verdict).toBe('permit');
    expect(scenario.state.org.destinations).toEqual(said);
  });

  test('is nothing to whoever declares without it', () => {
    const scenario = begun();
    expect(declares(scenario, ben).verdict).toBe('permit');
    expect(waiting(scenario)).toEqual(['one']);
  });

  test('is dropped, and dropped once', () => {
    const scenario = begun();
    const drops = () => scenario.ask('drop-fact', cyd, { name: 'one' });
    expect(drops().verdict).toBe('permit');
    expect(waiting(scenario)).toEqual([]);
    expect(codesOf(drops())).toEqual(['duty/fact-not-proposed']);
  });

  test('is forgotten where too many wait', () => {
    const scenario = begun();
    for (let n = 0; n < MAX_PROPOSED_FACTS; n += 1) proposes(scenario, `more-${n}`);
    expect(waiting(scenario)).toHaveLength(MAX_PROPOSED_FACTS);
    expect(waiting(scenario)).not.toContain('one');
  });
});
