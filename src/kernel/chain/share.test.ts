import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { bot, given, refold, toolOf } from '../given.contract.ts';
import type { Scenario } from '../given.contract.ts';
import { handOn, MAX_SHARES, uniteInherited } from './share.ts';
import type { TaskState } from '../state.ts';
import { triggerOf } from './trigger.contract.ts';

const MAIL = toolOf(
  'mail',
  ['send', 'spend'],
  {},
  { roles: { '/amount': 'amount' }, triggers: [triggerOf()] },
);
const CALLS = 12;
const MONEY = 400_000;

function chains(calls = CALLS): Scenario {
  const limits = { calls, money: MONEY, depth: 64, wallSeconds: 100_000, breaker: { repeats: 1_000 } };
  const scenario = given({ tools: [MAIL], workflow: { unattended: true }, limits });
  scenario.open();
  return scenario;
}

function mail(scenario: Scenario, amount: number): boolean {
  const digest = `mail ${scenario.asked}`;
  return scenario.act('mail', { arguments: { amount }, digest }).verdict === 'permit';
}

interface Counts {
  readonly calls: number;
  readonly spent: number;
}

/** What was really done, and what a task may know of it: written down apart from the kernel. */
class Books {
  readonly tasks: TaskState[] = [];
  readonly #own = new Map<string, Counts>();
  readonly #above = new Map<string, ReadonlyMap<string, Counts>>();
  #firings: { until: number; known: Map<string, Counts> }[] = [];

  open(task: TaskState, at: number): void {
    const known = new Map<string, Counts>();
    for (const one of this.#firings.filter(({ until }) => at <= until)) {
      for (const [id, counts] of one.known)
        if (counts.calls >= (known.get(id)?.calls ?? 0)) known.set(id, counts);
    }
    this.tasks.push(task);
    this.#above.set(task.id, known);
  }

  call(task: TaskState, amount: number, at: number): void {
    const { calls, spent } = this.#own.get(task.id) ?? { calls: 0, spent: 0 };
    const own = { calls: calls + 1, spent: spent + amount * 10_000 };
    this.#own.set(task.id, own);
    for (const one of this.#firings) if (one.known.has(task.id)) one.known.set(task.id, own);
    const known = new Map([...this.#above.get(task.id)!, [task.id, own] as const]);
    this.#firings.push({ until: at + 5_000 + 60_000 + 60_000, known });
    this.tasks[this.tasks.findIndex(({ id }) => id === task.id)] = task;
  }

  above({ id }: TaskState): Counts {
    const all = [...this.#above.get(id)!.values()];
    return {
      calls: all.reduce((sum, { calls }) => sum + calls, 0),
      spent: all.reduce((sum, { spent }) => sum + spent, 0),
    };
  }

  chain(task: TaskState): Counts {
    const [above, own] = [this.above(task), this.#own.get(task.id) ?? { calls: 0, spent: 0 }];
    return { calls: above.calls + own.calls, spent: above.spent + own.spent };
  }
}

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant('call'),
      n: fc.nat({ max: 9 }),
      amount: fc.integer({ min: 1, max: 20 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('open') }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('wait'), ms: fc.nat(100_000) }) },
);

test('no interleaving of tasks that set each other off overspends, and each call counts once in each', () => {
  let refused = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 10, maxLength: 40, size: 'max' }), (steps) => {
      const scenario = chains();
      const books = new Books();
      books.open(scenario.task, scenario.at);
      const wrong: string[] = [];
      for (const one of steps) {
        if (one.does === 'wait') scenario.at += 'ms' in one ? one.ms : 0;
        if (one.does === 'open' && scenario.open(bot).verdict === 'permit') {
          books.open(scenario.task, scenario.at);
          const [is, should] = [scenario.task.inherited, books.above(scenario.task)];
          if (is.calls !== should.calls || is.spent !== should.spent) wrong.push('taken over');
        }
        if (!('amount' in one)) continue;
        const task = books.tasks[one.n % books.tasks.length]!;
        scenario.state = { ...scenario.state, task };
        if (!mail(scenario, one.amount)) {
          refused += 1;
          continue;
        }
        books.call(scenario.task, one.amount, scenario.at);
        const { calls, spent } = books.chain(scenario.task);
        if (calls > CALLS || spent > MONEY) wrong.push('overspent');
      }
      expect(wrong).toEqual([]);
      expect(refold(scenario.events).firings).toEqual(scenario.state.firings);
    }),
    { numRuns: 50 },
  );
  expect(refused).toBeGreaterThan(0);
});

test('a task that two others lead to counts what led to both of them once', () => {
  const scenario = chains();
  mail(scenario, 3);
  const root = scenario.task;
  scenario.open(bot);
  mail(scenario, 4);
  scenario.open(bot);
  mail(scenario, 5);
  scenario.state = { ...scenario.state, task: root };
  mail(scenario, 6);
  scenario.open(bot);
  expect(scenario.task.inherited).toMatchObject({ calls: 4, spent: 180_000, byEffect: { send: 4 } });
  expect(scenario.task.inherited.shares?.map(({ did }) => did.calls)).toEqual([1, 1, 2]);
});

test('what was written down before it was kept apart counts whole', () => {
  const scenario = chains();
  mail(scenario, 3);
  scenario.open(bot);
  const { shares: _, ...older } = scenario.task.inherited;
  mail(scenario, 4);
  const handed = handOn({ ...scenario.task, inherited: older }, scenario.task.usage);
  expect(handed).toMatchObject({ calls: 2, spent: 70_000 });
  const twice = uniteInherited([
    { task: 'task_1', usage: older },
    { task: null, usage: handed },
    { task: null, usage: handed },
  ]);
  expect(twice.calls).toBe(1 + 1 + 1 + 1);
});

test('past the tasks that are kept apart, none counts less', () => {
  const scenario = chains(1_000_000);
  const counted: number[] = [];
  for (let tasks = 1; tasks <= MAX_SHARES + 10; tasks += 1) {
    expect(mail(scenario, 0)).toBe(true);
    scenario.open(bot);
    const { calls, shares = [] } = scenario.task.inherited;
    expect(calls).toBeGreaterThanOrEqual(tasks);
    expect(shares.length).toBeLessThanOrEqual(MAX_SHARES);
    counted.push(calls);
  }
  expect(counted.slice(0, MAX_SHARES)).toEqual(Array.from({ length: MAX_SHARES }, (_, at) => at + 1));
});
