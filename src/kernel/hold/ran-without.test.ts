// A hold is one question about one action: where that runs without an answer, nobody is asked any more, and
// no late yes has it run once more.

import { describe, expect, test } from 'vitest';
import {
  ada,
  ben,
  bot,
  codesOf,
  factsOf,
  givenTask,
  holdWrites,
  permitAll,
  refold,
} from '../given.contract.ts';
import type { Scenario } from '../given.contract.ts';

/** A write that waits; then a policy comes that asks nobody. */
function spared(): Scenario {
  const scenario = givenTask({ rules: [permitAll, holdWrites()] });
  scenario.act('write');
  scenario.publish('policy-2', [permitAll]);
  return scenario;
}

describe('an action that runs while it waits for people', () => {
  test('takes back what was asked of them, which says what ran, and nobody can decide it any more', () => {
    const scenario = spared();
    const { id: hold, record } = scenario.hold;
    const { verdict, events, action } = scenario.act('write');
    expect(verdict).toBe('permit');
    expect(events).toMatchObject([
      { type: 'action-permitted', body: { hold: null } },
      { type: 'hold-withdrawn', causes: [record, events[0]!.id], body: { hold, ran: action } },
      { type: 'agent-asked', body: { until: [] } },
    ]);
    expect(scenario.hold).toMatchObject({ status: 'void', usedBy: action, ended: { by: ['bot'] } });
    const late = scenario.approve(ben);
    expect(codesOf(late)).toEqual(['approval/hold-not-pending']);
    expect(factsOf(late, 'hold-not-pending')).toMatchObject({ status: 'void', by: ['bot'] });
    expect(refold(scenario.events).task).toEqual(scenario.task);
  });

  test('is not made again by the approval that it had', () => {
    const scenario = spared();
    scenario.publish('policy-3', [permitAll, holdWrites([{ role: 'finance', quorum: 2 }])]);
    scenario.act('write');
    scenario.approve(ben);
    scenario.publish('policy-4', [permitAll]);
    scenario.settle(scenario.act('write').action);
    scenario.deliver(scenario.hold.usedBy);
    scenario.publish('policy-5', [permitAll, holdWrites()]);
    const again = scenario.act('write');
    expect(again.verdict).toBe('hold');
    expect(scenario.hold.approvals).toEqual([]);
  });

  test('is given to whoever waited for the answer, and to whoever asks before it was told', () => {
    const scenario = spared();
    const { id: hold } = scenario.hold;
    const { action } = scenario.act('write');
    const replay = { verdict: 'permit', commands: [{ kind: 'replay', action }] };
    expect(scenario.act('write')).toMatchObject(replay);
    scenario.settle(action);
    expect(scenario.act('write')).toMatchObject(replay);
    scenario.deliver(action);
    expect(scenario.act('write', { waited: hold })).toMatchObject(replay);
    expect(scenario.act('write', { waited: hold, digest: 'another' }).commands[0]?.kind).toBe('call');
    expect(scenario.act('write', { waited: 'hold_none' }).commands[0]?.kind).toBe('call');
  });

  test('takes nothing back that is no question about it', () => {
    const scenario = spared();
    const { id } = scenario.hold;
    expect(scenario.act('write', { digest: 'other' }).events.map(({ type }) => type)).toEqual([
      'action-permitted',
    ]);
    expect(scenario.task.holds[id]?.status).toBe('pending');
    scenario.ask('withdraw-hold', bot, { task: scenario.task.id, hold: id });
    expect(scenario.act('write').events.map(({ type }) => type)).toEqual(['action-permitted']);
    expect(scenario.act('write', { waited: id }).commands[0]?.kind).toBe('call');
  });
});

describe('a no after a yes', () => {
  test('comes too late once nothing is missing, and hears who approved and when', () => {
    const scenario = givenTask({ rules: [permitAll, holdWrites()] });
    scenario.act('write');
    const { at } = scenario;
    scenario.approve(ben);
    scenario.at += 1_000;
    const late = scenario.reject(ada);
    expect(codesOf(late)).toEqual(['approval/hold-not-pending']);
    expect(factsOf(late, 'hold-not-pending')).toMatchObject({ status: 'approved', by: ['ben'], at });
    const { id: hold } = scenario.hold;
    const inChannel = { task: scenario.task.id, hold, channel: 'team', account: 'U0BEN' };
    expect(codesOf(scenario.ask('reject-in-channel', ada, inChannel))).toEqual(['approval/hold-not-pending']);
    expect(scenario.act('write').verdict).toBe('permit');
  });

  test('counts while another yes is missing, and where the yes counts no more', () => {
    const two = givenTask({ rules: [permitAll, holdWrites([{ role: 'finance', quorum: 2 }])] });
    two.act('write');
    two.approve(ben);
    expect(two.reject(ada).verdict).toBe('permit');
    const moved = givenTask({ rules: [permitAll, holdWrites()] });
    moved.act('write');
    moved.approve(ben);
    const model = { provider: 'acme', name: 'large', fingerprint: 'f' };
    moved.ask('change-agent-model', ada, { agent: 'bot', model });
    expect(moved.reject(ada).verdict).toBe('permit');
  });
});
