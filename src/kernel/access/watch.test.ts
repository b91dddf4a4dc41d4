import { expect, test } from 'vitest';
import {
  ada,
  bot,
  codesOf,
  factsOf,
  givenTask,
  holdWrites,
  operator,
  permitAll,
  refold,
  toolOf,
  type Scenario,
} from '../given.contract.ts';
import type { Decision } from '../decision.ts';
import type { Principal } from '../event.ts';
import type { WatchAccess } from '../request.ts';

const pep = operator('pep');
const callback = { channel: 'edge', back: 'hmac-of-state' };

function given(): Scenario {
  const tools = [toolOf('write', ['write'])];
  const scenario = givenTask({ rules: [holdWrites(), permitAll], tools });
  for (const id of ['pep', 'other']) {
    const added = { id, name: 'hmac-of-name', roles: [], publicKey: null, identity: null };
    scenario.ask('add-operator', ada, { operator: added });
  }
  request(scenario, 'digest-of-question');
  return scenario;
}

function request(scenario: Scenario, binding: string): void {
  const question = {
    subject: { type: 'agent', id: 'bot' },
    action: { name: 'write', properties: {} },
    resource: { type: 'connector', id: 'crm', properties: {} },
    about: scenario.task.id,
    fulfils: [],
    destinations: [],
    digest: null,
    binding,
  };
  scenario.ask('request-access', pep, {
    task: scenario.task.id,
    question,
    denied: { evaluation: scenario.task.record, digest: question.binding, until: scenario.at + 1 },
    argumentsCommitment: 'hmac-of-question',
  });
}

function watch(scenario: Scenario, more: Partial<WatchAccess> = {}, actor: Principal = pep) {
  const { id } = scenario.hold;
  const wanted = { task: scenario.task.id, handle: id, holds: [id], callback };
  return scenario.ask('watch-access', actor, { ...wanted, ...more });
}

test('who had people asked wants to hear how that ended, and nothing else follows from that', () => {
  const scenario = given();
  const before = scenario.task;
  const { id, record } = scenario.hold;
  expect(watch(scenario)).toMatchObject({
    verdict: 'permit',
    commands: [],
    events: [{ type: 'access-watched', causes: [record], body: { handle: id, holds: [id], callback } }],
  });
  expect(scenario.task).toEqual({ ...before, watches: { [id]: 1 } });
  expect(refold(scenario.events).task).toEqual(scenario.state.task);
});

test('nobody hears of what another asked for, of what is no access request, or of nothing', () => {
  const scenario = given();
  expect(codesOf(watch(scenario, {}, operator('other')))).toEqual(['identity/not-this-task']);
  expect(codesOf(watch(scenario, {}, bot))).toEqual(['identity/unknown-operator']);
  expect(codesOf(watch(scenario, { task: 'task_none' }))).toEqual(['identity/unknown-task']);
  expect(codesOf(watch(scenario, { holds: [scenario.hold.id, 'hold_none'] }))).toEqual([
    'identity/unknown-hold',
  ]);
  scenario.act('write');
  expect(codesOf(watch(scenario))).toEqual(['identity/not-this-task']);
});

test('one request is watched so often, however its end is to be told, and another anew', () => {
  const scenario = given();
  const first = scenario.hold.id;
  const again = (back: string, holds = [first]): Decision =>
    watch(scenario, { holds, callback: { ...callback, back } });
  for (let time = 0; time < 16; time += 1) expect(again(`hmac-${time}`).verdict).toBe('permit');
  const refused = again('hmac-of-more');
  expect(codesOf(refused)).toEqual(['budget/watches-exhausted']);
  expect(factsOf(refused, 'watches-exhausted')).toEqual({ hold: first, watches: 16, limit: 16 });
  request(scenario, 'digest-of-another');
  const second = scenario.hold.id;
  expect(codesOf(again('hmac-of-both', [first, second]))).toEqual(['budget/watches-exhausted']);
  expect(again('hmac-of-one', [second]).verdict).toBe('permit');
  expect(refold(scenario.events).task).toEqual(scenario.state.task);
});
