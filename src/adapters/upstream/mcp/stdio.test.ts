import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it, vi } from 'vitest';
import type { JsonObject } from '../../../kernel/json.ts';
import type { Credential, UpstreamSpec } from '../../../gateway/ports.ts';
import { callOf, resultOf } from '../upstream.contract.ts';
import { createMcpUpstream } from './upstream.ts';

const SERVER = fileURLToPath(new URL('../../../../test/fixtures/upstream/stdio-server.js', import.meta.url));

function specOf(...args: string[]): Extract<UpstreamSpec, { transport: 'stdio' }> {
  return {
    transport: 'stdio',
    command: process.execPath,
    args: [SERVER, ...args],
    cwd: null,
    env: { SETTING: 'plain' },
  };
}

function leaseOf(lease: string): Credential {
  return { lease, as: 'env', name: 'TOKEN', value: `secret of ${lease}` };
}

let nowMs = 0;
const lines: string[] = [];
const upstream = () =>
  createMcpUpstream({
    endGraceMs: 300,
    monotonicMs: () => nowMs,
    onStderr: (_connector, line) => lines.push(line),
  });
let open = upstream();
afterEach(async () => {
  await open.close();
  open = upstream();
});

async function sees(spec: UpstreamSpec, credential: Credential | null, task = 't'): Promise<JsonObject> {
  const outcome = await open.call(callOf(spec, 'sees', { credential, task }));
  return resultOf(outcome)['structuredContent'] as JsonObject;
}

/** A zombie counts as dead where it is not ours to reap: only our own children must leave none. */
function isAlive(pid: unknown, isOurs = true): boolean {
  try {
    process.kill(Number(pid), 0);
  } catch {
    return false;
  }
  const status = `/proc/${String(pid)}/status`;
  return isOurs || !existsSync(status) || !/^State:\s+Z/m.test(readFileSync(status, 'utf8'));
}

it('gives a server the settings and the credential, and nothing of our environment', async () => {
  vi.stubEnv('DAEMON_SECRET', 'never');
  const { environment } = await sees(specOf(), leaseOf('one'));
  expect(environment).toMatchObject({ SETTING: 'plain', TOKEN: 'secret of one', PATH: process.env['PATH'] });
  const names = Object.keys(environment as JsonObject).filter((name) => !name.startsWith('__'));
  expect(new Set([...names, 'HOME', 'LANG', 'PATH', 'TMPDIR', 'SETTING', 'TOKEN']).size).toBe(6);
  vi.unstubAllEnvs();
});

it('shares one process without a credential, started once for calls at the same time', async () => {
  const seen = await Promise.all([
    sees(specOf(), null, 'a'),
    sees(specOf(), null, 'b'),
    sees(specOf(), null, 'b'),
  ]);
  expect(new Set(seen.map(({ pid }) => pid)).size).toBe(1);
  expect(seen[0]?.['environment']).not.toHaveProperty('TOKEN');
});

it('starts one process per task and lease, and ends with a task exactly its own', async () => {
  const first = await sees(specOf(), leaseOf('one'), 'a');
  expect((await sees(specOf(), leaseOf('one'), 'a'))['pid']).toBe(first['pid']);
  const second = await sees(specOf(), leaseOf('two'), 'a');
  const others = await sees(specOf(), leaseOf('one'), 'b');
  expect(new Set([first['pid'], second['pid'], others['pid']]).size).toBe(3);
  await open.release('a');
  expect([first, second, others].map(({ pid }) => isAlive(pid))).toEqual([false, false, true]);
});

it('kills a server that does not end, with the processes it started', async () => {
  const { pid, child } = await sees(specOf('deaf'), leaseOf('one'));
  expect([isAlive(pid), isAlive(child)]).toEqual([true, true]);
  await open.release('t');
  expect(isAlive(pid)).toBe(false);
  await expect.poll(() => isAlive(child, false)).toBe(false);
});

it('starts nothing for a task that is released while its server starts', async () => {
  const pending = open.call(callOf(specOf(), 'sees', { credential: leaseOf('one') }));
  await open.release('t');
  expect(await pending).toEqual({ outcome: 'not-started', code: 'upstream-unreachable' });
});

it('describes with a credential in a process of its own, and observes what that one presented', async () => {
  const description = await open.describe('c', specOf(), leaseOf('one'));
  expect(await open.observe('c', specOf(), true)).toEqual(description);
});

it('speaks with a server that exits at the first request it does not know', async () => {
  expect(resultOf(await open.call(callOf(specOf('exit-on-unknown'), 'echo')))).toHaveProperty('content');
});

it('passes standard error on by lines', async () => {
  lines.length = 0;
  await sees(specOf(), null);
  await expect.poll(() => lines).toEqual(['ready']);
});

it('says why nothing came of it, and never the credential', async () => {
  const describe = (spec: UpstreamSpec, credential: Credential | null = null) =>
    open.describe('c', spec, credential);
  const ending = 'process.stderr.write(`no license for ${process.env.TOKEN}\\n`, () => process.exit(3))';
  const dying = { ...specOf(), args: ['-e', ending] };
  await expect(describe(dying, leaseOf('one'))).rejects.toThrow(
    'cannot connect: it exited with code 3; it said: no license for [redacted]',
  );
  await expect(describe({ ...specOf(), command: '/nonexistent/server' })).rejects.toThrow(
    'cannot connect: there is no program /nonexistent/server',
  );
  await expect(describe({ ...specOf(), cwd: '/nonexistent' })).rejects.toThrow(
    'cannot connect: there is no folder /nonexistent',
  );
});

it('does not start a command again before the wait is over', async () => {
  const spec: UpstreamSpec = { ...specOf(), command: '/nonexistent/server' };
  const unreachable = { outcome: 'not-started', code: 'upstream-unreachable' };
  expect(await open.call(callOf(spec, 'echo'))).toEqual(unreachable);
  await expect(open.describe('c', spec, null)).rejects.toThrow('tried in vain just now');
  nowMs += 250;
  await expect(open.describe('c', spec, null)).rejects.toThrow('cannot connect');
  nowMs += 250;
  await expect(open.describe('c', spec, null)).rejects.toThrow('tried in vain just now');
});

it('asks again for what it presents after a minute', async () => {
  const description = async () =>
    (await open.observe('c', specOf(), false))?.definitions['echo']?.['description'];
  expect(await description()).toBe('first');
  await open.call(callOf(specOf(), 'swap', { arguments: { silently: true } }));
  nowMs += 59_999;
  expect(await description()).toBe('first');
  nowMs += 1;
  expect(await description()).toBe('second');
});

it('never quotes a credential that no environment can hold', async () => {
  const credential = { ...leaseOf('one'), value: 'se\0cret' };
  const fault = await open.describe('c', specOf(), credential).catch((error: unknown) => error);
  expect(fault).toMatchObject({ name: 'UpstreamFault', code: 'upstream-unreachable' });
  expect(JSON.stringify([String(fault), (fault as Error).stack, (fault as Error).cause])).not.toContain(
    'cret',
  );
});
