import { expect, test } from 'vitest';
import * as fc from 'fast-check';
import type { Command } from '../command.ts';
import { ada, bot, codesOf, factsOf, given, givenTask, holdpoint, toolOf } from '../given.contract.ts';
import type { Scenario } from '../given.contract.ts';
import type { Destination } from '../request.ts';
import type { Limits } from './limits.ts';
import type { Outcome } from '../state.ts';
import { triggerOf } from './trigger.contract.ts';

const TOOLS = [
  toolOf('read', ['read']),
  toolOf('write', ['write', 'send']),
  toolOf('mail', ['send'], {}, { roles: { '/to': 'destination' } }),
  toolOf('pay', ['spend'], {}, { roles: { '/amount': 'amount' } }),
];

function limited(limits: Partial<Limits>): Scenario {
  return givenTask({ tools: TOOLS, limits });
}

function end(scenario: Scenario, action: string | null, outcome: Outcome, brought: Partial<Brought> = {}) {
  const { records, bytes = 0 } = brought;
  const result = null;
  const fact = {
    fact: 'call',
    action: String(action),
    outcome,
    result,
    durationMs: 1,
    bytes,
    code: null,
  } as const;
  return scenario.ask('settle', holdpoint, {
    task: scenario.task.id,
    fact: records === undefined ? fact : { ...fact, records },
  });
}

interface Brought {
  readonly records: number;
  readonly bytes: number;
}

function to(...names: readonly string[]): readonly Destination[] {
  return names.map((name) => ({ host: `${name}.example`, isName: false, commitment: name }));
}

test('each effect has a limit of its own, and a call counts for each of its effects', () => {
  const scenario = limited({ effects: { send: 2, write: 1 } });
  expect(scenario.act('write').verdict).toBe('permit');
  const second = scenario.act('write');
  expect(codesOf(second)).toEqual(['budget/effect-exhausted']);
  expect(factsOf(second, 'effect-exhausted')).toMatchObject({ effect: 'write', count: 1, limit: 1 });
  const { action } = scenario.act('mail');
  expect(codesOf(scenario.act('mail', { arguments: { n: 2 } }))).toEqual(['budget/effect-exhausted']);
  end(scenario, action, 'not-started');
  expect(scenario.act('mail', { arguments: { n: 3 } }).verdict).toBe('permit');
  expect(scenario.act('read').verdict).toBe('permit');
});

test('what is not admitted is refused for that alone', () => {
  const scenario = limited({ effects: { read: 0 }, money: 0, destinations: 0 });
  expect(codesOf(scenario.act('nothing', { observed: null }))).toEqual(['definition/unknown-tool']);
});

test('money is the sum of the amounts, counted before the call, and stays counted', () => {
  const scenario = limited({ money: 100_0000 });
  const pay = (amount: unknown) => scenario.act('pay', { arguments: { amount: amount as number } });
  end(scenario, pay(60).action, 'not-started');
  const beyond = pay(40.0001);
  expect(codesOf(beyond)).toEqual(['budget/money-exhausted']);
  expect(factsOf(beyond, 'money-exhausted')).toMatchObject({
    spent: 60_0000,
    amount: 40_0001,
    limit: 100_0000,
  });
  expect(codesOf(pay('forty'))).toEqual(['budget/money-exhausted']);
  expect(pay(40).verdict).toBe('permit');
  expect(scenario.act('pay', { arguments: {} }).verdict).toBe('permit');
  expect(codesOf(pay(-0.0001))).toEqual(['budget/money-exhausted']);
});

test('what the tasks above did counts for effects and money', () => {
  const triggers = [triggerOf({ name: 'mail' })];
  const fires = { roles: { '/amount': 'amount' }, triggers } as const;
  const scenario = given({
    tools: [toolOf('mail', ['send'], {}, fires)],
    limits: { effects: { send: 2 }, money: 50_0000 },
    workflow: { unattended: true },
  });
  scenario.open(ada);
  scenario.act('mail', { arguments: { amount: 30 } });
  scenario.open(bot);
  expect(scenario.task).toMatchObject({ depth: 1, inherited: { spent: 30_0000 } });
  expect(codesOf(scenario.act('mail', { arguments: { amount: 30 } }))).toEqual(['budget/money-exhausted']);
  expect(scenario.act('mail', { arguments: { amount: 20 } }).verdict).toBe('permit');
  expect(codesOf(scenario.act('mail', { arguments: {} }))).toEqual(['budget/effect-exhausted']);
});

test('a chain sets off only so many things, whichever of its tasks does', () => {
  const triggers = [triggerOf({ name: 'one' }), triggerOf({ name: 'two' })];
  const scenario = given({
    tools: [toolOf('mail', ['send'], {}, { triggers }), toolOf('read', ['read'])],
    limits: { fanOut: 5 },
    workflow: { unattended: true },
  });
  scenario.open(ada);
  scenario.act('mail', { arguments: { n: 1 } });
  scenario.open(bot);
  expect(scenario.act('mail', { arguments: { n: 2 } }).verdict).toBe('permit');
  const third = scenario.act('mail', { arguments: { n: 3 } });
  expect(factsOf(third, 'fan-out-exhausted')).toEqual({ task: scenario.task.id, fanOut: 6, limit: 5 });
  expect(scenario.act('read').verdict).toBe('permit');
});

test('a task addresses only so many others; those it addressed stay open to it', () => {
  const scenario = limited({ destinations: 2 });
  const mail = (...names: readonly string[]) =>
    scenario.act('mail', { arguments: { to: [...names] }, destinations: to(...names) });
  expect(codesOf(mail('a', 'b', 'c'))).toEqual(['budget/destinations-exhausted']);
  expect(mail('a', 'a', 'b').verdict).toBe('permit');
  const third = mail('b', 'c');
  expect(factsOf(third, 'destinations-exhausted')).toMatchObject({ destinations: 3, limit: 2 });
  expect(mail('b').verdict).toBe('permit');
  const unread = scenario.act('mail', { arguments: { to: 'whoever' }, destinations: [] });
  expect(codesOf(unread)).toEqual(['budget/destinations-exhausted']);
  expect(scenario.act('read').verdict).toBe('permit');
});

test('only so many calls run at once', () => {
  const scenario = limited({ running: 2 });
  const first = scenario.act('read');
  scenario.act('write');
  const third = scenario.act('read');
  expect(codesOf(third)).toEqual(['budget/running-exhausted']);
  expect(factsOf(third, 'running-exhausted')).toMatchObject({ running: 2, limit: 2 });
  end(scenario, first.action, 'failed');
  expect(scenario.act('read').verdict).toBe('permit');
});

test('each call reserves what its result may bring, and gives back what it did not', () => {
  const scenario = limited({ records: { task: 100, call: 60 }, bytes: { task: 1_000, call: 400 } });
  const first = scenario.act('read');
  expect(first.commands).toMatchObject([{ reservedRecords: 60, reservedBytes: 400 }]);
  const second = scenario.act('read');
  expect(second.commands).toMatchObject([{ reservedRecords: 40, reservedBytes: 400 }]);
  const third = scenario.act('read');
  expect(codesOf(third)).toEqual(['budget/records-exhausted']);
  expect(factsOf(third, 'records-exhausted')).toMatchObject({ reserved: 100, spent: 0, limit: 100 });
  end(scenario, first.action, 'succeeded', { records: 10, bytes: 300 });
  end(scenario, second.action, 'not-started');
  expect(scenario.task.usage).toMatchObject({
    records: { reserved: 0, spent: 10 },
    bytes: { reserved: 0, spent: 300 },
  });
  const fourth = scenario.act('read');
  expect(fourth.commands).toMatchObject([{ reservedRecords: 60, reservedBytes: 400 }]);
  end(scenario, fourth.action, 'unknown');
  expect(scenario.task.usage).toMatchObject({ records: { spent: 70 }, bytes: { spent: 700 } });
  end(scenario, scenario.act('read').action, 'succeeded', { records: 1, bytes: 999 });
  expect(codesOf(scenario.act('read'))).toEqual(['budget/bytes-exhausted']);
  expect(scenario.task.usage.bytes).toEqual({ reserved: 0, spent: 1_000 });
});

test('each of the two is limited by itself', () => {
  const most = { task: 9, call: 5 };
  const { reservedRecords, ...others } = limited({ records: most }).act('read').commands[0] as Reserving;
  expect([reservedRecords, 'reservedBytes' in others]).toEqual([5, false]);
  const { reservedBytes, ...rest } = limited({ bytes: most }).act('read').commands[0] as Reserving;
  expect([reservedBytes, 'reservedRecords' in rest]).toEqual([5, false]);
});

type Reserving = Extract<Command, { kind: 'call' }>;

test('nothing is reserved of what nobody limits', () => {
  const scenario = limited({});
  const { action, commands, events } = scenario.act('read');
  expect(commands[0]).not.toHaveProperty('reservedRecords');
  expect(events[0]?.body).not.toHaveProperty('reservedBytes');
  end(scenario, action, 'succeeded', { bytes: 7 });
  expect(scenario.task.usage.bytes).toEqual({ reserved: 0, spent: 7 });
});

const step = fc.record({
  tool: fc.constantFrom('read', 'write', 'mail', 'pay'),
  amount: fc.integer({ min: 0, max: 40 }),
  name: fc.constantFrom('a', 'b', 'c', 'd'),
  settles: fc.nat({ max: 3 }),
  outcome: fc.constantFrom<Outcome>('succeeded', 'failed', 'unknown', 'not-started'),
  brought: fc.nat({ max: 80 }),
});

test('no interleaving of calls and outcomes overspends any budget', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const scenario = limited({
        calls: 20,
        effects: { send: 5 },
        money: 100_0000,
        destinations: 2,
        running: 3,
        records: { task: 100, call: 50 },
        bytes: { task: 150, call: 60 },
      });
      const running: { action: string; sends: number }[] = [];
      let [spent, sent] = [0, 0];
      const addressed = new Set<string>();
      for (const [n, { tool, amount, name, settles, outcome, brought }] of steps.entries()) {
        const destinations = tool === 'mail' ? to(name) : [];
        const decision = scenario.act(tool, { arguments: { n, amount, to: name }, destinations });
        if (decision.verdict === 'permit') {
          const sends = tool === 'mail' || tool === 'write' ? 1 : 0;
          running.push({ action: decision.action!, sends });
          if (tool === 'pay') spent += amount;
          if (tool === 'mail') addressed.add(name);
          sent += sends;
        }
        expect(running.length).toBeLessThanOrEqual(3);
        expect(spent).toBeLessThanOrEqual(100);
        expect(sent).toBeLessThanOrEqual(5);
        expect(addressed.size).toBeLessThanOrEqual(2);
        const ended = running[settles];
        if (ended === undefined) continue;
        running.splice(settles, 1);
        end(scenario, ended.action, outcome, { records: brought, bytes: brought });
        if (outcome === 'not-started') sent -= ended.sends;
        const { records, bytes } = scenario.task.usage;
        expect(records.reserved + records.spent).toBeLessThanOrEqual(100);
        expect(bytes.reserved + bytes.spent).toBeLessThanOrEqual(150);
        expect(Math.min(records.reserved, bytes.reserved)).toBeGreaterThanOrEqual(0);
      }
    }),
    { numRuns: 60 },
  );
});
