import { assert, constantFrom, dictionary, jsonValue, letrec, oneof, property } from 'fast-check';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SERVER_PATHS } from './clients.ts';
import { governableOf } from './governable.ts';
import { judge } from './judge.ts';
import { readJsonc } from './read-jsonc.ts';
import { secretsInSettings } from './secret-search.ts';
import { serversIn } from './server-entry.ts';
import { linesOf, makeHome, type SampleHome } from './sample-home.contract.ts';

let home: SampleHome;
beforeEach(async () => {
  home = await makeHome();
});
afterEach(() => home.remove());

const STDIO = { command: 'node', args: ['server.js', '--port', '1'], env: { A: 'b' } };

describe('the settings of a client', () => {
  it.each([
    ['Library/Application Support/Claude/claude_desktop_config.json', { mcpServers: { one: STDIO } }],
    ['AppData/Roaming/Claude/claude_desktop_config.json', { mcpServers: { one: STDIO } }],
    ['.config/Code/User/mcp.json', { servers: { one: { type: 'stdio', ...STDIO } } }],
    ['.config/Code/User/settings.json', { 'editor.tabSize': 2, mcp: { servers: { one: STDIO } } }],
    ['.config/zed/settings.json', { context_servers: { one: { source: 'custom', ...STDIO } } }],
    ['.codeium/windsurf/mcp_config.json', { mcpServers: { one: STDIO } }],
    [
      '.config/opencode/opencode.json',
      {
        mcp: {
          one: { type: 'local', command: ['node', 'server.js', '--port', '1'], environment: { A: 'b' } },
        },
      },
    ],
    [
      '.codex/config.toml',
      '[mcp_servers.one]\ncommand = "node"\nargs = ["server.js", "--port", "1"]\nenv = {A="b"}\n',
    ],
    [
      '.config/goose/config.yaml',
      'extensions:\n  one:\n    cmd: node\n    args: [server.js, --port, "1"]\n    envs: {A: b}\n',
    ],
    [
      '.continue/mcpServers/one.yaml',
      'mcpServers:\n  - name: one\n    command: node\n    args:\n      - server.js\n      - --port\n' +
        '      - "1"\n    env:\n      A: b\n',
    ],
    ['project/.mcp.json', { mcpServers: { one: STDIO } }],
    ['project/packages/a/.cursor/mcp.json', { mcpServers: { one: STDIO } }],
    ['project/.vscode/mcp.json', { servers: { one: STDIO } }],
  ])('%s is read', async (path, content) => {
    await home.write(path, content);
    const { servers, findings } = await home.look();
    expect(servers).toHaveLength(1);
    const [{ name, command, env }] = servers as [(typeof servers)[0]];
    expect([name, ...command.map(({ text }) => text)]).toEqual(['one', 'node', 'server.js', '--port', '1']);
    expect(env.map((setting) => [setting.name, setting.text])).toEqual([['A', 'b']]);
    expect(findings.map(({ rule }) => rule)).toContain('ungoverned-server');
  });

  it.each([
    ['.cursor/mcp.json', { mcpServers: { one: { url: 'https://x.example/mcp', headers: { X: 'y' } } } }],
    [
      '.codeium/windsurf/mcp_config.json',
      { mcpServers: { one: { serverUrl: 'https://x.example/mcp', headers: { X: 'y' } } } },
    ],
    [
      '.gemini/settings.json',
      { mcpServers: { one: { httpUrl: 'https://x.example/mcp', headers: { X: 'y' } } } },
    ],
    ['.codex/config.toml', '[mcp_servers.one]\nurl = "https://x.example/mcp"\nhttp_headers = { X = "y" }\n'],
  ])('a server at a URL is read from %s', async (path, content) => {
    await home.write(path, content);
    const { servers } = await home.look();
    expect(servers[0]?.url?.text).toBe('https://x.example/mcp');
    expect(servers[0]?.headers).toMatchObject([{ name: 'X', text: 'y' }]);
  });

  it('of one project of several are told apart', async () => {
    const projects = { '/a': { mcpServers: { one: STDIO } }, '/b': { mcpServers: { two: STDIO } } };
    await home.write('.claude.json', { mcpServers: { all: STDIO }, projects });
    const { servers } = await home.look();
    expect(servers.map(({ name, project }) => [name, project])).toEqual([
      ['all', null],
      ['one', '/a'],
      ['two', '/b'],
    ]);
  });
});

describe('a file that is not as it should be', () => {
  it('is told with its place, and the others are read', async () => {
    await home.write('.cursor/mcp.json', '{\n  "mcpServers": {,}\n}');
    await home.write('.codeium/windsurf/mcp_config.json', { mcpServers: { one: STDIO } });
    const { servers, findings } = await home.look();
    expect(servers).toHaveLength(1);
    expect(linesOf(findings, 'unreadable-file')).toEqual([
      `error unreadable-file ${home.home}/.cursor/mcp.json:2: ` +
        'the settings cannot be read: a name in quotes is expected',
    ]);
  });

  it('is passed by and told: bytes that are no text, a folder, a link round in a circle', async () => {
    await home.write('project/bytes.bin', 'a\0b');
    await home.write('project/latin.txt', 'x');
    await home.write('project/deep/a.txt', 'x');
    await symlink(home.folder, join(home.folder, 'deep', 'around'));
    await symlink('/dev/zero', join(home.folder, '.mcp.json'));
    await mkdir(join(home.home, '.cursor', 'mcp.json'), { recursive: true });
    const { machine, findings } = await home.look();
    expect(machine.skipped.map(({ why }) => why).toSorted()).toEqual([
      'is no regular file',
      'is no regular file',
      'is no text',
    ]);
    expect(machine.looked).toBe(2);
    expect(findings).toEqual([]);
  });

  it('is passed by where it is too large', async () => {
    await home.write('project/large.txt', 'x'.repeat((1 << 20) + 1));
    expect((await home.look()).machine.skipped).toEqual([{ file: 'large.txt', why: 'is too large' }]);
  });

  it('of brackets without end is read all the same', async () => {
    await home.write('.cursor/mcp.json', `{"mcpServers": [${'{},'.repeat(200_000)}]}`);
    await home.write('.codex/config.toml', '[a.b]\n'.repeat(50_000));
    expect((await home.look()).servers).toEqual([]);
  });
});

it('settings of any shape are judged without a fault', () => {
  const names = [...SERVER_PATHS.flat(), 'command', 'args', 'env', 'url', 'headers', 'name', 'trust', 'cwd'];
  const { settings } = letrec((tie) => ({
    settings: oneof(jsonValue(), dictionary(constantFrom(...names), tie('settings'), { maxKeys: 4 })),
  }));
  const region = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };
  assert(
    property(settings, (value) => {
      const text = JSON.stringify(value);
      const file = { name: 'x', path: '/x', text, mode: 0, regionOf: () => region };
      const read = readJsonc(text);
      if ('message' in read) throw new Error(read.message);
      const { root } = read;
      const servers = serversIn('a', null, file, root);
      const secrets = secretsInSettings(text, servers);
      const client = { kind: 'client', client: 'a', file, secrets, root, servers } as const;
      const machine = { files: [client], unreadable: [], skipped: [], looked: 1, isCut: false };
      const known = { home: '/h', isSetUp: true, admitted: [], tools: [], replaceable: new Map() };
      expect(judge(machine, known).every(({ source }) => source === 'x')).toBe(true);
      for (const server of servers) expect(governableOf(server, client)).toBeDefined();
    }),
  );
});

it('what others wrote and keep is not looked into', async () => {
  await home.write('project/node_modules/x/.mcp.json', { mcpServers: { one: STDIO } });
  await home.write('project/.git/config', 'x');
  expect((await home.look()).machine.looked).toBe(0);
});
