// What a call sets off counts as if the call had done it: all of it against the limits of its task, and in
// the tasks that come of it what they do not count themselves.

import { describe, expect, test } from 'vitest';
import {
  ada,
  bot,
  codesOf,
  factsOf,
  given,
  holdpoint,
  permitAll,
  refold,
  toolOf,
} from '../given.contract.ts';
import type { Rule, Scenario, Setting } from '../given.contract.ts';
import type { PolicyQuery } from '../policy.ts';
import type { Trigger } from '../state.ts';
import { triggerOf } from './trigger.contract.ts';

const OUTSIDE = triggerOf({ name: 'mailer', starts: '', effects: ['send', 'spend'], egress: 'external' });
/** Its tasks may send and pay. */
const TASK = triggerOf();

const crossed: Rule = {
  id: 'crossed',
  effect: 'forbid',
  when: ({ context, action }: PolicyQuery) =>
    action.endsWith('read') && (context['chain'] as { crossings: number }).crossings > 0,
};

function begun(trigger: Trigger | null, setting: Setting = {}): Scenario {
  const triggers = trigger === null ? [] : [trigger];
  const scenario = given({
    tools: [
      toolOf('read', ['read']),
      toolOf('write', ['write'], {}, { egress: 'none', triggers }),
      toolOf('mail', ['send'], {}, { egress: 'external' }),
      toolOf('pay', ['spend'], {}, { egress: 'none' }),
    ],
    workflow: { unattended: true },
    ...setting,
  });
  scenario.open(ada);
  return scenario;
}

describe('what a call sets off', () => {
  test.each([
    ['outside of what is governed', OUTSIDE],
    ['as a task', TASK],
  ])('%s counts against the limits on effects', (_, trigger) => {
    for (const effect of ['send', 'spend']) {
      const none = begun(trigger, { limits: { effects: { [effect]: 0 } } });
      expect(codesOf(none.act('write'))).toEqual(['budget/effect-exhausted']);
      expect(begun(null, { limits: { effects: { [effect]: 0 } } }).act('write').verdict).toBe('permit');
    }
    const once = begun(trigger, { limits: { effects: { send: 1 } } });
    expect(once.act('write').verdict).toBe('permit');
    const again = once.act('mail');
    expect(factsOf(again, 'effect-exhausted')).toMatchObject({ effect: 'send', count: 1, limit: 1 });
  });

  test.each([
    ['outside of what is governed', OUTSIDE],
    ['as a task', TASK],
  ])('%s crosses a boundary where it leaves the organisation', (_, trigger) => {
    const scenario = begun(trigger, { rules: [permitAll, crossed] });
    scenario.act('write');
    expect(scenario.task.usage.crossings).toBe(1);
    expect(scenario.act('read').verdict).toBe('deny');
    expect(refold(scenario.events).task?.usage).toEqual(scenario.task.usage);
  });

  test('crosses none where nothing leaves', () => {
    const scenario = begun({ ...OUTSIDE, egress: 'none' });
    scenario.act('write');
    expect(scenario.task.usage).toMatchObject({ crossings: 0, byEffect: { write: 1, send: 1, spend: 1 } });
  });

  test('is given back with a call that surely did not start', () => {
    const scenario = begun(OUTSIDE);
    const { action } = scenario.act('write');
    const told = { outcome: 'not-started', result: null, durationMs: 1, bytes: 0, code: null } as const;
    const fact = { fact: 'call', action: String(action), ...told } as const;
    scenario.ask('settle', holdpoint, { task: scenario.task.id, fact });
    const none = { write: 0, send: 0, spend: 0 };
    expect(scenario.task.usage).toMatchObject({ byEffect: none, handed: { byEffect: none } });
  });

  test.each([
    ['outside goes on counting in tasks that come of the call', OUTSIDE, { write: 1, send: 1, spend: 1 }, 1],
    ['as a task is counted by that task, once', TASK, { write: 1 }, 0],
  ])('%s', (_, trigger, byEffect, crossings) => {
    const scenario = begun({
      ...trigger,
      starts: 'workflow/triage',
      ...(trigger === OUTSIDE ? {} : { effects: [] }),
    });
    scenario.act('write');
    scenario.open(bot);
    expect(scenario.task.inherited).toMatchObject({ byEffect, crossings });
    scenario.act('mail');
    const limits = { ...scenario.task.scope.limits, effects: { send: trigger === OUTSIDE ? 2 : 1 } };
    const task = { ...scenario.task, scope: { ...scenario.task.scope, limits } };
    scenario.state = { ...scenario.state, task };
    expect(codesOf(scenario.act('mail', { arguments: { n: 2 } }))).toContain('budget/effect-exhausted');
  });

  test.each([
    ['outside draws on what the agent may send', OUTSIDE, ['budget/allowance-exhausted']],
    ['as a task draws when that task sends', TASK, []],
  ])('%s', (_, trigger, codes) => {
    const scenario = begun(trigger);
    const limit = { sends: 1 };
    scenario.ask('change-agent-allowance', ada, { agent: 'bot', windowSeconds: 3_600, limit });
    scenario.act('write');
    expect(scenario.task.usage.everything.sends).toBe(codes.length);
    expect(codesOf(scenario.act('mail'))).toEqual(codes);
  });
});
