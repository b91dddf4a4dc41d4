// `holdpoint task`: tasks are opened under a reviewed workflow, for one agent, with a person's own words.

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { taskPage } from '../../http/contract/lists.ts';
import { answerSchema, taskDetail, taskOpened, taskSummary, type TaskDetail } from '../../http/contract.ts';
import { contradictionsResponse, type ContradictionView } from '../../http/contract/contradiction.ts';
import { budgetFacts } from '../render/budget-facts.ts';
import type { AddCommands, Context } from '../context.ts';
import { CliError } from '../exit.ts';
import { whatWaits } from '../render/hold-facts.ts';
import { writePrivate } from '../home.ts';
import { addDeclassifyCommand } from './task-declassify.ts';
import { addNextCommand } from './task-next.ts';
import { readList, statusFlag, withListFlags, type ListFlags } from '../paging.ts';
import { renderContradictions } from '../render/contradictions.ts';
import { renderSteps } from '../render/step-render.ts';
import { unreadable } from '../system-fault.ts';
import { renderFacts, renderTable, renderTime } from '../render/table.ts';

interface OpenFlags {
  readonly workflow: string;
  readonly agent: string;
  readonly promptFile?: string;
  readonly cause?: string;
  readonly tokenOut?: string;
}

export const addTaskCommands: AddCommands = (program, run) => {
  const task = program.command('task').description('Open, look at and close tasks.');
  task
    .command('open')
    .description('Opens a task under a workflow and gives its token to whoever starts the agent.')
    .argument('[prompt...]', 'your own words; none: nobody asked in words')
    .requiredOption('--workflow <id>', 'a published workflow')
    .requiredOption('--agent <id>', 'a registered agent')
    .option('--prompt-file <file>', 'the words from a file, or from standard input with -')
    .option('--cause <action>', 'the action of another task that set it off: its labels and counts go on')
    .option('--token-out <file>', 'write the token to a file that only you can read')
    .addHelpText(
      'after',
      '\nExample:\n  holdpoint task open --workflow triage --agent scribe "Sort the inbox" --token-out t',
    )
    .action((words: string[], flags: OpenFlags) => run((context) => openTask(context, words, flags)));
  withListFlags(task.command('list'), statusFlag(taskSummary.shape.status.options))
    .description('Lists tasks, newest first.')
    .action((flags: ListFlags) => run((context) => listTasks(context, flags)));
  task
    .command('show')
    .description('Shows the bounds of a task, what it used of them, its holds and leases.')
    .argument('<task>', 'id of the task')
    .action((id: string) => run((context) => showTask(context, id)));
  addNextCommand(task, run);
  addDeclassifyCommand(task, run);
  task
    .command('close')
    .description('Closes a task: what runs is stopped and its leases are revoked.')
    .argument('<task>', 'id of the task')
    .action((id: string) =>
      run(async (context) => {
        const answer = await (
          await context.operator()
        ).post(`/tasks/${encodeURIComponent(id)}/close`, {}, answerSchema);
        context.print({ task: id, ...answer }, `${id} is closed (${answer.receipt.record})`);
      }),
    );
};

async function openTask(context: Context, words: readonly string[], flags: OpenFlags): Promise<void> {
  const { workflow, agent, cause, tokenOut } = flags;
  const prompt = await readPrompt(context, words, flags.promptFile);
  const operator = await context.operator();
  const asked = { workflow, agent, prompt, ...(cause === undefined ? {} : { cause }) };
  const { task, token, receipt } = await operator.post('/tasks', asked, taskOpened);
  const expires = renderTime(token.expiresAt);
  if (tokenOut === undefined) {
    const facts = [
      ['task', task],
      ['token', token.token],
      ['token until', expires],
    ] as const;
    context.print({ task, token, receipt }, renderFacts(facts));
    return;
  }
  const path = resolve(context.io.cwd, tokenOut);
  await writePrivate(path, `${token.token}\n`);
  const told = { task, token: { file: path, expiresAt: token.expiresAt }, receipt };
  context.print(
    told,
    renderFacts([
      ['task', task],
      ['token', path],
      ['token until', expires],
    ]),
  );
}

async function readPrompt(context: Context, words: readonly string[], file?: string): Promise<string | null> {
  if (file === undefined) return words.length === 0 ? null : words.join(' ');
  if (words.length > 0) throw new CliError('the prompt is given twice: as words and with --prompt-file');
  if (file === '-') return context.io.readInput();
  return readFile(resolve(context.io.cwd, file), 'utf8').catch((error: unknown) => {
    throw unreadable(file, error);
  });
}

async function listTasks(context: Context, flags: ListFlags): Promise<void> {
  const { rows, next } = await readList(context, flags, {
    path: '/tasks',
    schema: taskPage,
    rowsOf: ({ tasks }) => tasks,
  });
  const cells = rows.map((one) => [
    one.id,
    one.status,
    one.workflow,
    one.agent,
    one.requester,
    renderTime(one.openedAt),
    one.permitted,
    one.held,
    one.denied,
  ]);
  const headings = [
    'task',
    'status',
    'workflow',
    'agent',
    'asked by',
    'opened',
    'permitted',
    'held',
    'denied',
  ];
  context.print({ tasks: rows, next }, renderTable(headings, cells) ?? 'no tasks');
}

async function showTask(context: Context, id: string): Promise<void> {
  const reader = await context.reader();
  const path = `/tasks/${encodeURIComponent(id)}`;
  const detail = await reader.get(path, taskDetail);
  // An older Holdpoint counts none, and lists none.
  const isAsked = (detail.usage.contradicted ?? 0) > 0;
  const { contradictions } = isAsked
    ? await reader.get(`${path}/contradictions`, contradictionsResponse)
    : { contradictions: [] };
  context.print({ ...detail, contradictions }, renderDetail(detail, contradictions));
}

/** As `task show` prints it. */
export function renderDetail(detail: TaskDetail, contradictions: readonly ContradictionView[]): string {
  const { summary, expiresAt, cause, depth, scope, step, usage, inherited, holds, leases } = detail;
  const facts = renderFacts([
    ['task', summary.id],
    ['status', summary.status],
    ['workflow', summary.workflow],
    ['purpose', scope.purpose],
    ['agent', summary.agent],
    ['asked by', summary.requester],
    ...(cause === null
      ? []
      : [['set off by', `${cause.action ?? 'several calls'} of ${cause.task ?? 'several tasks'}`] as const]),
    ...(cause === null ? [] : [['depth', depth] as const]),
    ['until', renderTime(expiresAt)],
    ...budgetFacts(scope.limits, usage, inherited),
  ]);
  const allowed = renderTable(
    ['allowed', 'at most', 'approved beforehand'],
    scope.allowances.map(({ tool, max, preapproved }) => [
      tool,
      max ?? 'limits',
      preapproved === null ? 'no' : 'yes',
    ]),
  );
  const waiting = renderTable(
    ['hold', 'tool', 'status', 'until'],
    holds.map((hold) => [hold.id, whatWaits(hold), hold.status, renderTime(hold.expiresAt)]),
  );
  const held = renderTable(
    ['lease', 'connector', 'status', 'until'],
    leases.map((lease) => [lease.id, lease.connector, lease.status, renderTime(lease.expiresAt)]),
  );
  const steps = renderSteps(scope.steps ?? [], step);
  const odd = renderContradictions(contradictions);
  return [facts, odd, allowed, steps, waiting, held].filter((part) => part !== null).join('\n\n');
}
