import { expect, test } from 'vitest';
import {
  allowance,
  ben,
  codesOf,
  factsOf,
  givenTask,
  holdWrites,
  permitAll,
  toolOf,
} from '../given.contract.ts';
import type { Scenario } from '../given.contract.ts';
import type { BreakerLimits } from './limits.ts';

const tools = [
  toolOf('read', ['read']),
  toolOf('write', ['write']),
  toolOf('touch', ['delete']),
  toolOf('mail', ['write'], {}, { roles: { '/to': 'destination' } }),
];

function watched(breaker: BreakerLimits = {}): Scenario {
  return givenTask({
    tools,
    rules: [permitAll, holdWrites()],
    allowances: ['read', 'write', 'touch', 'mail'].map((name) => allowance(`crm/${name}`)),
    limits: { breaker, calls: 1_000, wallSeconds: 100_000, holds: 100 },
  });
}

/** A tool that its scope does not name. */
function stray(scenario: Scenario): string[] {
  return codesOf(scenario.act('elsewhere', { connector: 'crm' }));
}

function expectQuarantined(scenario: Scenario, code: string): void {
  const place = scenario.events.findLastIndex(({ type }) => type === 'task-quarantined');
  const [denied, quarantined] = scenario.events.slice(place - 1);
  expect(denied).toMatchObject({ type: 'action-denied', actor: { kind: 'agent' } });
  expect(quarantined).toMatchObject({
    type: 'task-quarantined',
    actor: { kind: 'system', id: 'breaker' },
    causes: [denied!.id],
    body: { task: scenario.task.id, reason: '', tripped: [{ rule: 'breaker', code }] },
  });
  expect(scenario.task.status).toBe('quarantined');
  expect(codesOf(scenario.act('read'))).toEqual(['control/task-quarantined']);
}

test('ten denials in a row of what it should not have asked for end a task', () => {
  const scenario = watched();
  for (let n = 1; n < 10; n += 1) expect(stray(scenario)).not.toContain('breaker/denied-again-and-again');
  expect(scenario.task.status).toBe('open');
  expect(stray(scenario).at(-1)).toBe('breaker/denied-again-and-again');
  expectQuarantined(scenario, 'denied-again-and-again');
});

test('so do ten calls of what is not there, whatever the scope would allow', () => {
  const scenario = givenTask({ tools, allowances: [allowance('crm/*')] });
  for (let n = 1; n < 10; n += 1) {
    const made = n % 2 === 0 ? { connector: 'nowhere' } : {};
    expect(scenario.act(`made-up-${n}`, made).verdict).toBe('deny');
  }
  expect(scenario.task.status).toBe('open');
  expect(codesOf(scenario.act('made-up-10')).at(-1)).toBe('breaker/denied-again-and-again');
  expectQuarantined(scenario, 'denied-again-and-again');
});

test('a permit between them begins the count anew, and the scope may say another number', () => {
  const scenario = watched({ denials: 2 });
  for (let n = 0; n < 5; n += 1) {
    stray(scenario);
    scenario.act('read');
  }
  expect(scenario.task.status).toBe('open');
  stray(scenario);
  stray(scenario);
  expectQuarantined(scenario, 'denied-again-and-again');
});

test('what is no fault of the agent counts for nothing: a switch, a budget, a drift', () => {
  const scenario = watched({ denials: 2 });
  scenario.kill({ kind: 'all' });
  for (let n = 0; n < 5; n += 1) scenario.act('read');
  scenario.kill({ kind: 'all' }, true);
  for (let n = 0; n < 5; n += 1) scenario.act('read', { observed: 'another' });
  scenario.load(null);
  for (let n = 0; n < 5; n += 1) expect(codesOf(scenario.act('read'))).toContain('policy/no-policy');
  expect(scenario.task).toMatchObject({ status: 'open', usage: { denialsInRow: 0 } });
});

test('the very same changing call, nothing else changed between, ends a task; reads do not', () => {
  const scenario = watched({ repeats: 3 });
  for (let n = 0; n < 3; n += 1) {
    expect(scenario.act('touch').verdict).toBe('permit');
    expect(scenario.act('read').verdict).toBe('permit');
  }
  expect(scenario.act('touch', { arguments: { n: 2 } }).verdict).toBe('permit');
  for (let n = 0; n < 3; n += 1) expect(scenario.act('touch').verdict).toBe('permit');
  const again = scenario.act('touch');
  expect(codesOf(again)).toEqual(['breaker/repeated']);
  expect(factsOf(again, 'repeated')).toMatchObject({ count: 3, limit: 3 });
  expectQuarantined(scenario, 'repeated');
});

test('calls that go round in a circle end a task, however many of them there are up to eight', () => {
  const scenario = watched({ repeats: 3 });
  const round = Array.from({ length: 8 }, (_, n) => ({ arguments: { n } }));
  scenario.act('touch', { arguments: { n: 99 } });
  for (let times = 0; times < 3; times += 1) {
    for (const one of round) {
      expect(scenario.act('touch', one).verdict).toBe('permit');
      scenario.act('read');
    }
  }
  const again = scenario.act('touch', round[0]);
  expect(codesOf(again)).toEqual(['breaker/repeated']);
  expect(factsOf(again, 'repeated')).toMatchObject({ count: 3, limit: 3 });
  expectQuarantined(scenario, 'repeated');
});

test('what leaves the circle is no loop, and begins the count anew', () => {
  const scenario = watched({ repeats: 2 });
  for (let times = 0; times < 5; times += 1) {
    for (const n of [1, 2, 1, 2, 3 + times]) {
      expect(scenario.act('touch', { arguments: { n } }).verdict).toBe('permit');
    }
  }
  expect(scenario.task.status).toBe('open');
});

test('what people approve each time is no loop', () => {
  const scenario = watched({ repeats: 1 });
  for (let n = 0; n < 3; n += 1) {
    scenario.act('write');
    scenario.approve(ben);
    const { action, verdict } = scenario.act('write');
    expect(verdict).toBe('permit');
    scenario.settle(action);
    scenario.deliver(action);
  }
  expect(scenario.task.usage.cycle).toEqual({ newest: [], alike: [] });
});

test('calls that come faster than the scope says end a task', () => {
  const scenario = watched({ callsPerMinute: 250, repeats: 1_000 });
  for (let n = 0; n < 240; n += 1) scenario.act('read');
  for (let n = 0; n < 10; n += 1) scenario.act('touch');
  scenario.at += 60_001;
  for (let n = 0; n < 250; n += 1) expect(scenario.act('read').verdict).toBe('permit');
  expect(codesOf(scenario.act('read'))).toEqual(['breaker/too-fast']);
  expectQuarantined(scenario, 'too-fast');
});

function mail(scenario: Scenario, n: number, name: string) {
  const destinations = [{ host: null, isName: true, commitment: name }];
  return scenario.act('mail', { arguments: { n, to: name }, destinations });
}

test('what was rejected and is asked for in other shapes, to the same destination, ends a task', () => {
  const scenario = watched({ variations: 2 });
  mail(scenario, 1, 'eve');
  const rejected = scenario.hold.id;
  scenario.reject(ben);
  expect(mail(scenario, 2, 'ann').events[0]?.body).not.toHaveProperty('variationOf');
  expect(mail(scenario, 3, 'eve').events[0]?.body).toMatchObject({ variationOf: rejected });
  expect(mail(scenario, 3, 'eve').verdict).toBe('hold');
  expect(mail(scenario, 4, 'eve').verdict).toBe('hold');
  expect(scenario.hold).toMatchObject({ variationOf: rejected, destinations: ['eve'] });
  expect(mail(scenario, 5, 'ann').verdict).toBe('hold');
  expect(codesOf(mail(scenario, 6, 'eve'))).toEqual(['breaker/rejected-in-other-shapes']);
  expectQuarantined(scenario, 'rejected-in-other-shapes');
  expect(Object.values(scenario.task.holds).map(({ status }) => status)).not.toContain('pending');
});

test('an approval of the tool begins the count anew', () => {
  const scenario = watched({ variations: 1 });
  scenario.act('write', { arguments: { n: 1 } });
  scenario.reject(ben);
  expect(scenario.act('write', { arguments: { n: 2 } }).verdict).toBe('hold');
  scenario.approve(ben);
  expect(scenario.act('write', { arguments: { n: 2 } }).verdict).toBe('permit');
  expect(scenario.act('write', { arguments: { n: 3 } }).events[0]?.body).not.toHaveProperty('variationOf');
  scenario.reject(ben);
  scenario.act('write', { arguments: { n: 4 } });
  expect(codesOf(scenario.act('write', { arguments: { n: 5 } }))).toEqual([
    'breaker/rejected-in-other-shapes',
  ]);
});

test('whoever is no agent of the task trips nothing', () => {
  const scenario = watched({ denials: 1 });
  scenario.registerAgent('cat');
  scenario.act('elsewhere', { actor: { kind: 'agent', id: 'cat' } });
  expect(scenario.task.status).toBe('open');
});
