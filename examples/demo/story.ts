// One believable story, told by what really happens: every sentence with "ok" was checked.

import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  errorSchema,
  holdsResponse,
  leasesResponse,
  taskOpened,
  type LeaseView,
  type TraceView,
} from '../../src/surfaces/http/contract.ts';
import { connectAgent, type Agent, type AgentCall } from './agent.ts';
import type { Narrator } from './narrator.ts';
import type { Stage } from './stage.ts';

const PROMPT = 'Please read the invoices in the inbox and write me the month-end summary for November.';
const SUMMARY =
  '# November 2026\n\nTwo invoices: 4471 (EUR 430.50) and 0093 (EUR 1,025.00). Total EUR 1,455.50.\n';

export interface Told {
  readonly task: string;
  readonly trace: TraceView;
}

export async function tellStory(stage: Stage, narrator: Narrator): Promise<Told> {
  narrator.chapter('Alice asks for something, and it becomes a task');
  const opened = await stage.alice.ask('POST', '/tasks', {
    workflow: 'month-end',
    agent: 'ledger-clerk',
    prompt: PROMPT,
  });
  const { task, token } = taskOpened.parse(opened.body);
  narrator.say(`Alice: "${PROMPT}"`);
  narrator.expect(task.startsWith('task_'), `task ${task} is open under the reviewed workflow month-end`);
  const agent = await connectAgent(stage.daemon.url, token.token);
  const tools = await agent.tools();
  narrator.say(`The agent connects over MCP ${agent.protocol}; it sees ${tools.join(', ')}`);
  narrator.expect(!tools.includes('files__move_file'), 'it sees only what the task may use');
  await readInbox(stage, narrator, agent);
  await recall(narrator, agent);
  await followInjection(stage, narrator, agent);
  await writeSummary(stage, narrator, agent, task);
  await changeSummary(stage, narrator, agent, task);
  await useCredential(stage, narrator, agent, task);
  await closeTask(stage, narrator, agent, task);
  const { body } = await stage.alice.ask('GET', `/tasks/${task}/trace`);
  return { task, trace: body as TraceView };
}

async function readInbox({ folder }: Stage, narrator: Narrator, agent: Agent): Promise<void> {
  narrator.chapter('What the task is for, runs');
  const listed = await agent.call('files__list_directory', { path: join(folder, 'inbox') });
  narrator.expect(!listed.failed && listed.text.includes('northwind'), 'it lists the inbox');
  for (const name of await readdir(join(folder, 'inbox'))) {
    const read = await agent.call('files__read_text_file', { path: join(folder, 'inbox', name) });
    narrator.expect(!read.failed, `it reads ${name}`);
  }
}

async function recall(narrator: Narrator, agent: Agent): Promise<void> {
  const recalled = await agent.call('memory__search_nodes', { query: 'Northwind' });
  narrator.expect(!recalled.failed, 'it looks into its memory for what it knows of the vendor');
}

async function followInjection({ folder }: Stage, narrator: Narrator, agent: Agent): Promise<void> {
  narrator.chapter('A mail carries an instruction for the agent, and the hijacked agent follows it');
  const stolen = await agent.call('files__read_text_file', { path: join(folder, 'hr', 'payroll-2026.csv') });
  narrator.expect(isDenied(stolen), 'reading the payroll is denied: the task may read the inbox only');
  const path = join(folder, 'inbox', 'reminder-attachment.txt');
  const planted = await agent.call('files__write_file', { path, content: 'employee,month,gross' });
  narrator.expect(isDenied(planted), 'writing into the inbox is denied: summaries go to reports');
  const source = join(folder, 'inbox', '2026-11-mail-from-vendor.eml');
  const moved = await agent.call('files__move_file', { source, destination: join(folder, 'gone.eml') });
  narrator.expect(isDenied(moved), 'making the mail disappear is denied: no such tool in the task');
  const names = await readdir(join(folder, 'inbox'));
  narrator.expect(names.length === 3, 'nothing of it happened on disk');
  narrator.say(`What the agent is told: ${stolen.text}`);
}

async function writeSummary(stage: Stage, narrator: Narrator, agent: Agent, task: string): Promise<void> {
  narrator.chapter('A write holds until another person has approved exactly it');
  const path = join(stage.folder, 'reports', '2026-11-summary.md');
  const calling = agent.call('files__write_file', { path, content: SUMMARY });
  const hold = await nextHold(stage, task);
  narrator.say(`Hold ${hold}: Bob sees the complete arguments, the agent waits`);
  const own = await stage.alice.decide('approve', task, hold, 'I asked for it, so it is fine');
  const codes = reasonCodes(own.body);
  narrator.expect(own.status === 403, `Alice may not approve what she asked for (${codes.join(', ')})`);
  const approved = await stage.bob.decide('approve', task, hold, 'Amounts match the two invoices');
  narrator.expect(approved.status === 200, 'Bob approves with his key');
  const written = await calling;
  narrator.expect(!written.failed && (await readFile(path, 'utf8')) === SUMMARY, 'the write ran, once');
}

async function changeSummary(stage: Stage, narrator: Narrator, agent: Agent, task: string): Promise<void> {
  narrator.chapter('An approval is for one action: a changed argument holds again');
  const path = join(stage.folder, 'reports', '2026-11-summary.md');
  const content = SUMMARY.replace('1,455.50', '9,455.50');
  const calling = agent.call('files__write_file', { path, content });
  const hold = await nextHold(stage, task);
  const rejected = await stage.bob.decide('reject', task, hold, 'The total does not match the invoices');
  narrator.expect(rejected.status === 200, `Bob rejects hold ${hold}`);
  const answer = await calling;
  narrator.expect(isDenied(answer), 'the changed write did not run');
  narrator.expect((await readFile(path, 'utf8')) === SUMMARY, 'the approved summary is untouched');
}

async function useCredential(stage: Stage, narrator: Narrator, agent: Agent, task: string): Promise<void> {
  narrator.chapter('A credential exists for the task only');
  const sum = await agent.call('desk__get-sum', { a: 430.5, b: 1025 });
  narrator.expect(
    !sum.failed && sum.text.includes('1455.5'),
    'the desk adds up, with a credential minted for it',
  );
  const leases = await leasesOf(stage, task);
  narrator.expect(
    leases.some((lease) => lease.status === 'issued'),
    `lease ${leases[0]?.id ?? 'none'} is out, for minutes`,
  );
}

async function closeTask(stage: Stage, narrator: Narrator, agent: Agent, task: string): Promise<void> {
  narrator.chapter('The task closes, and its credentials with it');
  const closed = await stage.alice.ask('POST', `/tasks/${task}/close`);
  narrator.expect(closed.status === 200, 'Alice closes the task');
  const after = await agent.call('files__list_directory', { path: join(stage.folder, 'inbox') });
  narrator.expect(isDenied(after), 'from here on the same token opens nothing');
  await agent.close();
}

async function nextHold({ bob }: Stage, task: string): Promise<string> {
  for (;;) {
    const { body } = await bob.ask('GET', '/holds');
    const pending = holdsResponse.parse(body).holds.find((hold) => hold.task === task);
    if (pending !== undefined) return pending.id;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function leasesOf({ alice }: Stage, task: string): Promise<LeaseView[]> {
  const { body } = await alice.ask('GET', '/leases');
  return leasesResponse.parse(body).leases.filter((lease) => lease.task === task);
}

function isDenied(call: AgentCall): boolean {
  return call.failed && 'io.modelcontextprotocol/authorization' in call.meta;
}

function reasonCodes(body: unknown): string[] {
  return (errorSchema.parse(body).error.reasons ?? []).map((reason) => reason.code);
}
