import { describe, expect, test } from 'vitest';
import { decide } from '../decide.ts';
import { evolve } from '../evolve.ts';
import type { Event } from '../event.ts';
import { joinLabels, NO_DATA } from '../flow/label.ts';
import type { Labels } from '../flow/label.ts';
import { codesOf, given, givenTask, holdpoint } from '../given.contract.ts';

test('an outcome is recorded on the stream of its task, caused by its action', () => {
  const scenario = givenTask();
  const { action, events } = scenario.act();
  const settled = scenario.settle(action);
  expect(settled).toMatchObject({ verdict: 'permit', action, task: scenario.task.id, commands: [] });
  expect(settled.events).toMatchObject([
    {
      type: 'action-settled',
      stream: `task/${scenario.task.id}`,
      causes: [events[0]?.id],
      body: {
        action,
        outcome: 'succeeded',
        result: 'hmac-of-result',
        durationMs: 500,
        bytes: 1,
        code: null,
      },
    },
  ]);
});

test('a fact about what the state does not know is recorded too, and changes nothing', () => {
  const scenario = givenTask();
  const before = scenario.state;
  const { id: task } = scenario.task;
  const facts = [
    { fact: 'lease-revoked', lease: 'lease_gone', how: 'listed' },
    { fact: 'lease-revocation-failed', lease: 'lease_gone', code: 'x' },
    { fact: 'delivered', action: 'act_gone' },
    { fact: 'erased' },
  ] as const;
  for (const fact of facts) {
    expect(scenario.ask('settle', holdpoint, { task, fact }).events[0]?.causes).toEqual([]);
  }
  expect(scenario.events.at(-3)?.body).toMatchObject({ attempt: 1 });
  expect(scenario.state).toEqual(before);
  const elsewhere = given();
  elsewhere.ask('settle', holdpoint, { task: 'task_gone', fact: facts[0] });
  elsewhere.ask('settle', holdpoint, { task: 'task_gone', fact: facts[2] });
  expect(elsewhere.events.at(-1)?.stream).toBe('task/task_gone');
  expect(elsewhere.state.task).toBeNull();
});

test('a record of another stream or of an unknown thing leaves a part of the state the same object', () => {
  const { state } = givenTask();
  const stray = (stream: string, type: Event['type'], body: object): Event =>
    ({ id: 'rec_x.0', time: 1, stream, type, actor: holdpoint, causes: [], body }) as Event;
  const elsewhere = evolve(
    state,
    stray('task/task_other', 'task-closed', { task: 'task_other', why: 'done' }),
  );
  expect(elsewhere).toEqual(state);
  expect([elsewhere.task, elsewhere.org, elsewhere.connectors]).toEqual([
    state.task,
    state.org,
    state.connectors,
  ]);
  const unknown = evolve(state, stray('org', 'token-renewed', { task: 't', expiresAt: 1 }));
  expect(unknown.org).toEqual({ ...state.org, epoch: state.org.epoch + 1 });
  const admitted = evolve(
    state,
    stray('connector/new', 'connector-admitted', { digest: 'd', proposal: 'p', effects: {} }),
  );
  expect(admitted.connectors['new']).toMatchObject({ proposal: null, admitted: null });
  expect(evolve(state, stray('connector/crm', 'token-renewed', {})).connectors).toEqual(state.connectors);
  const approval = { hold: 'hold_gone', statement: { operator: 'ben' }, signature: '', policies: [] };
  expect(evolve(state, stray(`task/${state.task?.id}`, 'approval-given', approval)).task).toEqual(state.task);
});

test('an admission whose effects leave a tool out keeps what was proposed for it', () => {
  const scenario = given();
  scenario.propose();
  const id = 'rec_x.0';
  const body = { digest: 'proposal-1', proposal: 'rec', effects: { read: ['send'] } };
  const event = {
    id,
    time: 1,
    stream: 'connector/crm',
    type: 'connector-admitted',
    actor: holdpoint,
    causes: [],
    body,
  };
  const tools = evolve(scenario.state, event as unknown as Event).connectors['crm']?.admitted?.tools;
  expect([tools?.['read']?.effects, tools?.['write']?.effects]).toEqual([['send'], ['write']]);
});

test('a call that nobody works on has lapsed; an outcome told later is recorded beside it', () => {
  const scenario = givenTask();
  const { action, events } = scenario.act();
  const { id: task } = scenario.task;
  const lapsed = { fact: 'lapsed', action: action!, outcome: 'unknown' } as const;
  expect(scenario.ask('settle', holdpoint, { task, fact: lapsed }).events).toMatchObject([
    { type: 'action-settled', body: { action, outcome: 'unknown', result: null, code: 'claim-lapsed' } },
  ]);
  const late = scenario.settle(action);
  expect(late.events).toMatchObject([
    { type: 'action-settled', causes: [events[0]!.id], body: { action, outcome: 'succeeded' } },
  ]);
});

test('a presumption is refused where the outcome is known', () => {
  const scenario = givenTask();
  const { action } = scenario.act();
  scenario.settle(action);
  const { state } = scenario;
  const fact = { fact: 'lapsed', action: action!, outcome: 'unknown' } as const;
  const decision = scenario.ask('settle', holdpoint, { task: scenario.task.id, fact });
  expect(codesOf(decision)).toEqual(['control/already-settled']);
  expect(scenario.state).toEqual(state);
});

test('what is told of a lease that the state has forgotten names the record that granted it', () => {
  const scenario = givenTask();
  const fact = { fact: 'lease-revoked', lease: `lease_${'0'.repeat(16)}`, how: 'listed' } as const;
  const request = { kind: 'settle', id: `req_${'1'.repeat(16)}`, at: scenario.at, actor: holdpoint } as const;
  const { events } = decide(scenario.state, { ...request, task: scenario.task.id, fact });
  expect(events[0]?.causes).toEqual([`rec_${'0'.repeat(16)}.1`]);
});

describe('what a result carries', () => {
  const found: Labels = { sensitivity: 'restricted', categories: ['pci'], integrity: 'trusted' };

  function tell(scenario: ReturnType<typeof givenTask>, action: string | null, labels: Labels) {
    const { id: task } = scenario.task;
    const fact = { fact: 'call', action: String(action), outcome: 'succeeded', result: null } as const;
    const ended = { ...fact, durationMs: 1, bytes: 1, code: null, labels };
    return scenario.ask('settle', holdpoint, { task, fact: ended }).events[0]?.body;
  }

  test('is recorded where it is more than the tool was admitted with, and joins what the task read', () => {
    const scenario = givenTask();
    const { action } = scenario.act();
    const before = scenario.task.data;
    expect(tell(scenario, action, found)).toMatchObject({ labels: found });
    expect(scenario.task.data).toEqual(joinLabels(before, found));
    expect(
      tell(scenario, scenario.act('read', { arguments: { path: 'b' } }).action, NO_DATA),
    ).not.toHaveProperty('labels');
    expect(scenario.task.data.categories).toEqual(['pci']);
  });

  test('counts although the call is forgotten', () => {
    const scenario = givenTask();
    expect(tell(scenario, 'act_gone', found)).toMatchObject({ labels: found });
    expect(scenario.task.data.sensitivity).toBe('restricted');
  });
});
