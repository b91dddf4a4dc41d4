import { describe, expect, test } from 'vitest';
import type { given } from '../given.contract.ts';
import {
  ada,
  allowance,
  bot,
  codesOf,
  factsOf,
  givenTask,
  HOUR,
  permitAll,
  PLAIN,
  toolOf,
} from '../given.contract.ts';

const crmOnly = [allowance('crm/read')];

describe('a permitted action', () => {
  test('is one claim of one process, for one call, that starts soon', () => {
    const scenario = givenTask();
    const decision = scenario.act();
    const suffix = '0000000000000010';
    expect(decision).toMatchObject({
      verdict: 'permit',
      action: `act_${suffix}`,
      task: scenario.task.id,
      hold: null,
    });
    expect(decision.commands).toEqual([
      {
        kind: 'call',
        action: `act_${suffix}`,
        connector: 'crm',
        tool: 'read',
        admission: scenario.state.connectors['crm']!.admitted!.record,
        lease: null,
        timeoutMs: 60_000,
        startBefore: scenario.at + 5_000,
        record: `rec_${suffix}.0`,
      },
    ]);
    expect(decision.events).toEqual([
      {
        id: `rec_${suffix}.0`,
        time: scenario.at,
        stream: `task/${scenario.task.id}`,
        type: 'action-permitted',
        actor: bot,
        causes: [scenario.task.record],
        body: {
          action: `act_${suffix}`,
          agent: 'bot',
          connector: 'crm',
          tool: 'read',
          digest: 'read {"path":"a"}',
          arguments: 'hmac-of-{"path":"a"}',
          policy: 'policy-1',
          determining: ['permit-all'],
          allowance: 0,
          preapproved: false,
          hold: null,
          lease: null,
          owner: 'process-1',
          startBefore: scenario.at + 5_000,
          reservedMs: 60_000,
          effects: ['read'],
          output: PLAIN.output,
          egress: 'none',
          amount: 0,
          destinations: [],
          obligations: [],
        },
      },
    ]);
  });

  test('is forgotten once its outcome is known, and only counted', () => {
    const scenario = givenTask();
    const { action } = scenario.act();
    expect(scenario.task.usage).toMatchObject({
      calls: 1,
      reservedMs: 60_000,
      spentMs: 0,
      byEffect: { read: 1 },
    });
    scenario.settle(action, { durationMs: 700 });
    expect(scenario.task.actions).toEqual({});
    expect(scenario.task.usage).toMatchObject({ calls: 1, reservedMs: 0, spentMs: 700 });
  });

  test('is decided by what policy sees: agent, input, task, tool and what the chain did', () => {
    const seen: object[] = [];
    const scenario = givenTask({ rules: [{ ...permitAll, when: (query) => seen.push(query) > 0 }] });
    scenario.settle(scenario.act('write').action);
    scenario.at += 30_500;
    seen.length = 0;
    scenario.act();
    expect(seen).toEqual([
      {
        principal: {
          type: 'Agent',
          id: 'bot',
          parents: ['team'],
          attributes: { owner: 'cyd', environment: 'test' },
        },
        action: 'crm/read',
        resource: { type: 'Connector', id: 'crm' },
        context: {
          grounding: { asked: false, doubtful: [], unheard: false },
          leaving: { certain: 0, possible: 0, elsewhere: 0, uncleared: false },
          input: { path: 'a' },
          task: {
            workflow: 'triage',
            purpose: 'answer mail',
            environment: 'test',
            ageSeconds: 90,
            requester: 'ada',
            trigger: 'person',
            depth: 0,
          },
          data: { sensitivity: 0, categories: [], trusted: true, suspicious: false },
          sent: { sensitivity: 0, categories: [], trusted: true, suspicious: false },
          args: {},
          tool: { kind: 'tool', effects: ['read'], idempotent: false, serverUpdated: false },
          outcome: { effects: ['read'], downstream: [], egress: 'none', via: [] },
          chain: {
            calls: 1,
            denials: 0,
            holds: 0,
            reads: 0,
            writes: 1,
            deletes: 0,
            sends: 0,
            spends: 0,
            executes: 0,
            approvals: 0,
            crossings: 0,
            contradicted: 0,
            destinations: 0,
            fanOut: 0,
            lastMinute: 1,
            mayHaveRun: false,
            ownSetUp: false,
            spent: { __extn: { fn: 'decimal', arg: '0.0000' } },
            spentAfter: { __extn: { fn: 'decimal', arg: '0.0000' } },
            tools: ['crm/write'],
            succeeded: ['crm/write'],
            thisTool: { calls: 0, approved: 0, lastMinute: 0, lastHour: 0, lastDay: 0 },
          },
          approvals: { count: 0, roles: [], tools: [] },
          scope: { preapproved: false },
        },
      },
    ]);
  });
});

describe('identity', () => {
  test('only the agent of the task acts in it; others are refused on their own streams', () => {
    const scenario = givenTask();
    scenario.registerAgent('cat');
    const cat = { kind: 'agent', id: 'cat' } as const;
    const decision = scenario.act('read', { actor: cat });
    expect(codesOf(decision)).toEqual(['identity/not-this-task']);
    expect(decision.events[0]).toMatchObject({
      stream: 'agent/cat',
      type: 'request-denied',
      causes: [scenario.task.record],
    });
    const byOperator = scenario.act('read', { actor: ada });
    expect(codesOf(byOperator)).toEqual(['identity/unknown-agent']);
    expect(byOperator.events[0]).toMatchObject({
      stream: `task/${scenario.task.id}`,
      type: 'request-denied',
    });
    expect(scenario.task.usage.denials).toBe(0);
  });

  test('an unknown agent, task or connector stops everything else', () => {
    const scenario = givenTask();
    expect(codesOf(scenario.act('read', { actor: { kind: 'agent', id: 'cat' } }))).toEqual([
      'identity/unknown-agent',
    ]);
    const decision = scenario.act('read', { task: 'task_other' });
    expect(codesOf(decision)).toEqual(['identity/unknown-task']);
    expect(decision.events[0]).toMatchObject({
      stream: 'agent/bot',
      causes: [],
      body: { task: 'task_other' },
    });
    const unknown = scenario.act('read', { connector: 'erp' });
    expect(codesOf(unknown)).toEqual(['identity/unknown-connector']);
    expect(unknown.events[0]).toMatchObject({
      type: 'action-denied',
      body: { connector: 'erp', determining: [] },
    });
  });
});

describe('control', () => {
  test('a kill switch stops its agent, its connector or everything, until it is lifted', () => {
    const scenario = givenTask();
    for (const target of [
      { kind: 'all' },
      { kind: 'agent', id: 'bot' },
      { kind: 'connector', id: 'crm' },
    ] as const) {
      scenario.kill(target);
      const decision = scenario.act();
      expect(codesOf(decision)).toEqual(['control/killed']);
      expect(factsOf(decision, 'killed')).toEqual(target);
      scenario.kill(target, true);
      expect(scenario.act().verdict).toBe('permit');
    }
  });

  test('a task that ended permits nothing, and its stream is left alone', () => {
    const closed = givenTask();
    closed.ask('close-task', bot, { task: closed.task.id });
    const decision = closed.act();
    expect(codesOf(decision)).toEqual(['control/task-closed']);
    expect(decision.events[0]?.stream).toBe('agent/bot');
    const quarantined = givenTask();
    quarantined.ask('quarantine', ada, { task: quarantined.task.id, reason: 'odd' });
    expect(codesOf(quarantined.act())).toEqual(['control/task-quarantined']);
  });

  test('a task ends at its expiry, not after it', () => {
    const scenario = givenTask();
    scenario.at = scenario.task.expiresAt - 1;
    expect(scenario.act().commands).toMatchObject([{ timeoutMs: 1 }]);
    scenario.at += 1;
    expect(codesOf(scenario.act())).toEqual(['control/task-expired']);
  });
});

describe('definition', () => {
  test('what runs is what was admitted', () => {
    const scenario = givenTask();
    expect(codesOf(scenario.act('read', { observed: null }))).toEqual(['definition/definition-unseen']);
    const changed = scenario.act('read', { observed: 'poisoned' });
    expect(factsOf(changed, 'definition-changed')).toEqual({
      connector: 'crm',
      tool: 'read',
      pinned: 'definition-of-read',
      observed: 'poisoned',
    });
    expect(codesOf(scenario.act('burn'))).toEqual(['definition/unknown-tool']);
  });

  test('arguments fit the schema of the tool; facts say where, never what', () => {
    const scenario = givenTask();
    const missing = scenario.act('read', { arguments: { secret: 'hunter2' } });
    expect(codesOf(missing)).toEqual(['definition/arguments-malformed']);
    expect(factsOf(missing, 'arguments-malformed')).toMatchObject({ problems: ['/path required'] });
    expect(JSON.stringify(missing.reasons)).not.toContain('hunter2');
    for (const notAnObject of [['a'], 'a', 1, null]) {
      expect(codesOf(scenario.act('read', { arguments: notAnObject }))).toEqual([
        'definition/arguments-malformed',
      ]);
    }
  });
});

describe('scope', () => {
  test('a tool that no allowance names is denied', () => {
    const scenario = givenTask({ allowances: crmOnly });
    const decision = scenario.act('write');
    expect(codesOf(decision)).toEqual(['scope/tool-not-in-scope']);
    expect(decision.events[0]).toMatchObject({ type: 'action-denied', body: { reasons: decision.reasons } });
    expect(scenario.task.usage.denials).toBe(1);
  });

  test('the first allowance that fits and is left gives the call', () => {
    const scenario = givenTask({
      allowances: [
        allowance('crm/write', { arguments: { properties: { to: { const: 'x' } } }, max: 1 }),
        allowance('crm/read'),
        allowance('crm/*', { max: 1 }),
      ],
    });
    const at = (to: string) => scenario.act('write', { arguments: { to } }).events[0]?.body;
    expect(at('x')).toMatchObject({ allowance: 0 });
    expect(at('y')).toMatchObject({ allowance: 2 });
    expect(at('z')).toMatchObject({ reasons: [{ code: 'tool-calls-exhausted', facts: { allowance: 2 } }] });
    expect(scenario.task.usage.byAllowance).toEqual({ 0: 1, 2: 1 });
  });

  test('arguments outside the bounds are denied with what is wrong', () => {
    const bounds = { properties: { amount: { maximum: 10 } } };
    const scenario = givenTask({ allowances: [allowance('crm/pay', { arguments: bounds })] });
    const decision = scenario.act('pay', { arguments: { amount: 11 } });
    expect(codesOf(decision)).toEqual(['scope/arguments-out-of-scope']);
    expect(factsOf(decision, 'arguments-out-of-scope')).toMatchObject({ problems: ['/amount maximum'] });
    expect(scenario.act('pay', { arguments: { amount: 10 } }).verdict).toBe('permit');
  });

  test('the review pre-approves within its own bounds and count', () => {
    const preapproved = { arguments: { properties: { amount: { maximum: 10 } } }, max: 1 };
    const scenario = givenTask({ allowances: [allowance('crm/pay', { preapproved })] });
    const pay = (amount: number) => scenario.act('pay', { arguments: { amount } }).events[0]?.body;
    expect(pay(11)).toMatchObject({ preapproved: false });
    expect(pay(9)).toMatchObject({ preapproved: true });
    expect(pay(9)).toMatchObject({ preapproved: false });
    expect(scenario.task.usage.preapprovedByAllowance).toEqual({ 0: 1 });
    const unbounded = givenTask({
      allowances: [allowance('crm/*', { preapproved: { arguments: null, max: null } })],
    });
    expect(unbounded.act().events[0]?.body).toMatchObject({ preapproved: true });
  });
});

describe('budget', () => {
  test('calls are counted when permitted, so parallel ones cannot exceed the limit', () => {
    const scenario = givenTask({ limits: { calls: 2 } });
    scenario.act();
    scenario.act();
    const decision = scenario.act();
    expect(codesOf(decision)).toEqual(['budget/calls-exhausted']);
    expect(factsOf(decision, 'calls-exhausted')).toMatchObject({ calls: 2, limit: 2 });
  });

  test('a call that surely did not start is given back, but not its time', () => {
    const preapproved = { arguments: null, max: 1 };
    const scenario = givenTask({ limits: { calls: 1 }, allowances: [allowance('crm/*', { preapproved })] });
    scenario.settle(scenario.act().action, { outcome: 'not-started', durationMs: 100 });
    expect(scenario.task.usage).toMatchObject({
      calls: 0,
      reservedMs: 0,
      spentMs: 100,
      byAllowance: { 0: 0 },
      preapprovedByAllowance: { 0: 0 },
      byEffect: { read: 0 },
    });
    scenario.settle(scenario.act().action, { outcome: 'unknown' });
    expect(codesOf(scenario.act())).toEqual(['budget/calls-exhausted']);
  });

  test('a call reserves what is left of the wall time, and none starts on less than a second', () => {
    const scenario = givenTask({ limits: { wallSeconds: 100, callSeconds: 60 } });
    expect(scenario.act().commands).toMatchObject([{ timeoutMs: 60_000 }]);
    const second = scenario.act();
    expect(second.commands).toMatchObject([{ timeoutMs: 40_000 }]);
    const third = scenario.act();
    expect(codesOf(third)).toEqual(['budget/wall-time-exhausted']);
    expect(factsOf(third, 'wall-time-exhausted')).toMatchObject({ leftMs: 0, limitSeconds: 100 });
    scenario.settle(second.action, { durationMs: 39_000 });
    expect(scenario.act().commands).toMatchObject([{ timeoutMs: 1_000 }]);
  });

  test('an outcome that is told twice counts once', () => {
    const scenario = givenTask();
    const { action } = scenario.act();
    scenario.settle(action);
    const { usage } = scenario.task;
    scenario.settle(action, { outcome: 'not-started' });
    expect(scenario.task.usage).toEqual(usage);
  });
});

describe('policy', () => {
  const codes = (
    ...rules: Parameters<typeof given>[0] extends { rules?: infer R } | undefined ? R[] : never
  ) => {
    const scenario = givenTask();
    scenario.publish('p2', [
      { ...permitAll, when: ({ principal }) => principal.type === 'Operator' },
      ...(rules[0] ?? []),
    ]);
    return codesOf(scenario.act());
  };
  const isAct = ({ action }: { readonly action: string }): boolean => action === 'crm/read';

  test('what nothing permits is denied', () => {
    expect(codes([])).toEqual(['policy/policy-default-deny']);
  });

  test('a forbid overrides every permit, and any plain one overrides a liftable one', () => {
    const plain = { id: 'no', effect: 'forbid', when: isAct } as const;
    const liftable = { id: 'ask', effect: 'forbid', hold: { approvers: [] }, when: isAct } as const;
    expect(codes([permitAll, plain])).toEqual(['policy/policy-forbids']);
    expect(codes([permitAll, liftable, plain])).toEqual(['policy/policy-forbids']);
  });

  test('a policy that errs makes the whole decision deny', () => {
    expect(codes([permitAll, { id: 'bad', effect: 'forbid', fails: true, when: isAct }])).toEqual([
      'policy/policy-error',
    ]);
    const liftable = { id: 'ask', effect: 'forbid', hold: { approvers: [] }, when: isAct } as const;
    expect(codes([liftable, { id: 'bad', effect: 'permit', fails: true, when: isAct }])).toEqual([
      'policy/policy-error',
    ]);
  });

  test('people are not asked to approve what default deny refuses', () => {
    const liftable = { id: 'ask', effect: 'forbid', hold: { approvers: [] }, when: isAct } as const;
    expect(codes([liftable])).toEqual(['policy/policy-default-deny']);
  });

  test('an engine that forbids anew once the liftable ones are suspended denies', () => {
    const scenario = givenTask();
    const determining = [
      {
        id: 'ask',
        digest: 'd',
        effect: 'forbid',
        hold: { reason: 'r', approvers: [], expiresSeconds: null },
        obligations: [],
      },
    ] as const;
    const engine = {
      digest: 'odd',
      evaluate: (_: unknown, suspended: readonly string[]) => ({
        decision: 'deny' as const,
        determining: suspended.length === 0 ? determining : [{ ...determining[0], id: 'late' }],
        errors: [],
      }),
    };
    scenario.state = { ...scenario.state, policy: engine };
    const decision = scenario.act();
    expect(codesOf(decision)).toEqual(['policy/policy-forbids']);
    expect(decision.events[0]?.body).toMatchObject({ determining: ['ask', 'late'] });
  });
});

test('every rule speaks, in the order of the rules', () => {
  const scenario = givenTask({
    allowances: [allowance('crm/read')],
    limits: {
      calls: 0,
      wallSeconds: 0,
    },
    tools: [toolOf('sign', ['approve', 'write']), toolOf('read', ['read'])],
  });
  scenario.publish('p2', [{ ...permitAll, when: ({ principal }) => principal.type === 'Operator' }]);
  scenario.kill({ kind: 'all' });
  scenario.at += 3 * HOUR;
  expect(codesOf(scenario.act('sign', { observed: null }))).toEqual([
    'control/task-expired',
    'control/killed',
    'definition/definition-unseen',
    'scope/tool-not-in-scope',
    'budget/calls-exhausted',
    'budget/wall-time-exhausted',
    'policy/policy-default-deny',
  ]);
});
