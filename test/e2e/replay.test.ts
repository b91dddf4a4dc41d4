// What was decided is decided the same again: `holdpoint replay --ledger` as a process, over a real daemon on
// a real store in which calls ran, waited, were refused and were forgotten.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FrontDesk } from './front-desk.ts';
import { setStage, type Stage } from './stage.ts';

const BIN = fileURLToPath(new URL('../../src/bin.js', import.meta.url));
const GUEST = 'zoe@guests.example';

let stage: Stage;
let folder: string;
let desk: FrontDesk;
const tasks: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdpoint-replay-'));
  stage = await setStage('{holdWaitSeconds: 0}');
  await writeFile(join(folder, 'holdpoint.yaml'), JSON.stringify({ home: stage.config.home }));
  desk = new FrontDesk(stage, folder);
  await desk.open({
    list_bookings: JSON.stringify({ bookings: [{ email: GUEST }, { email: 'lou@guests.example' }] }),
    read_inbox: '',
  });
  await make();
});
afterAll(async () => {
  await stage.stop();
  await rm(folder, { recursive: true });
});

async function ask(path: string, body: object): Promise<void> {
  const { status, body: answer } = await stage.alice.ask('POST', path, body);
  expect(status, JSON.stringify(answer)).toBeLessThan(300);
}

/** It answers in lines. */
async function kill(lift: boolean): Promise<void> {
  const body = { target: { kind: 'connector', id: 'desk' }, lift, reason: 'smoke' };
  await stage.alice.ask('POST', '/kill', body).catch(() => undefined);
}

/** Two runs in which a mail waits; one while the connector is killed; one past what the agent may. */
async function make(): Promise<void> {
  const send = async (): Promise<void> => {
    expect(await desk.isSent('list_bookings', GUEST)).toBe(false);
  };
  await send();
  await kill(false);
  await send();
  await kill(true);
  await send();
  await ask('/agents/scribe/allowance', { windowSeconds: 3_600, limit: { calls: 1 } });
  await send();
  const { body } = await stage.alice.ask('GET', '/tasks');
  tasks.push(...(body as { tasks: { id: string }[] }).tasks.map(({ id }) => id));
}

async function run(line: string): Promise<{ readonly exit: number | null; readonly out: string }> {
  const child = spawn(process.execPath, [BIN, ...line.split(' ')], { cwd: folder });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  const [exit] = (await once(child, 'close')) as [number | null];
  return { exit, out };
}

it('every decision comes out as it was recorded', async () => {
  const { exit, out } = await run('replay --ledger --json');
  expect(JSON.parse(out)).toMatchObject({
    decisions: 8,
    differing: [],
    apart: {},
    grounding: { rebuilt: 8, otherwise: 0, recorded: 0, none: 0 },
  });
  expect(exit).toBe(0);
});

it('of another set it says what that would have decided, as a simulation does', async () => {
  const rules = `@id("all") permit (principal, action, resource);
@id("no.mail") forbid (principal is Agent, action == Action::"desk/send_email", resource);`;
  await writeFile(join(folder, 'other.cedar'), rules);
  const { exit, out } = await run('replay --ledger --policy other.cedar');
  expect(out).toContain('desk/send_email: hold asks approver:1 -> deny (2)');
  expect(exit).toBe(2);
});

it('what was erased no longer replays, and the rest does', async () => {
  await ask(`/tasks/${tasks[0]}/close`, {});
  await ask(`/tasks/${tasks[0]}/erase`, {});
  const { exit, out } = await run('replay --ledger');
  expect(out).toMatch(/^6 decisions decided again: all as recorded\nno longer replayed: 2, their arguments /);
  expect(exit).toBe(0);
});
