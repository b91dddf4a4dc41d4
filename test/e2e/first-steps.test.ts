// The first commands of a new user, as processes: each of them works, or says at once why not and what next,
// and leaves nothing that is in the way of the next try.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { onServer } from '../../src/adapters/store/postgres/database.contract.ts';

const BIN = fileURLToPath(new URL('../../src/bin.js', import.meta.url));

let folder: string;
const daemons: number[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdpoint-first-'));
});
afterEach(async () => {
  for (const pid of daemons.splice(0)) process.kill(pid, 'SIGKILL');
  await rm(folder, { recursive: true });
});

interface Ran {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

async function run(line: string, env: Record<string, string> = {}): Promise<Ran> {
  const child = spawn(process.execPath, [BIN, ...line.split(' ')], {
    cwd: folder,
    env: { ...process.env, HOLDPOINT_PASSPHRASE: 'correct horse battery', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (printed.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (printed.err += chunk.toString()));
  const [exit] = (await once(child, 'close')) as [number | null];
  return { exit, ...printed };
}

async function startDaemon(line: string): Promise<{ readonly pid: number; readonly isFounded: boolean }> {
  const { exit, out, err } = await run(`${line} --background --json`);
  expect({ exit, err }).toMatchObject({ exit: 0 });
  const { pid, isFounded } = JSON.parse(out) as { pid: number; isFounded: boolean };
  daemons.push(pid);
  return { pid, isFounded };
}

async function stopDaemon(pid: number): Promise<void> {
  daemons.splice(daemons.indexOf(pid), 1);
  process.kill(pid, 'SIGTERM');
  await expect.poll(() => isThere(pid), { timeout: 20_000 }).toBe(false);
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const write = (name: string, config: object): Promise<void> =>
  writeFile(join(folder, name), JSON.stringify({ listen: { port: 0 }, ...config }));

it('up makes a home, says that it has no operator, and init goes on from there', async () => {
  await write('holdpoint.yaml', { home: 'new/home' });
  const { pid, isFounded } = await startDaemon('up');
  expect(isFounded).toBe(false);
  expect((await stat(join(folder, 'new', 'home'))).mode & 0o777).toBe(0o700);
  expect(await readFile(join(folder, 'new', 'home', 'daemon.log'), 'utf8')).toContain('no operator yet');
  expect(await run('up --background')).toMatchObject({
    exit: 1,
    err: expect.stringMatching(new RegExp(`runs already, at http.*process ${pid}.*\\n.*kill ${pid}`)),
  });
  const running = await run('init --operator ada');
  expect(running).toMatchObject({ exit: 1, err: expect.stringContaining('stop that one first') });
  await stopDaemon(pid);
  expect(await run('init --operator ada')).toMatchObject({ exit: 0 });
  expect(await run('init --operator eve')).toMatchObject({
    exit: 1,
    err: expect.stringContaining('has a ledger already'),
  });
  expect(await readdir(join(folder, 'new', 'home', 'operators'))).toEqual(['ada.key.json']);
});

it('up --background returns at once with the reason where the daemon does not start', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as { port: number };
  await write('holdpoint.yaml', { home: 'home', listen: { port } });
  const { exit, err } = await run('up --background');
  taken.close();
  expect(exit).toBe(1);
  expect(err).toContain(`the daemon did not start: 127.0.0.1:${port} is taken by another process`);
  expect(err).toContain(join(folder, 'home', 'daemon.log'));
  expect(err).not.toContain('bug');
});

it('init that fails leaves nothing, and can be done again', async () => {
  const transit = { url: 'http://127.0.0.1:1', key: 'holdpoint', token: 'env:HP_TOKEN' };
  await write('holdpoint.yaml', { home: 'home', keys: { payload: { transit } } });
  const before = await readdir(folder);
  expect(await run('init', { HP_TOKEN: 'x' })).toMatchObject({ exit: 1 });
  expect(await readdir(folder)).toEqual(before);
  await write('holdpoint.yaml', { home: 'home', store: { url: 'postgresql://hp@127.0.0.1:1/hp' } });
  const unreachable = await run('init');
  expect(unreachable).toMatchObject({ exit: 1, err: expect.stringContaining('nothing listens there') });
  await write('holdpoint.yaml', { home: 'home', store: { url: 'env:HP_NONE' } });
  expect((await run('init')).err).toContain('store.url is env:HP_NONE, which names nothing');
  expect(await readdir(folder)).toEqual(before);
  await write('holdpoint.yaml', { home: 'home' });
  expect(await run('init')).toMatchObject({ exit: 0 });
});

await onServer('PostgreSQL', (server) => {
  it('a second replica is started without init, which says whose ledger is there', async () => {
    const env = { HP_DB: await server.createDatabase() };
    const shared = { keys: { path: 'keys' }, store: { url: 'env:HP_DB' } };
    await write('a.yaml', { home: 'a', ...shared });
    await write('b.yaml', { home: 'b', ...shared });
    const empty = await run('doctor --config b.yaml', env);
    expect(empty.out).toMatch(/^fail {2}store +the database has no ledger yet\n.*holdpoint init$/m);
    expect(await run('init --operator ada --config a.yaml', env)).toMatchObject({ exit: 0 });
    const before = await readdir(folder);
    const again = await run('init --operator ada --config b.yaml', env);
    expect(again).toMatchObject({
      exit: 1,
      err: expect.stringContaining('the database that store.url names has a ledger already'),
    });
    const checked = await run('doctor --config b.yaml', env);
    expect(checked.out).toMatch(/^ok {4}store +PostgreSQL, \d+ records?$/m);
    expect(checked.out).toMatch(/^fail {2}home .*\n.*holdpoint up$/m);
    expect(checked.out).not.toContain('holdpoint init');
    expect(await readdir(folder)).toEqual(before);
  });
});
