import { describe, expect, test } from 'vitest';
import { ada, allowance, bot, codesOf, factsOf, given, refold, toolOf } from '../given.contract.ts';
import type { Scenario, Setting } from '../given.contract.ts';
import type { Decision } from '../decision.ts';
import { evolve } from '../evolve.ts';
import type { TaskState } from '../state.ts';
import { triggerOf } from './trigger.contract.ts';

const DENIED = ['duty/chain-may-change-and-approve'];

const tools = [
  toolOf('sign', ['approve']),
  toolOf('edit', ['write'], {}, { roles: { '/amount': 'amount' } }),
  toolOf('ring', ['read'], {}, { triggers: [triggerOf()] }),
];

function begun(setting: Setting = {}): Scenario {
  const scenario = given({
    tools,
    allowances: ['crm/sign', 'crm/edit', 'crm/ring'].map((tool) => allowance(tool)),
    workflow: { unattended: true },
    ...setting,
  });
  scenario.open();
  return scenario;
}

/** Goes on in another task that is open. */
function goTo(scenario: Scenario, task: TaskState): void {
  scenario.state = { ...scenario.state, task };
}

function edits(scenario: Scenario, object: string): Decision {
  return scenario.act('edit', { arguments: { amount: 3 }, objects: [object], digest: `edit ${object}` });
}

function signs(scenario: Scenario, object: string): Decision {
  const said = { pointer: '/id', role: 'selector', level: 'person', match: 'exact' } as const;
  return scenario.act('sign', {
    arguments: { id: object },
    objects: [object],
    grounding: [{ ...said, sources: [], instructed: false }],
  });
}

describe('what a task does after it set something off', () => {
  test('counts for what that opens later, as what it did before', () => {
    const scenario = begun();
    scenario.act('ring');
    edits(scenario, 'order-7');
    edits(scenario, 'order-8');
    const { id, usage } = scenario.task;
    expect(refold(scenario.events).firings).toEqual(scenario.state.firings);
    scenario.open(bot);
    expect(scenario.task.inherited).toMatchObject({
      calls: 3,
      byEffect: { read: 1, write: 2 },
      spent: 60_000,
      changed: usage.changed,
      shares: [{ task: id }],
    });
    expect(factsOf(signs(scenario, 'order-7'), 'chain-may-change-and-approve')).toMatchObject({
      change: 'certain',
    });
    expect(signs(scenario, 'order-9').verdict).toBe('permit');
  });

  test('counts for what is set off by what it set off', () => {
    const scenario = begun();
    scenario.act('ring');
    const above = scenario.task;
    scenario.open(bot);
    scenario.act('ring');
    goTo(scenario, above);
    edits(scenario, 'order-7');
    scenario.open(bot);
    expect(scenario.task).toMatchObject({ depth: 2, inherited: { calls: 3, spent: 30_000 } });
    expect(codesOf(signs(scenario, 'order-7'))).toEqual(DENIED);
  });

  test('counts once, however often it set something off, and not where it was not what did', () => {
    const scenario = begun();
    const idle = scenario.task;
    scenario.open();
    scenario.act('ring');
    scenario.act('ring', { digest: 'again' });
    edits(scenario, 'order-7');
    goTo(scenario, idle);
    edits(scenario, 'order-8');
    scenario.open(bot);
    expect(scenario.task.inherited).toMatchObject({ calls: 3, spent: 30_000 });
    expect(scenario.state.firings).toHaveLength(2);
    expect(signs(scenario, 'order-8').verdict).toBe('permit');
  });

  test('is known from the records of that task alone', () => {
    const scenario = begun();
    scenario.act('ring');
    const { firings, task } = scenario.state;
    const [edited] = edits(scenario, 'order-7').events;
    scenario.open();
    for (const other of [null, scenario.task]) {
      expect(evolve({ ...scenario.state, firings, task: other }, edited!).firings).toBe(firings);
    }
    expect(evolve({ ...scenario.state, firings, task }, edited!).firings).not.toEqual(firings);
  });

  test('counts for no other task that something was set off by', () => {
    const scenario = begun();
    scenario.act('ring');
    const first = scenario.task;
    scenario.open();
    scenario.act('ring');
    const before = scenario.state.firings[0];
    edits(scenario, 'order-7');
    expect(scenario.state.firings[0]).toEqual(before);
    goTo(scenario, first);
    edits(scenario, 'order-8');
    scenario.open(ada);
    expect(scenario.task.inherited.calls).toBe(0);
  });
});

describe('what is done in a task that is not kept apart any more', () => {
  test('counts for what it may have set off, whatever is open already', () => {
    const scenario = begun({ limits: { calls: 1_000 } });
    scenario.act('ring');
    const first = scenario.task;
    for (let more = 0; more < 110; more += 1) {
      scenario.open();
      scenario.act('ring');
    }
    scenario.open(bot);
    const { task: below } = scenario;
    expect(below.inherited.shares?.[0]?.task).toBe(null);
    goTo(scenario, first);
    edits(scenario, 'order-7');
    edits(scenario, 'order-8');
    scenario.open(bot);
    expect(scenario.task.inherited.spent).toBe(60_000);
    expect(scenario.task.inherited.calls).toBeGreaterThanOrEqual(111 + 2);
    expect(codesOf(signs(scenario, 'order-7'))).toEqual(DENIED);
    goTo(scenario, below);
    expect(codesOf(signs(scenario, 'order-8'))).toEqual(DENIED);
  });
});

describe('what a task does while another one that it set off is open', () => {
  test('is what the other one may not approve', () => {
    const scenario = begun();
    scenario.act('ring');
    const above = scenario.task;
    scenario.open(bot);
    const below = scenario.task;
    expect(signs(scenario, 'order-7').verdict).toBe('permit');
    goTo(scenario, above);
    edits(scenario, 'order-7');
    goTo(scenario, below);
    expect(codesOf(signs(scenario, 'order-7'))).toEqual(DENIED);
    scenario.open();
    expect(signs(scenario, 'order-7').verdict).toBe('permit');
  });

  test('is nothing to the one above, nor to what else that set off', () => {
    const scenario = begun();
    scenario.act('ring');
    const above = scenario.task;
    scenario.open(bot);
    const other = scenario.task;
    goTo(scenario, above);
    scenario.open(bot);
    scenario.act('ring');
    edits(scenario, 'order-7');
    goTo(scenario, other);
    expect(signs(scenario, 'order-7').verdict).toBe('permit');
  });
});
