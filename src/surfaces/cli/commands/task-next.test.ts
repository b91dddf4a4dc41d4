import { afterAll, beforeAll, expect, it } from 'vitest';
import { taskOpened } from '../../http/contract.ts';
import { WORKFLOW } from '../../http/sample-gateway.contract.ts';
import { admitNotes, ask } from '../../http/sample-past.contract.ts';
import { PASSPHRASE, startTerminal, type SampleTerminal } from '../sample-terminal.contract.ts';

const STEPS = `steps:
  - {name: look, tools: [notes/read_note]}
  - name: write
    tools: [notes/write_note]
    calls: 2
    for: 30m
    gate: {approvers: {approver: 1}, reason: See what it read.}
  - {name: tidy, tools: [notes/read_note]}
`;

let terminal: SampleTerminal;
let task: string;
beforeAll(async () => {
  terminal = await startTerminal();
  await admitNotes(terminal.sample.core, WORKFLOW + STEPS);
  const token = await terminal.sample.operatorToken('ada');
  const json = { workflow: 'notes', agent: 'scribe', prompt: 'Note it' };
  const opened = await terminal.sample.call('/api/v1/tasks', { token, json });
  const parsed = taskOpened.parse(await opened.json());
  task = parsed.task;
  await terminal.write('task.token', parsed.token.token);
  await terminal.run('login --passphrase-stdin', { input: PASSPHRASE });
});
afterAll(() => terminal.stop());

async function verdictOf(tool: string): Promise<string> {
  const answer = await ask(terminal.sample.core, task, tool, {});
  return answer.verdict === 'deny' ? answer.reasons.map(({ code }) => code).join() : answer.verdict;
}

/** Its rows: step, what it is, and who lets it begin. */
async function steps(): Promise<string[]> {
  const { out } = await terminal.run(`task show ${task}`);
  const lines = out.split('\n');
  const rows = lines.slice(lines.findIndex((line) => line.startsWith('step ')) + 1, lines.length);
  return rows.slice(0, 3).map((row) => row.replaceAll(/ {2,}/g, ' | '));
}

it('shows the steps of a workflow, and which of them a task is in', async () => {
  const { out } = await terminal.run('workflow show notes');
  expect(out).toMatch(/write +notes\/write_note +2 +1800 s +approver:1/);
  expect(await steps()).toEqual([
    'look | now | notes/read_note | limits | the task | nobody',
    'write | to come | notes/write_note | 2 | 1800 s | approver:1',
    'tidy | to come | notes/read_note | limits | the task | nobody',
  ]);
});

it('compares a file with what is published, steps and gates too', async () => {
  await terminal.write('same.workflow.yaml', WORKFLOW + STEPS);
  const same = await terminal.run('workflow diff same.workflow.yaml');
  expect(same.exit).toBe(0);
  expect(same.out).toMatch(/^notes is published like this\n\n(?:note: .*\n)+$/);
  const other = STEPS.replace('approver: 1', 'approver: 2').replace('calls: 2', 'calls: 5');
  await terminal.write('other.workflow.yaml', WORKFLOW + other);
  const { lines } = await terminal.json('workflow diff other.workflow.yaml');
  const changed = (lines as string[]).filter((line) => !line.startsWith(' '));
  expect(changed.map((line) => line.replaceAll(/ +/g, ' '))).toEqual([
    expect.stringMatching(/^- .*calls: 2$/),
    expect.stringMatching(/^\+ .*calls: 5$/),
    expect.stringMatching(/^- .*quorum: 1$/),
    expect.stringMatching(/^\+ .*quorum: 2$/),
  ]);
  await terminal.write('new.workflow.yaml', WORKFLOW.replace('id: notes', 'id: unheard'));
  const all = await terminal.run('workflow diff new.workflow.yaml');
  expect(all.out).toContain('+    tool: notes/write_note');
  expect(all.out.split('\n').filter((line) => line.startsWith('-'))).toEqual([]);
  await terminal.write('wrong.workflow.yaml', `${WORKFLOW}steps:\n  - {name: a, tools: [mail/send]}\n`);
  const wrong = await terminal.run('workflow diff wrong.workflow.yaml');
  expect(wrong.exit).toBe(3);
  expect(wrong.err).toMatch(/wrong\.workflow\.yaml:\d+:\d+: error: steps\.0\.tools\.0: is outside/);
});

it('does not skip a step, and says what comes next', async () => {
  const { exit, err } = await terminal.run(`task next ${task} --step tidy`);
  expect(exit).toBe(2);
  expect(err).toContain('no-such-step');
  expect(err).toContain('holdpoint task show');
  const missing = await terminal.run('task next task_zzzzzzzzzzzzzzzz');
  expect(missing).toMatchObject({ exit: 2, err: expect.stringContaining('unknown-task') });
});

it('waits for those whom the gate names, with exit code 4, and shows them what was done', async () => {
  expect(await verdictOf('read_note')).toBe('permit');
  expect(await verdictOf('write_note')).toBe('outside-step');
  const asked = await terminal.run(`task next ${task} --token-file task.token`);
  expect(asked).toMatchObject({ exit: 4, out: expect.stringContaining('write waits for people') });
  const [hold = ''] = /hold_\w+/.exec(asked.out) ?? [];
  const again = await terminal.json(`task next ${task} --step write --token-file task.token`);
  expect(again).toMatchObject({ verdict: 'hold', step: 'write', hold });
  const shown = await terminal.run(`hold show ${hold}`);
  expect(shown.out).toContain('asks for the step write; until then the task did:');
  expect(shown.out).toContain('1 call (1 read), spent 0, 1 denial');
  expect((await steps())[0]).toContain('look | now');

  const approved = await terminal.run(`approve ${hold}`, { args: ['--reason', 'what it read is fine'] });
  expect(approved).toMatchObject({ exit: 0, out: expect.stringContaining('write has begun') });
  const unnamed = await terminal.run(`task next ${task}`);
  expect(unnamed).toMatchObject({ exit: 2, err: expect.stringContaining('It has begun already') });
  expect((await steps()).map((row) => row.split(' | ', 2)[1])).toEqual(['done', 'now', 'to come']);
  expect(await verdictOf('read_note')).toBe('outside-step');
  expect(await verdictOf('write_note')).toBe('hold');
  const { out } = await terminal.run(`trace ${task}`);
  expect(out).toContain('the step write');
});

it('goes on at once where there is no gate, once, and past the last step no more', async () => {
  const begun = await terminal.run(`task next ${task} --step tidy`);
  expect(begun).toMatchObject({ exit: 0, out: expect.stringContaining('tidy has begun (rec_') });
  expect(await verdictOf('read_note')).toBe('permit');
  expect(await terminal.run(`task next ${task} --step tidy`)).toMatchObject({ exit: 2 });
  expect((await terminal.run(`task next ${task}`)).err).toContain('no-such-step');
});
