import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readPacks } from './pack-files.ts';

test('the packs of the package are found, each with its policies, their tests and a page', async () => {
  const packs = await readPacks();
  expect(packs.map(({ name }) => name)).toContain('least-privilege');
  for (const { name, files } of packs) {
    expect(files.map((file) => file.name)).toEqual([
      'README.md',
      `${name}.cedar`,
      `${name}.policy-test.yaml`,
    ]);
  }
});

test('only folders are packs', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'holdpoint-packs-'));
  try {
    await mkdir(join(folder, 'one'));
    await writeFile(join(folder, 'one', 'one.cedar'), 'text');
    await writeFile(join(folder, 'README.md'), '');
    expect(await readPacks(folder)).toEqual([{ name: 'one', files: [{ name: 'one.cedar', text: 'text' }] }]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a package without packs says so by failing', async () => {
  await expect(readPacks('/nowhere/packs')).rejects.toMatchObject({ code: 'ENOENT' });
});
