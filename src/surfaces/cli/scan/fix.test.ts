import { chmod, lstat, mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseWorkflow } from '../../../workflow/spec.ts';
import {
  startTerminal,
  type Ran,
  type RunOptions,
  type SampleTerminal,
} from '../sample-terminal.contract.ts';
import { makeHome, type SampleHome } from './sample-home.contract.ts';

const TOKEN = ['ghp', 'q7Zt0LmXw4Rk9BvNs2Hd8YcJe5Gf1PaU3oTi'].join('_');

let terminal: SampleTerminal;
let home: SampleHome;
beforeAll(async () => {
  terminal = await startTerminal();
});
afterAll(() => terminal.stop());
beforeEach(async () => {
  home = await makeHome();
});
afterEach(async () => {
  const made = [join(terminal.home, 'secrets'), join(terminal.folder, 'workflows')];
  await Promise.all(made.map((path) => rm(path, { recursive: true, force: true })));
  await home.remove();
});

function scan(line: string, options: RunOptions = {}): Promise<Ran> {
  return terminal.run(`scan ${line}`.trim(), { ...options, env: { HOME: home.home } });
}

interface Reported {
  readonly ok: boolean;
  readonly servers: readonly { readonly name: string; readonly governed: boolean }[];
  readonly findings: readonly { readonly rule: string }[];
  readonly fix: { readonly next: readonly string[]; readonly left: readonly { readonly why: string }[] };
}

async function report(line: string): Promise<Reported> {
  const { out, err } = await scan(`${line} --json`);
  if (out === '') throw new Error(err);
  return JSON.parse(out) as Reported;
}

const JSON_BEFORE = `{
  // of mine
  "theme": "dark",
  "mcpServers": {
    "files": { "command": "npx", "args": ["-y", "thing@1.2.3", "/srv/box"] }, // keep
    "hub": {
      "command": "hub-server",
      "env": { "HUB_TOKEN": "${TOKEN}", "HUB_REGION": "eu" },
    },
  },
}
`;

describe('scan', () => {
  it('says what it found and where to go on; 3 for errors, 0 without', async () => {
    expect(await scan('')).toMatchObject({ exit: 0, out: expect.stringContaining('nothing found') });
    await home.write('.cursor/mcp.json', JSON_BEFORE);
    const { exit, out } = await scan('');
    expect(exit).toBe(3);
    expect(out).toMatch(
      /error\[static-secret\]: a secret in a file\n  github-token ghp_… stands in the settings of hub  .*:8:/,
    );
    expect(out).toContain('error[shadow-server]: a server that goes around Holdpoint (2)\n  = Holdpoint is');
    expect(out).toMatch(/2 of them ungoverned; 3 errors\. Govern them with: holdpoint scan --fix\n$/);
    expect(out).not.toContain(TOKEN);
  });

  it('of what is no folder is refused, whatever lies in the home folder', async () => {
    await home.write('.cursor/mcp.json', JSON_BEFORE);
    const none = await scan('nonsuch');
    expect([none.exit, none.out]).toEqual([1, '']);
    expect(none.err).toContain('nonsuch');
    await terminal.write('kept.env', 'A=b');
    const file = await scan('kept.env');
    expect(file).toMatchObject({ exit: 1, out: '' });
    expect(file.err).toContain('kept.env is no folder');
    expect(file.err).toContain('holdpoint scan .');
  });

  it('writes SARIF with every rule, and no secret', async () => {
    await home.write('.cursor/mcp.json', JSON_BEFORE);
    await scan('--sarif scan.sarif');
    const text = await readFile(join(terminal.folder, 'scan.sarif'), 'utf8');
    const log = JSON.parse(text) as {
      runs: { results: unknown[]; tool: { driver: { rules: unknown[] } } }[];
    };
    expect(log.runs[0]?.results.length).toBeGreaterThan(2);
    expect(log.runs[0]?.tool.driver.rules.length).toBeGreaterThan(10);
    expect(text).not.toContain(TOKEN);
  });

  it('refuses flags that go with --fix, and lists of tools that are none', async () => {
    expect(await scan('--yes')).toMatchObject({ exit: 1, err: expect.stringContaining('go with --fix') });
    expect(await scan('--fix --program /bin/other')).toMatchObject({
      exit: 1,
      err: expect.stringContaining('no command that is known to start holdpoint'),
    });
    await terminal.write('tools.json', '{}');
    expect(await scan('--tools a=tools.json')).toMatchObject({
      exit: 3,
      err: expect.stringContaining('no list'),
    });
  });
});

describe('scan --fix', () => {
  it('changes what it showed alone, keeps a copy, moves the secret, says what comes next', async () => {
    const file = await home.write('.cursor/mcp.json', JSON_BEFORE);
    await chmod(file, 0o640);
    const { out, err } = await scan('--fix', { answers: ['yes'] });
    const config = join(terminal.folder, 'holdpoint.yaml');
    const wrap = (id: string) =>
      `"args": ["--config", "${config}", "wrap", "--as", "${id}", ` +
      `"--agent", "cursor", "--workflow", "${id}", "--",`;
    expect(await readFile(file, 'utf8')).toBe(
      JSON_BEFORE.replace(
        '"npx", "args": ["-y", "thing@1.2.3", "/srv/box"]',
        `"holdpoint", ${wrap('files')} "npx", "-y", "thing@1.2.3", "/srv/box"]`,
      )
        .replace('"hub-server",', `"holdpoint",\n      ${wrap('hub')} "hub-server"],`)
        .replace(TOKEN, 'held-by-holdpoint'),
    );
    expect((await stat(file)).mode & 0o777).toBe(0o640);
    const backup = `${file}.before-holdpoint`;
    expect(await readFile(backup, 'utf8')).toBe(JSON_BEFORE);
    expect((await stat(backup)).mode & 0o777).toBe(0o600);
    const secret = join(terminal.home, 'secrets', 'hub');
    expect(await readFile(secret, 'utf8')).toBe(TOKEN);
    expect((await stat(secret)).mode & 0o777).toBe(0o600);
    expect(`${out}${err}`).not.toContain(TOKEN);
    expect(err).toMatch(/-.*"hub-server",\n[^]*\+.*"holdpoint",\n/);
    expect(out).toContain(
      '  holdpoint connector add files -- npx -y thing@1.2.3 /srv/box\n  holdpoint connector admit files\n',
    );
    expect(out).toContain(
      'holdpoint connector add hub --set HUB_REGION=eu ' +
        `--credential static:file:${secret} --env HUB_TOKEN -- hub-server`,
    );
    const workflow = await readFile(join(terminal.folder, 'workflows', 'files.workflow.yaml'), 'utf8');
    expect(parseWorkflow(workflow, 'files.workflow.yaml')).toMatchObject({
      spec: { id: 'files', agents: ['cursor'], unattended: true, allow: [{ tool: 'files/*' }] },
    });
  });

  it('shows servers of one line as one change', async () => {
    await home.write('.cursor/mcp.json', '{"mcpServers": {"a": {"command": "x"}, "b": {"command": "y"}}}');
    const { err } = await scan('--fix --dry-run');
    expect(err).toContain('mcp.json: a, b');
    expect(err.match(/^-\{/gm)).toHaveLength(1);
    expect(err).toMatch(/^\+.*"x".*"y"/m);
  });

  it('refuses an owner that is no name', async () => {
    const spaced = await terminal.run('scan --fix --owner', { args: ['x y'], env: { HOME: home.home } });
    expect(spaced).toMatchObject({ exit: 1, err: expect.stringContaining('--owner takes') });
  });

  it('warns where clients would not find the program', async () => {
    await home.write('.cursor/mcp.json', JSON_BEFORE);
    expect((await scan('--fix --dry-run')).err).toContain('no holdpoint is on the PATH');
    const program = await home.write('bin/holdpoint', '');
    expect((await scan(`--fix --dry-run --program ${program}`)).err).not.toContain('on the PATH');
  });

  it('starts Holdpoint by a command with arguments, and knows again what it governs', async () => {
    const file = await home.write('.cursor/mcp.json', JSON_BEFORE);
    const args = ['--fix', '--yes', '--json', '--program', 'npx -y holdpoint@1.2.3'];
    const { out } = await terminal.run('scan', { args, env: { HOME: home.home } });
    expect(JSON.parse(out)).toMatchObject({ servers: [{ governed: true }, { governed: true }] });
    const after = await readFile(file, 'utf8');
    expect(after).toContain('"command": "npx", "args": ["-y", "holdpoint@1.2.3", "--config"');
  });

  it('done again it finds nothing to do and writes nothing', async () => {
    const file = await home.write('.cursor/mcp.json', JSON_BEFORE);
    const first = await report('--fix --yes');
    expect(first.servers).toMatchObject([{ governed: true }, { governed: true }]);
    const after = await readFile(file, 'utf8');
    const second = await report('--fix --yes');
    expect(second.fix).toMatchObject({ written: null, next: [] });
    expect(await readFile(file, 'utf8')).toBe(after);
    const rules = second.findings.map(({ rule }) => rule);
    expect(rules).toEqual(['unadmitted-connector', 'unadmitted-connector']);
  });

  it.each([
    ['--fix --dry-run', []],
    ['--fix', ['no']],
    ['--fix', []],
  ])('%s %j writes nothing', async (line, answers) => {
    const file = await home.write('.cursor/mcp.json', JSON_BEFORE);
    const { err } = await scan(line, { answers });
    expect(err).toContain('+');
    expect(await readFile(file, 'utf8')).toBe(JSON_BEFORE);
    await expect(stat(join(terminal.home, 'secrets'))).rejects.toThrow('ENOENT');
    await expect(stat(join(terminal.folder, 'workflows'))).rejects.toThrow('ENOENT');
  });

  it('changes TOML and YAML where they stand', async () => {
    const toml = await home.write(
      '.codex/config.toml',
      '# a\n[mcp_servers.files]\ncommand = "x" # b\n\n[other]\ny = 1\n',
    );
    const yaml = await home.write(
      '.config/goose/config.yaml',
      'extensions:\n  notes: # c\n    cmd: z\n    args:\n      - --a\n      - b\n    timeout: 3\n',
    );
    await report('--fix --yes');
    const words = (id: string, agent: string, rest: string) =>
      `["--config", "${join(terminal.folder, 'holdpoint.yaml')}", "wrap", "--as", "${id}", ` +
      `"--agent", "${agent}", "--workflow", "${id}", "--", ${rest}]`;
    expect(await readFile(toml, 'utf8')).toBe(
      '# a\n[mcp_servers.files]\ncommand = "holdpoint"\n' +
        `args = ${words('files', 'codex', '"x"')} # b\n\n[other]\ny = 1\n`,
    );
    expect(await readFile(yaml, 'utf8')).toMatch(
      /: # c\n {4}cmd: "holdpoint"\n {4}args:\n {6}\[".*, "z", "--a", "b"\]\n {4}timeout: 3\n$/,
    );
    expect((await report('')).servers).toMatchObject([{ governed: true }, { governed: true }]);
  });

  it('a server at a URL is started through wrap, its token moved', async () => {
    const url = 'https://x.example/mcp';
    const server = { type: 'http', url, headers: { Authorization: `Bearer ${TOKEN}` } };
    const file = await home.write('.cursor/mcp.json', { mcpServers: { web: server } });
    const { fix } = await report('--fix --yes');
    const { mcpServers } = JSON.parse(await readFile(file, 'utf8')) as {
      mcpServers: { web: Record<string, unknown> };
    };
    expect(mcpServers.web).toMatchObject({
      type: 'stdio',
      command: 'holdpoint',
      args: expect.arrayContaining(['--', url]),
    });
    expect(mcpServers.web).not.toHaveProperty('url');
    const secret = join(terminal.home, 'secrets', 'web');
    expect(await readFile(secret, 'utf8')).toBe(TOKEN);
    expect(fix.next).toContain(
      `holdpoint connector add web --credential static:file:${secret} --header Authorization --url ${url}`,
    );
  });

  it('pins a package to the version that is installed, and says where none is known', async () => {
    const at = '.npm/_npx/1/node_modules/@a/known/package.json';
    await home.write(at, { name: '@a/known', version: '2.3.4' });
    const servers = {
      known: { command: 'npx', args: ['-y', '@a/known'] },
      other: { command: 'npx', args: ['-y', 'other'] },
    };
    await home.write('.cursor/mcp.json', { mcpServers: servers });
    const { out } = await scan('--fix --yes');
    expect(out).toContain('holdpoint connector add known -- npx -y @a/known@2.3.4');
    expect(out).toContain('TODO  other is not pinned: its version is not known here');
    expect(out).toMatch(/^1 error, \d warnings?: holdpoint scan lists/m);
    const { out: again } = await scan('');
    expect(again).toMatch(/error\[unpinned-package\][^\n]*\n  other runs/);
    expect(again).not.toContain('known runs');
  });

  it('one server of several clients becomes one connector; two of one name become two', async () => {
    await home.write('.cursor/mcp.json', { mcpServers: { it: { command: 'a' } } });
    await home.write('.gemini/settings.json', { mcpServers: { it: { command: 'a' } } });
    await home.write('.kiro/settings/mcp.json', { mcpServers: { it: { command: 'b' } } });
    const { fix } = await report('--fix --yes');
    expect(fix.next.filter((line) => line.includes('connector add'))).toEqual([
      'holdpoint connector add it -- a',
      'holdpoint connector add it-2 -- b',
    ]);
    const workflow = await readFile(join(terminal.folder, 'workflows', 'it.workflow.yaml'), 'utf8');
    expect(workflow).toContain('agents: [cursor, gemini-cli]');
  });

  it.each([
    [{ command: 'x', args: ['--token', TOKEN] }, 'a secret stands on its command line'],
    [{ command: 'x', args: ['${workspaceFolder}'] }, 'it uses ${workspaceFolder}'],
    [{ command: 'x', env: { A_TOKEN: 'abc', B_TOKEN: 'def' } }, 'it takes several credentials'],
    [{ command: 'x', env: { A_TOKEN: '${input:a}' } }, 'its credential contains ${input:a}'],
    [{ command: 'x', env: { PLACE: '${userHome}' } }, 'a setting of it names a variable'],
    [{ command: 'x', cwd: 'here' }, 'its working folder'],
    [{ url: 'https://x.example' }, 'it signs people in by itself'],
    [{ url: 'http://x.example' }, 'without encryption'],
    [{ type: 'sse', url: 'https://x.example', headers: { A_TOKEN: 'x' } }, 'of the type sse'],
    [{ url: 'https://x.example', headers: { Authorization: 'Basic abcdefgh' } }, 'no bearer token'],
  ])('%j stays as it is: %s', async (server, why) => {
    const file = await home.write('.cursor/mcp.json', { mcpServers: { it: server } });
    const before = await readFile(file, 'utf8');
    const { fix } = await report('--fix --yes');
    expect(fix.left[0]?.why).toContain(why);
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  it('a variable that holds a credential already is named, not moved', async () => {
    await home.write('.cursor/mcp.json', {
      mcpServers: { it: { command: 'x', env: { A_TOKEN: '${env:MINE}' } } },
    });
    expect((await report('--fix --yes')).fix.next).toContain(
      'holdpoint connector add it --credential static:env:MINE --env A_TOKEN -- x',
    );
  });

  it('a link to settings goes on leading to them', async () => {
    const real = await home.write('dotfiles/mcp.json', { mcpServers: { it: { command: 'x' } } });
    await mkdir(join(home.home, '.cursor'));
    const link = join(home.home, '.cursor', 'mcp.json');
    await symlink(real, link);
    await report('--fix --yes');
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect(await readFile(real, 'utf8')).toContain('"holdpoint"');
  });

  it('a workflow that is there already stays', async () => {
    await home.write('.cursor/mcp.json', { mcpServers: { it: { command: 'x' } } });
    await mkdir(join(terminal.folder, 'workflows'));
    const path = join(terminal.folder, 'workflows', 'it.workflow.yaml');
    await writeFile(path, 'mine');
    await report('--fix --yes');
    expect(await readFile(path, 'utf8')).toBe('mine');
  });
});
