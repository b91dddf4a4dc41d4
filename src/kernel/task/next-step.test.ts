import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Decision } from '../decision.ts';
import type { Principal } from '../event.ts';
import { ada, ben, bot, codesOf, cyd, given, givenTask, holdpoint, HOUR, isVerb } from '../given.contract.ts';
import { allowance, permitAll, refold, START, wil } from '../given.contract.ts';
import type { Scenario, Setting } from '../given.contract.ts';
import { nextStep } from './next-step.ts';
import type { Gate, Step } from './step.ts';

const GATE: Gate = {
  reason: 'See the draft.',
  approvers: [{ role: 'finance', quorum: 1 }],
  expiresSeconds: null,
  digest: 'digest-of-gate',
};

function step(name: string, tools: readonly string[], rest: Partial<Step> = {}): Step {
  return { name, tools, calls: null, seconds: null, gate: null, ...rest };
}

const STEPS = [
  step('look', ['crm/read']),
  step('write', ['crm/*'], { gate: GATE }),
  step('tidy', ['crm/read'], { calls: 2, seconds: 60 }),
];

function workflowOf(steps: readonly Step[]): Setting['workflow'] {
  const limits = { calls: 50, wallSeconds: 3_000, callSeconds: 30, holds: 3 };
  const scope = { purpose: 'answer mail', allowances: [allowance('crm/*')], limits, steps };
  return { scope };
}

function inSteps(steps: readonly Step[] = STEPS, setting: Setting = {}): Scenario {
  return givenTask({ workflow: workflowOf(steps)!, ...setting });
}

function next(
  scenario: Scenario,
  name = 'write',
  actor: Principal = bot,
  calls = callsOf(scenario),
): Decision {
  return scenario.ask('next-step', actor, {
    task: scenario.task.id,
    step: name,
    calls,
    argumentsCommitment: 'hmac-of-step',
    digest: `digest-of-${name}-after-${calls}`,
  });
}

function callsOf({ task }: Scenario): number {
  return task.usage.everything.calls;
}

describe('in a step', () => {
  test('its own tools alone may be used; another waits for its step, and is the fault of who asks', () => {
    const scenario = inSteps();
    expect(scenario.act('read').verdict).toBe('permit');
    const denied = scenario.act('write');
    expect(denied).toMatchObject({
      verdict: 'deny',
      reasons: [
        { rule: 'scope', code: 'outside-step', facts: { step: 'look', tool: 'crm/write', later: ['write'] } },
      ],
    });
    expect(scenario.task.usage.denialsInRow).toBe(1);
  });

  test('a tool outside of the scope is just that', () => {
    const scenario = inSteps(STEPS, {
      workflow: {
        scope: { ...workflowOf(STEPS)!.scope!, allowances: [allowance('crm/read')] },
      },
    });
    expect(codesOf(scenario.act('write'))).toEqual(['scope/tool-not-in-scope']);
  });

  test('it ends after its calls and after its time, which begin with it', () => {
    const scenario = inSteps([STEPS[0]!, STEPS[2]!]);
    for (let n = 0; n < 3; n += 1) scenario.act('read', { digest: `look ${n}` });
    scenario.at += HOUR;
    next(scenario, 'tidy');
    expect(scenario.act('read', { digest: '1' }).verdict).toBe('permit');
    scenario.settle('act_0000000000000001', { outcome: 'not-started' });
    expect(scenario.act('read', { digest: '2' }).verdict).toBe('permit');
    expect(codesOf(scenario.act('read', { digest: '3' }))).toEqual(['budget/step-exhausted']);
    scenario.at += 60_000;
    expect(codesOf(scenario.act('read', { digest: '4' }))).toEqual([
      'budget/step-exhausted',
      'budget/step-exhausted',
    ]);
  });

  test('the first one lasts from the opening of the task', () => {
    const scenario = inSteps([step('look', ['crm/*'], { seconds: 60 })]);
    scenario.at = scenario.task.openedAt + 59_999;
    expect(scenario.act('read').verdict).toBe('permit');
    scenario.at += 1;
    expect(codesOf(scenario.act('write'))).toEqual(['budget/step-exhausted']);
  });

  test('policy sees which one it is, and none where the workflow has none', () => {
    const seen: unknown[] = [];
    const see = {
      ...permitAll,
      when: ({ context }: { readonly context: { readonly [name: string]: unknown } }) =>
        seen.push((context['task'] as { step?: string } | undefined)?.step) > 0,
    };
    inSteps(STEPS, { rules: [see] }).act('read');
    givenTask({ rules: [see] }).act('read');
    expect(seen.filter((one) => one !== undefined)).toEqual(['look']);
  });
});

describe('the next step', () => {
  test('without a gate begins when it is asked for, by its name, and no other does', () => {
    const scenario = inSteps([STEPS[0]!, step('write', ['crm/write']), step('tidy', ['crm/read'])]);
    expect(codesOf(next(scenario, 'tidy'))).toEqual(['scope/no-such-step']);
    const begun = next(scenario, 'write');
    expect(begun).toMatchObject({
      verdict: 'permit',
      events: [{ type: 'step-begun', body: { step: 'write', place: 1, hold: null, actor: bot } }],
    });
    const again = next(scenario, 'write');
    expect(again).toMatchObject({
      verdict: 'deny',
      reasons: [{ code: 'no-such-step', lift: expect.stringContaining('has begun already') }],
    });
    expect(codesOf(scenario.act('read'))).toEqual(['scope/outside-step']);
    expect(scenario.act('write').verdict).toBe('permit');
    next(scenario, 'tidy');
    expect(nextStep(scenario.task)).toBeNull();
    expect(next(scenario, 'look')).toMatchObject({
      reasons: [{ code: 'no-such-step', lift: expect.stringContaining('No step is left') }],
    });
  });

  test('is none where the workflow has no steps, for a stranger, or once the task is over', () => {
    expect(codesOf(next(givenTask()))).toEqual(['scope/no-such-step']);
    expect(codesOf(given().ask('next-step', { kind: 'agent', id: 'eve' }, request('task_none')))).toEqual([
      'identity/unknown-agent',
    ]);
    const scenario = inSteps();
    expect(codesOf(next(scenario, 'write', { kind: 'agent', id: 'eve' }))).toEqual([
      'identity/unknown-agent',
    ]);
    expect(codesOf(next(scenario, 'write', holdpoint))).toEqual(['identity/unknown-operator']);
    expect(codesOf(scenario.ask('next-step', ada, request('task_none')))).toEqual(['identity/unknown-task']);
    scenario.kill({ kind: 'agent', id: 'bot' });
    expect(codesOf(next(scenario))).toEqual(['control/killed']);
    scenario.kill({ kind: 'agent', id: 'bot' }, true);
    scenario.at = scenario.task.expiresAt;
    expect(codesOf(next(scenario))).toEqual(['control/task-expired']);
  });

  test('of an operator is one whom policy lets open tasks', () => {
    const rules = [permitAll, { id: 'no', effect: 'forbid', when: isVerb('open-task') } as const];
    const scenario = inSteps();
    scenario.publish('policy-2', rules);
    expect(codesOf(next(scenario, 'write', ada))).toEqual(['policy/policy-forbids']);
    expect(next(scenario, 'write', bot).verdict).toBe('hold');
  });
});

function request(task: string) {
  return { task, step: 'write', calls: 0, argumentsCommitment: 'hmac', digest: 'digest' };
}

describe('a gate', () => {
  test('shows what the task did, and its approval lets the step begin', () => {
    const scenario = inSteps();
    scenario.act('read');
    scenario.act('write');
    const held = next(scenario);
    expect(held).toMatchObject({
      verdict: 'hold',
      reasons: [{ code: 'policy-holds', facts: { policy: 'triage#write', approvers: ['finance:1'] } }],
      events: [
        {
          type: 'step-held',
          body: {
            joined: false,
            missing: [{ role: 'finance', quorum: 1 }],
            expiresAt: START + 60_000 + HOUR,
            next: { step: 'write', soFar: { calls: 1, byEffect: { read: 1 }, spent: 0, denials: 1 } },
          },
        },
        { type: 'agent-asked' },
      ],
    });
    const { events } = scenario.approve(ben);
    const [given_, begun] = events;
    expect(begun).toMatchObject({
      type: 'step-begun',
      causes: [scenario.task.record, held.events[0]!.id, given_!.id],
      body: { step: 'write', place: 1, hold: held.hold, actor: bot },
    });
    expect(scenario.task.holds[held.hold!]).toMatchObject({ status: 'used', tool: '@next-step' });
    expect(scenario.act('write').verdict).toBe('permit');
    expect(refold(scenario.events).task).toEqual(scenario.task);
  });

  test('asked again joins the hold, which counts once', () => {
    const scenario = inSteps();
    const { hold } = next(scenario);
    scenario.at += 1_000;
    const again = next(scenario);
    expect(again).toMatchObject({ verdict: 'hold', hold, events: [{ body: { joined: true } }] });
    expect(scenario.task.usage.holds).toBe(1);
    expect(scenario.task.holds[hold!]!.expiresAt).toBe(START + 60_000 + HOUR);
  });

  test('is opened by everybody it names, other than who asked, opened the task or wrote the file', () => {
    const gate = {
      ...GATE,
      approvers: [
        { role: 'finance', quorum: 1 },
        { role: 'security', quorum: 1 },
      ],
    };
    const scenario = inSteps([STEPS[0]!, step('write', ['crm/*'], { gate })]);
    next(scenario, 'write', ben);
    expect(codesOf(scenario.approve(ben))).toEqual(['duty/approver-is-requester']);
    expect(codesOf(scenario.approve(ada))).toContain('duty/approver-is-requester');
    expect(codesOf(scenario.approve(wil))).toContain('duty/approver-is-author');
    expect(scenario.approve(cyd).events).toHaveLength(1);
    expect(nextStep(scenario.task)?.name).toBe('write');
  });

  test('approves nothing that the task did after people were shown it', () => {
    const gate = { ...GATE, approvers: [{ role: 'finance', quorum: 2 }] };
    const scenario = inSteps([STEPS[0]!, step('write', ['crm/*'], { gate })]);
    const { hold } = next(scenario);
    scenario.approve(ben);
    scenario.act('read');
    expect(codesOf(scenario.approve(cyd))).toEqual(['approval/task-went-on']);
    expect(next(scenario)).toMatchObject({ verdict: 'hold', hold });
    expect(scenario.task.holds[hold!]!.approvals).toEqual([]);
    scenario.approve(cyd);
    expect(nextStep(scenario.task)?.name).toBe('write');
    scenario.approve(ben);
    expect(nextStep(scenario.task)).toBeNull();
  });

  test('is approved by no word that was given before the task did more, though asked for again', () => {
    const scenario = inSteps();
    scenario.act('read', { digest: '1' });
    next(scenario);
    const signed = scenario.statement(ben, 'approve', {});
    scenario.act('read', { digest: '2' });
    expect(next(scenario).verdict).toBe('hold');
    expect(codesOf(scenario.ask('approve', ben, signed))).toEqual(['approval/digest-mismatch']);
    const types = scenario.approve(ben).events.map(({ type }) => type);
    expect(types).toEqual(['approval-given', 'step-begun', 'agent-asked']);
    expect(refold(scenario.events).task).toEqual(scenario.state.task);
  });

  test('is approved by nobody who asked for it, whoever asked first', () => {
    for (const askers of [
      [ben, bot],
      [bot, ben],
    ]) {
      const scenario = inSteps();
      for (const one of askers) next(scenario, 'write', one);
      expect(scenario.hold.next?.actor).toEqual(askers[0]);
      expect(codesOf(scenario.approve(ben))).toEqual(['duty/approver-is-requester']);
    }
  });

  test('is asked for by nobody who says less than the task has done', () => {
    const scenario = inSteps();
    scenario.act('read');
    expect(codesOf(next(scenario, 'write', bot, 0))).toEqual(['approval/task-went-on']);
  });

  test('that a person rejected stays shut until the task did more', () => {
    const scenario = inSteps();
    next(scenario);
    scenario.reject(ben);
    expect(codesOf(next(scenario))).toEqual(['approval/rejected']);
    scenario.act('read');
    expect(next(scenario).verdict).toBe('hold');
    expect(scenario.approve(ben).events).toMatchObject([{}, { type: 'step-begun' }, {}]);
  });

  test('that nobody opens in time is asked for anew, as often as the task may ask people', () => {
    const gate = { ...GATE, expiresSeconds: 10 };
    const scenario = inSteps([STEPS[0]!, step('write', ['crm/*'], { gate })]);
    for (let n = 0; n < 3; n += 1) {
      expect(next(scenario).verdict).toBe('hold');
      scenario.at += 10_000;
    }
    expect(codesOf(next(scenario))).toEqual(['budget/holds-exhausted']);
  });

  test('opened while its agent is stopped lets the step begin once it is asked for again', () => {
    const scenario = inSteps();
    const { hold } = next(scenario);
    scenario.kill({ kind: 'agent', id: 'bot' });
    expect(scenario.approve(ben).events).toHaveLength(1);
    scenario.kill({ kind: 'agent', id: 'bot' }, true);
    expect(next(scenario)).toMatchObject({ verdict: 'permit', hold, events: [{ type: 'step-begun' }, {}] });
  });

  test('that nobody but who wrote or publishes the file could open is not published', () => {
    const gate = { ...GATE, approvers: [{ role: 'finance', quorum: 3 }] };
    const setting = { workflow: workflowOf([STEPS[0]!, step('write', ['crm/*'], { gate })])! };
    const refused = givenTask(setting);
    expect(refused.state.task).toBeNull();
    const published = refused.publishWorkflow();
    expect(published).toMatchObject({
      verdict: 'deny',
      reasons: [{ rule: 'duty', code: 'gate-unreachable', facts: { step: 'write', missing: ['finance:1'] } }],
    });
    expect(givenTask({ ...setting, mode: 'solo' }).state.task).not.toBeNull();
  });
});

test('whatever is asked in whatever order, steps only go on, one by one, and the fold says the same', () => {
  const asks = fc.constantFrom('look', 'write', 'tidy', 'act', 'approve', 'reject');
  fc.assert(
    fc.property(fc.array(asks, { maxLength: 14 }), (order) => {
      const scenario = inSteps();
      for (const one of order) {
        const before = scenario.task.step?.place ?? 0;
        const waits = Object.keys(scenario.task.holds).length > 0;
        if (one === 'act') scenario.act('read', { digest: String(scenario.asked) });
        else if (one !== 'approve' && one !== 'reject') next(scenario, one);
        else if (waits) scenario[one](ben);
        const after = scenario.task.step?.place ?? 0;
        expect([before, before + 1]).toContain(after);
      }
      const begun = scenario.events.filter(({ type }) => type === 'step-begun');
      const gated = begun.filter(({ body }) => 'hold' in body && body.hold !== null);
      expect(gated.map(({ body }) => 'step' in body && body.step)).toEqual(begun.length > 0 ? ['write'] : []);
      expect(refold(scenario.events).task).toEqual(scenario.task);
    }),
  );
});
