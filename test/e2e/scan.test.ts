// From what a client starts by itself to what Holdpoint governs, as a new user goes: scan, fix, the commands
// that fix names, and the client again, with a real server behind it.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { programOf } from '../../examples/demo/servers.ts';

const BIN = fileURLToPath(new URL('../../src/bin.js', import.meta.url));
const SERVER = programOf('@modelcontextprotocol/server-filesystem');

let home: string;
let env: Record<string, string>;
beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'holdpoint-scan-')));
  await mkdir(join(home, 'bin'));
  const shim = `#!/bin/sh\nexec '${process.execPath}' '${BIN}' "$@"\n`;
  await writeFile(join(home, 'bin', 'holdpoint'), shim, { mode: 0o755 });
  env = {
    PATH: `${join(home, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`,
    HOME: home,
    HOLDPOINT_PASSPHRASE: 'correct horse battery',
    HOLDPOINT_PORT: '0',
  };
});
afterEach(async () => {
  const daemon = await readFile(join(home, 'work', '.holdpoint', 'daemon.json'), 'utf8').catch(() => null);
  if (daemon !== null) process.kill((JSON.parse(daemon) as { pid: number }).pid, 'SIGKILL');
  await rm(home, { recursive: true });
});

async function holdpoint(line: string): Promise<{ readonly exit: number | null; readonly out: string }> {
  const child = spawn(process.execPath, [BIN, ...line.split(' ')], {
    cwd: join(home, 'work'),
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  const [exit] = (await once(child, 'close')) as [number | null];
  return { exit, out };
}

interface Scanned {
  readonly servers: readonly { readonly governed: boolean }[];
  readonly findings: readonly { readonly rule: string }[];
  readonly fix: { readonly next: readonly string[] };
}

async function scanned(line: string): Promise<Scanned> {
  return JSON.parse((await holdpoint(`scan ${line} --json`)).out) as Scanned;
}

it('a client goes on working behind Holdpoint after scan --fix and the commands it names', async () => {
  const settings = join(home, '.cursor', 'mcp.json');
  await mkdir(join(home, '.cursor'));
  await mkdir(join(home, 'work'));
  await writeFile(join(home, 'work', 'note.txt'), 'the note');
  const files = { command: process.execPath, args: [SERVER, join(home, 'work')] };
  await writeFile(settings, JSON.stringify({ mcpServers: { files } }));
  expect((await scanned('')).findings.map(({ rule }) => rule)).toContain('ungoverned-server');

  const { fix, servers } = await scanned('--fix --yes');
  expect(servers).toMatchObject([{ governed: true }]);
  for (const line of fix.next) {
    const command = line.includes(' admit ') ? `${line} --yes` : line;
    await promisify(execFile)('sh', ['-c', command], { cwd: join(home, 'work'), env });
  }

  const { mcpServers } = JSON.parse(await readFile(settings, 'utf8')) as {
    mcpServers: { files: typeof files };
  };
  const { command, args } = mcpServers.files;
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(new StdioClientTransport({ command, args, env, stderr: 'ignore' }));
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toContain('files__read_text_file');
  const name = 'files__read_text_file';
  const { content } = await client.callTool({ name, arguments: { path: join(home, 'work', 'note.txt') } });
  expect(JSON.stringify(content)).toContain('the note');
  await client.close();

  // Where this checkout lies in a folder for temporary files, that is told of its server, and rightly.
  const left = (await scanned('')).findings.filter(({ rule }) => rule !== 'replaceable-program');
  expect(left).toEqual([]);
});

it('init tells what there is to govern, and does it where it is told to', async () => {
  await mkdir(join(home, '.cursor'));
  await mkdir(join(home, 'work'));
  const settings = join(home, '.cursor', 'mcp.json');
  await writeFile(settings, JSON.stringify({ mcpServers: { it: { command: 'x' } } }));
  expect(await holdpoint('init --govern --operator ada')).toMatchObject({ exit: 0 });
  expect(await readFile(settings, 'utf8')).toContain('"wrap"');
  const workflow = await readFile(join(home, 'work', 'workflows', 'it.workflow.yaml'), 'utf8');
  expect(workflow).toContain('owner: "ada"');
});
