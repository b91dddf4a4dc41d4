// The tree obeys its own design: layers, purity, sizes, names. The rules are proven in `architecture/`.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { checkTree } from './architecture/check.ts';
import type { Tree } from './architecture/check.ts';
import { formatFindings } from './architecture/finding.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDERS = ['src', 'test', 'tools', 'bench', 'examples', 'console/src'];

interface Manifest {
  exports: Record<string, string | Record<string, string>>;
  bin: Record<string, string>;
  dependencies: Record<string, string>;
}

test('the tree obeys the rules of its architecture', () => {
  expect(formatFindings(checkTree(readTree()))).toBe('');
});

test('the whole tree is read, and what is published is found in it', () => {
  const { files, entries } = readTree();
  expect([...files.keys()]).toContain('test/architecture.test.ts');
  expect(entries).toEqual(['src/index.ts', 'src/verify-browser.ts', 'src/verify.ts', 'src/bin.ts']);
  for (const entry of entries) expect(files.has(entry), entry).toBe(true);
});

function readTree(): Tree {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;
  const published = Object.values(manifest.exports).flatMap((entry) =>
    typeof entry === 'string' ? entry : Object.values(entry),
  );
  return {
    files: new Map(FOLDERS.flatMap(filesUnder).map((path) => [path, readFileSync(join(ROOT, path), 'utf8')])),
    entries: [...published, ...Object.values(manifest.bin)]
      .filter((output) => output.endsWith('.js'))
      .map((output) => output.replace(/^\.\/build\//, '').replace(/\.js$/, '.ts')),
    dependencies: Object.keys(manifest.dependencies),
  };
}

function filesUnder(folder: string): string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !path.split(sep).includes('node_modules'))
    .map((path) => `${folder}/${path.split(sep).join('/')}`);
}
