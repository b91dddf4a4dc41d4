import { describe, expect, test } from 'vitest';
import { ada, ben, codesOf, givenTask, hasEffect, holdWrites, permitAll } from './given.contract.ts';
import type { Rule, Scenario } from './given.contract.ts';
import { evolve } from './evolve.ts';
import type { Decision } from './decision.ts';
import type { EventOf } from './event.ts';

const OFF = { digest: '', sources: [], candidate: null, errors: [] };

function tried(rules: readonly Rule[], inForce: readonly Rule[] = [permitAll]): Scenario {
  const scenario = givenTask({ rules: inForce });
  const candidate = scenario.define('tried', rules);
  scenario.ask('shadow-policy', ada, { digest: 'tried', sources: [], candidate, errors: [] });
  return scenario;
}

function shadowOf(decision: Decision) {
  return (decision.events[0] as EventOf<'action-denied'>).body.shadow;
}

describe('a set in the shadow', () => {
  test('is recorded where it would have said something else, and decides nothing', () => {
    const scenario = tried([permitAll, { id: 'no-writes', effect: 'forbid', when: hasEffect('write') }]);
    const denied = scenario.act('write');
    expect(denied.verdict).toBe('permit');
    expect(shadowOf(denied)).toEqual({ policy: 'tried', verdict: 'deny', determining: ['no-writes'] });
    const agreed = scenario.act('read');
    expect(agreed.events[0]?.body).not.toHaveProperty('shadow');
  });

  test('that would permit or ask is heard on denials and holds, too', () => {
    const denied = tried([permitAll], [{ ...permitAll, when: ({ action }) => !action.startsWith('crm/') }]);
    expect(shadowOf(denied.act('read'))).toMatchObject({ verdict: 'permit' });
    const held = tried([permitAll], [permitAll, holdWrites()]);
    expect(shadowOf(held.act('write'))).toMatchObject({ verdict: 'permit', determining: ['permit-all'] });
    const asks = tried([permitAll, holdWrites()]);
    expect(shadowOf(asks.act('write'))).toMatchObject({ verdict: 'hold', determining: ['hold-writes'] });
  });

  test('disagrees about a hold where it asks something else', () => {
    const other: Rule = { ...holdWrites(), digest: 'asks-more' };
    const more: Rule = { ...holdWrites(), id: 'second' };
    const inForce = [permitAll, holdWrites()];
    expect(shadowOf(tried([permitAll, other], inForce).act('write'))).toMatchObject({ verdict: 'hold' });
    expect(shadowOf(tried([...inForce, more], inForce).act('write'))).toMatchObject({ verdict: 'hold' });
    expect(shadowOf(tried(inForce, inForce).act('write'))).toBeUndefined();
  });

  test('that errs or is not loaded counts as denying', () => {
    const erring = tried([permitAll, { id: 'bad', effect: 'forbid', fails: true }]);
    expect(shadowOf(erring.act())).toMatchObject({ verdict: 'deny' });
    const unloaded = tried([permitAll]);
    unloaded.state = { ...unloaded.state, shadow: null };
    const decision = unloaded.act();
    expect(decision.verdict).toBe('permit');
    expect(shadowOf(decision)).toEqual({ policy: 'tried', verdict: 'deny', determining: [] });
  });

  test('is not asked about what policy is not asked about', () => {
    const scenario = tried([{ id: 'none', effect: 'forbid' }]);
    expect(shadowOf(scenario.act('unheard-of'))).toBeUndefined();
  });
});

describe('trying a set', () => {
  test('ends when somebody says so, and not where nothing is tried', () => {
    const scenario = tried([{ id: 'none', effect: 'forbid' }]);
    const begun = scenario.events.at(-1)!;
    expect(begun).toMatchObject({ type: 'policy-shadowed', causes: [scenario.state.org.policy!.record] });
    const ended = scenario.ask('shadow-policy', ada, OFF);
    expect(ended.events).toMatchObject([
      { type: 'policy-unshadowed', causes: [begun.id], body: { digest: 'tried' } },
    ]);
    expect(scenario.state.shadow).toBeNull();
    expect(shadowOf(scenario.act())).toBeUndefined();
    expect(codesOf(scenario.ask('shadow-policy', ada, OFF))).toEqual(['control/nothing-to-lift']);
  });

  test('drops an engine that is not of the set that is tried', () => {
    const scenario = tried([permitAll]);
    const { state } = scenario;
    const candidate = scenario.define('another', [permitAll]);
    const another = { digest: 'another', sources: [], candidate, errors: [] };
    const [begun] = scenario.ask('shadow-policy', ada, another).events;
    expect(evolve(state, begun!).shadow).toBeNull();
    expect(evolve({ ...state, shadow: candidate }, begun!).shadow).toBe(candidate);
  });

  test('is for whom policy lets, and for sets that validate', () => {
    const scenario = givenTask({
      rules: [permitAll, { id: 'no', effect: 'forbid', when: ({ principal }) => principal.id === 'ben' }],
    });
    expect(codesOf(scenario.ask('shadow-policy', ben, OFF))).toEqual([
      'control/nothing-to-lift',
      'policy/policy-forbids',
    ]);
    const invalid = { digest: 'p', sources: [], candidate: null, errors: ['line 1'] };
    expect(codesOf(scenario.ask('shadow-policy', ada, invalid))).toEqual(['policy/policy-invalid']);
  });

  test('goes on over a new set in force', () => {
    const scenario = tried([permitAll]);
    scenario.publish('policy-2', [permitAll, holdWrites()]);
    expect(shadowOf(scenario.act('write'))).toMatchObject({ policy: 'tried', verdict: 'permit' });
  });
});
