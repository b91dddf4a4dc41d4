import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { inNewFolders } from './new-folders.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'holdpoint-folders-'));
});
afterEach(() => rm(root, { recursive: true }));

const place = (...names: string[]): string => join(root, ...names);
const fail = async (): Promise<never> => {
  await writeFile(place('kept', 'file'), '');
  await writeFile(place('a', 'b', 'c', 'file'), '');
  throw new Error('as told');
};

it('keeps what was made, for its owner alone, where the work succeeds', async () => {
  expect(
    await inNewFolders(
      [place('a', 'b')],
      () => Promise.resolve(7),
      () => true,
    ),
  ).toBe(7);
  expect((await stat(place('a', 'b'))).mode & 0o777).toBe(0o700);
});

it('removes what was made where the work fails, and nothing else', async () => {
  await mkdir(place('kept'));
  const failing = inNewFolders([place('kept'), place('a', 'b'), place('a', 'b', 'c')], fail, () => true);
  await expect(failing).rejects.toThrow('as told');
  expect(await readdir(root)).toEqual(['kept']);
  expect(await readdir(place('kept'))).toEqual(['file']);
});

it('removes nothing where it may have succeeded', async () => {
  await mkdir(place('kept'));
  const failing = inNewFolders([place('a', 'b', 'c')], fail, () => false);
  await expect(failing).rejects.toThrow('as told');
  expect(await readdir(place('a', 'b', 'c'))).toEqual(['file']);
});
