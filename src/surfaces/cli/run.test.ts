import { chmod, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StoreFault, type StoreFaultCode } from '../../gateway/ports.ts';
import { BASE, LOCAL_TOKEN } from '../http/sample-gateway.contract.ts';
import { checkNode } from './checkup.ts';
import type { Founder, InitOptions } from './deps.ts';
import { startTerminal, type Ran, type SampleTerminal } from './sample-terminal.contract.ts';

let terminal: SampleTerminal;

beforeAll(async () => {
  terminal = await startTerminal();
});
afterAll(() => terminal.stop());

/** Of a command and of all below it, as they are printed. */
async function helpsOf(path: readonly string[]): Promise<{ path: string; help: string }[]> {
  const { out: help } = await terminal.run([...path, '--help'].join(' '));
  const listed = /\nCommands:\n([^]*?)\n(?:\n|$)/.exec(help)?.[1] ?? '';
  const names = [...listed.matchAll(/^ {2}([a-z][a-z-]*)/gm)].map(([, name]) => name!);
  const helps = [{ path: path.join(' '), help }];
  for (const name of names.filter((one) => one !== 'help')) helps.push(...(await helpsOf([...path, name])));
  return helps;
}

describe('the command line', () => {
  it('explains itself with examples and exit codes', async () => {
    const { exit, out } = await terminal.run('--help');
    expect(exit).toBe(0);
    expect(out).toContain('4  held: people have to decide first');
    for (const command of ['approve', 'connector add', 'task open', 'kill', 'policy explain']) {
      expect((await terminal.run(`${command} --help`)).out).toContain('Example:\n  holdpoint ');
    }
  });

  it('explains every command in one style, with an example', async () => {
    const helps = await helpsOf([]);
    expect(helps.length).toBeGreaterThan(60);
    for (const { path, help } of helps) {
      const [, said = ''] = help.split('\n\n');
      expect(said, path).toMatch(/^[A-Z][^]*\.$/);
      expect(help, path).toMatch(/\nCommands:\n|\nExamples?:\n {2}holdpoint /);
      const options = /\nOptions:\n([^]*?)\n(?:\n|$)/.exec(help)?.[1] ?? '';
      expect(options, path).not.toMatch(/^ {2}-\S.*? {2,}(?:exits|ends|keeps|judges|says|takes|writes)\b/m);
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

  it('says nothing to people with --json, and asks nothing: it is in the data', async () => {
    await terminal.write('odd.cedar', 'permit (principal, action, resource);');
    const invalid = await terminal.run('policy validate odd.cedar --json');
    expect({ exit: invalid.exit, err: invalid.err }).toEqual({ exit: 3, err: '' });
    expect(JSON.parse(invalid.out)).toMatchObject({ ok: false, problems: [{ severity: 'error' }] });
    const refused = await terminal.run('policy import agentcore odd.cedar --to in --json');
    expect(refused.err).toBe('');
    expect(JSON.parse(refused.out)).toMatchObject({ ok: true, notes: [{ kind: 'translated' }, {}, {}] });
    await terminal.run('login');
    const asked = await terminal.run('ledger rotate-key --json', { answers: ['yes'] });
    expect(asked).toMatchObject({ exit: 1, out: '' });
    expect(JSON.parse(asked.err)).toMatchObject({ error: { help: 'Add --yes' } });
  });

  it('prints errors as JSON on stderr with --json', async () => {
    const { exit, out, err } = await terminal.run('task show task_x --json');
    expect({ exit, out }).toEqual({ exit: 1, out: '' });
    expect(JSON.parse(err)).toMatchObject({ schemaVersion: 1, error: { code: 'not-found' } });
  });

  it('prints what is wrong with a command line as JSON, too', async () => {
    for (const [line, said] of [
      ['nosuch --json', "unknown command 'nosuch'"],
      ['lease history --status foo --json', "argument 'foo' is invalid"],
      ['hold --json', 'a command is missing'],
    ] as const) {
      const { exit, out, err } = await terminal.run(line);
      expect({ exit, out }).toEqual({ exit: 1, out: '' });
      expect(JSON.parse(err)).toMatchObject({
        schemaVersion: 1,
        error: { code: 'usage', message: expect.stringContaining(said) as string },
      });
    }
  });

  it('names the command that somebody looked for in another place', async () => {
    const { exit, err } = await terminal.run('task quarantine task_x --reason x');
    expect(exit).toBe(1);
    expect(err).toContain("unknown command 'quarantine'");
    expect(err).toContain('There is: holdpoint quarantine');
    const { err: json } = await terminal.run('task kill task_x --json');
    expect(JSON.parse(json)).toMatchObject({ error: { help: 'There is: holdpoint kill' } });
    expect((await terminal.run('task nosuch')).err).not.toContain('There is');
  });

  it('says who has a key here where somebody else is named', async () => {
    const { exit, err } = await terminal.run('console --operator gracee');
    expect(exit).toBe(1);
    expect(err).toMatch(/no key of gracee here\n.*grace/);
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
  const INPUT = { input: 'a long enough one\n' };
  const line = (home: string): string => `init --home ${home} --operator ada --mode solo --passphrase-stdin`;

  it('makes the operator key and the genesis, and writes a configuration', async () => {
    const { deps, folder } = terminal;
    const asked: InitOptions[] = [];
    const founders: Founder[] = [];
    const init = async (options: InitOptions): Promise<{ ledger: string; vkey: string }> => {
      asked.push(options);
      founders.push(await options.makeOperator());
      return { ledger: 'new/ledger', vkey: 'new/ledger+key' };
    };
    terminal.deps = { ...deps, init };
    const home = join(folder, 'other');
    const made = await terminal.run(line(home), INPUT);
    const short = await terminal.run(`init --home ${home}2 --passphrase-stdin`, { input: 'short\n' });
    terminal.deps = deps;
    expect(made).toMatchObject({ exit: 0 });
    expect(asked).toMatchObject([{ mode: 'solo', settings: { home } }]);
    expect(founders).toMatchObject([{ id: 'ada', name: 'ada' }]);
    const key = JSON.parse(await readFile(join(home, 'operators', 'ada.key.json'), 'utf8')) as object;
    expect(key).toMatchObject({ operator: 'ada', publicKey: founders[0]?.publicKey });
    expect(short.err).toContain('at least 8 characters');
  });

  it('that fails leaves no operator key behind, unless its record may be there', async () => {
    const { deps, folder } = terminal;
    const home = join(folder, 'failing');
    const initFailing =
      (code: StoreFaultCode) =>
      async ({ makeOperator }: InitOptions): Promise<never> => {
        await makeOperator();
        throw new StoreFault(code, 'as told');
      };
    const keys = async (code: StoreFaultCode): Promise<string[]> => {
      terminal.deps = { ...deps, init: initFailing(code) };
      expect(await terminal.run(line(home), INPUT)).toMatchObject({ exit: 1 });
      return readdir(join(home, 'operators'));
    };
    expect(await keys('store-full')).toEqual([]);
    expect(await keys('store-full')).toEqual([]);
    expect(await keys('store-in-doubt')).toEqual(['ada.key.json']);
    terminal.deps = deps;
  });

  it('asks nobody for a passphrase, and makes nothing, where there is a ledger', async () => {
    const { deps, folder } = terminal;
    terminal.deps = { ...deps, countRecords: () => Promise.resolve(3) };
    const inFile = await terminal.run('init');
    terminal.deps = { ...deps, countRecords: () => Promise.reject(new Error('held by the daemon')) };
    expect((await terminal.run('init')).err).toContain('has a ledger already');
    terminal.deps = { ...deps, countRecords: () => Promise.resolve(3) };
    const home = join(folder, 'second');
    await terminal.write('pg.yaml', `home: ${home}\nstore: {url: "postgres://db/holdpoint"}\n`);
    const inDatabase = await terminal.run('init --config pg.yaml');
    terminal.deps = deps;
    expect(inFile).toMatchObject({ exit: 1, err: expect.stringMatching(/has a ledger already\n.*up$/m) });
    expect(inDatabase).toMatchObject({
      exit: 1,
      err: expect.stringMatching(/the database that store\.url names has a ledger already\n.*keys\.path/),
    });
    await expect(readdir(home)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('goes on where a daemon has run on a ledger without records', async () => {
    const { deps } = terminal;
    terminal.deps = { ...deps, countRecords: () => Promise.resolve(0) };
    expect((await terminal.run('init')).err).toContain('not in this test');
    terminal.deps = deps;
  });
});

describe('up', () => {
  it('says where the daemon of the home runs already', async () => {
    for (const line of ['up', 'up --background']) {
      const { exit, err } = await terminal.run(line);
      expect(exit).toBe(1);
      expect(err).toMatch(/runs already, at http:\S+ \(process 1, home .*\)\n.*kill 1\n/);
    }
  });

  it('says loudly that a ledger has no operator yet', async () => {
    const { deps, sample, home } = terminal;
    const ready = { url: BASE, pid: 7, home };
    const status = (await (await sample.call('/api/v1/status', { token: LOCAL_TOKEN })).json()) as object;
    const start = async (mode: string | null): Promise<Ran> => {
      let isUp = false;
      const answer = (): Response =>
        isUp ? Response.json({ ...status, mode }) : new Response(null, { status: 503 });
      terminal.deps = {
        ...deps,
        fetch: () => Promise.resolve(answer()),
        up: (_, onReady) => ((isUp = true), onReady(ready)),
      };
      return terminal.run('up');
    };
    const empty = await start(null);
    expect(empty).toMatchObject({ exit: 0, out: expect.stringContaining('listens at') });
    expect(empty.err).toMatch(/^Warning: there is no operator.* holdpoint init\n$/);
    expect(await start('solo')).toMatchObject({ exit: 0, err: 'In a browser: holdpoint console\n' });
    const unfounded: typeof fetch = async (input, init) =>
      (input as string).endsWith('/status')
        ? Response.json({ ...status, mode: null })
        : deps.fetch(input, init);
    terminal.deps = { ...deps, fetch: unfounded };
    expect((await terminal.run('status')).out).toMatch(/^mode +none yet: .*holdpoint init$/m);
    expect((await terminal.run('doctor')).out).toMatch(/^fail {2}ledger .*\n.*holdpoint init$/m);
    terminal.deps = deps;
  });
});

describe('what the system refuses', () => {
  it('is said in a sentence with the next step', async () => {
    const { deps, home, folder } = terminal;
    const file = join(home, 'daemon.json');
    const text = await readFile(file, 'utf8');
    await rm(file);
    const taken = Object.assign(new Error('listen EADDRINUSE: address already in use 127.0.0.1:4180'), {
      code: 'EADDRINUSE',
      syscall: 'listen',
      address: '127.0.0.1',
      port: 4180,
    });
    terminal.deps = { ...deps, up: () => Promise.reject(taken) };
    const up = await terminal.run('up');
    expect(up).toMatchObject({ exit: 1 });
    expect(up.err).toMatch(
      /^error: 127\.0\.0\.1:4180 is taken by another process \(EADDRINUSE\)\n.*listen\.port/,
    );
    terminal.deps = deps;
    await writeFile(file, text, { mode: 0o600 });
    await terminal.write('afile', '');
    const { err } = await terminal.run(`ledger checkpoint --out ${join(folder, 'afile', 'c')}`);
    expect(err).toMatch(/^error: .*afile(\/c.*)? is (there already|not in a folder) \((EEXIST|ENOTDIR)\)\n./);
  });
});

describe('doctor', () => {
  async function look(records: () => Promise<number | null>): Promise<string> {
    const { deps, folder } = terminal;
    await terminal.write('pg.yaml', `home: ${join(folder, 'none')}\nstore: {url: "env:HP_DB"}\n`);
    terminal.deps = { ...deps, countRecords: records };
    const { exit, out } = await terminal.run('doctor --config pg.yaml');
    terminal.deps = deps;
    expect(exit).toBe(1);
    return out;
  }

  it('asks the database, and names init only where it has no ledger', async () => {
    const other = await look(() => Promise.resolve(41));
    expect(other).toMatch(/^ok {4}store +PostgreSQL, 41 records$/m);
    expect(other).toMatch(/^fail {2}home .*\n +Make it with: holdpoint up$/m);
    expect(other).not.toContain('holdpoint init');
    const empty = await look(() => Promise.resolve(null));
    expect(empty).toMatch(/^fail {2}store +the database has no ledger yet\n.*holdpoint init$/m);
    const fault = new StoreFault('store-unavailable', 'postgresql://db/x: nothing listens there');
    const away = await look(() => Promise.reject(fault));
    expect(away).toMatch(/^fail {2}store +postgresql:\/\/db\/x: nothing listens there\n +\w+/m);
    expect(away).not.toMatch(/holdpoint (init|doctor)/);
  });

  it('never names itself as the next step', async () => {
    const { deps } = terminal;
    const fault = {
      code: 'store-fault',
      message: 'gone',
      help: 'Nothing was decided. See: holdpoint doctor',
    };
    terminal.deps = {
      ...deps,
      fetch: () => Promise.resolve(Response.json({ error: fault }, { status: 503 })),
    };
    const { out } = await terminal.run('doctor');
    terminal.deps = deps;
    expect(out).toMatch(/^fail {2}daemon +gone\n +\w+/m);
    expect(out).not.toContain('holdpoint doctor');
  });

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
