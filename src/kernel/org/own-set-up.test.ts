// What a chain set up or changed itself is told apart from what was there before, in all of its tasks.

import { describe, expect, test } from 'vitest';
import { ada, bot, given, permitAll, refold, toolOf } from '../given.contract.ts';
import type { Rule, Scenario, Setting } from '../given.contract.ts';
import { completeInherited } from '../evolve/older.ts';
import type { PolicyQuery } from '../policy.ts';
import type { Effect } from '../effect.ts';
import { triggerOf } from '../chain/trigger.contract.ts';
import { concernsOwn, MAX_SET_UP, NOTHING_INHERITED, OTHERS } from '../chain/usage.ts';

const isOwn: Rule = {
  id: 'own',
  effect: 'forbid',
  when: ({ context }: PolicyQuery) =>
    (context['chain'] as { ownSetUp: boolean } | undefined)?.ownSetUp === true,
};

const tools = [
  toolOf('add', ['write']),
  toolOf('grant', ['admin']),
  toolOf('look', ['read']),
  toolOf('pay', ['spend', 'write']),
  toolOf('mail', ['send'], {}, { triggers: [triggerOf()] }),
];

function begun(setting: Setting = {}): Scenario {
  const scenario = given({ tools, rules: [permitAll, isOwn], workflow: { unattended: true }, ...setting });
  scenario.open(ada);
  return scenario;
}

function pays(scenario: Scenario, parties?: readonly string[]): string {
  const n = scenario.events.length;
  return scenario.act('pay', { arguments: { n }, ...(parties === undefined ? {} : { parties }) }).verdict;
}

describe('what a chain set up itself', () => {
  test.each<[string, Effect]>([
    ['add', 'write'],
    ['grant', 'admin'],
  ])('is known by the call that set it up (%s, %s)', (tool) => {
    const scenario = begun();
    scenario.act(tool, { parties: ['eve'] });
    expect(pays(scenario, ['bob'])).toBe('permit');
    expect(pays(scenario, ['bob', 'eve'])).toBe('deny');
    expect(refold(scenario.events).task?.usage.setUp).toEqual(['eve']);
  });

  test('is known by the name that it was given, too', () => {
    const scenario = begun();
    scenario.act('look', { names: ['bob'] });
    scenario.act('add', { parties: ['eve'], names: ['roof'] });
    expect(refold(scenario.events).task?.usage.setUp).toEqual(['eve', 'roof']);
    expect([pays(scenario, ['bob']), pays(scenario, ['roof'])]).toEqual(['permit', 'deny']);
  });

  test('is not what it read, nor what it paid', () => {
    const scenario = begun();
    scenario.act('look', { parties: ['eve'] });
    expect([pays(scenario, ['eve']), pays(scenario, ['eve'])]).toEqual(['permit', 'permit']);
  });

  test('stays so in what the chain sets off', () => {
    const scenario = begun();
    scenario.act('add', { parties: ['eve'] });
    scenario.act('mail', { parties: [] });
    scenario.open(bot);
    expect(scenario.task.depth).toBe(1);
    expect(pays(scenario, ['bob'])).toBe('permit');
    expect(pays(scenario, ['eve'])).toBe('deny');
  });

  test('may be anything where nobody knows what a call names', () => {
    const scenario = begun();
    expect(pays(scenario)).toBe('permit');
    scenario.act('add', { parties: ['eve'] });
    expect(pays(scenario)).toBe('deny');
    expect(pays(scenario, [])).toBe('permit');
  });

  test('may be anything past what is remembered', () => {
    const setUp = Array.from({ length: MAX_SET_UP }, (_, n) => `object ${n}`);
    expect(concernsOwn({ setUp: setUp.slice(1) }, ['another'])).toBe(false);
    expect(concernsOwn({ setUp }, ['another'])).toBe(true);
    expect(concernsOwn({ setUp }, [])).toBe(false);
  });

  test('may be anything where more is named than is told apart, now or then', () => {
    expect(concernsOwn({ setUp: ['eve', OTHERS] }, ['another'])).toBe(true);
    expect(concernsOwn({ setUp: ['eve'] }, ['another', OTHERS])).toBe(true);
    expect(concernsOwn({ setUp: [] }, ['another', OTHERS])).toBe(false);
  });
});

test('what an older record does not say of the tasks above counts as nothing', () => {
  expect(completeInherited(undefined)).toEqual(NOTHING_INHERITED);
  expect(completeInherited({ calls: 3 })).toEqual({ ...NOTHING_INHERITED, calls: 3 });
});
