import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createPrivateFile, readOrCreatePrivateFile, readPrivateFile } from './private-file.ts';
import { readPrivateFileSync } from './private-file.ts';

const root = mkdtempSync(join(tmpdir(), 'holdpoint-private-'));
let folders = 0;
const freshFolder = (): string => join(root, `${++folders}`);
const modeOf = (path: string): number => statSync(path).mode & 0o777;

afterAll(() => rmSync(root, { recursive: true }));

it('makes a file and its folder for their owner only, and leaves nothing else there', async () => {
  const folder = freshFolder();
  await createPrivateFile(join(folder, 'secret'), 'words');
  expect([modeOf(folder), modeOf(join(folder, 'secret'))]).toEqual([0o700, 0o600]);
  expect(readdirSync(folder)).toEqual(['secret']);
  expect(await readPrivateFile(join(folder, 'secret'))).toBe('words');
});

it('reads a file that is not there as null', async () => {
  expect(await readPrivateFile(join(root, 'nothing'))).toBeNull();
  expect(readPrivateFileSync(join(root, 'nothing'))).toBeNull();
});

it('reads a file at once where nothing can be awaited, under the same conditions', async () => {
  const path = join(freshFolder(), 'secret');
  await createPrivateFile(path, 'words');
  expect(readPrivateFileSync(path)).toBe('words');
  expect(() => readPrivateFileSync(join(path, 'below'))).toThrow(`${join(path, 'below')} cannot be opened`);
  chmodSync(path, 0o644);
  expect(() => readPrivateFileSync(path)).toThrow(`${path} is open to others`);
});

it('never replaces a file', async () => {
  const path = join(freshFolder(), 'secret');
  await createPrivateFile(path, 'first');
  await expect(createPrivateFile(path, 'second')).rejects.toMatchObject({ code: 'private-file-exists' });
  expect(readFileSync(path, 'utf8')).toBe('first');
});

it('gives the same text to all who make the file at once', async () => {
  const path = join(freshFolder(), 'secret');
  const texts = await Promise.all(
    Array.from({ length: 8 }, (_, index) => readOrCreatePrivateFile(path, () => `text ${index}`)),
  );
  expect(new Set(texts)).toEqual(new Set([readFileSync(path, 'utf8')]));
});

it.each([0o640, 0o604, 0o660, 0o602])(
  'refuses a file with mode %o, and says how to mend it',
  async (mode) => {
    const path = join(freshFolder(), 'secret');
    await createPrivateFile(path, 'words');
    chmodSync(path, mode);
    await expect(readPrivateFile(path)).rejects.toMatchObject({
      code: 'private-file-unusable',
      message: `${path} is open to others: chmod 600 ${path}`,
    });
  },
);

it('refuses a file that others could replace', async () => {
  const folder = freshFolder();
  await createPrivateFile(join(folder, 'secret'), 'words');
  chmodSync(folder, 0o775);
  await expect(readPrivateFile(join(folder, 'secret'))).rejects.toMatchObject({
    message: expect.stringContaining(`chmod go-w ${folder}`),
  });
});

it('refuses a folder, and a file of absurd size', async () => {
  const folder = freshFolder();
  mkdirSync(folder, { mode: 0o700 });
  await expect(readPrivateFile(folder)).rejects.toMatchObject({ message: `${folder} is not a file` });
  writeFileSync(join(folder, 'large'), 'x'.repeat(70_000), { mode: 0o600 });
  await expect(readPrivateFile(join(folder, 'large'))).rejects.toMatchObject({
    code: 'private-file-unusable',
  });
});

it('refuses to make a file below another file', async () => {
  const folder = freshFolder();
  await createPrivateFile(join(folder, 'secret'), 'words');
  const path = join(folder, 'secret', 'more');
  await expect(createPrivateFile(path, 'words')).rejects.toMatchObject({ code: 'private-file-unusable' });
  expect(existsSync(path)).toBe(false);
});
