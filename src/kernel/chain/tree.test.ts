import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ada, bot, codesOf, factsOf, given, holdpoint, refold, toolOf } from '../given.contract.ts';
import type { Scenario } from '../given.contract.ts';
import type { Decision } from '../decision.ts';
import { evolve } from '../evolve.ts';
import type { ReasonCode } from '../reason.ts';
import type { Destination } from '../request.ts';
import type { Did, Outcome, TaskState } from '../state.ts';
import type { Limits } from './limits.ts';
import { MAX_SHARES } from './share.ts';
import { triggerOf } from './trigger.contract.ts';

const ROLES = { '/amount': 'amount', '/to': 'destination' } as const;
const TOOLS = [
  toolOf('read', ['read'], {}, { roles: ROLES }),
  toolOf('mail', ['send'], {}, { roles: ROLES, triggers: [triggerOf()] }),
  toolOf('note', ['write'], {}, { triggers: [triggerOf({ starts: 'crm/read' })] }),
];

/** Tasks of one organisation, each as it was left. */
class Tree {
  readonly scenario: Scenario;
  readonly tasks: TaskState[] = [];

  constructor(limits: Partial<Limits>) {
    const breaker = { repeats: 1_000, denials: 1_000 };
    this.scenario = given({
      tools: TOOLS,
      limits: { depth: 64, wallSeconds: 100_000, breaker, ...limits },
      workflow: { unattended: true },
    });
  }

  open(actor = bot, cause?: string): Decision {
    const decision = this.scenario.open(actor, cause === undefined ? {} : { cause });
    if (decision.verdict === 'permit') this.tasks.push(this.scenario.task);
    return decision;
  }

  /** Whatever was asked of others meanwhile. */
  in<T>(n: number, ask: () => T): T {
    const { scenario } = this;
    scenario.state = { ...scenario.state, task: this.tasks[n]! };
    const answer = ask();
    this.tasks[n] = scenario.task;
    return answer;
  }

  act(n: number, tool = 'read', amount = 0, to: readonly string[] = []): Decision {
    const digest = `${tool} ${this.scenario.asked}`;
    const destinations: Destination[] = to.map((commitment) => ({
      host: `${commitment}.example`,
      isName: false,
      commitment: `${n} ${commitment}`,
    }));
    const args = { amount, ...(to.length === 0 ? {} : { to: [...to] }) };
    return this.in(n, () => this.scenario.act(tool, { arguments: args, digest, destinations }));
  }

  settle(n: number, action: string | null, outcome: Outcome, records = 0): void {
    const call = { fact: 'call', action: String(action), result: null, durationMs: 1, code: null } as const;
    const fact = { ...call, outcome, bytes: 0, records };
    this.in(n, () => this.scenario.ask('settle', holdpoint, { task: this.scenario.task.id, fact }));
  }

  close(n: number): void {
    this.in(n, () => this.scenario.ask('close-task', ada, { task: this.scenario.task.id }));
  }

  id(n: number): string {
    return this.tasks[n]!.id;
  }

  /** For tasks that are opened from now on. */
  limit(limits: Partial<Limits>): void {
    this.scenario.setting.limits = limits;
    this.scenario.publishWorkflow();
  }

  /** What counts in the limits of a task, while it is told apart. */
  did(n: number): Did {
    return this.scenario.state.trees.find(({ id }) => id === this.id(n))!.did;
  }
}

/** A task, and two that calls of it set off. */
function family(limits: Partial<Limits>): Tree {
  const tree = new Tree(limits);
  tree.open(ada);
  for (let n = 0; n < 2; n += 1) {
    tree.act(0, 'mail');
    tree.open();
  }
  return tree;
}

describe('what comes of a task counts in its limits', () => {
  test.each([
    ['calls', { calls: 4 }, [] as const, { calls: 4, limit: 4 }],
    ['money', { money: 100_0000 }, [60] as const, { spent: 60_0000, amount: 60_0000, limit: 100_0000 }],
    ['effect', { effects: { read: 2 } }, [] as const, { effect: 'read', count: 2, limit: 2 }],
    ['destinations', { destinations: 1 }, [0, ['a']] as const, { destinations: 2, limit: 1 }],
  ])('%s', (what, limits, [amount = 0, to = []], facts) => {
    const tree = family(limits);
    const first = what === 'calls' || what === 'effect' ? 2 : 1;
    for (let n = 0; n < first; n += 1) expect(tree.act(1, 'read', amount, to).verdict).toBe('permit');
    for (const n of [2, 0]) {
      const refused = tree.act(n, 'read', amount, to);
      expect(codesOf(refused)).toEqual([`budget/${what}-exhausted`]);
      const code = `${what}-exhausted` as ReasonCode;
      expect(factsOf(refused, code)).toEqual({ task: tree.id(0), ...facts });
    }
  });

  test('results, also where its own file does not limit what they bring', () => {
    const tree = new Tree({ records: { task: 100, call: 70 } });
    tree.open(ada);
    tree.settle(0, tree.act(0, 'mail').action, 'succeeded', 20);
    tree.scenario.setting.limits = { bytes: { task: 1_000, call: 500 } };
    tree.scenario.publishWorkflow();
    tree.open();
    const first = tree.act(1);
    expect(first.commands).toMatchObject([{ reservedRecords: 70, reservedBytes: 500 }]);
    expect(tree.act(0).commands).toMatchObject([{ reservedRecords: 10 }]);
    expect(factsOf(tree.act(1), 'records-exhausted')).toMatchObject({ task: tree.id(0), used: 100 });
    tree.settle(1, first.action, 'succeeded', 5);
    expect(tree.act(1).commands).toMatchObject([{ reservedRecords: 65 }]);
  });

  test('what surely did not start is given back to all of it', () => {
    const tree = family({ calls: 3 });
    const { action } = tree.act(1);
    expect(codesOf(tree.act(2))).toEqual(['budget/calls-exhausted']);
    tree.settle(1, action, 'not-started');
    expect(tree.act(2).verdict).toBe('permit');
  });

  test('what stands between it and the task that does it may have ended', () => {
    const tree = new Tree({ calls: 4 });
    tree.open(ada);
    tree.act(0, 'mail');
    tree.open();
    tree.act(1, 'mail');
    tree.open();
    tree.close(1);
    for (let n = 0; n < 2; n += 1) expect(tree.act(2).verdict).toBe('permit');
    expect(factsOf(tree.act(0), 'calls-exhausted')).toMatchObject({ task: tree.id(0), calls: 4 });
  });

  test('in each task that may have set it off, and in no other', () => {
    const tree = new Tree({ calls: 3 });
    for (let n = 0; n < 3; n += 1) tree.open(ada);
    for (const n of [0, 1]) tree.act(n, 'mail');
    tree.open();
    tree.act(3);
    for (const n of [0, 1]) {
      expect(tree.act(n).verdict).toBe('permit');
      expect(codesOf(tree.act(n))).toEqual(['budget/calls-exhausted']);
    }
    for (let n = 0; n < 3; n += 1) expect(tree.act(2).verdict).toBe('permit');
  });

  test('is the same whoever folds the records, and is forgotten when all of it is over', () => {
    const tree = family({});
    tree.act(1, 'read', 3, ['a']);
    expect(tree.scenario.state.trees.map(({ id }) => id)).toEqual([0, 1, 2].map((n) => tree.id(n)));
    expect(refold(tree.scenario.events).trees).toEqual(tree.scenario.state.trees);
    tree.scenario.at += 3_600_000;
    for (const [n, left] of [3, 2, 0].entries()) {
      for (const id of Object.keys(tree.tasks[n]!.actions)) tree.settle(n, id, 'succeeded');
      tree.close(n);
      expect(tree.scenario.state.trees).toHaveLength(left);
    }
  });
});

test('a task whose calls were recorded before what they set off was counted has no tree', () => {
  const tree = family({});
  const older = tree.scenario.events.map((event) => {
    if (event.type !== 'action-permitted') return event;
    const { fired: _, ...body } = event.body;
    return { ...event, body };
  });
  const state = refold(older);
  expect(state.trees).toEqual([]);
  expect(state.firings.map(({ begun }) => begun)).toEqual([true, true]);
});

describe('tasks that begin of one call', () => {
  test('count as one thing that it set off each, the first with the call', () => {
    const tree = new Tree({ fanOut: 2 });
    tree.open(ada);
    tree.act(0, 'mail');
    for (let n = 0; n < 2; n += 1) expect(tree.open().verdict).toBe('permit');
    const third = tree.open();
    expect(codesOf(third)).toEqual(['budget/fan-out-exhausted']);
    expect(factsOf(third, 'fan-out-exhausted')).toEqual({ task: tree.id(0), fanOut: 3, limit: 2 });
    expect(codesOf(tree.act(0, 'mail'))).toEqual(['budget/fan-out-exhausted']);
    expect(tree.open(ada).verdict).toBe('permit');
  });

  test('are of different calls where several may have set them off', () => {
    const tree = new Tree({ fanOut: 1 });
    for (let n = 0; n < 2; n += 1) {
      tree.open(ada);
      tree.act(n, 'mail');
    }
    expect([tree.open(), tree.open(), tree.open()].map(({ verdict }) => verdict)).toEqual([
      'permit',
      'permit',
      'deny',
    ]);
  });
});

describe('where a call may set off what any task may do', () => {
  /** How many of so many reads a task gets. */
  function reads(tree: Tree, n: number, times = 9): number {
    return Array.from({ length: times }, () => tree.act(n).verdict).filter((one) => one === 'permit').length;
  }

  /** Tasks with four calls each that made such a call; what is opened later has more. */
  function noted(tasks: number): Tree {
    const tree = new Tree({ calls: 4 });
    for (let n = 0; n < tasks; n += 1) {
      tree.open(ada);
      tree.act(n, 'note');
    }
    tree.limit({ calls: 90 });
    return tree;
  }

  test('none that begins counts in the task above, which may have used up all it has', () => {
    const tree = noted(1);
    for (let n = 0; n < 3; n += 1) tree.act(0);
    for (let n = 1; n <= 3; n += 1) tree.open();
    expect([1, 2, 3].map((n) => reads(tree, n))).toEqual([9, 9, 9]);
    expect(tree.did(0).calls).toBe(4);
    // All the same each of them goes on from it.
    expect(tree.tasks.map(({ depth }) => depth)).toEqual([0, 1, 1, 1]);
    expect(tree.tasks[3]!.inherited.calls).toBe(4);
    expect(refold(tree.scenario.events).trees).toEqual(tree.scenario.state.trees);
  });

  test('an agent that polls is not shut out', () => {
    const tree = new Tree({ calls: 3, fanOut: 1 });
    tree.open();
    tree.act(0, 'note');
    for (let n = 1; n <= 20; n += 1) {
      expect(tree.open().verdict).toBe('permit');
      expect(tree.act(n).verdict).toBe('permit');
      tree.close(n);
    }
  });

  test('each task counts that somebody else opened for it; the agent names none', () => {
    const tree = new Tree({ fanOut: 2 });
    tree.open(ada);
    const { action } = tree.act(0, 'note');
    tree.limit({});
    for (let n = 1; n <= 2; n += 1) expect(tree.open(ada, action!).verdict).toBe('permit');
    expect(codesOf(tree.open(ada, action!))).toEqual(['budget/fan-out-exhausted']);
    expect(tree.open(bot, action!).verdict).toBe('permit');
    for (let n = 1; n <= 3; n += 1) tree.act(n);
    expect(tree.did(0).calls).toBe(3);
  });

  test('a task whose workflow another call names does not begin of it', () => {
    const tree = noted(1);
    tree.open(ada);
    tree.act(1, 'mail');
    for (let n = 2; n <= 3; n += 1) tree.open();
    expect([2, 3].map((n) => reads(tree, n))).toEqual([9, 9]);
    expect(tree.did(0).calls).toBe(1);
    expect(tree.did(1).calls).toBe(19);
  });
});

describe('what is given back', () => {
  test('is so once the last call of a task is settled, also where it has ended before', () => {
    const tree = new Tree({ records: { task: 1_000, call: 400 } });
    tree.open(ada);
    tree.settle(0, tree.act(0, 'mail').action, 'succeeded');
    for (let n = 1; n <= 2; n += 1) {
      tree.open();
      const calls = [tree.act(n), tree.act(n)];
      tree.close(n);
      expect(tree.did(0).records).toBe(600 + 2 * (n - 1));
      for (const { action } of calls) tree.settle(n, action, 'succeeded', 1);
      expect(tree.did(0).records).toBe(2 * n);
    }
    expect(refold(tree.scenario.events).trees).toEqual(tree.scenario.state.trees);
    tree.scenario.at += 3_600_000;
    tree.close(0);
    expect(tree.scenario.state.trees).toEqual([]);
  });

  test('is nothing by the end of a task that whoever folds has forgotten', () => {
    const { scenario } = family({});
    scenario.ask('close-task', ada, { task: scenario.task.id });
    const { state } = scenario;
    expect(evolve({ ...state, task: null }, scenario.events.at(-1)!).trees).toBe(state.trees);
  });

  /** Two tasks that stand as one: the first has little left, of the second a call runs that reserved much. */
  function united(): { readonly tree: Tree; readonly first: number; readonly running: string | null } {
    const tree = new Tree({ calls: 1_000, records: { task: 100, call: 20 } });
    tree.open(ada);
    tree.settle(0, tree.act(0, 'mail').action, 'succeeded');
    tree.open();
    const first = 1;
    tree.settle(first, tree.act(first, 'note').action, 'succeeded', 20);
    tree.limit({ calls: 1_000, effects: { read: 900, delete: 5 }, records: { task: 100_000, call: 50_000 } });
    tree.open(ada);
    tree.settle(2, tree.act(2, 'note').action, 'succeeded');
    const { action: running } = tree.act(2);
    tree.limit({});
    for (let n = 3; n <= 64 + MAX_SHARES; n += 1) {
      tree.open(ada);
      tree.settle(n, tree.act(n, 'note').action, 'succeeded');
    }
    return { tree, first, running };
  }

  test('is not so where several stand as one, nor above them', () => {
    const { tree, first, running } = united();
    const node = () => tree.scenario.state.trees.find(({ open }) => open.includes(tree.id(first)))!;
    const { did } = node();
    expect(node()).toMatchObject({ united: true, open: [1, 2].map((n) => tree.id(n)) });
    const { records } = tree.did(0);
    for (const outcome of ['succeeded', 'not-started'] as const) {
      const { action } = outcome === 'succeeded' ? { action: running } : tree.act(2);
      tree.settle(2, action, outcome);
      expect(tree.did(0).records).toBeGreaterThanOrEqual(records);
    }
    expect(node().did.byEffect['read']).toBe((did.byEffect['read'] ?? 0) + 1);
    const brought = Array.from({ length: 9 }, () => {
      const { commands, action } = tree.act(first);
      const [most = 0] = commands.flatMap((each) =>
        'reservedRecords' in each ? [each.reservedRecords] : [],
      );
      tree.settle(first, action, 'succeeded', most);
      return most;
    });
    expect(brought.reduce((sum, most) => sum + most)).toBeLessThanOrEqual(80);
  });
});

describe('past the tasks that are told apart', () => {
  const MANY = MAX_SHARES + 4;

  test('those above have together what the one has left that has least', () => {
    const tree = new Tree({ calls: 1_000, money: 1_000_0000 });
    tree.open(ada);
    tree.act(0, 'mail', 900);
    tree.close(0);
    tree.scenario.setting.limits = { calls: 10_000, effects: { send: 500 } };
    tree.scenario.publishWorkflow();
    for (let n = 1; n < MANY; n += 1) {
      tree.open(ada);
      tree.act(n, 'mail');
    }
    tree.open();
    expect(tree.scenario.state.trees).toHaveLength(MAX_SHARES + 1);
    expect(tree.act(MANY, 'read', 100).verdict).toBe('permit');
    expect(codesOf(tree.act(MANY, 'read', 1))).toEqual(['budget/money-exhausted']);
    // A task of which more is known than of the others stands by itself.
    expect(tree.act(MANY - 1, 'read', 1).verdict).toBe('permit');
    expect(tree.act(MANY - 1, 'mail').verdict).toBe('permit');
  });

  test('calls that start the same stand for no more of them', () => {
    const tree = new Tree({ calls: 1_000 });
    for (let n = 0; n < 64 + MANY; n += 1) {
      tree.open(ada);
      tree.act(n, 'mail');
      tree.act(n, 'mail');
    }
    const { firings, trees } = tree.scenario.state;
    expect(Math.max(...firings.map(({ from }) => from.length))).toBe(MAX_SHARES);
    expect(new Set(firings.flatMap(({ from }) => from)).size).toBeLessThanOrEqual(trees.length);
    const known = new Set(trees.map(({ id }) => id));
    expect(firings.flatMap(({ from }) => from).filter((id) => !known.has(id))).toEqual([]);
    expect(trees.flatMap(({ open }) => open)).toHaveLength(64 + MANY);
  });
});

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant('call' as const),
      n: fc.nat({ max: 200 }),
      tool: fc.constantFrom('read', 'mail'),
      amount: fc.nat({ max: 40 }),
      to: fc.constantFrom('a', 'b', 'c'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('open' as const) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('begin' as const) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('close' as const), n: fc.nat({ max: 200 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('settle' as const),
      n: fc.nat({ max: 200 }),
      outcome: fc.constantFrom<Outcome>('succeeded', 'unknown', 'not-started'),
      records: fc.nat({ max: 20 }),
    }),
  },
);

const LIMITS = {
  calls: 12,
  money: 200_0000,
  effects: { send: 5 },
  destinations: 6,
  fanOut: 5,
  records: { task: 60, call: 15 },
};

test('no interleaving of any tasks that set each other off overspends the limits of one of them', () => {
  let refused = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 15, maxLength: 60, size: 'max' }), (steps) => {
      const tree = new Tree(LIMITS);
      tree.open(ada);
      const running: { readonly n: number; readonly action: string | null }[] = [];
      /** Of each task: those that may have set it off, written down as it was opened. */
      const above = new Map<string, ReadonlySet<string>>();
      /** By call. */
      const causes = new Map<string | null, string>();
      const open = (actor: typeof ada): void => {
        if (tree.open(actor).verdict !== 'permit') return;
        const all = actor === ada ? [] : [...causes.values()].flatMap((id) => [id, ...(above.get(id) ?? [])]);
        above.set(tree.scenario.task.id, new Set(all));
      };
      for (const one of steps) {
        if (one.does === 'begin') open(ada);
        if (one.does === 'open') open(bot);
        const n = 'n' in one ? one.n % tree.tasks.length : 0;
        if (one.does === 'close' && tree.tasks[n]!.status === 'open') tree.close(n);
        if (one.does === 'call') {
          const { verdict, action } = tree.act(n, one.tool, one.amount, [one.to]);
          if (verdict !== 'permit') refused += 1;
          else running.push({ n, action });
          if (verdict === 'permit' && one.tool === 'mail') causes.set(action, tree.id(n));
        }
        const [ended] = one.does === 'settle' ? running.splice(n % Math.max(1, running.length), 1) : [];
        if (ended !== undefined && one.does === 'settle') {
          tree.settle(ended.n, ended.action, one.outcome, one.records);
          if (one.outcome === 'not-started') causes.delete(ended.action);
        }
        expect(overspent(tree, above)).toEqual([]);
      }
      expect(refold(tree.scenario.events).trees).toEqual(tree.scenario.state.trees);
    }),
    { numRuns: 60 },
  );
  expect(refused).toBeGreaterThan(0);
});

/** Tasks whose limits are less than what they did and what all did that they may have set off. */
function overspent({ tasks }: Tree, above: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  return tasks.flatMap(({ id }) => {
    const usages = tasks
      .filter((one) => one.id === id || above.get(one.id)?.has(id) === true)
      .map(({ usage }) => usage);
    const sum = (of: (usage: TaskState['usage']) => number): number =>
      usages.reduce((all, usage) => all + of(usage), 0);
    const isOver =
      sum(({ calls }) => calls) > LIMITS.calls ||
      sum(({ spent }) => spent) > LIMITS.money ||
      sum(({ handed }) => handed.byEffect['send'] ?? 0) > LIMITS.effects.send ||
      sum(({ destinations }) => destinations.length) > LIMITS.destinations ||
      sum(({ fired }) => fired) > LIMITS.fanOut ||
      sum(({ records }) => records.reserved + records.spent) > LIMITS.records.task;
    return isOver ? [id] : [];
  });
}
