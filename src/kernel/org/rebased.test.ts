// What came of a hold goes on waiting when another set takes force; whole sets that somebody wrote do not.

import { describe, expect, test } from 'vitest';
import { ada, ben, codesOf, given, permitAll, refold } from '../given.contract.ts';
import type { Scenario } from '../given.contract.ts';
import type { Decision } from '../decision.ts';
import type { Rebasing } from '../state.ts';

const named = (digest: string) => ({ digest, sources: [{ name: digest, text: 't' }], errors: [] });

function proposes(scenario: Scenario, digest: string, always?: string): Decision {
  const candidate = scenario.define(digest, [permitAll]);
  return scenario.ask('propose-policy', ben, {
    ...named(digest),
    candidate,
    ...(always === undefined ? {} : { always }),
  });
}

function publishes(scenario: Scenario, digest: string, rebasing: Rebasing): Decision {
  const candidate = scenario.engines.get(digest)!;
  return scenario.ask('publish-policy', ada, { ...named(digest), candidate, ...rebasing });
}

const anew = (was: string) => ({
  was,
  digest: `${was}, anew`,
  sources: [{ name: 'p', text: `${was} anew` }],
});

describe('a proposal of what is always to be allowed', () => {
  test('waits on as it is made anew, of the same author, and is published under its new name', () => {
    const scenario = given();
    proposes(scenario, 'one', 'hold_1');
    proposes(scenario, 'two', 'hold_2');
    expect(scenario.state.org.proposedPolicies[1]).toMatchObject({ digest: 'two', always: 'hold_2' });
    const [event] = publishes(scenario, 'one', { rebased: [anew('two')] }).events;
    expect(event?.body).toMatchObject({ digest: 'one', rebased: [{ was: 'two', digest: 'two, anew' }] });
    const waiting = [{ digest: 'two, anew', author: 'ben', always: 'hold_2', coauthors: [] }];
    expect(refold(scenario.events).org.proposedPolicies).toMatchObject(waiting);
    scenario.define('two, anew', [permitAll]);
    const candidate = scenario.engines.get('two, anew')!;
    const again = { ...named('two, anew'), candidate };
    const byAuthor = scenario.ask('publish-policy', ben, again);
    expect(codesOf(byAuthor)).toContain('duty/publisher-is-author');
    expect(publishes(scenario, 'two, anew', {}).verdict).toBe('permit');
    expect(scenario.state.org.policy?.sources).toEqual([{ name: 'p', text: 'two anew' }]);
    expect(scenario.state.org.proposedPolicies).toEqual([]);
  });

  test('falls away where the shell makes none anew', () => {
    const scenario = given();
    proposes(scenario, 'one', 'hold_1');
    proposes(scenario, 'two', 'hold_2');
    const [event] = publishes(scenario, 'one', {}).events;
    expect(event?.body).not.toHaveProperty('rebased');
    expect(scenario.state.org.proposedPolicies).toEqual([]);
  });
});

test('neither what somebody wrote, nor what takes force, nor what nobody proposed is made anew', () => {
  const scenario = given();
  proposes(scenario, 'one', 'hold_1');
  proposes(scenario, 'written');
  const rebased = ['one', 'written', 'unheard'].map(anew);
  const [event] = publishes(scenario, 'one', { rebased }).events;
  expect(event?.body).not.toHaveProperty('rebased');
  expect(scenario.state.org.proposedPolicies).toEqual([]);
});
