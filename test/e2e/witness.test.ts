// A witness as people run it: a folder, a process, signals and kills. What it answered it knows for ever.

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nodeLedgerCrypto as crypto } from '../../src/adapters/crypto/node.ts';
import { parseCheckpoint } from '../../src/ledger/checkpoint.ts';
import { cosignersOf } from '../../src/ledger/cosignature.ts';
import { parseNote } from '../../src/ledger/note.ts';
import { checkpointOf, ledgerOf, ORIGIN, VKEY } from '../../src/ledger/sample-ledger.contract.ts';
import { submissionOf } from '../../src/ledger/sample-witness.contract.ts';
import { decodeVkey } from '../../src/ledger/vkey.ts';
import { monitoringPath } from '../../src/ledger/witness.ts';

const BIN = fileURLToPath(new URL('../../src/bin.js', import.meta.url));
const ENTRY = fileURLToPath(new URL('witness-entry.js', import.meta.url));
const RECORDS = ledgerOf(120);

let folder = '';
const children: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdpoint-witness-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

interface Ran {
  readonly child: ChildProcess;
  /** First line of standard output. */
  readonly line: string;
  readonly ended: Promise<unknown[]>;
}

async function start(...args: string[]): Promise<Ran> {
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(child);
  const ended = once(child, 'exit');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, line, ended };
}

async function run(...args: string[]): Promise<{ exit: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [BIN, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err] = [[] as Buffer[], [] as Buffer[]];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  const [exit] = (await once(child, 'close')) as [number | null];
  return { exit, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() };
}

const post = (url: string, oldSize: number, newSize: number): Promise<Response> =>
  fetch(`${url}/add-checkpoint`, { method: 'POST', body: submissionOf(RECORDS, oldSize, newSize) });

/** Size of the checkpoint that it shows; 0: none. */
async function knownSize(url: string): Promise<number> {
  const shown = await fetch(`${url}/${monitoringPath(crypto, ORIGIN)}`);
  return shown.status === 404 ? 0 : parseCheckpoint(parseNote(await shown.text()).text).size;
}

test('is made once, serves the ledgers it was given, and stops when told', async () => {
  const made = await run('witness', 'init', '--dir', 'w1', '--name', 'example.com/w1', '--json');
  const { vkey } = JSON.parse(made.out) as { vkey: string };
  expect(decodeVkey(crypto, vkey)).toMatchObject({ name: 'example.com/w1', algorithm: 'cosignature' });
  expect((await stat(join(folder, 'w1', 'witness.pem'))).mode & 0o777).toBe(0o600);
  const again = await run('witness', 'init', '--dir', 'w1', '--name', 'example.com/w1');
  expect([again.exit, again.err]).toEqual([1, expect.stringContaining('is a witness already')]);

  const flags = ['--dir', 'w1', '--listen', '127.0.0.1:0', '--log', VKEY, '--json'];
  const running = await start(BIN, 'witness', 'run', ...flags);
  const { url, ...told } = JSON.parse(running.line) as { url: string };
  expect(told).toEqual({ schemaVersion: 1, name: 'example.com/w1', vkey, origins: [ORIGIN] });
  const line = await (await post(url, 0, 7)).text();
  const cosigned = checkpointOf(RECORDS, 7) + line;
  expect(cosignersOf(crypto, cosigned, [decodeVkey(crypto, vkey)])).toHaveLength(1);
  running.child.kill('SIGTERM');
  expect(await running.ended).toEqual([0, null]);

  const settings = await readFile(join(folder, 'w1', 'witness.yaml'), 'utf8');
  await writeFile(join(folder, 'w1', 'witness.yaml'), settings.replace('logs: []', `logs: ["${VKEY}"]`));
  const shown = await start(BIN, 'witness', 'run', '--dir', 'w1', '--listen', '127.0.0.1:0');
  expect(shown.line).toMatch(/^The witness example\.com\/w1 \(.*\) listens at /);
  expect(shown.line).toContain(vkey);
  shown.child.kill('SIGTERM');
  await shown.ended;
  const next = await start(BIN, 'witness', 'run', '--dir', 'w1', '--listen', '127.0.0.1:0', '--json');
  const { url: nextUrl } = JSON.parse(next.line) as { url: string };
  expect(await knownSize(nextUrl)).toBe(7);
  expect((await post(nextUrl, 0, 5)).status).toBe(409);
});

test('killed after it kept a checkpoint and before it answered, it knows the checkpoint', async () => {
  const dying = await start(ENTRY, folder, 'after-keep');
  await expect(post(dying.line, 0, 21)).rejects.toThrow('fetch failed');
  await dying.ended;
  const { line: url } = await start(ENTRY, folder);
  expect(await knownSize(url)).toBe(21);
  expect((await post(url, 0, 30)).status).toBe(409);
  expect((await post(url, 21, 21)).status).toBe(200);
});

test('killed before it kept a checkpoint it has answered nothing, and knows nothing of it', async () => {
  const dying = await start(ENTRY, folder, 'before-keep');
  await expect(post(dying.line, 0, 21)).rejects.toThrow('fetch failed');
  await dying.ended;
  const { line: url } = await start(ENTRY, folder);
  expect(await knownSize(url)).toBe(0);
  expect((await post(url, 0, 21)).status).toBe(200);
});

test('killed at any moment, what it knows is never behind what it answered', async () => {
  let answered = 0;
  for (let round = 0; round < 6; round++) {
    const { child, line: url, ended } = await start(ENTRY, folder);
    let size = await knownSize(url);
    expect(size).toBeGreaterThanOrEqual(answered);
    const until = answered + 3 + round;
    const grow = async (): Promise<void> => {
      for (; size < RECORDS.length; size++) {
        const response = await post(url, size, size + 1);
        await response.text();
        expect(response.status).toBe(200);
        answered = size + 1;
        // The next one is on its way when it dies.
        if (answered === until) setImmediate(() => child.kill('SIGKILL'));
      }
    };
    await expect(grow()).rejects.toThrow(TypeError);
    await ended;
  }
});
