import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ada, allowance, ben, bot, codesOf, factsOf, given, HOUR, isVerb } from '../given.contract.ts';
import { holdWrites, permitAll, refold, START, toolOf } from '../given.contract.ts';
import type { Rule, Scenario } from '../given.contract.ts';
import type { Labels } from '../flow/label.ts';
import type { TaskState } from '../state.ts';

const SECRET: Labels = { sensitivity: 'restricted', categories: [], integrity: 'untrusted' };

const holdReleases: Rule = {
  id: 'hold-releases',
  effect: 'forbid',
  hold: { approvers: [{ role: 'finance', quorum: 1 }] },
  when: isVerb('declassify'),
};

/** An agent that opens its tasks itself, each of which may ask people as often as it likes. */
function unattended(holds: number | null = null): Scenario {
  const scenario = given({
    rules: [permitAll, holdWrites(), holdReleases],
    tools: [
      toolOf('read', ['read']),
      toolOf('write', ['write']),
      toolOf('mail', ['write'], {}, { roles: { '/to': 'destination', '/for': 'identity' } }),
    ],
    allowances: ['read', 'write', 'mail'].map((name) => allowance(`crm/${name}`)),
    limits: { calls: 10_000, holds: 1_000, wallSeconds: 100_000, breaker: { variations: 100 } },
    workflow: { unattended: true, expiresAt: START + 100 * HOUR, taskSeconds: 36_000 },
  });
  if (holds !== null) limit(scenario, holds);
  return scenario;
}

function limit(scenario: Scenario, holds: number | null, actor = ada, agent = 'bot') {
  return scenario.ask('limit-agent-holds', actor, { agent, holds });
}

/** As the gateway does: a request is decided with its own task in the state. */
function switchTo(scenario: Scenario, task: TaskState): void {
  scenario.state = { ...scenario.state, task };
}

/** One like no other: it concerns somebody. */
function mail(scenario: Scenario, n: number) {
  return scenario.act('mail', { arguments: { n, for: `m-${n}` } });
}

/** A tool that the scope does not name. */
function stray(scenario: Scenario): string[] {
  return codesOf(scenario.act('elsewhere'));
}

function waitingOf({ state, at }: Scenario): number {
  const ends = Object.values(state.conduct['bot']?.waiting ?? {}).flat();
  return ends.filter((end) => at < end).length;
}

describe('what waits for people of all tasks of an agent', () => {
  test('is bounded, whoever opened them; another agent has its own', () => {
    const scenario = unattended();
    for (let n = 0; n < 50; n += 1) {
      if (n % 5 === 0) scenario.open(n % 10 === 0 ? bot : ada);
      expect(mail(scenario, n).verdict).toBe('hold');
    }
    scenario.open(ada);
    const refused = mail(scenario, 50);
    expect(codesOf(refused)).toEqual(['budget/agent-holds-exhausted']);
    expect(factsOf(refused, 'agent-holds-exhausted')).toEqual({ agent: 'bot', waiting: 50, limit: 50 });
    expect(scenario.act('read').verdict).toBe('permit');
    expect(refold(scenario.events).conduct).toEqual(scenario.state.conduct);
  });

  test('is as much as an operator says, and what is usual again when nobody does', () => {
    const scenario = unattended(1);
    scenario.open(bot);
    mail(scenario, 1);
    expect(codesOf(mail(scenario, 2))).toEqual(['budget/agent-holds-exhausted']);
    limit(scenario, 2);
    expect(mail(scenario, 2).verdict).toBe('hold');
    limit(scenario, null);
    expect(scenario.state.org.agents['bot']).not.toHaveProperty('holds');
    expect(mail(scenario, 3).verdict).toBe('hold');
    expect(codesOf(limit(scenario, 1, ada, 'nobody'))).toEqual(['identity/unknown-agent']);
    expect(codesOf(limit(scenario, 1, bot))).toEqual(['identity/unknown-operator']);
  });

  test('counts like actions that are shown together once, as long as any of them waits', () => {
    const scenario = unattended(1);
    scenario.open(bot);
    const write = (n: number) => scenario.act('write', { arguments: { n } });
    for (const n of [1, 2, 3]) expect(write(n).verdict).toBe('hold');
    expect(waitingOf(scenario)).toBe(1);
    expect(codesOf(mail(scenario, 1))).toEqual(['budget/agent-holds-exhausted']);
    // Asked again, or one more like them: nobody is asked anything new.
    expect(write(1).verdict).toBe('hold');
    expect(write(4).verdict).toBe('hold');
    scenario.reject(ben);
    expect(waitingOf(scenario)).toBe(1);
  });

  test.each<[string, (scenario: Scenario) => void]>([
    ['rejected', (scenario) => scenario.reject(ben)],
    [
      'rejected in a channel',
      (scenario) => {
        const { task, hold } = scenario;
        const channel = { channel: 'chat', account: 'ben-there' };
        scenario.ask('reject-in-channel', ben, { task: task.id, hold: hold.id, ...channel });
      },
    ],
    [
      'taken back',
      (scenario) => {
        const { task, hold } = scenario;
        scenario.ask('withdraw-hold', bot, { task: task.id, hold: hold.id });
      },
    ],
    [
      'used',
      (scenario) => {
        scenario.approve(ben);
        expect(mail(scenario, 1).verdict).toBe('permit');
      },
    ],
    ['over', (scenario) => void (scenario.at += HOUR)],
    [
      'of a task that is closed',
      (scenario) => void scenario.ask('close-task', bot, { task: scenario.task.id }),
    ],
    [
      'of a task that is quarantined',
      (scenario) => void scenario.ask('quarantine', ada, { task: scenario.task.id, reason: 'r' }),
    ],
  ])('makes room once it is %s', (_, end) => {
    const scenario = unattended(1);
    scenario.open(bot);
    mail(scenario, 1);
    end(scenario);
    scenario.open(bot);
    expect(mail(scenario, 2).verdict).toBe('hold');
    expect(refold(scenario.events).conduct).toEqual(scenario.state.conduct);
  });
});

test('what people ask for of its tasks themselves is none of it, and goes on', () => {
  const scenario = unattended(1);
  scenario.open(ada);
  mail(scenario, 1);
  const release = (actor: typeof bot) =>
    scenario.ask('declassify', actor, {
      task: scenario.task.id,
      digest: `digest-of-${actor.id}`,
      argumentsCommitment: 'hmac-of-what',
      source: { record: 'rec_1', pointer: '/account' },
      carried: [{ pointer: '/value', role: 'content', labels: SECRET, isPlaced: true }],
      declassification: {
        value: 'mac',
        sensitivity: 'public',
        without: [],
        tool: null,
        destination: null,
        until: scenario.at + HOUR,
      },
    });
  expect(codesOf(release(bot))).toEqual(['budget/agent-holds-exhausted']);
  expect(release(ada).verdict).toBe('hold');
  expect(waitingOf(scenario)).toBe(1);
});

const move = fc.record({
  task: fc.nat({ max: 3 }),
  what: fc.constantFrom('mail', 'mail', 'mail', 'write', 'approve', 'reject', 'withdraw', 'close', 'open'),
  n: fc.nat({ max: 12 }),
  waitMs: fc.constantFrom(0, 0, 0, 1_000_000),
});

/** What really waits, told by the holds of all tasks themselves. */
function waitsOf(tasks: readonly TaskState[], at: number): number {
  const shown = tasks.flatMap(({ holds }) =>
    Object.values(holds)
      .filter((hold) => hold.status === 'pending' && at < hold.expiresAt)
      .map(({ id, batch = id }) => batch),
  );
  return new Set(shown).size;
}

function make(scenario: Scenario, what: string, n: number): void {
  const held = Object.values(scenario.task.holds).length > 0;
  const where = { task: scenario.task.id };
  if (what === 'mail') mail(scenario, n);
  else if (what === 'write') scenario.act('write', { arguments: { n } });
  else if (what === 'close') scenario.ask('close-task', bot, where);
  else if (what === 'withdraw' && held)
    scenario.ask('withdraw-hold', bot, { ...where, hold: scenario.hold.id });
  else if ((what === 'approve' || what === 'reject') && held) scenario[what](ben);
}

test('no interleaving of tasks has more waiting than the agent may, and what counts is what waits', () => {
  fc.assert(
    fc.property(fc.array(move, { minLength: 10, maxLength: 60 }), (moves) => {
      const scenario = unattended(4);
      const every: TaskState[] = [];
      const at = Array.from({ length: 4 }, () => {
        scenario.open(bot);
        return every.push(scenario.task) - 1;
      });
      for (const { task, what, n, waitMs } of moves) {
        scenario.at += waitMs;
        switchTo(scenario, every[at[task]!]!);
        if (what === 'open') {
          scenario.open(bot);
          at[task] = every.push(scenario.task) - 1;
        } else make(scenario, what, n);
        every[at[task]!] = scenario.task;
        const waits = waitsOf(every, scenario.at);
        expect(waits).toBeLessThanOrEqual(4);
        expect(waitingOf(scenario)).toBe(waits);
      }
      expect(refold(scenario.events).conduct).toEqual(scenario.state.conduct);
    }),
    { numRuns: 60 },
  );
});

describe('what people rejected', () => {
  const ofAgent = 'hmac-of-the-call';
  const write = (scenario: Scenario, more = {}) =>
    scenario.act('write', { ofAgent, digest: `in ${scenario.task.id}`, ...more });

  function rejected(): Scenario {
    const scenario = unattended();
    scenario.open(bot);
    write(scenario);
    scenario.at += 1_000;
    scenario.reject(ben);
    return scenario;
  }

  test('is not asked again at once in a new task of the agent, which says until when', () => {
    const scenario = rejected();
    const until = scenario.at + 300_000;
    scenario.open(bot);
    const again = write(scenario);
    expect(codesOf(again)).toEqual(['approval/cooling-off']);
    expect(factsOf(again, 'cooling-off')).toMatchObject({ tool: 'crm/write', until });
    expect(write(scenario, { ofAgent: 'hmac-of-another', digest: 'b' }).verdict).toBe('hold');
    expect(scenario.act('write', { digest: 'c' }).verdict).toBe('hold');
    expect(refold(scenario.events).conduct).toEqual(scenario.state.conduct);
    scenario.at = until;
    expect(write(scenario).verdict).toBe('hold');
  });

  test('may be asked again where a person opened the task after it, and not where it was open before', () => {
    const scenario = unattended();
    scenario.open(ada);
    const before = scenario.task;
    const said = rejectedIn(scenario);
    switchTo(scenario, before);
    expect(codesOf(write(scenario))).toEqual(['approval/cooling-off']);
    scenario.at = said + 1_000;
    scenario.open(ada);
    expect(write(scenario).verdict).toBe('hold');
  });

  function rejectedIn(scenario: Scenario): number {
    scenario.at += 1_000;
    scenario.open(bot);
    write(scenario);
    scenario.at += 1_000;
    scenario.reject(ben);
    return scenario.at;
  }

  test('is not what an approver had written instead, but what was asked with', () => {
    const scenario = unattended();
    scenario.open(bot);
    write(scenario);
    scenario.approve(ben, { edited: { digest: 'edited', arguments: 'hmac-of-edited' } });
    expect(scenario.hold.digest).toBe('edited');
    scenario.reject(ada);
    scenario.open(bot);
    expect(write(scenario).verdict).toBe('hold');
  });

  test('is forgotten after a day, and beyond so many', () => {
    const scenario = rejected();
    const more = Array.from({ length: 300 }, (_, n) => `hmac-${n}`);
    const told = scenario.events.findLast(({ type }) => type === 'agent-asked')!;
    const body = { agent: 'bot', task: 'task_x', until: [], rejected: more };
    const at = { ...told, time: scenario.at + 25 * HOUR } as const;
    scenario.fold({ ...at, id: 'rec_x.0', type: 'agent-asked', body });
    const known = scenario.state.conduct['bot']!.rejected;
    expect(known).toHaveLength(256);
    scenario.fold({
      ...at,
      time: at.time + 25 * HOUR,
      id: 'rec_y.0',
      type: 'agent-asked',
      body: { ...body, rejected: [] },
    });
    expect(scenario.state.conduct['bot']!.rejected).toEqual([]);
  });
});

describe('what an agent should not have asked for in tasks that it opened itself', () => {
  /** Ten in a row end a task. */
  function wear(scenario: Scenario, times: number): void {
    for (let n = 0; n < times; n += 1) {
      expect(scenario.open(bot).verdict).toBe('permit');
      for (let one = 0; one < 10; one += 1) stray(scenario);
      expect(scenario.task.status).toBe('quarantined');
    }
  }

  test('keeps it from opening more within the hour, and a person from nothing', () => {
    const scenario = unattended();
    wear(scenario, 5);
    const refused = scenario.open(bot);
    expect(codesOf(refused)).toEqual(['breaker/denied-across-tasks']);
    const from = scenario.at - (scenario.at % HOUR);
    const facts = { agent: 'bot', count: 50, limit: 50, from };
    expect(factsOf(refused, 'denied-across-tasks')).toEqual(facts);
    expect(scenario.open(ada).verdict).toBe('permit');
    expect(stray(scenario)).not.toContain('breaker/denied-across-tasks');
    expect(refold(scenario.events).conduct).toEqual(scenario.state.conduct);
    scenario.at = from + HOUR;
    expect(scenario.open(bot).verdict).toBe('permit');
    stray(scenario);
    expect(scenario.state.conduct['bot']?.faults).toEqual({ from: from + HOUR, count: 1 });
  });

  test('ends with the next of them each task that it has open already', () => {
    const scenario = unattended();
    scenario.open(bot);
    const early = scenario.task;
    wear(scenario, 5);
    switchTo(scenario, early);
    expect(scenario.act('read').verdict).toBe('permit');
    expect(stray(scenario)).toContain('breaker/denied-across-tasks');
    expect(scenario.task.status).toBe('quarantined');
  });

  test('is told when it has doubled in a task, so that permits between hide at most half of it', () => {
    const scenario = unattended();
    scenario.open(bot);
    for (let n = 0; n < 40; n += 1) {
      stray(scenario);
      scenario.act('read');
    }
    const told = scenario.events.flatMap((event) =>
      event.type === 'agent-faulted' ? [event.body.faults] : [],
    );
    expect(told).toEqual([1, 1, 2, 4, 8, 16]);
    expect(scenario.task.faults).toBe(40);
    expect(scenario.state.conduct['bot']?.faults.count).toBe(32);
  });

  test('is nothing of what a person had opened, and nothing of a switch or a budget', () => {
    const scenario = unattended();
    scenario.open(ada);
    for (let n = 0; n < 9; n += 1) stray(scenario);
    scenario.open(bot);
    scenario.kill({ kind: 'agent', id: 'bot' });
    for (let n = 0; n < 9; n += 1) scenario.act('read');
    expect(scenario.events.some(({ type }) => type === 'agent-faulted')).toBe(false);
  });
});
