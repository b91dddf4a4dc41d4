import { expect, test } from 'vitest';
import { codesOf, givenTask, PLAIN, refold, toolOf } from '../given.contract.ts';
import type { Scenario } from '../given.contract.ts';
import { keepTool } from '../org/keeping.ts';
import type { ToolProfile } from '../state.ts';
import { handOn } from '../chain/share.ts';
import { addDid, usageOfChain } from '../chain/usage.ts';
import type { ReadBackTold, Told } from './verification.ts';

const SYSTEM = { kind: 'system', id: 'holdpoint' } as const;

function settle(scenario: Scenario, action: string | null, verdict: Told) {
  const ended = { outcome: 'succeeded', result: null, durationMs: 1, bytes: 9, code: null } as const;
  const verified = { verdict, by: ['echo /to'] };
  const fact = { fact: 'call', action: String(action), ...ended, verified } as const;
  return scenario.ask('settle', SYSTEM, { task: scenario.task.id, fact });
}

const usageOf = (scenario: Scenario) => scenario.task.usage;

test('what a result says of its call is recorded with the outcome, which it does not change', () => {
  for (const verdict of ['confirmed', 'contradicted', 'untold'] as const) {
    const scenario = givenTask();
    const settled = settle(scenario, scenario.act('write').action, verdict);
    const verified = { verdict, by: ['echo /to'] };
    expect(settled.events[0]!.body).toMatchObject({ outcome: 'succeeded', verified });
    expect(usageOf(scenario).contradicted).toBe(verdict === 'contradicted' ? 1 : 0);
  }
});

test('a call that its own result contradicts is not known to be done', () => {
  const scenario = givenTask();
  settle(scenario, scenario.act('write').action, 'contradicted');
  expect(usageOf(scenario).byTool['crm/write']).toMatchObject({ calls: 1, succeeded: 0 });
  settle(scenario, scenario.act('write').action, 'untold');
  expect(usageOf(scenario).byTool['crm/write']).toMatchObject({ calls: 2, succeeded: 1 });
});

test('a contradiction counts however late it is told, and what is told late otherwise counts nothing', () => {
  const scenario = givenTask();
  const { action } = scenario.act('write');
  scenario.settle(action);
  const before = usageOf(scenario);
  settle(scenario, action, 'confirmed');
  expect(usageOf(scenario)).toEqual(before);
  settle(scenario, action, 'contradicted');
  expect(usageOf(scenario)).toEqual({ ...before, contradicted: 1 });
});

function readBack(
  scenario: Scenario,
  action: string | null,
  verdict: Told,
  more: Partial<ReadBackTold> = {},
) {
  const verified = { verdict, by: ['read echo /to'] };
  const told = { action: String(action), connector: 'crm', tool: 'write', read: null, verified, ...more };
  return scenario.ask('settle', SYSTEM, { task: scenario.task.id, fact: { fact: 'read-back', ...told } });
}

test('what is read back is recorded after the call, and what it contradicts is not known to be done', () => {
  const scenario = givenTask();
  const { action, events } = scenario.act('write');
  scenario.settle(action);
  expect(usageOf(scenario).byTool['crm/write']).toMatchObject({ succeeded: 1 });
  const reading = scenario.act('read');
  scenario.settle(reading.action);
  const read = reading.action;
  for (const verdict of ['confirmed', 'untold', 'contradicted'] as const) {
    const before = usageOf(scenario);
    const told = readBack(scenario, action, verdict, { read }).events[0]!;
    expect(told).toMatchObject({
      type: 'outcome-read-back',
      causes: [events[0]!.id, reading.events[0]!.id],
      body: { action, connector: 'crm', tool: 'write', read, verified: { verdict } },
    });
    expect(told.body).not.toHaveProperty('fact');
    const isSame = JSON.stringify(usageOf(scenario)) === JSON.stringify(before);
    expect(isSame).toBe(verdict !== 'contradicted');
  }
  expect(usageOf(scenario)).toMatchObject({ contradicted: 1 });
  expect(usageOf(scenario).byTool['crm/write']).toMatchObject({ calls: 1, succeeded: 0 });
  const unread = readBack(scenario, action, 'contradicted', { tool: 'nothing that was called' });
  expect(unread.events[0]!.causes).toEqual([events[0]!.id]);
  expect(usageOf(scenario)).toMatchObject({ contradicted: 2 });
  expect(refold(scenario.events).task).toEqual(scenario.task);
});

test('a contradiction goes on counting in what the task sets off', () => {
  const scenario = givenTask();
  settle(scenario, scenario.act('write').action, 'contradicted');
  const above = handOn(scenario.task, usageOf(scenario));
  expect(above.contradicted).toBe(1);
  const { usage } = scenario.task;
  const inherited = { ...above, ...addDid(above, above) };
  expect(usageOfChain({ usage, inherited }).contradicted).toBe(3);
});

test('a contradiction trips no breaker', () => {
  const scenario = givenTask({ limits: { breaker: { denials: 1, variations: 1, repeats: 99 } } });
  for (let calls = 0; calls < 5; calls += 1) settle(scenario, scenario.act('write').action, 'contradicted');
  expect(usageOf(scenario)).toMatchObject({ contradicted: 5, denialsInRow: 0 });
  expect(scenario.act('read').verdict).toBe('permit');
});

const verify = [{ check: 'echo', result: '/to', argument: '/to' }] as const;
const CHECKED: ToolProfile = { ...PLAIN, verify };

test('checks are kept however much the tool changes: no proposal takes them away', () => {
  const [proposed, known] = [toolOf('write', ['write']), toolOf('write', ['write'], {}, { verify })];
  for (const profiles of [[], ['write']]) {
    for (const verdict of ['same', 'review'] as const) {
      const review = {
        of: null,
        against: null,
        isReachedAlike: true,
        tools: { write: { verdict, findings: [], unread: [] } },
      };
      const before = { tools: { write: known }, corrected: { effects: [], profiles } };
      expect(keepTool(proposed, before, { effects: {}, review }).profile.verify).toEqual(verify);
    }
  }
});

test('checks that a person takes away or loosens are a correction, and pass for no harmless update', () => {
  const scenario = givenTask();
  const tool = () => scenario.state.connectors['crm']!.admitted!.tools['write']!;
  const admit = (digest: string, profile: ToolProfile, light = false) => {
    scenario.propose('crm', digest);
    const decision = scenario.admit('crm', digest, {}, { write: profile }, { light });
    return { decision, body: decision.events[0]!.body };
  };
  admit('p2', CHECKED);
  expect(tool().profile.verify).toEqual(verify);
  expect(codesOf(admit('p3', PLAIN, true).decision)).toEqual(['definition/review-needed']);
  expect(tool().profile.verify).toEqual(verify);
  expect(admit('p4', CHECKED).body).toMatchObject({ drift: 'same' });
  const looser = { ...PLAIN, verify: [{ check: 'receipt', result: '/to' }] } as const;
  expect(admit('p5', looser).body).toMatchObject({ drift: 'review' });
  expect(admit('p6', PLAIN).body).toMatchObject({ drift: 'review' });
  expect(tool().profile).toEqual(PLAIN);
});
