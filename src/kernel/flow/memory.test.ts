import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { givenTask, refold, toolOf } from '../given.contract.ts';
import type { Scenario } from '../given.contract.ts';
import { evolve } from '../evolve.ts';
import { covers, NO_DATA, SENSITIVITIES } from './label.ts';
import { labelWritten } from './memory.ts';
import type { Labels } from './label.ts';
import type { Request } from '../request.ts';
import type { State } from '../state.ts';
import { OTHERS } from '../chain/usage.ts';

const OWN: Labels = { sensitivity: 'internal', categories: [], integrity: 'trusted' };
const MAIL: Labels = { sensitivity: 'confidential', categories: ['pii'], integrity: 'untrusted' };

/** Notes are the organisation's own: nobody else is known to write them. */
function givenNotes(readable: Labels = OWN): Scenario {
  return givenTask({
    tools: [
      toolOf('mail', ['read'], {}, { output: MAIL }),
      toolOf('read', ['read'], {}, { output: readable }),
      toolOf('write', ['write'], {}, { output: OWN }),
      toolOf('check', ['delete'], {}, { output: OWN }),
    ],
  });
}

/** A call that names objects; each time another one. */
function call(scenario: Scenario, tool: string, ...objects: readonly string[]) {
  scenario.at += 1;
  return scenario.act(tool, { arguments: { path: `${tool} ${scenario.at}` }, objects });
}

function labelled(scenario: Scenario) {
  return scenario.events.flatMap((event) => (event.type === 'object-labelled' ? [event.body] : []));
}

function readElsewhere(scenario: Scenario, ...objects: readonly string[]): Labels {
  scenario.open();
  call(scenario, 'read', ...objects);
  return scenario.task.data;
}

test('what a task writes into an object is read out of it by any other task, and of no other one', () => {
  const scenario = givenNotes();
  const { id: task } = scenario.task;
  call(scenario, 'mail');
  call(scenario, 'write', 'note-1');
  expect(labelled(scenario)).toEqual([{ connector: 'crm', object: 'note-1', task, labels: MAIL }]);
  expect(readElsewhere(scenario, 'note-2')).toEqual(OWN);
  expect(readElsewhere(scenario)).toEqual(OWN);
  expect(readElsewhere(scenario, 'note-2', 'note-1')).toEqual(MAIL);
  expect(refold(scenario.events).objects).toEqual(scenario.state.objects);
});

test('an object of a connector that no task wrote into carries what its tool answers', () => {
  expect(readElsewhere(givenNotes(), 'note-1')).toEqual(OWN);
});

test('it is passed on from object to object, and never gets less', () => {
  const scenario = givenNotes();
  call(scenario, 'mail');
  call(scenario, 'write', 'note-1');
  readElsewhere(scenario, 'note-1');
  call(scenario, 'write', 'note-2');
  scenario.open();
  call(scenario, 'write', 'note-1');
  expect(readElsewhere(scenario, 'note-2')).toEqual(MAIL);
  expect(readElsewhere(scenario, 'note-1')).toEqual(MAIL);
});

test('nothing is recorded that adds nothing: known already, or known of all that can be read there', () => {
  const scenario = givenNotes();
  call(scenario, 'write', 'note-1');
  call(scenario, 'mail');
  call(scenario, 'write');
  call(scenario, 'check', 'note-1');
  expect(labelled(scenario)).toEqual([]);
  call(scenario, 'write', 'note-1');
  call(scenario, 'write', 'note-1');
  expect(labelled(scenario)).toHaveLength(1);
  const suspicious = givenNotes(MAIL);
  call(suspicious, 'mail');
  call(suspicious, 'write', 'note-1');
  expect(labelled(suspicious)).toEqual([]);
});

test('past what is remembered one by one, what is written counts for every object that is not', () => {
  const scenario = givenNotes();
  call(scenario, 'mail');
  const many = Array.from({ length: 1_030 }, (_, place) => `note-${place}`);
  call(scenario, 'write', ...many);
  expect(labelled(scenario)).toHaveLength(1_030);
  expect(Object.keys(scenario.state.objects['crm'] ?? {})).toHaveLength(1_025);
  call(scenario, 'write', 'one more');
  expect(labelled(scenario)).toHaveLength(1_030);
  expect(readElsewhere(scenario, 'another')).toEqual(MAIL);
  expect(readElsewhere(scenario)).toEqual(OWN);
});

test('what a call names beyond what is told apart may be any object: it is written so, and read so', () => {
  const scenario = givenNotes();
  call(scenario, 'write', 'note-0');
  call(scenario, 'mail');
  call(scenario, 'write', 'note-1', OTHERS);
  expect(readElsewhere(scenario, 'note-0')).toEqual(MAIL);
  expect(readElsewhere(scenario, 'another')).toEqual(MAIL);
  const other = givenNotes();
  call(other, 'mail');
  call(other, 'write', 'note-1');
  expect(readElsewhere(other, 'another', OTHERS)).toEqual(MAIL);
});

const labelsOf: fc.Arbitrary<Labels> = fc.record({
  sensitivity: fc.constantFrom(...SENSITIVITIES),
  categories: fc.uniqueArray(fc.constantFrom('phi', 'pii', 'secret')).map((all) => all.toSorted()),
  integrity: fc.constantFrom('trusted', 'untrusted'),
});
const writing = fc.record({
  object: fc.constantFrom('note-1', 'note-2', OTHERS),
  labels: labelsOf,
});

test('whatever is written into an object that is known, in whatever order, it carries all of it', () => {
  const names = ['note-1', 'note-2'];
  const none: State['objects'] = {};
  const scenario = givenNotes();
  call(scenario, 'mail');
  call(scenario, 'write', ...names);
  const said = scenario.events.find((event) => event.type === 'object-labelled')!;
  fc.assert(
    fc.property(fc.array(writing, { maxLength: 8 }), (written) => {
      const { objects } = written.reduce(
        (state, one) => evolve(state, { ...said, body: { ...said.body, ...one } }),
        { ...scenario.state, objects: none },
      );
      for (const name of names) {
        const own = objects['crm'] ?? {};
        const carried = own[name] ?? own[''] ?? NO_DATA;
        const counted = written.filter(({ object }) => object === name || object === OTHERS);
        expect(counted.filter(({ labels }) => !covers(carried, labels))).toEqual([]);
      }
    }),
  );
});

test('where no tool of the connector is admitted, nothing is read, and nothing recorded', () => {
  const { task } = givenNotes();
  const written = {
    connector: 'gone',
    effects: ['write'],
    objects: ['note-1'],
    cause: 'rec_1',
    place: 0,
  } as const;
  expect(labelWritten({ connectors: {}, objects: {} }, {} as Request, task, written)).toEqual([]);
});
