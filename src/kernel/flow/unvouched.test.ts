import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fact } from '../action/fact.ts';
import { OTHERS } from '../chain/usage.ts';
import type { EventOf } from '../event.ts';
import { givenTask, refold, toolOf } from '../given.contract.ts';
import type { Scenario } from '../given.contract.ts';
import { evolve } from '../evolve.ts';
import type { State } from '../state.ts';
import { anyLike, unvouchedAmong } from './unvouched.ts';
import type { Unvouched } from './writing.ts';

function givenNotes(): Scenario {
  return givenTask({
    tools: [toolOf('read', ['read']), toolOf('write', ['write']), toolOf('move', ['write'])],
  });
}

interface Naming {
  readonly objects?: readonly string[];
  readonly names?: readonly string[];
  readonly values?: readonly string[];
  readonly isCopy?: boolean;
}

/** A call that names objects, and may write what nobody vouches for; each time another one. */
function call(scenario: Scenario, tool: string, { objects = [], names, values, isCopy = false }: Naming) {
  scenario.at += 1;
  const said = values === undefined ? {} : { values };
  const writing = names === undefined ? {} : { writing: { names, ...said, isCopy } };
  scenario.act(tool, { arguments: { path: `${tool} ${scenario.at}` }, objects, ...writing });
  return lastPermitted(scenario);
}

function lastPermitted(scenario: Scenario): EventOf<'action-permitted'>['body'] {
  return scenario.events.findLast(
    (event): event is EventOf<'action-permitted'> => event.type === 'action-permitted',
  )!.body;
}

function readElsewhere(scenario: Scenario, ...objects: readonly string[]): Unvouched | undefined {
  scenario.open();
  return call(scenario, 'read', { objects }).unvouched;
}

/** What stands for good. */
function written(scenario: Scenario) {
  return scenario.events.flatMap((event) => {
    if (event.type !== 'object-unvouched' || event.body.during !== undefined) return [];
    return event.body.objects.length === 0 ? [] : [event.body.objects];
  });
}

test('what a task wrote that nobody vouched for is known to any other task that reads it', () => {
  const scenario = givenNotes();
  const { id: task } = scenario.task;
  expect(call(scenario, 'write', { names: ['note-1', 'words'] }).writesUnvouched).toBe(true);
  expect(call(scenario, 'read', { objects: ['note-1'] }).unvouched).toBeUndefined();
  expect(readElsewhere(scenario, 'note-1', 'note-2')).toEqual({ objects: ['note-1'], tasks: [task] });
  expect(readElsewhere(scenario, 'note-2')).toBeUndefined();
  expect(refold(scenario.events).unvouched).toEqual(scenario.state.unvouched);
});

test('whoever wrote it too reads what the other did, and a third is not remembered', () => {
  const scenario = givenNotes();
  const { id: first } = scenario.task;
  call(scenario, 'write', { names: ['note-1'] });
  scenario.open();
  const { id: second } = scenario.task;
  call(scenario, 'write', { names: ['note-1'] });
  call(scenario, 'write', { names: ['note-1'] });
  expect(call(scenario, 'read', { objects: ['note-1'] }).unvouched?.tasks).toEqual([first]);
  scenario.open();
  call(scenario, 'write', { names: ['note-1'] });
  expect(written(scenario)).toEqual([['note-1'], ['note-1']]);
  expect(readElsewhere(scenario, 'note-1')?.tasks).toEqual([first, second]);
});

test('what is made of it alone is as good as it is', () => {
  const scenario = givenNotes();
  const copied = { objects: ['note-1', 'note-2'], names: ['note-1', 'note-2'], isCopy: true };
  expect(call(scenario, 'move', copied).writesUnvouched).toBeUndefined();
  call(scenario, 'write', { names: ['note-1'] });
  expect(call(scenario, 'move', copied).writesUnvouched).toBe(true);
  expect(readElsewhere(scenario, 'note-2')).toBeDefined();
});

test('past what is told apart, it may be any', () => {
  const scenario = givenNotes();
  call(scenario, 'write', { names: ['note-1'] });
  expect(readElsewhere(scenario, OTHERS)?.objects).toEqual([OTHERS]);
  call(scenario, 'write', { names: [OTHERS] });
  expect(readElsewhere(scenario, 'another')?.objects).toEqual([OTHERS]);
});

test('what is not told apart from others is any like it, and no more', () => {
  const scenario = givenNotes();
  call(scenario, 'write', { names: [anyLike('note-1')] });
  expect(readElsewhere(scenario, 'note-1')).toBeDefined();
  const names = Array.from({ length: 640 }, (_, place) => `other-${place}`);
  const met = names.filter((name) => readElsewhere(scenario, name) !== undefined);
  expect(new Set(met.map(anyLike))).toEqual(new Set([anyLike('note-1')]));
  expect(readElsewhere(scenario, OTHERS)).toBeDefined();
});

test('past what is told apart, it may be any of a part of the names, and of ever more parts', () => {
  const scenario = givenNotes();
  const others = Array.from({ length: 24 }, (_, place) => `other-${place}`);
  const met = (): number => others.filter((name) => readElsewhere(scenario, name) !== undefined).length;
  const fill = (from: number, to: number): void => {
    const names = Array.from({ length: to - from }, (_, place) => `note-${from + place}`);
    call(scenario, 'write', { names });
  };
  fill(0, 16_384);
  expect(met()).toBe(0);
  fill(16_384, 32_768);
  expect(met()).toBeGreaterThan(0);
  expect(met()).toBeLessThan(24);
  fill(32_768, 49_152);
  expect(met()).toBe(24);
  const sizes = Object.values(scenario.state.unvouched['crm'] ?? {}).map((one) => Object.keys(one).length);
  expect(Math.max(...sizes)).toBe(513);
});

test('what the answer of such a call says that it wrote is known, too, and of no other call', () => {
  const scenario = givenNotes();
  call(scenario, 'write', {});
  settle(scenario, { wrote: ['note-1'] });
  expect(written(scenario)).toEqual([]);
  call(scenario, 'write', { names: ['ann'] });
  settle(scenario, { wrote: ['note-2'] });
  expect(written(scenario)).toEqual([['ann'], ['note-2']]);
  expect(readElsewhere(scenario, 'note-1')).toBeUndefined();
  expect(readElsewhere(scenario, 'note-2')).toBeDefined();
});

function settle(
  scenario: Scenario,
  told: Partial<Extract<Fact, { fact: 'call' }>>,
  action = lastPermitted(scenario).action,
): void {
  const ended = { outcome: 'succeeded', result: null, durationMs: 1, bytes: 0, code: null } as const;
  const fact = { fact: 'call', action, ...ended, ...told } as const;
  scenario.ask('settle', { kind: 'system', id: 'holdpoint' }, { task: scenario.task.id, fact });
}

describe('values', () => {
  test.each<[string, Partial<Extract<Fact, { fact: 'call' }>>, string[][]]>([
    ['says no more than that it is done', {}, [['ann'], ['words']]],
    ['never came', { outcome: 'unknown' }, [['ann'], ['words']]],
    ['says words that may be what it is called', { wrote: ['note-1'] }, [['ann'], ['note-1', 'words']]],
    ['says what it is called', { wrote: ['note-1'], isTold: true }, [['ann'], ['note-1']]],
    ['is that it was not made', { outcome: 'not-started' }, [['ann']]],
  ])('are remembered as the answer %s', (_, told, expected) => {
    const scenario = givenNotes();
    expect(call(scenario, 'write', { names: ['ann'], values: ['words'] }).unvouchedValues).toEqual(['words']);
    expect(readElsewhere(scenario, 'words')).toBeDefined();
    const again = givenNotes();
    call(again, 'write', { names: ['ann'], values: ['words'] });
    settle(again, told);
    expect(written(again)).toEqual(expected);
    expect(readElsewhere(again, 'words') !== undefined).toBe(expected.flat().includes('words'));
    expect(refold(again.events).unvouched).toEqual(again.state.unvouched);
  });

  test('count as long as the call runs, for whoever does not make it, and of each call by themselves', () => {
    const scenario = givenNotes();
    const { task } = scenario;
    const first = call(scenario, 'write', { names: [], values: ['words', 'more'] });
    call(scenario, 'write', { names: [], values: ['words'] });
    expect(call(scenario, 'read', { objects: ['words'] }).unvouched).toBeUndefined();
    const { task: running } = scenario.state;
    const read = readElsewhere(scenario, 'words', 'more', 'other');
    expect(read).toEqual({ objects: ['words', 'more'], tasks: [task.id] });
    expect(readElsewhere(scenario, OTHERS)?.tasks).toEqual([task.id]);
    const events = scenario.events.length;
    scenario.state = { ...scenario.state, task: running };
    settle(scenario, { isTold: true, wrote: ['note-1'] }, first.action);
    expect(scenario.events.slice(events)).toMatchObject([
      { type: 'action-settled' },
      { type: 'object-unvouched', body: { objects: ['note-1'], after: first.action } },
    ]);
    expect(readElsewhere(scenario, 'more')).toBeUndefined();
    expect(readElsewhere(scenario, 'words')?.tasks).toEqual([task.id]);
    expect(refold(scenario.events).unvouched).toEqual(scenario.state.unvouched);
  });

  test('leave nothing behind of a call that was told, and told nothing new', () => {
    const scenario = givenNotes();
    call(scenario, 'write', { names: ['note-1'], values: ['words'] });
    const before = scenario.state.unvouched;
    settle(scenario, { isTold: true, wrote: ['note-1'] });
    const { crm = {} } = scenario.state.unvouched;
    expect(Object.keys(before['crm'] ?? {}).length - Object.keys(crm).length).toBe(1);
    expect(readElsewhere(scenario, 'words')).toBeUndefined();
    expect(readElsewhere(scenario, 'note-1')).toBeDefined();
  });

  test('stand for good at once where too many calls run', () => {
    const scenario = givenNotes();
    const many = (from: number, to: number): string[] =>
      Array.from({ length: to - from }, (_, place) => `value-${from + place}`);
    const { action } = call(scenario, 'write', { names: [], values: many(0, 16_000) });
    call(scenario, 'write', { names: [], values: many(16_000, 16_384) });
    expect(written(scenario)).toEqual([]);
    call(scenario, 'write', { names: ['ann'], values: ['words'] });
    expect(written(scenario)).toEqual([['ann', 'words']]);
    settle(scenario, { isTold: true });
    settle(scenario, { outcome: 'not-started' }, action);
    call(scenario, 'write', { names: ['ann'], values: ['later'] });
    expect(written(scenario)).toEqual([['ann', 'words']]);
    expect(readElsewhere(scenario, 'words', 'later', 'value-1')?.objects).toEqual(['words', 'later']);
  });

  test('are remembered with the outcome, too, where an older permit recorded no more', () => {
    const scenario = givenNotes();
    call(scenario, 'write', { names: [], values: ['words'] });
    scenario.state = { ...scenario.state, unvouched: {} };
    settle(scenario, {});
    const last = scenario.events.at(-1);
    expect(last).toMatchObject({ type: 'object-unvouched', body: { objects: ['words'] } });
    expect(last?.body).not.toHaveProperty('after');
    expect(readElsewhere(scenario, 'words')).toBeDefined();
  });

  test('are remembered, too, where whoever made the call is gone', () => {
    const scenario = givenNotes();
    call(scenario, 'write', { names: [], values: ['words'] });
    const { action } = lastPermitted(scenario);
    const fact = { fact: 'lapsed', action, outcome: 'unknown' } as const;
    scenario.ask('settle', { kind: 'system', id: 'holdpoint' }, { task: scenario.task.id, fact });
    expect(written(scenario)).toEqual([['words']]);
  });

  test('say nothing of a copy of what somebody vouches for', () => {
    const scenario = givenNotes();
    call(scenario, 'move', { objects: ['note-1'], names: ['note-1'], values: ['words'], isCopy: true });
    settle(scenario, {});
    expect(written(scenario)).toEqual([]);
  });
});

const writing = fc.record({
  task: fc.constantFrom('task_1', 'task_2', 'task_3'),
  objects: fc.uniqueArray(fc.constantFrom('note-1', 'note-2', OTHERS), { minLength: 1 }),
});

test('whoever else wrote so, in whatever order, a reader is told of it', () => {
  const scenario = givenNotes();
  call(scenario, 'write', { names: ['note-1'] });
  const said = scenario.events.find((event) => event.type === 'object-unvouched')!;
  const none: State['unvouched'] = {};
  fc.assert(
    fc.property(fc.array(writing, { maxLength: 8 }), fc.constantFrom('note-1', 'note-2'), (all, name) => {
      const state = all.reduce((before, one) => evolve(before, { ...said, body: { ...said.body, ...one } }), {
        ...scenario.state,
        unvouched: none,
      });
      const isWritten = all.some(
        ({ task, objects }) => task !== 'task_1' && objects.some((one) => one === name || one === OTHERS),
      );
      expect(unvouchedAmong(state, 'crm', [name], 'task_1') !== null).toBe(isWritten);
    }),
  );
});
