import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ada,
  bot,
  codesOf,
  factsOf,
  given,
  HOUR,
  isVerb,
  permitAll,
  refold,
  START,
  toolOf,
} from '../given.contract.ts';
import type { Scenario } from '../given.contract.ts';
import type { Amounts } from './limits.ts';
import type { TaskState } from '../state.ts';

const tools = [
  toolOf('read', ['read'], {}, { roles: { '/amount': 'amount' } }),
  toolOf('send', ['send'], {}, { roles: { '/amount': 'amount' } }),
];

function allowed(limit: Partial<Amounts> | null, windowSeconds = 3_600): Scenario {
  const scenario = given({
    tools,
    limits: { calls: 10_000, wallSeconds: 1_000_000 },
    workflow: { expiresAt: START + 100 * HOUR, taskSeconds: 360_000 },
  });
  allow(scenario, limit, windowSeconds);
  return scenario;
}

function allow(scenario: Scenario, limit: Partial<Amounts> | null, windowSeconds = 3_600, actor = ada) {
  return scenario.ask('change-agent-allowance', actor, { agent: 'bot', windowSeconds, limit });
}

function draws(scenario: Scenario) {
  return scenario.events.flatMap((event) => (event.type === 'allowance-drawn' ? [event] : []));
}

/** As the gateway does: a request is decided with its own task in the state. */
function switchTo(scenario: Scenario, task: TaskState): void {
  scenario.state = { ...scenario.state, task };
}

describe('an allowance', () => {
  test('is set by whoever may register agents, one for each window, and lifted again', () => {
    const scenario = allowed({ calls: 5 });
    allow(scenario, { money: 10 }, 86_400);
    allow(scenario, { calls: 6, sends: 1 });
    expect(scenario.state.org.agents['bot']?.allowances).toEqual([
      { windowSeconds: 86_400, money: 10 },
      { windowSeconds: 3_600, calls: 6, sends: 1 },
    ]);
    allow(scenario, null);
    allow(scenario, null, 86_400);
    expect(scenario.state.org.agents['bot']).not.toHaveProperty('allowances');
    const unknown = scenario.ask('change-agent-allowance', ada, {
      agent: 'cat',
      windowSeconds: 3_600,
      limit: null,
    });
    expect(codesOf(unknown)).toEqual(['identity/unknown-agent']);
    scenario.publish('p2', [permitAll, { id: 'no', effect: 'forbid', when: isVerb('register-agent') }]);
    expect(codesOf(allow(scenario, { calls: 1 }))).toEqual(['policy/policy-forbids']);
    expect(codesOf(allow(scenario, { calls: 1 }, 3_600, bot))).toEqual(['identity/unknown-operator']);
  });

  test('is drawn in blocks, so that most calls leave the stream of the agent alone', () => {
    const scenario = allowed({ calls: 160 });
    scenario.open();
    for (let n = 0; n < 25; n += 1) expect(scenario.act('read').verdict).toBe('permit');
    const from = START - (START % HOUR);
    expect(draws(scenario)).toMatchObject([
      {
        stream: 'agent/bot',
        body: { agent: 'bot', task: scenario.task.id, windowSeconds: 3_600, from, drawn: { calls: 10 } },
      },
      { body: { drawn: { calls: 10, sends: 0, money: 0 }, upTo: { calls: 20 } } },
      { body: { drawn: { calls: 10 }, upTo: { calls: 30 } } },
    ]);
    expect(refold(scenario.events).draws).toEqual(scenario.state.draws);
  });

  test('is for all tasks together: another one gets what is left, and then none', () => {
    const scenario = allowed({ calls: 3 });
    scenario.open();
    scenario.act('read');
    scenario.act('read');
    scenario.open();
    expect(scenario.act('read').verdict).toBe('permit');
    const beyond = scenario.act('read');
    expect(codesOf(beyond)).toEqual(['budget/allowance-exhausted']);
    expect(factsOf(beyond, 'allowance-exhausted')).toEqual({
      agent: 'bot',
      of: 'calls',
      left: 0,
      windowSeconds: 3_600,
      endsAt: START - (START % HOUR) + HOUR,
    });
  });

  test('begins anew with the next window; each window of an agent counts by itself', () => {
    const scenario = allowed({ calls: 1 });
    allow(scenario, { calls: 2 }, 86_400);
    scenario.open();
    scenario.act('read');
    expect(codesOf(scenario.act('read'))).toEqual(['budget/allowance-exhausted']);
    scenario.at += HOUR;
    expect(scenario.act('read').verdict).toBe('permit');
    scenario.at += HOUR;
    expect(factsOf(scenario.act('read'), 'allowance-exhausted')).toMatchObject({ windowSeconds: 86_400 });
    scenario.at += 24 * HOUR;
    expect(scenario.act('read').verdict).toBe('permit');
    expect(scenario.state.draws['bot']).toHaveLength(2);
  });

  test('counts what is sent and paid by itself, and says which part is too little', () => {
    const scenario = allowed({ sends: 1, money: 100_0000 });
    scenario.open();
    for (let n = 0; n < 20; n += 1) expect(scenario.act('read').verdict).toBe('permit');
    expect(draws(scenario)).toEqual([]);
    const pay = (tool: string, amount: number) => scenario.act(tool, { arguments: { amount } });
    expect(pay('send', 40).verdict).toBe('permit');
    expect(factsOf(pay('send', 1), 'allowance-exhausted')).toMatchObject({ of: 'sends', left: 0 });
    expect(pay('read', 60).verdict).toBe('permit');
    expect(factsOf(pay('read', 1), 'allowance-exhausted')).toMatchObject({ of: 'money', left: 0 });
  });

  test('that is taken back later leaves nothing to draw', () => {
    const scenario = allowed({ calls: 16 });
    scenario.open();
    scenario.act('read');
    scenario.act('read');
    allow(scenario, { calls: 1 });
    expect(codesOf(scenario.act('read'))).toEqual(['budget/allowance-exhausted']);
  });

  test('limits nobody else, and nothing where the tool is unknown', () => {
    const scenario = allowed({ calls: 0 });
    scenario.open();
    expect(codesOf(scenario.act('nothing', { observed: null }))).toEqual(['definition/unknown-tool']);
    expect(codesOf(scenario.act('read'))).toEqual(['budget/allowance-exhausted']);
  });
});

const step = fc.record({
  task: fc.nat({ max: 3 }),
  tool: fc.constantFrom('read', 'send'),
  amount: fc.nat({ max: 30 }),
  outcome: fc.option(fc.constantFrom('succeeded', 'not-started')),
  waitMs: fc.constantFrom(0, 0, 0, 600_000),
});

test('no interleaving of tasks overspends a window', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 10, maxLength: 60 }), (steps) => {
      const scenario = allowed({ calls: 20, sends: 6, money: 120_0000 });
      const tasks = Array.from({ length: 4 }, () => {
        scenario.open();
        return scenario.task;
      });
      const used = new Map<number, { calls: number; sends: number; money: number }>();
      for (const { task, tool, amount, outcome, waitMs } of steps) {
        scenario.at += waitMs;
        switchTo(scenario, tasks[task]!);
        const { verdict, action } = scenario.act(tool, { arguments: { amount } });
        if (verdict === 'permit' && outcome !== null) scenario.settle(action, { outcome });
        tasks[task] = scenario.task;
        if (verdict !== 'permit') continue;
        const window = Math.floor(scenario.at / HOUR);
        const { calls, sends, money } = used.get(window) ?? { calls: 0, sends: 0, money: 0 };
        const sent = tool === 'send' ? 1 : 0;
        used.set(window, { calls: calls + 1, sends: sends + sent, money: money + amount });
      }
      for (const { calls, sends, money } of used.values()) {
        expect(calls).toBeLessThanOrEqual(20);
        expect(sends).toBeLessThanOrEqual(6);
        expect(money).toBeLessThanOrEqual(120);
      }
    }),
    { numRuns: 60 },
  );
});
