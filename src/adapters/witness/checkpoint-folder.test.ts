// The folder of a witness: one newest checkpoint for each log, that no restart, crash or second process takes
// back.

import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openWitnessMemory } from './checkpoint-folder.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdpoint-witness-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('holds nothing of a log until something is kept, and then the newest', async () => {
  const memory = openWitnessMemory(folder);
  expect(await memory.newest('a.example')).toBeNull();
  expect(await memory.keep('a.example', 0, 'one')).toBe(true);
  expect(await memory.keep('a.example', 1, 'two')).toBe(true);
  expect(await memory.newest('a.example')).toEqual({ generation: 2, note: 'two' });
  expect(await memory.newest('b.example')).toBeNull();
  expect(await openWitnessMemory(folder).newest('a.example')).toEqual({ generation: 2, note: 'two' });
});

test('is private, and keeps one file of a log', async () => {
  const memory = openWitnessMemory(folder);
  for (const generation of [0, 1, 2]) await memory.keep('a.example', generation, 'note');
  const [digest = '', ...others] = await readdir(folder);
  expect(others).toEqual([]);
  expect(await readdir(join(folder, digest))).toEqual(['3']);
  expect((await stat(join(folder, digest, '3'))).mode & 0o777).toBe(0o600);
});

test('two processes on one folder: of those that keep after the same one, one does', async () => {
  const memories = Array.from({ length: 8 }, () => openWitnessMemory(folder));
  for (let generation = 0; generation < 20; generation++) {
    const kept = await Promise.all(memories.map((memory, at) => memory.keep('a', generation, `${at}`)));
    expect(kept.filter(Boolean)).toHaveLength(1);
    const note = String(kept.indexOf(true));
    expect(await memories[0]!.newest('a')).toEqual({ generation: generation + 1, note });
  }
});

test('what was judged on a checkpoint long past is not kept, though its number is free again', async () => {
  const [slow, fast] = [openWitnessMemory(folder), openWitnessMemory(folder)];
  for (const generation of [0, 1, 2]) await fast.keep('a', generation, `${generation + 1}`);
  expect(await slow.keep('a', 1, 'late')).toBe(false);
  expect(await slow.keep('a', 0, 'late')).toBe(false);
  expect(await slow.newest('a')).toEqual({ generation: 3, note: '3' });
});

test('a checkpoint that was being written when the machine stopped is not there', async () => {
  const memory = openWitnessMemory(folder);
  await memory.keep('a', 0, 'one');
  const [digest = ''] = await readdir(folder);
  await writeFile(join(folder, digest, '2.e3b0c442-98fc-4c14-9afb-f4c8996fb924'), 'tw');
  expect(await memory.newest('a')).toEqual({ generation: 1, note: 'one' });
  expect(await memory.keep('a', 1, 'two')).toBe(true);
});

test('a folder that is none is a fault, not an empty memory', async () => {
  const path = join(folder, 'file');
  await writeFile(path, '');
  await expect(openWitnessMemory(path).newest('a')).rejects.toThrow('ENOTDIR');
});
