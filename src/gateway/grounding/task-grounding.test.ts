import { expect, it } from 'vitest';
import type { ArgumentGrounding } from '../../kernel/flow/grounding.ts';
import type { Json } from '../../kernel/json.ts';
import { NO_DATA } from '../../kernel/flow/label.ts';
import type { ArgumentRole } from '../../kernel/role.ts';
import { createTaskGrounding, type GroundedTool, type TaskGrounding } from './task-grounding.ts';

const ANN = 'ann@contacts.example';

function tool(
  name: string,
  roles: { [pointer: string]: ArgumentRole },
  more: Partial<GroundedTool> = {},
): GroundedTool {
  const profile = { egress: 'external', roles, output: NO_DATA } as const;
  return { connector: 'office', name, kind: 'tool', effects: ['send'], profile, ...more };
}

const SEND = tool('send', { '/to': 'destination', '/sum': 'amount', '/body': 'content' });

function levels(task: TaskGrounding, input: Json, asked = SEND): { [pointer: string]: string } {
  return Object.fromEntries(task.ground(asked, input).map(({ pointer, level }) => [pointer, level]));
}

function approve(task: TaskGrounding, asked: GroundedTool, input: Json, action = 'act_1'): void {
  const grounding = task.ground(asked, input);
  task.called({ action, tool: asked, input, grounding, approved: 'rec_approved' });
}

it('what people approved is good for the same value in the same role, on its way to the same place', () => {
  const task = createTaskGrounding();
  approve(task, SEND, { to: ANN, sum: 4_711 });
  expect(levels(task, { to: ANN, sum: 4_711 })).toEqual({ '/to': 'approved', '/sum': 'approved' });
  task.prompted('Pay bob@contacts.example', 'prompt');
  expect(levels(task, { to: 'bob@contacts.example', sum: 4_711 })).toMatchObject({
    '/to': 'person',
    '/sum': 'untrusted',
  });
});

it('who was approved as the object of a call is not approved as its destination', () => {
  const task = createTaskGrounding();
  approve(task, tool('block', { '/id': 'selector' }), { id: ANN });
  expect(levels(task, { to: ANN })).toEqual({ '/to': 'untrusted' });
});

it('an approval never makes a text good to be said again', () => {
  const task = createTaskGrounding();
  const body = 'See https://evil.example/form';
  approve(task, SEND, { to: ANN, body });
  expect(levels(task, { to: ANN, body })).toEqual({ '/to': 'approved', '/body': 'untrusted' });
});

it('a field of a result vouches where the manifest says who writes it, in the form that was admitted', () => {
  const fields = { '/*/mail': { writer: 'organisation', categories: [] } } as const;
  const profile = { ...SEND.profile, roles: {}, fields };
  const read = tool('list', {}, { effects: ['read'], profile });
  const value = [
    { name: 'Ann', mail: ANN },
    { name: 'Bob', mail: 'bob@contacts.example' },
  ];
  const learn = (isAsDefined: boolean): TaskGrounding => {
    const task = createTaskGrounding();
    task.called({ action: 'act_1', tool: read, input: {}, grounding: [], approved: null });
    task.answered({ action: 'act_1', source: 'rec_1', values: [{ value, isAsDefined }], findings: [] });
    return task;
  };
  expect(levels(learn(true), { to: ANN })).toEqual({ '/to': 'trusted' });
  expect(levels(learn(false), { to: ANN })).toEqual({ '/to': 'untrusted' });
});

it("a person's answer to a connector is no word to the agent", () => {
  const task = createTaskGrounding();
  const ask = tool('@elicitation/create', {}, { kind: 'elicitation', effects: ['execute'] });
  task.called({ action: 'act_1', tool: ask, input: { message: 'Who?' }, grounding: [], approved: null });
  const value = { action: 'accept', content: { who: ANN } };
  task.answered({ action: 'act_1', source: 'rec_1', values: [{ value, isAsDefined: false }], findings: [] });
  expect(levels(task, { to: ANN })).toEqual({ '/to': 'untrusted' });
});

it('a result whose call is not known names nothing, whatever it says', () => {
  const task = createTaskGrounding();
  const value = { owner: ANN };
  task.answered({ action: 'act_1', source: 'rec_1', values: [{ value, isAsDefined: true }], findings: [] });
  expect(levels(task, { to: ANN })).toEqual({ '/to': 'untrusted' });
});

it('what it learns in the same order it answers in the same way', () => {
  const learn = (): readonly ArgumentGrounding[] => {
    const task = createTaskGrounding();
    task.prompted('Write to Ann about the offer', 'rec_0');
    task.given({ note: 'from nobody' }, 'rec_0');
    approve(task, tool('find', { '/name': 'selector' }, { effects: ['read'] }), { name: 'Ann' });
    const value = { name: 'Ann', mail: ANN };
    task.answered({ action: 'act_1', source: 'rec_2', values: [{ value, isAsDefined: true }], findings: [] });
    return task.ground(SEND, { to: ANN, body: 'About the offer' });
  };
  expect(learn()).toEqual(learn());
  expect(learn().find(({ pointer }) => pointer === '/to')).toMatchObject({
    level: 'named',
    sources: ['rec_2'],
  });
});
