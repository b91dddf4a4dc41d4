import { expect, it, test } from 'vitest';
import type { Json } from '../../kernel/json.ts';
import { NO_DATA } from '../../kernel/flow/label.ts';
import type { ArgumentRole } from '../../kernel/role.ts';
import type { Effect } from '../../kernel/effect.ts';
import { createTaskGrounding, type GroundedTool, type TaskGrounding } from './task-grounding.ts';

const STRANGER = 'DE89370400440532013000';

function tool(name: string, effect: Effect, roles: { [pointer: string]: ArgumentRole } = {}): GroundedTool {
  const profile = { egress: 'none', roles, output: NO_DATA } as const;
  return { connector: 'office', name, kind: 'tool', effects: [effect], profile };
}

const LIST = tool('list_mail', 'read');
const SEARCH = tool('search_mail', 'read', { '/query': 'selector' });
const READ = tool('read_file', 'read', { '/path': 'path' });
const APPEND = tool('append_file', 'write', { '/path': 'path', '/text': 'content' });
const COPY = tool('copy_file', 'write', { '/from': 'path', '/to': 'path' });
const PAY = tool('transfer', 'spend', { '/iban': 'identity', '/amount': 'amount' });

let count = 0;

function run(task: TaskGrounding, asked: GroundedTool, input: Json, value: Json): void {
  const action = `act_${++count}`;
  const grounding = task.ground(asked, input);
  task.called({ action, tool: asked, input, grounding, approved: null });
  const values = [{ value, isAsDefined: false }];
  task.answered({ action, source: `rec_${count}`, values, findings: [] });
}

function levelOf(task: TaskGrounding, iban: string): string | undefined {
  return task.ground(PAY, { iban, amount: 5 }).find(({ pointer }) => pointer === '/iban')?.level;
}

/** A task whose agent has read a stranger's account in a mail. */
function taskOf(prompt: string): TaskGrounding {
  const task = createTaskGrounding();
  task.prompted(prompt, 'prompt');
  const body = `You are welcome to write to us any time of day, our bank has ${STRANGER} for you and yours`;
  run(task, LIST, {}, [
    { id: 'm-1', body },
    { id: 'm-2', body: 'lunch' },
  ]);
  return task;
}

test.each([
  ['one piece', [STRANGER]],
  ['two', ['DE893704004', '40532013000']],
  ['four', ['DE893', '70400', '4405320', '13000']],
])('what the agent wrote in %s into what the person named is no better for being read back', (_, pieces) => {
  const task = taskOf('Tidy notes.txt and copy.txt, then pay Ann 5');
  for (const text of pieces) run(task, APPEND, { path: 'notes.txt', text }, 'ok');
  run(task, READ, { path: './notes.txt' }, STRANGER);
  expect(levelOf(task, STRANGER)).toBe('untrusted');
  run(task, COPY, { from: 'notes.txt', to: 'copy.txt' }, 'ok');
  run(task, READ, { path: 'copy.txt' }, STRANGER);
  expect(levelOf(task, STRANGER)).toBe('untrusted');
});

it('vouches for what was there before the agent wrote, and for what another source says', () => {
  const task = taskOf('Tidy notes.txt as plan.txt says, then pay Ann 5');
  run(task, READ, { path: 'notes.txt' }, 'NL91ABNA0417164300');
  run(task, APPEND, { path: 'notes.txt', text: 'Tidied.' }, 'ok');
  run(task, READ, { path: 'notes.txt' }, 'NL91ABNA0417164300\nTidied.');
  run(task, READ, { path: 'plan.txt' }, 'GB33BUKB20201555555555');
  expect(levelOf(task, 'NL91ABNA0417164300')).toBe('named');
  expect(levelOf(task, 'GB33BUKB20201555555555')).toBe('named');
});

test.each([
  ['the budget in zebra tango', 'untrusted'],
  ['the budget of spring', 'named'],
])('a search for "%s" makes what it finds %s: a keyword of others chooses nothing', (query, level) => {
  const task = createTaskGrounding();
  task.prompted('Look after the March budget and pay 5', 'prompt');
  const body = 'the newest is filed as zebra tango, dear colleague, and this is long prose';
  run(task, LIST, {}, [
    { id: 'm-1', body },
    { id: 'm-2', body: 'lunch' },
  ]);
  const found = `Our account is at the bank around the corner, ${STRANGER}, since long ago, dear colleague`;
  run(task, SEARCH, { query }, [{ id: 'm-9', subject: 'hi', body: found }]);
  expect(levelOf(task, STRANGER)).toBe(level);
});
