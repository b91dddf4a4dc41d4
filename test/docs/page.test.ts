import { expect, test } from 'vitest';
import { blocksOf, linksOf, pathsOf } from './page.ts';

const PAGE = [
  'See [a page](docs/a.md#how-to), [here](#words), [the web](https://example.org) and `[no](link.md)`.',
  'In `src/main.ts`, `docs`, `src/kernel/rules` and `src/adapters/<port>`; not src/prose.ts.',
  '```json',
  '{"a": "[no](block.md) `src/block.ts`"}',
  '```',
  '```',
  'plain',
  '```',
].join('\n');

test('links are relative ones, outside code', () => {
  expect(linksOf(PAGE)).toEqual([
    { path: 'docs/a.md', heading: 'how-to' },
    { path: '', heading: 'words' },
  ]);
});

test('paths stand in backticks, outside blocks, and are whole', () => {
  expect(pathsOf(PAGE)).toEqual(['src/main.ts', 'src/kernel/rules']);
});

test('blocks come with their language', () => {
  expect(blocksOf(PAGE)).toEqual([
    { language: 'json', text: '{"a": "[no](block.md) `src/block.ts`"}\n' },
    { language: '', text: 'plain\n' },
  ]);
});
