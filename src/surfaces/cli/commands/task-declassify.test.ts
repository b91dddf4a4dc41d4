import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTask } from '../../../gateway/tasks.ts';
import { admitNotes, ask } from '../../http/sample-past.contract.ts';
import { PASSPHRASE, startTerminal, type SampleTerminal } from '../sample-terminal.contract.ts';

const ADA = { kind: 'operator', id: 'ada' } as const;
const SSN = 'SSN: 536-90-4399';

let terminal: SampleTerminal;
let task: string;
let action: string;
beforeAll(async () => {
  terminal = await startTerminal();
  const { core } = terminal.sample;
  await admitNotes(core);
  const opened = await openTask(core, ADA, { workflow: 'notes', agent: 'scribe', prompt: 'Note it' });
  task = opened.task!;
  const answer = await ask(core, task, 'write_note', { text: SSN });
  action = answer.verdict === 'hold' ? answer.hold : answer.verdict === 'permit' ? answer.action : '';
  await terminal.run('login --passphrase-stdin', { input: PASSPHRASE });
});
afterAll(() => terminal.stop());

const declassify = (...more: readonly string[]) =>
  terminal.run(`task declassify ${task} --from ${action} --until 2099-01-01T00:00:00Z`, {
    args: ['--reason', 'it is a sample', ...more],
  });

it('waits for people with exit code 4, and says what they are to do next', async () => {
  const { exit, out } = await declassify('--pointer', '/text', '--as', 'public', '--without', 'pii');
  expect({ exit, out }).toMatchObject({ exit: 4, out: expect.stringContaining('holdpoint approve hold_') });
  const [hold = ''] = /hold_\w+/.exec(out) ?? [];
  const shown = await terminal.run(`hold show ${hold}`);
  expect(shown.out).toContain('asks to declassify one value:');
  expect(shown.out).toContain('it would count as no more than public, without pii');
  expect(shown.out).toContain(SSN);
  expect((await terminal.run(`trace ${task}`)).out).toContain(`a declassification as ${hold}`);
});

it('takes categories with commas, in words of their own, or both', async () => {
  const ways = [['pii,financial'], ['pii', 'financial'], ['pii,', 'financial,pii']];
  for (const words of ways) {
    const { out } = await declassify('--pointer', '/text', '--as', 'public', '--without', ...words);
    const [hold = ''] = /hold_\w+/.exec(out) ?? [];
    expect((await terminal.run(`hold show ${hold}`)).out).toContain('public, without financial, pii');
  }
});

it('says what is not there, and what is no sensitivity', async () => {
  const missing = await declassify('--pointer', '/nothing', '--as', 'public');
  expect(missing).toMatchObject({ exit: 1, err: expect.stringContaining('text or number') });
  expect(missing.err).toContain(`holdpoint trace ${task}`);
  const two = await declassify(
    '--pointer',
    '/text',
    '--as',
    'public',
    '--to',
    'a@one.example, b@two.example',
  );
  expect(two).toMatchObject({ exit: 3, err: expect.stringContaining('not one address') });
  const typo = await declassify('--pointer', '/text', '--as', 'public', '--tool', 'notes/wirte_note');
  expect(typo).toMatchObject({ exit: 3, err: expect.stringContaining('notes/wirte_note') });
  expect(typo.err).toContain('holdpoint connector list');
  const wrong = await declassify('--as', 'harmless');
  expect(wrong).toMatchObject({ exit: 1, err: expect.stringContaining('sensitivity') });
});

it('is denied where it would lower nothing', async () => {
  const { exit, err } = await declassify('--pointer', '/text', '--as', 'restricted');
  expect({ exit, err }).toMatchObject({ exit: 2, err: expect.stringContaining('nothing-to-lower') });
});

it('says that there is no such task before it looks for a value in it', async () => {
  const line = 'task declassify task_x --from rec_x --as public --until 2099-01-01T00:00:00Z --reason x';
  const { exit, err } = await terminal.run(line);
  expect({ exit, err }).toMatchObject({ exit: 1, err: expect.stringContaining('no such task') as string });
});
