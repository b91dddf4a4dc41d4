import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sheetsOf } from '../../../catalog/intake/sheet.ts';
import { SCAN_RULES } from './rule-list.ts';
import { linesOf, makeHome, type SampleHome } from './sample-home.contract.ts';

const TOKEN = ['ghp', 'q7Zt0LmXw4Rk9BvNs2Hd8YcJe5Gf1PaU3oTi'].join('_');
const CHANCE = 'q7Zt0LmXw4Rk9BvNs2Hd8Yc';

let home: SampleHome;
beforeEach(async () => {
  home = await makeHome();
});
afterEach(() => home.remove());

async function rulesFor(server: object): Promise<string[]> {
  await home.write('.cursor/mcp.json', { mcpServers: { it: server } });
  const { findings } = await home.look();
  const own = findings.filter(({ rule }) => rule !== 'ungoverned-server');
  return own.map(({ rule, severity, message }) => `${severity} ${rule}: ${message}`);
}

describe('how a server runs', () => {
  it.each([
    [
      { command: 'npx', args: ['-y', 'thing'] },
      'error unpinned-package: it runs whatever version of thing is newest when it starts',
    ],
    [
      { command: 'docker', args: ['run', 'x:1.2'] },
      'warning unpinned-package: it runs x:1.2, a tag that its owner may move',
    ],
    [{ command: 'bash', args: ['-c', 'x | y'] }, 'warning shell-command: it is a command line for bash'],
    [{ command: 'cmd', args: ['/c', 'a', '&', 'b'] }, 'warning shell-command: it is a command line for cmd'],
    [{ url: 'http://x.example/mcp' }, 'error plain-http: it is reached at x.example without encryption'],
    [
      { command: '/tmp/x/server' },
      'error replaceable-program: it runs /tmp/x/server, which lies in a folder for temporary files',
    ],
    [{ command: 'files', args: ['/'] }, 'error broad-scope: it is given all of /'],
    [
      { command: 'files', args: ['~'] },
      'error broad-scope: it is given the whole home folder, with its keys and settings',
    ],
    [
      { command: 'docker', args: ['run', '-v', '/:/host', `x@sha256:${'a'.repeat(64)}`] },
      'error broad-scope: it is given all of /',
    ],
    [
      { command: 'x', args: ['--mount', 'type=bind,source=/,target=/a'] },
      'error broad-scope: it is given all of /',
    ],
    [
      { command: 'x', args: ['-v', '/var/run/docker.sock:/var/run/docker.sock'] },
      'error broad-scope: it is given the control of all containers, and by it of the machine',
    ],
    [{ command: 'x', args: ['--privileged'] }, 'error broad-scope: it is given every device of the machine'],
    [
      { command: 'x', args: ['--network', 'host'] },
      'error broad-scope: it is given a namespace of the machine',
    ],
    [{ command: 'x', args: ['--scopes', 'mail.read,admin'] }, 'error broad-scope: it is given scopes admin'],
    [{ command: 'x', env: { OAUTH_SCOPES: 'repo:*' } }, 'error broad-scope: it is given OAUTH_SCOPES repo:*'],
    [{ command: 'x', alwaysAllow: ['send'] }, 'warning auto-approval: it may do this unasked: send'],
    [{ command: 'x', trust: true }, 'warning auto-approval: it may do this unasked: trust'],
    [
      { command: 'x', args: ['--dangerously-skip-checks'] },
      'warning auto-approval: it may do this unasked: --dangerously-skip-checks',
    ],
  ])('%j: %s', async (server, line) => {
    expect(await rulesFor(server)).toEqual([line]);
  });

  it.each([
    { command: 'npx', args: ['-y', 'thing@1.2.3', '/srv/box'] },
    { command: 'cmd', args: ['/c', 'npx', '-y', 'thing@1.2.3'] },
    { url: 'https://x.example/a' },
    { url: 'http://127.0.0.1:3000/a' },
    { command: 'x', args: ['--scopes', 'read'], env: { SCOPE: '' }, alwaysAllow: [], trust: false },
    { command: 'x', env: { API_TOKEN: '${env:API_TOKEN}', PASSWORD: '${input:password}' } },
    { url: 'https://x.example/a', headers: { Authorization: 'Bearer ${input:tok}' } },
    { url: 'https://x.example/a', headers: { Authorization: 'Basic ${env:TOK}' } },
    { url: 'https://x.example/a', headers: { Authorization: 'Token <token>' } },
  ])('%j is fine', async (server) => {
    expect(await rulesFor(server)).toEqual([]);
  });

  it('a program that anybody can write to is replaceable', async () => {
    const program = await home.write('bin/server', '#!/bin/sh\n');
    await chmod(program, 0o777);
    expect((await rulesFor({ command: program })).join()).toContain('replaceable-program');
  });

  it('a client that asks about nothing is told', async () => {
    await home.write('.claude/settings.json', { permissions: { defaultMode: 'bypassPermissions' } });
    const { findings } = await home.look();
    expect(linesOf(findings, 'auto-approval').join()).toContain('unasked: defaultMode');
  });
});

describe('a secret', () => {
  it.each([
    ['a variable, by its form', { command: 'x', env: { GH: TOKEN } }],
    ['a variable, by its name', { command: 'x', env: { SERVICE_TOKEN: CHANCE } }],
    ['an argument', { command: 'x', args: ['--token', TOKEN] }],
    ['a header', { url: 'https://x.example', headers: { Authorization: `Bearer ${CHANCE}` } }],
    ['a URL', { url: 'https://user:corr3ct-horse@x.example' }],
  ])('in %s is found, and never told', async (_, server) => {
    const lines = await rulesFor(server);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^error static-secret: \S+ (?:\S{4}… )?stands in the settings of it$/);
    const { findings } = await home.look();
    expect(JSON.stringify(findings)).not.toContain(CHANCE);
    expect(JSON.stringify(findings)).not.toContain(TOKEN);
  });

  it('in .env and in a file of the folder is found; words of code are not', async () => {
    await home.write('project/.env', `# mine\nSERVICE_TOKEN="${CHANCE}"\nNAME=x\nEMPTY_TOKEN=\n`);
    await home.write('project/src/a.ts', `const a = '${TOKEN}';\nconst password = 'corr3ct-horse';\n`);
    await home.write('project/b.yaml', 'password: corr3ct-horse\n');
    const { findings } = await home.look();
    expect(linesOf(findings)).toEqual([
      'warning static-secret .env:2: api-key q7Zt… stands in a file',
      'warning static-secret b.yaml:1: password stands in a file',
      'error static-secret src/a.ts:1: github-token ghp_… stands in a file',
    ]);
  });

  it('that other users can read is told, with what closes it', async () => {
    await chmod(await home.write('project/.env.local', `A_TOKEN=${CHANCE}\n`), 0o644);
    const { findings } = await home.look();
    expect(findings.find(({ rule }) => rule === 'open-secret-file')?.help).toBe(
      'Close it: chmod 600 .env.local',
    );
  });

  it('that several servers use is one account', async () => {
    const [one, two] = [
      { command: 'a', env: { GH: TOKEN } },
      { command: 'b', env: { X: TOKEN } },
    ];
    await home.write('.cursor/mcp.json', { mcpServers: { one } });
    await home.write('project/.mcp.json', { mcpServers: { two } });
    const { findings } = await home.look();
    expect(linesOf(findings, 'shared-account').join()).toContain('one of Cursor and two of Claude Code in');
    expect(findings.find(({ rule }) => rule === 'shared-account')?.related).toHaveLength(1);
  });
});

describe('who decides', () => {
  const wrapped = {
    command: '/usr/bin/holdpoint',
    args: ['wrap', '--as', 'files', '--', 'npx', '-y', 'x@1.0.0'],
  };

  it('a server behind wrap is governed, and what is behind it is still looked at', async () => {
    expect(await rulesFor(wrapped)).toEqual([]);
    const open = { ...wrapped, args: ['wrap', '--as', 'files', '--', 'npx', '-y', 'x'] };
    expect((await rulesFor(open)).join()).toContain('unpinned-package');
    await home.write('.cursor/mcp.json', { mcpServers: { it: { ...wrapped, command: 'other' } } });
    expect((await home.look()).servers[0]?.governed).toBe(false);
  });

  it('where Holdpoint is set up, a server around it is an error', async () => {
    await home.write('.cursor/mcp.json', {
      mcpServers: { it: { command: 'x' }, off: { command: 'y', disabled: true } },
    });
    const { findings } = await home.look({ isSetUp: true });
    expect(linesOf(findings)).toEqual([
      `error shadow-server ${home.home}/.cursor/mcp.json:3: ` +
        'it of Cursor goes around the Holdpoint that is set up here',
    ]);
  });

  it('a connector that nobody admitted is told, where that is known', async () => {
    await home.write('.cursor/mcp.json', { mcpServers: { it: wrapped } });
    expect(linesOf((await home.look({ admitted: ['files'] })).findings)).toEqual([]);
    expect(linesOf((await home.look({ admitted: [] })).findings).join()).toContain(
      'nobody has admitted files',
    );
  });

  it('one name for two servers is told once for each further one', async () => {
    await home.write('.cursor/mcp.json', { mcpServers: { it: { command: 'a' } } });
    await home.write('.gemini/settings.json', { mcpServers: { IT: { command: 'b' } } });
    await home.write('.aws/amazonq/mcp.json', { mcpServers: { it: { command: 'a' } } });
    const { findings } = await home.look();
    expect(linesOf(findings, 'name-clash').map((line) => line.replace(/ \S+mcp\S*| \S+json\S*/, ''))).toEqual(
      ['warning name-clash IT of Gemini CLI is another server than it of Cursor'],
    );
  });
});

describe('private data, untrusted content and a way out', () => {
  const servers = { notes: { command: 'notes-server' }, web: { command: 'web-server' } };

  it('in one agent is told, as a guess where only names say so', async () => {
    await home.write('.cursor/mcp.json', { mcpServers: servers });
    const { findings } = await home.look();
    expect(linesOf(findings, 'dangerous-combination').join()).toMatch(
      /^warning .* data \(notes\), untrusted content \(web\), a way out \(web\), as far as names tell/,
    );
  });

  it('names the servers of which nothing is known, too: they may be a part of it', async () => {
    const dark = { zork: { command: 'zork' }, quux: { command: 'quux' } };
    await home.write('.cursor/mcp.json', { mcpServers: { ...servers, ...dark } });
    expect(linesOf((await home.look()).findings, 'dangerous-combination').join()).toContain(
      '; of zork, quux names tell nothing',
    );
  });

  it('in two agents, or all governed, is not', async () => {
    await home.write('.cursor/mcp.json', { mcpServers: { notes: servers.notes } });
    await home.write('.gemini/settings.json', { mcpServers: { web: servers.web } });
    expect(linesOf((await home.look()).findings, 'dangerous-combination')).toEqual([]);
    const behind = (name: string) => ({ command: 'holdpoint', args: ['wrap', '--as', name, '--', name] });
    await home.write('.cursor/mcp.json', { mcpServers: { notes: behind('notes'), web: behind('web') } });
    expect(linesOf((await home.look()).findings, 'dangerous-combination')).toEqual([]);
  });

  it('is judged by lists of tools where there are any', async () => {
    await home.write('.cursor/mcp.json', { mcpServers: { a: { command: 'x' }, b: { command: 'y' } } });
    const tool = (server: string, name: string, description: string) => ({
      server,
      name,
      definition: { description, outputSchema: { properties: { body: { type: 'string' } } } },
    });
    const tools = sheetsOf([
      tool('a', 'read_customer_notes', 'Reads notes about customers.'),
      tool('a', 'read_inbox', 'Reads mail.'),
      tool('b', 'send_email', 'Sends an e-mail to anyone.'),
    ]);
    expect(linesOf((await home.look({ tools })).findings, 'dangerous-combination')).toEqual([
      `error dangerous-combination ${join(home.home, '.cursor/mcp.json')}:3: ` +
        'Cursor has private data (a), untrusted content (a), a way out (b)',
    ]);
    const alone = tools.filter(({ name }) => name !== 'send_email');
    expect(linesOf((await home.look({ tools: alone })).findings, 'dangerous-combination')).toEqual([]);
  });
});

it('every rule stands in the documentation', async () => {
  const page = await readFile(fileURLToPath(new URL('../../../../../docs/scan.md', import.meta.url)), 'utf8');
  const rows = Array.from(page.matchAll(/^\| `([a-z-]+)` \| (\w+) \| (.+) \|$/gm), ([, ...cells]) =>
    cells.slice(0, 3),
  );
  expect(rows).toEqual(SCAN_RULES.map(({ id, severity, title }) => [id, severity, title]));
});

it('every rule says what to do', () => {
  for (const { id, title, help } of SCAN_RULES)
    expect([id, title.length > 10, help.length > 20]).toEqual([id, true, true]);
  expect(new Set(SCAN_RULES.map(({ id }) => id)).size).toBe(SCAN_RULES.length);
});
