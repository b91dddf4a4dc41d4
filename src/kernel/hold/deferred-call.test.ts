import { expect, test } from 'vitest';
import {
  ben,
  givenTask,
  handsOf,
  holdpoint,
  holdWrites,
  HOUR,
  permitAll,
  refold,
  type Scenario,
} from '../given.contract.ts';
import { obligationsOf } from '../obligation.ts';

function givenDeferred(owner = 'process-1'): Scenario {
  const scenario = givenTask({ rules: [permitAll, holdWrites()] });
  scenario.act('write');
  const fact = { fact: 'deferred', hold: scenario.hold.id, owner } as const;
  scenario.ask('settle', holdpoint, { task: scenario.task.id, fact });
  return scenario;
}

const owed = (scenario: Scenario, owner: string) =>
  obligationsOf(scenario.state, scenario.at, handsOf(owner)).filter(({ kind }) => kind === 'resume-call');

test('a held call that a process goes on with is said to be its, and is nothing that it owes', () => {
  const scenario = givenDeferred();
  const { id: hold, record, deferredTo } = scenario.hold;
  expect(deferredTo).toBe('process-1');
  expect(scenario.events.at(-1)).toMatchObject({
    type: 'call-deferred',
    stream: `task/${scenario.task.id}`,
    causes: [record],
    body: { hold, owner: 'process-1' },
  });
  expect(owed(scenario, 'process-1')).toEqual([]);
  expect(refold(scenario.events).task).toEqual(scenario.state.task);
});

test('it is owed once that process is gone, until another one says that it goes on with it', () => {
  const scenario = givenDeferred();
  const { id: hold } = scenario.hold;
  const { id: task } = scenario.task;
  expect(owed(scenario, 'process-2')).toEqual([{ kind: 'resume-call', task, hold }]);
  scenario.ask('settle', holdpoint, { task, fact: { fact: 'deferred', hold, owner: 'process-2' } });
  expect(owed(scenario, 'process-2')).toEqual([]);
});

test('it is owed no more once nobody can approve it, or nobody went on with it at all', () => {
  const rejected = givenDeferred();
  rejected.reject(ben);
  const late = givenDeferred();
  late.at += HOUR;
  const waited = givenTask({ rules: [permitAll, holdWrites()] });
  waited.act('write');
  for (const scenario of [rejected, late, waited]) expect(owed(scenario, 'process-2')).toEqual([]);
});
