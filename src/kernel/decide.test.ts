// Promises that hold whatever is asked, in whatever order.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import type { EventOf } from './event.ts';
import { evolve } from './evolve.ts';
import {
  ada,
  allowance,
  ben,
  bot,
  cyd,
  given,
  holdpoint,
  holdWrites,
  operator,
  permitAll,
  refold,
} from './given.contract.ts';
import type { Scenario } from './given.contract.ts';
import { handsOf, policyOf, toolOf, wil } from './given.contract.ts';
import { obligationsOf } from './obligation.ts';
import type { Request } from './request.ts';

const LIMITS = { calls: 5, wallSeconds: 300, callSeconds: 60, holds: 1 };
const ALLOWANCES = [
  allowance('crm/read', { max: 4 }),
  allowance('crm/write', {
    arguments: { properties: { n: { maximum: 1 } } },
    preapproved: { arguments: null, max: 1 },
  }),
  allowance('crm/pay', { max: 2 }),
];
const TOOLS = [
  toolOf('read', ['read']),
  toolOf('write', ['write']),
  toolOf('pay', ['spend']),
  toolOf('burn', ['delete']),
];
const TWO = [
  { role: 'finance', quorum: 1 },
  { role: 'security', quorum: 1 },
];
const PEOPLE = [ada, ben, cyd, wil];
const TARGETS = [{ kind: 'all' }, { kind: 'agent', id: 'bot' }, { kind: 'connector', id: 'crm' }] as const;

type Step = (scenario: Scenario) => Decision | null;

const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ tool: fc.constantFrom(...TOOLS), n: fc.integer({ min: 0, max: 2 }) }).map(asAct),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(fc.nat(), fc.constantFrom('succeeded', 'unknown', 'not-started')).map(asSettle),
  },
  { weight: 4, arbitrary: fc.tuple(fc.constantFrom(...PEOPLE), fc.nat(9)).map(asAnswer) },
  fc.nat().map((n): Step => (scenario) => {
    const action = Object.keys(scenario.state.task?.actions ?? {}).at(n % 3);
    return action === undefined ? null : scenario.deliver(action);
  }),
  fc.constantFrom(...TARGETS).chain((target) =>
    fc.boolean().map(
      (lift): Step =>
        (scenario) =>
          scenario.kill(target, lift),
    ),
  ),
  { weight: 4, arbitrary: fc.tuple(fc.nat(), fc.boolean()).map(asLeaseFact) },
  fc.nat(400_000).map((ms): Step => (scenario) => {
    scenario.at += ms;
    return null;
  }),
  fc.constantFrom<Step>(
    (scenario) => scenario.open(),
    (scenario) => scenario.ask('renew', bot, { task: scenario.task.id }),
    (scenario) => scenario.ask('close-task', bot, { task: scenario.task.id }),
    (scenario) => scenario.propose('crm', 'p2'),
    (scenario) => scenario.admit('crm', 'p2'),
    (scenario) => scenario.publish('one', [permitAll, holdWrites()]),
    (scenario) => scenario.publish('two', [permitAll, holdWrites(TWO), { ...holdWrites(), id: 'second' }]),
    (scenario) => scenario.publish('none', [permitAll]),
  ),
);

function asAct({ tool, n }: { tool: { name: string }; n: number }): Step {
  return (scenario) => scenario.act(tool.name, { arguments: { n }, owner: `process-${n % 2}` });
}

function asSettle([n, outcome]: [number, 'succeeded' | 'unknown' | 'not-started']): Step {
  return (scenario) => {
    const running = Object.values(scenario.task.actions).filter(({ status }) => status === 'running');
    const action = running[n % Math.max(1, running.length)];
    return action === undefined
      ? null
      : scenario.settle(action.id, { outcome, durationMs: n % (action.reservedMs + 1) });
  };
}

function asLeaseFact([n, isRevoked]: [number, boolean]): Step {
  return (scenario) => {
    const leases = Object.values(scenario.task.leases);
    const lease = leases[n % Math.max(1, leases.length)];
    if (lease === undefined) return null;
    const { id: task } = scenario.task;
    const { id, expiresAt } = lease;
    const issued = { fingerprint: 'sha256:0', standing: false, advisory: false, expiresAt };
    const fact = isRevoked
      ? ({ fact: 'lease-revoked', lease: id, how: 'listed' } as const)
      : ({ fact: 'lease-issued', lease: id, ...issued } as const);
    return scenario.ask('settle', holdpoint, { task, fact });
  };
}

function asAnswer([who, n]: [typeof ada, number]): Step {
  return (scenario) => {
    if (Object.keys(scenario.task.holds).length === 0) return null;
    return n === 0 ? scenario.reject(who) : scenario.approve(who);
  };
}

function play(taken: readonly Step[], check: (scenario: Scenario, decision: Decision) => void): Scenario {
  const scenario = given({
    rules: [permitAll, holdWrites()],
    limits: LIMITS,
    allowances: ALLOWANCES,
    tools: TOOLS,
    ttlSeconds: 120,
  });
  scenario.open();
  for (const step of taken) {
    const decision = step(scenario);
    if (decision !== null) check(scenario, decision);
  }
  return scenario;
}

function always(
  property: (scenario: Scenario, decision: Decision) => void,
  end = (_: Scenario): void => undefined,
): void {
  const many = fc.array(steps, { minLength: 20, maxLength: 60, size: 'max' });
  fc.assert(
    fc.property(many, (taken) => {
      end(play(taken, property));
    }),
    { numRuns: 100 },
  );
}

const permitsOf = ({ events }: { events: Scenario['events'] }): EventOf<'action-permitted'>[] =>
  events.filter((event) => event.type === 'action-permitted');

test('folding the records again gives the same state', () => {
  always(
    () => undefined,
    ({ events, state }) => expect({ ...refold(events), policy: null }).toEqual({ ...state, policy: null }),
  );
});

test('nothing is permitted outside the scope, and nothing is called that was not permitted', () => {
  always((_, decision) => {
    const calls = decision.commands.filter(({ kind }) => kind === 'call');
    const permits = decision.events.filter((event) => event.type === 'action-permitted');
    expect(calls.length).toBe(permits.length);
    for (const { body } of permits) {
      expect(ALLOWANCES[body.allowance]?.tool).toBe(`crm/${body.tool}`);
      expect(body.digest).not.toBe('write {"n":2}');
    }
  });
});

test('no count is exceeded, in whatever order calls are asked for, approved and settled', () => {
  always(({ task: { usage } }) => {
    expect(usage.calls).toBeLessThanOrEqual(LIMITS.calls);
    expect(usage.holds).toBeLessThanOrEqual(LIMITS.holds);
    expect(usage.reservedMs + usage.spentMs).toBeLessThanOrEqual(LIMITS.wallSeconds * 1_000);
    expect(usage.reservedMs).toBeGreaterThanOrEqual(0);
    for (const [index, { max, preapproved }] of ALLOWANCES.entries()) {
      expect(usage.byAllowance[index] ?? 0).toBeLessThanOrEqual(max ?? Infinity);
      expect(usage.preapprovedByAllowance[index] ?? 0).toBeLessThanOrEqual(preapproved?.max ?? Infinity);
    }
  });
});

test('an approval is used at most once, for the action that it was given for', () => {
  always(
    () => undefined,
    ({ events }) => {
      const withHold = permitsOf({ events }).filter(({ body }) => body.hold !== null);
      const used = withHold.map(({ body }) => body.hold);
      expect(new Set(used).size).toBe(used.length);
      const approvals = events.filter((event) => event.type === 'approval-given');
      for (const { id, body } of approvals) {
        const users = withHold.filter(({ causes }) => causes.includes(id));
        expect(users.length).toBeLessThanOrEqual(1);
        for (const user of users) expect(user.body.digest).toBe(body.statement.digest);
      }
    },
  );
});

test('after a kill of everything nothing is permitted, opened or renewed until it is lifted', () => {
  always(({ state }, { commands }) => {
    const does = commands.filter(({ kind }) => kind !== 'contain');
    expect(state.org.killed.all && does.length > 0).toBe(false);
  });
});

test('a lease never outlives its task, and no call gets a revoked one or that of another process', () => {
  always(({ task }, { events }) => {
    for (const lease of Object.values(task.leases))
      expect(lease.expiresAt).toBeLessThanOrEqual(task.expiresAt);
    for (const { body } of permitsOf({ events: [...events] })) {
      const lease = task.leases[body.lease ?? ''];
      expect(['granted', 'issued']).toContain(lease?.status);
      expect(lease?.owner).toBe(body.owner);
    }
  });
});

const ids = fc.constantFrom(
  'bot',
  'ada',
  'ben',
  'crm',
  'triage',
  'read',
  '',
  'constructor',
  '__proto__',
  'cat',
);
const json = fc.jsonValue({ maxDepth: 3 });
const text = fc.string();

function anyRequest(scenario: Scenario): fc.Arbitrary<Request> {
  const { id: task } = scenario.task;
  const hold = Object.keys(scenario.task.holds)[0] ?? 'hold_none';
  const tasks = fc.constantFrom(task, task, 'task_other');
  const holds = fc.constantFrom(hold, 'hold_other');
  const things = fc.constantFrom(
    ...Object.keys(scenario.task.actions),
    ...Object.keys(scenario.task.leases),
    'x',
    '__proto__',
  );
  const kind = <K extends string>(name: K) => fc.constant(name);
  const roles = fc.subarray(['admin', 'finance', 'security']);
  const person = fc.record({
    id: ids,
    roles,
    publicKey: fc.constant(null),
    identity: fc.constant(null),
    name: text,
  });
  const agent = fc.record({
    id: ids,
    owner: ids,
    environment: text,
    groups: fc.array(text),
    identity: fc.constant(null),
  });
  const effects = fc.dictionary(
    fc.constantFrom('read', 'write', '__proto__'),
    fc.subarray(['read', 'unknown'] as const),
  );
  const tool = fc
    .tuple(ids, fc.subarray(['read', 'send'] as const))
    .map(([name, has]) => ({ ...toolOf(name, has) }));
  const engines = fc.constantFrom(null, policyOf('d', [permitAll]), policyOf('e', []));
  const target = fc.oneof(fc.constantFrom(...TARGETS), fc.record({ kind: kind('agent'), id: ids }));
  const statement = fc.record({
    task: tasks,
    hold: holds,
    digest: text,
    verdict: kind('approve'),
    operator: ids,
    at: fc.integer(),
  });
  const fact = fc.oneof(
    fc.record({
      fact: kind('call'),
      action: things,
      outcome: fc.constantFrom('failed', 'not-started'),
      durationMs: fc.nat(),
    }),
    fc.record({
      fact: fc.constantFrom('lease-issued', 'lease-revoked', 'lease-revocation-failed'),
      lease: things,
    }),
    fc.record({ fact: kind('delivered'), action: things }),
    fc.record({ fact: kind('erased') }),
  );
  const server = fc.record({ name: text, version: text });
  const args = {
    arguments: json,
    argumentsCommitment: text,
    digest: text,
    observed: fc.option(text),
    server: fc.option(server),
    owner: text,
    destinations: fc.array(fc.record({ host: fc.option(text), isName: fc.boolean(), commitment: text })),
  };
  const reviews = fc.dictionary(
    ids,
    fc.record({
      verdict: fc.constantFrom('same', 'harmless', 'new', 'review', 'block'),
      findings: fc.array(text),
      unread: fc.array(text, { maxLength: 1 }),
    }),
  );
  const bodies = [
    fc.record({
      kind: kind('found'),
      mode: kind('solo'),
      operator: person,
      policy: fc.constant({ digest: 'd', sources: [] }),
    }),
    fc.record({ kind: kind('add-operator'), operator: person }),
    fc.record({ kind: kind('register-agent'), agent }),
    fc.record({
      kind: kind('publish-policy'),
      digest: text,
      sources: fc.constant([]),
      candidate: engines,
      errors: fc.array(text),
    }),
    fc.record({
      kind: kind('propose-connector'),
      connector: ids,
      digest: text,
      tools: fc.array(tool),
      server: fc.option(server),
    }),
    fc.record({
      kind: kind('admit-connector'),
      connector: ids,
      proposal: fc.constantFrom('p', 'proposal-1'),
      effects,
      without: fc.array(ids),
      light: fc.boolean(),
      review: fc.record({
        of: fc.option(text),
        against: fc.option(text),
        isReachedAlike: fc.boolean(),
        tools: reviews,
      }),
    }),
    fc.record({
      kind: kind('observe-connector'),
      connector: ids,
      seen: fc.option(fc.record({ tools: fc.array(fc.tuple(ids, text)), server: fc.option(server) })),
    }),
    fc.record({ kind: kind('open-task'), workflow: ids, agent: ids, prompt: fc.option(text) }),
    fc.record({ kind: kind('act'), task: tasks, connector: ids, tool: ids, ...args }),
    fc.record({
      kind: fc.constantFrom('approve', 'reject'),
      task: tasks,
      hold: holds,
      statement,
      verified: fc.boolean(),
    }),
    fc.record({
      kind: fc.constantFrom('renew', 'close-task', 'quarantine', 'erase'),
      task: tasks,
      reason: text,
    }),
    fc.record({ kind: kind('kill'), target, lift: fc.boolean(), reason: text }),
    fc.record({ kind: kind('settle'), task: tasks, fact }),
  ];
  const actors = fc.oneof(
    fc.constantFrom(ada, ben, bot, holdpoint),
    ids.map((id) => operator(id)),
  );
  const asked = fc.record({ id: kind('req_zzzzzzzzzzzzzzzz'), at: fc.integer({ min: 0 }), actor: actors });
  return fc
    .tuple(fc.oneof(...bodies), asked)
    .map(([body, who]) => ({ ...body, ...who }) as unknown as Request);
}

test('every request gets an answer on every state, the same each time, and it is recorded', () => {
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 20 }), fc.gen(), (taken, gen) => {
      const scenario = play(taken, () => undefined);
      for (let n = 0; n < 10; n += 1) {
        const request = gen(anyRequest, scenario);
        const decision = decide(scenario.state, request);
        expect(decide(scenario.state, request)).toEqual(decision);
        expect(decision.events.length).toBeGreaterThan(0);
        expect(decision.verdict === 'deny' && decision.commands.length > 0).toBe(false);
        scenario.state = decision.events.reduce(evolve, scenario.state);
        expect(Array.isArray(obligationsOf(scenario.state, request.at, handsOf('process-1')))).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});
