import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, it } from 'vitest';
import { openSqliteStore } from './sqlite.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdpoint-crash-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Appends three records at a time for ever, and prints the size that each append acknowledged. */
const APPENDER = `(async () => {
  const { openSqliteStore } = await import(process.argv[1]);
  const { sealing } = await import(process.argv[2]);
  const store = await openSqliteStore({ path: process.argv[3] });
  const text = JSON.stringify('x'.repeat(2_000));
  try {
    for (let size = 0; ; size += 3) {
      const stream = 'task/' + (size % 7);
      const entries = [{ stream, text }, { stream: 'org', text }, { stream, text }];
      await store.append(size, sealing(...entries));
      process.stdout.write((size + 3) + '\\n');
    }
  } catch (error) {
    process.stdout.write(error.code + '\\n');
    await store.head().catch((later) => process.stdout.write(later.code + '\\n'));
  }
})()`;

/** Appends once, then keeps larger and larger snapshots, and prints as the other does. */
const SNAPPER = `(async () => {
  const { openSqliteStore } = await import(process.argv[1]);
  const { append } = await import(process.argv[2]);
  const store = await openSqliteStore({ path: process.argv[3] });
  try {
    await append(store, 'org');
    for (let size = 1; ; size++) {
      await store.keepSnapshot({ size, bytes: new Uint8Array(size * 10_000) });
      process.stdout.write(size + '\\n');
    }
  } catch (error) {
    process.stdout.write(error.code + '\\n');
    await store.snapshot().catch((later) => process.stdout.write(later.code + '\\n'));
  }
})()`;

function start(program: string, path: string, limit = ''): ReturnType<typeof spawn> {
  const modules = ['./sqlite.js', '../sealing.contract.js'].map(
    (file) => new URL(file, import.meta.url).href,
  );
  const script = `${limit} exec "$0" "$@"`;
  const args = ['-e', program, ...modules, path];
  return spawn('sh', ['-c', script, process.execPath, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
}

it.each([5, 40, 200])(
  'a process killed after %i acknowledgements has lost none, and left none half',
  async (acks) => {
    const path = join(folder, `${acks}.db`);
    const child = start(APPENDER, path);
    const lines: string[] = [];
    for await (const line of createInterface(child.stdout!)) {
      lines.push(line);
      if (lines.length === acks) child.kill('SIGKILL');
    }
    expect(child.signalCode ?? (await once(child, 'exit'))[1]).toBe('SIGKILL');
    const acknowledged = Number(lines.at(-1));
    expect(acknowledged).toBeGreaterThanOrEqual(acks * 3);

    const store = await openSqliteStore({ path });
    const { size, epoch, checkpoint } = await store.head();
    expect(size).toBeGreaterThanOrEqual(acknowledged);
    expect(size % 3).toBe(0);
    expect(epoch).toBe(size / 3);
    expect((await store.read({ fromSeq: 0, limit: size + 1 })).map(({ seq }) => seq)).toEqual(
      Array.from({ length: size }, (_, index) => index),
    );
    const versions = (await store.streams('')).reduce((sum, { version }) => sum + version, 0);
    expect(versions).toBe(size);
    expect((await store.checkpoints()).at(-1)).toEqual({ size, note: checkpoint });
    await store.close();
  },
);

/** In blocks of 512 bytes: writing past it fails with EFBIG, an input/output error to SQLite. */
const LIMIT = 'ulimit -f 1000;';

it('a disk that fails to write ends the store, and what was acknowledged before is there', async () => {
  const path = join(folder, 'limited.db');
  const child = start(APPENDER, path, LIMIT);
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout!)) lines.push(line);
  expect(lines.slice(-2)).toEqual(['store-unavailable', 'store-unavailable']);
  const acknowledged = Number(lines.at(-3));
  expect(acknowledged).toBeGreaterThan(0);
  const store = await openSqliteStore({ path });
  expect((await store.head()).size).toBe(acknowledged);
  await store.close();
});

it('a disk that fails to write anything else ends the store as well', async () => {
  const path = join(folder, 'snapshots.db');
  const child = start(SNAPPER, path, LIMIT);
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout!)) lines.push(line);
  expect(lines.slice(-2)).toEqual(['store-unavailable', 'store-unavailable']);
  const store = await openSqliteStore({ path });
  expect((await store.head()).size).toBe(1);
  expect((await store.snapshot())!.size).toBe(Number(lines.at(-3)));
  await store.close();
});
