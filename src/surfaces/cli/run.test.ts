import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkNode } from './checkup.ts';
import type { InitOptions } from './deps.ts';
import { startTerminal, type SampleTerminal } from './sample-terminal.contract.ts';

let terminal: SampleTerminal;

beforeAll(async () => {
  terminal = await startTerminal();
});
afterAll(() => terminal.stop());

describe('the command line', () => {
  it('explains itself with examples and exit codes', async () => {
    const { exit, out } = await terminal.run('--help');
    expect(exit).toBe(0);
    expect(out).toContain('4  held: people have to decide first');
    for (const command of ['approve', 'connector add', 'task open', 'kill', 'policy explain']) {
      expect((await terminal.run(`${command} --help`)).out).toContain('Example:\n  holdpoint ');
    }
  });

  it('exits with 1 for what it does not know, and suggests what was meant', async () => {
    const { exit, err, out } = await terminal.run('statsu');
    expect({ exit, out }).toEqual({ exit: 1, out: '' });
    expect(err).toContain('status');
    expect((await terminal.run('task open --colour')).exit).toBe(1);
  });

  it('prints data alone on stdout with --json, wherever the flag stands', async () => {
    const after = await terminal.run('status --json');
    const before = await terminal.run('--json status');
    expect(JSON.parse(after.out)).toMatchObject({ schemaVersion: 1, ledger: 'test/ledger' });
    expect(before.out).toBe(after.out);
    expect(after.err).toBe('');
  });

  it('prints errors as JSON on stderr with --json', async () => {
    const { exit, out, err } = await terminal.run('task show task_x --json');
    expect({ exit, out }).toEqual({ exit: 1, out: '' });
    expect(JSON.parse(err)).toMatchObject({ schemaVersion: 1, error: { code: 'not-found' } });
  });

  it('colours on a terminal, and not where NO_COLOR or --no-color says so', async () => {
    const escape = '\u001b[';
    expect((await terminal.run('doctor', { terminal: true })).out).toContain(escape);
    expect((await terminal.run('doctor')).out).not.toContain(escape);
    expect((await terminal.run('doctor --no-color', { terminal: true })).out).not.toContain(escape);
    const env = { NO_COLOR: '1' };
    expect((await terminal.run('doctor', { terminal: true, env })).out).not.toContain(escape);
  });

  it('says what to do where nothing listens', async () => {
    const { deps } = terminal;
    terminal.deps = { ...deps, fetch: () => Promise.reject(new TypeError('fetch failed')) };
    const { exit, err } = await terminal.run('status');
    terminal.deps = deps;
    expect(exit).toBe(1);
    expect(err).toContain('holdpoint up');
  });

  it('does not read an answer that is not of the contract', async () => {
    const { deps } = terminal;
    terminal.deps = { ...deps, fetch: () => Promise.resolve(Response.json({ version: 7 })) };
    expect((await terminal.run('status')).err).toContain('another version of the contract');
    terminal.deps = { ...deps, fetch: () => Promise.resolve(new Response('<html>', { status: 500 })) };
    expect((await terminal.run('status')).err).toContain('answers 500');
    terminal.deps = deps;
  });
});

describe('the home', () => {
  it('is not guessed where nothing names it', async () => {
    const { exit, err } = await terminal.run('status --config nowhere.yaml');
    expect(exit).toBe(1);
    expect(err).toContain('nowhere.yaml');
  });

  it('is refused with code 3 and a place where its configuration is not valid', async () => {
    await terminal.write('bad.yaml', 'home: .holdpoint\nlisten: {prot: 1}\n');
    const { exit, err } = await terminal.run('status --config bad.yaml');
    expect(exit).toBe(3);
    expect(err).toMatch(/bad\.yaml:2:\d+: .*unknown key "prot"/);
  });

  it('holds tokens only in files that nobody else reads', async () => {
    const file = join(terminal.home, 'daemon.json');
    await chmod(file, 0o644);
    const { exit, err } = await terminal.run('status');
    await chmod(file, 0o600);
    expect(exit).toBe(1);
    expect(err).toContain(`chmod 600 ${file}`);
  });

  it('without a running daemon says how to start one', async () => {
    const file = join(terminal.home, 'daemon.json');
    const text = await readFile(file, 'utf8');
    await rm(file);
    const { err } = await terminal.run('status');
    await writeFile(file, text, { mode: 0o600 });
    expect(err).toContain('holdpoint up');
  });
});

describe('init', () => {
  it('makes the operator key and the genesis, and writes a configuration', async () => {
    const { deps, folder } = terminal;
    const founded: InitOptions[] = [];
    const init = (options: InitOptions): Promise<{ ledger: string; vkey: string }> => {
      founded.push(options);
      return Promise.resolve({ ledger: 'new/ledger', vkey: 'new/ledger+key' });
    };
    terminal.deps = { ...deps, init };
    const home = join(folder, 'other');
    const line = `init --home ${home} --operator ada --mode solo --passphrase-stdin`;
    const made = await terminal.run(line, { input: 'a long enough one\n' });
    const short = await terminal.run(`init --home ${home}2 --passphrase-stdin`, { input: 'short\n' });
    terminal.deps = deps;
    expect(made).toMatchObject({ exit: 0 });
    expect(founded).toMatchObject([
      { mode: 'solo', operator: { id: 'ada', name: 'ada' }, settings: { home } },
    ]);
    const key = JSON.parse(await readFile(join(home, 'operators', 'ada.key.json'), 'utf8')) as object;
    expect(key).toMatchObject({ operator: 'ada', publicKey: founded[0]?.operator.publicKey });
    expect(short.err).toContain('at least 8 characters');
  });

  it('does not touch a home that has a ledger', async () => {
    await terminal.write('.holdpoint/holdpoint.db', '');
    const { exit, err } = await terminal.run('init');
    await rm(join(terminal.home, 'holdpoint.db'));
    expect(exit).toBe(1);
    expect(err).toContain('has a ledger already');
  });
});

describe('doctor', () => {
  it('says plainly what the same user can read, and fails where something is missing', async () => {
    const { exit, out } = await terminal.run('doctor');
    expect(exit).toBe(1);
    expect(out).toContain('an agent that runs as this user can read what this user can');
    expect(out).toMatch(/fail {2}store/);
    expect(out).toMatch(/ok {4}daemon/);
    expect(out).toMatch(/warn {2}checkpoints/);
  });

  it('asks for a Node that is new enough', () => {
    expect(checkNode('20.19.0').status).toBe('ok');
    expect(checkNode('24.1.0').status).toBe('ok');
    expect(checkNode('20.18.3').status).toBe('fail');
    expect(checkNode('18.20.0').status).toBe('fail');
  });
});
