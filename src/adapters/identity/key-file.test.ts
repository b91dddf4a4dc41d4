import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSigningKey } from './key-file.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdpoint-key-'));
  path = join(folder, 'issuer.pem');
});

afterEach(() => rm(folder, { recursive: true }));

test.each(['ed25519', 'p256'] as const)('a %s key is made once, for its owner alone', async (curve) => {
  const made = await openSigningKey(path, curve);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await openSigningKey(path, curve)).equals(made)).toBe(true);
  expect(await readdir(folder)).toEqual(['issuer.pem']);
});

test('many openers at once get one and the same key', async () => {
  for (let round = 0; round < 20; round++) {
    const each = join(folder, `${round}.pem`);
    const opened = await Promise.all(Array.from({ length: 8 }, () => openSigningKey(each, 'ed25519')));
    const kept = await openSigningKey(each, 'ed25519');
    for (const key of opened) expect(kept.equals(key)).toBe(true);
  }
  expect(await readdir(folder)).toHaveLength(20);
});

test.each([0o640, 0o604, 0o620])('a key file of mode %o is refused', async (mode) => {
  await openSigningKey(path, 'ed25519');
  await chmod(path, mode);
  await expect(openSigningKey(path, 'ed25519')).rejects.toMatchObject({ code: 'key-file-unusable' });
});

test('a key of another curve is refused and kept', async () => {
  await openSigningKey(path, 'p256');
  const before = await readFile(path, 'utf8');
  await expect(openSigningKey(path, 'ed25519')).rejects.toMatchObject({ code: 'key-file-unusable' });
  expect(await readFile(path, 'utf8')).toBe(before);
});

test('a file that is no key is refused without quoting it', async () => {
  await writeFile(path, 'hunter2hunter2', { mode: 0o600 });
  const error = await openSigningKey(path, 'ed25519').catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'key-file-unusable' });
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('hunter2');
});

test('a folder in the place of the key, and a place that does not exist, are refused', async () => {
  await mkdir(path, { mode: 0o700 });
  await expect(openSigningKey(path, 'ed25519')).rejects.toMatchObject({ code: 'key-file-unusable' });
  await expect(openSigningKey(join(folder, 'no', 'key.pem'), 'ed25519')).rejects.toMatchObject({
    code: 'key-file-unusable',
  });
});
