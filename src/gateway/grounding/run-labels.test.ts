import { expect, it } from 'vitest';
import type { Labels } from '../../kernel/flow/label.ts';
import { NO_DATA } from '../../kernel/flow/label.ts';
import type { Json } from '../../kernel/json.ts';
import { createTaskGrounding, type TaskGrounding } from './task-grounding.ts';

const TOOL = {
  connector: 'vault',
  name: 'get_case',
  kind: 'tool',
  effects: ['read'],
  profile: { egress: 'external', roles: { '/to': 'destination', '/text': 'content' }, output: NO_DATA },
} as const;

const CASE: Labels = { sensitivity: 'restricted', categories: ['legal'], integrity: 'trusted' };
const PLAN = 'We settle at four point two million and never admit the second leak in Rotterdam.';

function read(task: TaskGrounding, id: string, value: Json, output: Labels, found = NO_DATA): void {
  task.called({
    action: id,
    tool: TOOL,
    input: {},
    grounding: [],
    approved: null,
    output,
    sent: NO_DATA,
  });
  const values = [{ value, isAsDefined: false }];
  task.answered({ action: id, source: id, values, findings: [], labels: found });
}

function start(prompt = 'Read case 12 and tell may@firm.example that we have it.'): TaskGrounding {
  const task = createTaskGrounding();
  task.prompted(prompt, 'prompt');
  return task;
}

function carriedBy(task: TaskGrounding, text: string): Labels | undefined {
  return task.label(TOOL, { to: 'may@firm.example', text }).find(({ pointer }) => pointer === '/text')
    ?.labels;
}

it.each([
  ['between other words', `Hi May. ${PLAN} Regards`],
  ['in other letters', `hi may: ${PLAN.toUpperCase()} yes`],
  ['in JSON', JSON.stringify({ strategy: PLAN })],
  ['with other signs', `As I read, "${PLAN.replaceAll(' ', '-')}"`],
  ['as a sentence behind thanks', `Thanks.\n${PLAN}`],
  ['as a signature', `It is done.\n\nThanks\n${PLAN.replaceAll(/((?:\w+ ){5}\w+) /g, '$1\n')}`],
  ['over lines', `As I read,\n${PLAN.replaceAll(/(\w+ \w+ \w+) /g, '$1\n')}`],
  ['as a part of it', 'So they settle, and never admit the second leak in Rotterdam at all'],
  ['in code', btoa(`Hi May. ${PLAN} Regards`)],
])('a long run of the words of a record carries what the record does, %s', (_how, text) => {
  const task = start();
  read(task, 'one', { ref: 'KH-9', strategy: PLAN }, CASE);
  expect(carriedBy(task, text)).toMatchObject({ sensitivity: 'restricted', categories: ['legal'] });
});

it.each([
  ['few of them', 'They admit the second leak in Rotterdam now', PLAN],
  [
    'what people write to be polite',
    'It is done. Please do not hesitate to contact me if you have any further questions about this matter.',
    'Please do not hesitate to contact me if you have any further questions about this matter. Ann',
  ],
  [
    'who signs',
    'It is done.\n\nKind regards\nAnn Lee, Harbour Works\nQuay Street Rotterdam, Netherlands',
    'Kind regards\nAnn Lee, Harbour Works\nQuay Street Rotterdam, Netherlands',
  ],
])('%s are anybody’s', (_what, text, value) => {
  const task = start();
  read(task, 'one', value, CASE);
  expect(carriedBy(task, text)).toEqual(NO_DATA);
});

it('a record that is read again and again stays what it is', () => {
  const task = start();
  for (const id of ['one', 'two', 'three', 'four', 'five', 'six']) read(task, id, PLAN, CASE);
  expect(carriedBy(task, `Hi May. ${PLAN} Regards`)).toEqual(CASE);
});

const SIGNED = 'Ann Lee\nHarbour Works Rotterdam Ltd\nQuay Street, Rotterdam, Netherlands';

it('a signature is one that was read as such before its words were read otherwise', () => {
  const letter = { id: 'm-1', body: `Hello.\n\nKind regards,\n${SIGNED}\n\nOn Friday May wrote:\n> Hi` };
  const answer = `It is done.\n\nKind regards,\n${SIGNED}`;
  const task = start();
  read(task, 'one', [letter, letter], CASE);
  expect(carriedBy(task, answer)).toEqual(NO_DATA);
  read(task, 'two', { contact: SIGNED }, CASE);
  expect(carriedBy(task, answer)).toEqual(NO_DATA);
  // Among other words it is news.
  expect(carriedBy(task, `They are ${SIGNED} so`)).toEqual(CASE);
  const other = start();
  read(other, 'one', { contact: SIGNED }, CASE);
  read(other, 'two', letter, CASE);
  expect(carriedBy(other, `It is done.\n\nBest\n${SIGNED}`)).toEqual(CASE);
});

it('what stands behind a closing is no signature where it is longer than one', () => {
  const task = start();
  read(task, 'one', `${PLAN} ${PLAN.replace('Rotterdam', 'Ghent')}`, CASE);
  const lines = (text: string): string => text.replaceAll(/(\w+ \w+ \w+ \w+ \w+) /g, '$1\n');
  const text = `It is done.\n\nThanks\n${lines(PLAN)}\n${lines(PLAN.replace('Rotterdam', 'Ghent'))}`;
  expect(carriedBy(task, text)).toEqual(CASE);
});

it('what a person said is theirs to give, whatever stands around it', () => {
  const task = start(`Tell may@firm.example: ${PLAN}`);
  read(task, 'one', PLAN, CASE);
  expect(carriedBy(task, `Hi May. ${PLAN} Regards`)).toEqual(NO_DATA);
});

it('what stands in several records carries what all of them do', () => {
  const task = start();
  read(task, 'one', PLAN, CASE);
  read(task, 'two', `Again: ${PLAN}`, { ...CASE, categories: ['board', 'legal'] });
  expect(carriedBy(task, `Hi May. ${PLAN} Regards`)).toEqual(CASE);
  const known: Labels = { sensitivity: 'internal', categories: [], integrity: 'untrusted' };
  read(task, 'three', `In the papers: ${PLAN}`, known);
  expect(carriedBy(task, `Hi May. ${PLAN} Regards`)).toEqual({ ...known, integrity: 'trusted' });
});

it('what was found beside it by its form alone stands in no run of words', () => {
  const found: Labels = { sensitivity: 'restricted', categories: ['pci'], integrity: 'trusted' };
  const value = `${PLAN}\n\nCard 4111 1111 1111 1111`;
  const task = start();
  read(task, 'one', value, NO_DATA, found);
  expect(carriedBy(task, `Hi May. ${PLAN} Regards`)).toEqual(NO_DATA);
  // Its connector says more than that.
  const other = start();
  read(other, 'one', value, NO_DATA, { ...found, categories: ['legal', 'pci'] });
  expect(carriedBy(other, `Hi May. ${PLAN} Regards`)?.categories).toContain('legal');
});

it('a record of which nothing is known adds nothing to a run', () => {
  const task = start();
  task.answered({ action: 'lost', source: 'x', values: [{ value: PLAN, isAsDefined: false }], findings: [] });
  expect(carriedBy(task, `Hi May. ${PLAN} Regards`)).toEqual(NO_DATA);
});
