import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openCheckpointFile } from './checkpoint-file.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdpoint-checkpoint-'));
  path = join(folder, 'checkpoint');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('holds the note once its write resolves, and then the next one', async () => {
  const sink = openCheckpointFile(path);
  await sink.write('first\n');
  expect(readFileSync(path, 'utf8')).toBe('first\n');
  await sink.write('2\n');
  expect(readFileSync(path, 'utf8')).toBe('2\n');
  expect(readdirSync(folder)).toEqual(['checkpoint']);
});

it('never goes back: every promise finds its own note or a later one, and the last note stays', async () => {
  const sink = openCheckpointFile(path);
  const found: [asked: number, found: number][] = [];
  const writes: Promise<unknown>[] = [];
  for (let note = 0; note < 200; note++) {
    const write = sink.write(`${note}`);
    writes.push(write.then(() => found.push([note, Number(readFileSync(path, 'utf8'))])));
    // Some join a write that waits, some come while one is in flight.
    if (note % 7 === 0) await new Promise(setImmediate);
  }
  await Promise.all(writes);
  expect(found).toHaveLength(200);
  for (const [asked, there] of found) expect(there).toBeGreaterThanOrEqual(asked);
  expect(readFileSync(path, 'utf8')).toBe('199');
});

it('writes only the last of the notes that came while another was being written', async () => {
  const sink = openCheckpointFile(path);
  const first = sink.write('0');
  const joined = Array.from({ length: 50 }, (_, index) => sink.write(`${index + 1}`));
  expect(new Set([first, ...joined]).size).toBe(1);
  await first;
  expect(readFileSync(path, 'utf8')).toBe('50');
});

it('never goes back behind what another process on the same home wrote', async () => {
  const [ahead, behind] = [openCheckpointFile(path), openCheckpointFile(path)];
  const noteOf = (size: number, root: string): string => `test/ledger\n${size}\n${root}\n`;
  await ahead.write(noteOf(10, 'a'));
  await behind.write(noteOf(9, 'b'));
  expect(readFileSync(path, 'utf8')).toBe(noteOf(10, 'a'));
  await behind.write(noteOf(10, 'b'));
  expect(readFileSync(path, 'utf8')).toBe(noteOf(10, 'b'));
  await behind.write(noteOf(11, 'b'));
  expect(await ahead.read()).toBe(noteOf(11, 'b'));
});

it('reports a write that failed to all who waited for it, and writes again afterwards', async () => {
  const sink = openCheckpointFile(path);
  mkdirSync(path);
  const writes = [sink.write('1'), sink.write('2')];
  for (const result of await Promise.allSettled(writes)) expect(result.status).toBe('rejected');
  rmdirSync(path);
  await sink.write('3');
  expect(readFileSync(path, 'utf8')).toBe('3');
});
