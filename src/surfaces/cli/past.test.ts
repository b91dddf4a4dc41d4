import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eraseTask } from '../../gateway/ledger/erase.ts';
import { evaluateAccess } from '../../gateway/access/evaluate.ts';
import { shadowPolicy } from '../../gateway/policies/policy-verbs.ts';
import { closeTask } from '../../gateway/tasks.ts';
import { STARTER_POLICY } from '../../policy/starter.ts';
import { makePast, NO_READS, type Past } from '../http/sample-past.contract.ts';
import { startTerminal, type SampleTerminal } from './sample-terminal.contract.ts';

let terminal: SampleTerminal;
let past: Past;

beforeAll(async () => {
  terminal = await startTerminal();
  past = await makePast(terminal.sample.core);
  await terminal.write('strict.cedar', NO_READS);
  await terminal.write('starter.cedar', STARTER_POLICY.text);
  await terminal.write('wrong.cedar', 'permit (principal, action, resource);');
});
afterAll(() => terminal.stop());
afterEach(() => rm(join(terminal.folder, 'traces.ndjson'), { force: true }));

describe('holdpoint policy simulate', () => {
  it('says how many decisions change, lists each, and names those that it does not compare', async () => {
    const { exit, out } = await terminal.run('policy simulate strict.cedar');
    expect(exit).toBe(0);
    expect(out).toMatch(/^1 of 2 decisions changes\n/);
    expect(out).toContain('notes/read_note: permit -> deny (1)');
    expect(out).toContain(`${past.read}  `);
    expect(out).toContain('scribe  starter.agent.act -> no.reads');
    expect(out).toContain(
      `not compared: 1, no policy was asked: something else refused them before (${past.denied})`,
    );
    expect(out).toContain('on the history as it was recorded');
  });

  it('can be a check: it exits with 2 where something changes', async () => {
    expect((await terminal.run('policy simulate strict.cedar --fail-on-change')).exit).toBe(2);
    expect((await terminal.run('policy simulate starter.cedar --fail-on-change')).exit).toBe(0);
    expect((await terminal.run('policy simulate strict.cedar --last 1 --fail-on-change')).exit).toBe(0);
    const later = new Date(Date.now() + 60_000).toISOString();
    expect((await terminal.run(`policy simulate strict.cedar --since ${later} --fail-on-change`)).exit).toBe(
      0,
    );
  });

  it('gives the same to a script', async () => {
    expect(await terminal.json('policy simulate strict.cedar')).toMatchObject({
      decisions: 2,
      changes: [{ record: past.read, tool: 'notes/read_note', before: { verdict: 'permit' } }],
      apart: { 'policy-not-asked': [past.denied] },
    });
  });

  it('exits with 3 and the place of what is wrong with the candidate', async () => {
    const { exit, err } = await terminal.run('policy simulate wrong.cedar');
    expect(exit).toBe(3);
    expect(err).toContain('wrong.cedar:1:1');
  });

  it('says which flags do not go together', async () => {
    expect((await terminal.run('policy simulate strict.cedar --traces t --last 3')).exit).toBe(1);
    const { exit, err } = await terminal.run('policy simulate strict.cedar --catalog catalog.yaml');
    expect(exit).toBe(1);
    expect(err).toContain('--traces');
    for (const flag of ['--last none', '--last 0', '--since yesterday', '--since 5']) {
      expect((await terminal.run(`policy simulate strict.cedar ${flag}`)).exit, flag).toBe(1);
    }
  });
});

describe('traces', () => {
  it('are kept for their owner alone, with a word that they are in clear, and judge the same', async () => {
    const recorded = await terminal.run('policy simulate strict.cedar --record traces.ndjson');
    expect(recorded.exit).toBe(0);
    expect(recorded.err).toContain('in clear');
    const path = join(terminal.folder, 'traces.ndjson');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const text = await readFile(path, 'utf8');
    expect(text.trimEnd().split('\n')).toHaveLength(2);
    expect(text).toContain('secret-plan.txt');
    const judged = await terminal.json('policy simulate strict.cedar --traces traces.ndjson');
    expect(judged).toMatchObject({ decisions: 2, changes: [{ record: past.read }] });
    const same = await terminal.run('policy simulate starter.cedar --traces traces.ndjson --fail-on-change');
    expect(same).toMatchObject({ exit: 0, out: expect.stringContaining('0 of 2 decisions change\n') });
  });

  it('are written whole or not at all', async () => {
    const path = join(terminal.folder, 'traces.ndjson');
    await writeFile(path, 'kept\n');
    expect((await terminal.run('policy simulate wrong.cedar --record traces.ndjson')).exit).toBe(3);
    expect(await readFile(path, 'utf8')).toBe('kept\n');
    const nowhere = await terminal.run('policy simulate strict.cedar --record no/such/folder.ndjson');
    expect(nowhere).toMatchObject({ exit: 1, err: expect.stringContaining('cannot be written') });
  });

  it('are refused with the line that is none', async () => {
    await terminal.run('policy simulate strict.cedar --record traces.ndjson');
    const path = join(terminal.folder, 'traces.ndjson');
    await writeFile(path, `${await readFile(path, 'utf8')}{"v":2}\n`);
    const { exit, err } = await terminal.run('policy simulate strict.cedar --traces traces.ndjson');
    expect(exit).toBe(3);
    expect(err).toContain('traces.ndjson:3 is no trace');
    const none = await terminal.run('policy simulate starter.cedar --traces none.ndjson');
    expect(none).toMatchObject({
      exit: 1,
      err: expect.stringMatching(/it is not there.*\nRecord /) as string,
    });
    const folder = await terminal.run('policy simulate starter.cedar --traces .');
    expect(folder).toMatchObject({ exit: 1, err: expect.stringContaining('it is a folder') as string });
    const wrong = await terminal.run('policy simulate wrong.cedar --traces traces.ndjson');
    expect(wrong).toMatchObject({ exit: 3, err: expect.stringContaining('wrong.cedar:1:1') });
  });
});

describe('holdpoint policy explain', () => {
  it('shows a denial, a hold and a permit with the exit code of each', async () => {
    const exits = [past.read, past.denied, past.held].map((id) => terminal.run(`policy explain ${id}`));
    expect((await Promise.all(exits)).map(({ exit }) => exit)).toEqual([0, 2, 4]);
  });

  it('shows the request, the policy that decided and what the tried set would have said', async () => {
    const { out } = await terminal.run(`policy explain ${past.read}`);
    expect(out).toMatch(/^scribe asks for notes\/read_note: permitted, \d{4}-/);
    expect(out).toContain('of workflow notes, asked for by ada');
    expect(out).toContain('arguments {"name":"secret-plan.txt"}');
    expect(out).toContain('decided by starter.agent.act (starter.cedar:');
    expect(out).toMatch(/would have said deny, by no\.reads/);
    expect(out).toContain('the policy in force today would decide the same');
  });

  it('marks each condition in the text of the policy', async () => {
    const { out } = await terminal.run(`policy explain ${past.held}`);
    const lines = out.split('\n');
    const at = lines.findIndex((line) => line.includes('context.scope.preapproved'));
    const column = lines[at]!.indexOf('context.scope.preapproved');
    expect(lines[at + 1]).toBe(
      `${' '.repeat(column)}${'~'.repeat('context.scope.preapproved'.length)} false`,
    );
    expect(out).toContain('starter.agent.write-or-send asks 1 × approver: changes or sends');
    expect(out).toContain('policy would permit it with:\n  - approval by approver:1\n');
  });

  it('says that a hold waits, and exits with 4 no longer once it is rejected', async () => {
    const { out } = await terminal.run(`policy explain ${past.held}`);
    expect(out).toMatch(/^hold_\S+: it waits, until \d{4}-/m);
    const { hold } = (await terminal.json(`policy explain ${past.held}`)) as { hold: { id: string } };
    await terminal.run('login --operator grace');
    expect((await terminal.run(`reject ${hold.id} --reason no`)).exit).toBe(0);
    const after = await terminal.run(`policy explain ${past.held}`);
    expect(after.exit).toBe(2);
    expect(after.out).toMatch(/^hold_\S+: it was rejected by grace, \d{4}-\S+ \(rec_\S+\)$/m);
  });

  it('says what stands in the way where no policy does', async () => {
    const { out } = await terminal.run(`policy explain ${past.denied}`);
    expect(out).toContain('definition: unknown-tool');
    expect(out).toContain('no policy decided it');
  });

  it('shows what a person asked for, and a fact', async () => {
    const opened = await terminal.run(`policy explain ${past.task}`);
    expect(opened).toMatchObject({
      exit: 0,
      out: expect.stringContaining('ada asks for open-task: permitted'),
    });
    const { records } = (await terminal.json(`trace ${past.task}`)) as {
      records: { id: string; type: string }[];
    };
    const settled = records.find(({ type }) => type === 'action-settled')!;
    const fact = await terminal.run(`policy explain ${settled.id}`);
    expect(fact).toMatchObject({ exit: 0, out: expect.stringContaining('it happened') });
  });

  it('answers for an enforcement point elsewhere, for whom nothing waits', async () => {
    const question = {
      subject: { type: 'agent', id: 'scribe' },
      action: { name: 'write_note', properties: { name: 'b' } },
      resource: { type: 'connector', id: 'notes', properties: {} },
      about: null,
      fulfils: [],
    };
    const ada = { kind: 'operator', id: 'ada' } as const;
    const evaluation = await evaluateAccess(terminal.sample.core, ada, [question], null);
    if ('refused' in evaluation) throw new Error('refused');
    const { exit, out } = await terminal.run(`policy explain ${evaluation.answers[0]!.record}`);
    expect(exit).toBe(2);
    expect(out).toMatch(
      /^ada asks whether agent scribe may notes\/write_note on connector: no, since it would be held/,
    );
    expect(out).toContain('decided by starter.agent.write-or-send');
    expect(out).toContain('of its question only a digest is kept');
  });

  it('does not show what was erased', async () => {
    const { core } = terminal.sample;
    const ada = { kind: 'operator', id: 'ada' } as const;
    await closeTask(core, ada, past.task);
    await eraseTask(core, ada, past.task);
    const { exit, out } = await terminal.run(`policy explain ${past.read}`);
    expect(exit).toBe(0);
    expect(out).toContain('arguments (erased)');
    expect(out).toContain('the conditions cannot be judged again');
    expect(out).not.toContain('secret-plan');
  });

  it('names the next command for an id that leads nowhere', async () => {
    const { exit, err } = await terminal.run('policy explain rec_0000000000000000.0');
    expect(exit).toBe(1);
    expect(err).toContain('holdpoint decision list');
  });
});

describe('holdpoint policy shadow-report', () => {
  it('counts the disagreements and lists them', async () => {
    const { exit, out } = await terminal.run('policy shadow-report');
    expect(exit).toBe(0);
    expect(out).toContain('1 of 3 decisions would have been otherwise');
    expect(out).toMatch(/notes\/read_note +permit -> deny +1/);
    expect(out).toContain(past.read);
    expect(await terminal.json('policy shadow-report --all')).toMatchObject({
      report: { disagreements: 1, rows: [{ record: past.read }], next: null },
    });
  });

  it('says how to begin where nothing is tried', async () => {
    await shadowPolicy(terminal.sample.core, { kind: 'operator', id: 'ada' }, null);
    const { exit, out } = await terminal.run('policy shadow-report');
    expect(exit).toBe(0);
    expect(out).toContain('holdpoint policy shadow');
  });
});
