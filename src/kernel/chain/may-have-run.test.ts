// What nobody knows the end of may have been done: whoever asks for the very same again in that chain is told
// from whoever asks for something else.

import { describe, expect, test } from 'vitest';
import {
  ada,
  allowance,
  ben,
  bot,
  given,
  HOUR,
  holdpoint,
  permitAll,
  refold,
  START,
  toolOf,
} from '../given.contract.ts';
import type { Rule, Scenario } from '../given.contract.ts';
import type { Decision } from '../decision.ts';
import type { Effect } from '../effect.ts';
import type { JsonObject } from '../json.ts';
import type { TaskState } from '../state.ts';
import { triggerOf } from './trigger.contract.ts';

const asked: Rule = {
  id: 'may-have-run',
  effect: 'forbid',
  hold: { approvers: [{ role: 'finance', quorum: 1 }] },
  when: ({ context }) => (context['chain'] as JsonObject | undefined)?.['mayHaveRun'] === true,
};

const TOOLS = [
  toolOf('read', ['read']),
  toolOf('pay', ['spend']),
  toolOf('spawn', ['write'], {}, { triggers: [triggerOf()] }),
];

function begun(effects: readonly Effect[] = ['spend']): Scenario {
  const tools = TOOLS.map((tool) => (tool.name === 'pay' ? { ...tool, effects } : tool));
  const allowances = [allowance('crm/*')];
  const workflow = { unattended: true, taskSeconds: 100 * 3_600, expiresAt: START + 1_000 * HOUR };
  const limits = { calls: 1_000, holds: 100, wallSeconds: 360_000 };
  const scenario = given({ rules: [permitAll, asked], tools, allowances, workflow, limits });
  scenario.open();
  return scenario;
}

/** The very same call, unless the amount is another. */
function pay(scenario: Scenario, amount = 40): Decision {
  return scenario.act('pay', {
    arguments: { amount },
    call: `hmac-of-pay-${amount}`,
    digest: `${scenario.task.id} pay ${amount}`,
  });
}

/** Decides in that task from here on. */
function goTo(scenario: Scenario, task: TaskState): void {
  scenario.state = { ...scenario.state, task };
}

/** A call whose end nobody knows. */
function lost(scenario: Scenario): Decision {
  const paid = pay(scenario);
  scenario.settle(paid.action, { outcome: 'unknown' });
  return paid;
}

describe('a call that nobody knows the end of', () => {
  test('is known when the very same is asked for again, and runs once people say so', () => {
    const scenario = begun();
    lost(scenario);
    expect(pay(scenario).verdict).toBe('hold');
    expect(pay(scenario, 41).verdict).toBe('permit');
    scenario.approve(ben);
    expect(pay(scenario)).toMatchObject({ verdict: 'permit', commands: [{ kind: 'call' }] });
  });

  test('is one as long as it runs, in whichever process', () => {
    const scenario = begun();
    const { action } = pay(scenario);
    expect(pay(scenario).verdict).toBe('hold');
    scenario.settle(action);
    expect(pay(scenario).verdict).toBe('permit');
  });

  test.each(['succeeded', 'failed', 'not-started'] as const)(
    'is none once it is known that it %s',
    (outcome) => {
      const scenario = begun();
      const { action } = lost(scenario);
      scenario.settle(action, { outcome });
      expect(pay(scenario).verdict).toBe('permit');
    },
  );

  test('may have been done where only a presumption says that it never started', () => {
    const scenario = begun();
    const { action } = pay(scenario);
    const fact = { fact: 'lapsed', action: action!, outcome: 'not-started' } as const;
    scenario.ask('settle', holdpoint, { task: scenario.task.id, fact });
    expect(pay(scenario).verdict).toBe('hold');
  });

  test('is over with once the same, approved, is known to be done, and not while that is unknown too', () => {
    for (const [outcome, verdict] of [
      ['succeeded', 'permit'],
      ['failed', 'hold'],
      ['unknown', 'hold'],
    ] as const) {
      const scenario = begun();
      lost(scenario);
      pay(scenario);
      scenario.approve(ben);
      const { action } = pay(scenario);
      scenario.settle(action, { outcome });
      scenario.deliver(action);
      expect(pay(scenario).verdict).toBe(verdict);
    }
  });

  test('is one whatever it does but read', () => {
    for (const effect of ['write', 'delete', 'send', 'execute', 'approve', 'admin', 'impersonate'] as const) {
      const scenario = begun([effect]);
      lost(scenario);
      expect(pay(scenario).verdict).toBe('hold');
    }
    const reading = begun(['read']);
    lost(reading);
    expect(pay(reading).verdict).toBe('permit');
    expect(reading.state.mayHaveRun).toEqual({});
  });

  test('may be any call of its tool where nobody can say which it was, or which is asked for', () => {
    const scenario = begun();
    lost(scenario);
    expect(scenario.act('pay', { arguments: { amount: 41 } }).verdict).toBe('hold');
    const older = begun();
    const { action } = older.act('pay', { arguments: { amount: 41 } });
    older.settle(action, { outcome: 'unknown' });
    expect(pay(older).verdict).toBe('hold');
    expect(older.act('spawn').verdict).toBe('permit');
  });
});

describe('the tree of a task', () => {
  /** A task that the other's call set off; its agent opened it by itself. */
  function setOff(scenario: Scenario): TaskState {
    scenario.settle(scenario.act('spawn', { digest: `spawn ${scenario.asked}` }).action);
    scenario.open(bot);
    expect(scenario.task.depth).toBeGreaterThan(0);
    return scenario.task;
  }

  test('a child does not do again what its parent may have done, before it began or after', () => {
    const scenario = begun();
    const parent = scenario.task;
    lost(scenario);
    const child = setOff(scenario);
    expect(pay(scenario).verdict).toBe('hold');
    goTo(scenario, { ...parent, usage: scenario.task.usage });
    const later = pay(scenario, 50);
    scenario.settle(later.action, { outcome: 'unknown' });
    goTo(scenario, child);
    expect(pay(scenario, 50).verdict).toBe('hold');
    expect(pay(scenario, 60).verdict).toBe('permit');
  });

  test('a parent does not do again what its child may have done, nor does another child', () => {
    const scenario = begun();
    const parent = scenario.task;
    setOff(scenario);
    lost(scenario);
    goTo(scenario, parent);
    expect(pay(scenario).verdict).toBe('hold');
    setOff(scenario);
    expect(pay(scenario).verdict).toBe('hold');
  });

  test('a task of another tree is nobody of them', () => {
    const scenario = begun();
    lost(scenario);
    scenario.open(ada);
    expect(pay(scenario).verdict).toBe('permit');
  });
});

describe('what is remembered', () => {
  test('is what the records say, whoever folds them', () => {
    const scenario = begun();
    const first = lost(scenario);
    pay(scenario, 50);
    scenario.settle(pay(scenario, 60).action);
    const known = scenario.state.mayHaveRun;
    expect(known).toMatchObject({
      'crm/pay': [
        { action: first.action, call: 'hmac-of-pay-40', isOver: true, record: first.events[0]?.id },
        { call: 'hmac-of-pay-50', isOver: false },
      ],
    });
    expect(refold(scenario.events).mayHaveRun).toEqual(known);
  });

  test('stays while the task is open, and for a day after', () => {
    const scenario = begun();
    lost(scenario);
    const task = scenario.task.id;
    scenario.at += 30 * HOUR;
    pay(scenario, 50);
    expect(scenario.state.mayHaveRun['crm/pay']).toHaveLength(2);
    scenario.ask('close-task', ada, { task });
    const isKnown = (): boolean => {
      scenario.open();
      pay(scenario, scenario.asked);
      return scenario.state.mayHaveRun['crm/pay']!.some(({ call }) => call === 'hmac-of-pay-40');
    };
    scenario.at += 23 * HOUR;
    expect(isKnown()).toBe(true);
    scenario.at += 2 * HOUR;
    expect(isKnown()).toBe(false);
  });

  test('is bounded: past that, of one task, it may have been any call of the tool', () => {
    const scenario = begun();
    for (let amount = 1; amount <= 300; amount += 1) {
      let paid = pay(scenario, amount);
      if (paid.verdict === 'hold') {
        scenario.approve(ben);
        paid = pay(scenario, amount);
      }
      scenario.settle(paid.action, { outcome: 'unknown' });
      scenario.deliver(paid.action);
    }
    const known = scenario.state.mayHaveRun['crm/pay']!;
    expect(known.length).toBeLessThanOrEqual(257);
    expect(refold(scenario.events).mayHaveRun).toEqual(scenario.state.mayHaveRun);
    expect(pay(scenario, 1).verdict).toBe('hold');
    expect(pay(scenario, 999).verdict).toBe('hold');
    scenario.open();
    expect(pay(scenario, 1).verdict).toBe('permit');
  });

  test('is bounded over all tasks: what ended ones left goes first, then it may have been anybody', () => {
    const scenario = begun();
    const lose = (amount: number): void => {
      scenario.open();
      scenario.settle(pay(scenario, amount).action, { outcome: 'unknown' });
    };
    lose(1);
    scenario.ask('close-task', ada, { task: scenario.task.id });
    for (let amount = 2; amount <= 257; amount += 1) lose(amount);
    scenario.open();
    expect(pay(scenario, 500).verdict).toBe('permit');
    expect(scenario.state.mayHaveRun['crm/pay']).not.toMatchObject([{ call: 'hmac-of-pay-1' }]);
    lose(259);
    scenario.open();
    expect(pay(scenario, 501).verdict).toBe('permit');
    scenario.open();
    expect(pay(scenario, 502).verdict).toBe('hold');
    scenario.at += 25 * HOUR;
    pay(scenario, 503);
    scenario.approve(ben);
    pay(scenario, 503);
    scenario.open();
    expect(pay(scenario, 504).verdict).toBe('permit');
  });
});
