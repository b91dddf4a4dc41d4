import { describe, expect, test } from 'vitest';
import type { Event } from '../../kernel/event.ts';
import {
  ada,
  ben,
  givenTask,
  holdpoint,
  holdWrites,
  HOUR,
  operator,
  permitAll,
  toolOf,
  type Scenario,
} from '../../kernel/given.contract.ts';
import type { Hold } from '../../kernel/hold/held.ts';
import { accessStatus, endingsOf } from './ending.ts';

const HOLD: Hold = {
  id: 'hold_1',
  digest: 'sha256:1',
  connector: 'crm',
  tool: 'write',
  effects: ['write'],
  arguments: 'hmac-sha256:1',
  asks: [],
  approvals: [],
  status: 'pending',
  raisedAt: 0,
  expiresAt: 100,
  usedBy: null,
  destinations: [],
  variationOf: null,
  record: 'rec_1',
};

const endedAt = (at: number) => ({ ended: { by: ['ada'], at, record: 'rec_2' } });
const approved = { approved: { record: 'rec_3', at: 50 } };

test.each([
  ['waits', 99, {}, 'pending'],
  ['ran out', 100, {}, 'expired'],
  ['was rejected', 60, { status: 'rejected', ...endedAt(60) }, 'denied'],
  ['was taken back', 60, { status: 'void', ...endedAt(60) }, 'cancelled'],
  ['ran out before its task ended', 200, { status: 'void', ...endedAt(150) }, 'expired'],
  ['is approved', 60, approved, 'approved'],
  ['is approved and was used', 60, { ...approved, status: 'used' }, 'approved'],
  ['is approved and was rejected after that', 60, { ...approved, status: 'rejected' }, 'approved'],
  ['is approved and its time is over', 200, approved, 'approved'],
] as const)('an access request that %s stays so', (_, now, more, status) => {
  expect(accessStatus({ ...HOLD, ...more }, now)).toBe(status);
});

const pep = operator('pep');
const CALLBACK = { channel: 'edge', back: 'hmac-of-state' };

/** An enforcement point has people asked for so many questions of its own. */
function given(count: number): Scenario & { readonly holds: readonly string[] } {
  const scenario = givenTask({ rules: [holdWrites(), permitAll], tools: [toolOf('write', ['write'])] });
  const added = { id: 'pep', name: 'hmac-of-name', roles: [], publicKey: null, identity: null };
  scenario.ask('add-operator', ada, { operator: added });
  const holds = Array.from({ length: count }, (_, place) => ask(scenario, `digest-of-${place}`));
  return Object.assign(scenario, { holds });
}

function ask(scenario: Scenario, binding: string): string {
  const { id: task, record: evaluation } = scenario.task;
  const question = {
    subject: { type: 'agent', id: 'bot' },
    action: { name: 'write', properties: {} },
    resource: { type: 'connector', id: 'crm', properties: {} },
    about: task,
    fulfils: [],
    destinations: [],
    digest: null,
    binding,
  };
  const denied = { evaluation, digest: binding, until: scenario.at + 1 };
  return scenario.ask('request-access', pep, { task, question, denied, argumentsCommitment: binding }).hold!;
}

function watch(scenario: Scenario, holds: readonly string[], events?: readonly string[]): void {
  const callback = { ...CALLBACK, ...(events === undefined ? {} : { events }) };
  scenario.ask('watch-access', pep, { task: scenario.task.id, handle: 'items', holds, callback });
}

/** What is told through the channel with each record of the task. */
function told(scenario: Scenario, channel = 'edge', change = (event: Event): Event => event): unknown[] {
  const history = scenario.events.filter(({ stream }) => stream === `task/${scenario.task.id}`).map(change);
  return history.flatMap((event, place) => {
    const endings = endingsOf(history.slice(0, place + 1), channel);
    return endings.map(({ watched, status }) => [event.type, watched.handle, status]);
  });
}

describe('what is watched', () => {
  test('is told with the record that ended the last of it, once, and through its channel alone', () => {
    const scenario = given(1);
    scenario.approve(ben);
    watch(scenario, [...scenario.holds, ask(scenario, 'digest-of-second')]);
    expect(told(scenario)).toEqual([]);
    scenario.reject(ben);
    ask(scenario, 'digest-of-more');
    expect(told(scenario)).toEqual([['hold-rejected', 'items', 'partial']]);
    expect(told(scenario, 'other')).toEqual([]);
  });

  test('is told at once where all of it had ended, and not where that end is not wanted', () => {
    const scenario = given(1);
    scenario.approve(ben);
    watch(scenario, scenario.holds);
    watch(scenario, scenario.holds, ['denied', 'cancelled']);
    expect(told(scenario)).toEqual([['access-watched', 'items', 'approved']]);
  });

  test('ran out when a record says so, and not by the clock', () => {
    const scenario = given(2);
    watch(scenario, scenario.holds);
    const [first, second] = scenario.holds as [string, string];
    scenario.at += HOUR;
    const tend = (hold: string) =>
      scenario.ask('tend-hold', holdpoint, { task: scenario.task.id, hold, due: 'expired' });
    tend(first);
    expect(told(scenario)).toEqual([]);
    tend(second);
    expect(told(scenario)).toEqual([['hold-expired', 'items', 'expired']]);
  });

  test('may stand beside its hold, in a record from before there were others', () => {
    const scenario = given(1);
    scenario.reject(ben);
    const older = (event: Event): Event =>
      event.type === 'access-held'
        ? { ...event, body: { ...event.body, access: { ...event.body.access, callback: CALLBACK } } }
        : event;
    expect(told(scenario, 'edge', older)).toEqual([['hold-rejected', scenario.holds[0], 'denied']]);
  });
});
