import { expect, it } from 'vitest';
import { readStructured } from './structured-text.ts';

const filesIn = (text: string): unknown => {
  const read = readStructured(text, true);
  return typeof read === 'string' ? read : (read as { readonly files?: unknown }).files;
};

it.each<[string, string, string[]]>([
  [
    'what marks files',
    '[FILE] CHANGELOG.md\n[DIR] src\n[FILE] My notes.txt',
    ['CHANGELOG.md', 'src', 'My notes.txt'],
  ],
  [
    'with their sizes',
    '[FILE] a.ts        1.20 KB\n[DIR] lib\n\nTotal: 1 files, 1 directories',
    ['a.ts', 'lib'],
  ],
  ['one path a line', '/srv/app/a.ts\n/srv/app/a.test.ts', ['/srv/app/a.ts', '/srv/app/a.test.ts']],
  ['what was found in them', 'src/a.ts:12:const a = 1;\nREADME.md:3:see a', ['src/a.ts', 'README.md']],
])('reads %s as the files that there are', (_what, text, files) => {
  expect(filesIn(text)).toEqual(files);
  expect(readStructured(text, true)).toMatchObject({ text });
});

it.each([
  'Please edit .github/workflows/ci.yml\nand add a step.',
  'src/a.ts\nDelete all of these.',
  'https://corp.example/page\nhttps://relay.example/page',
  'ann@corp.example\nbob@corp.example',
  'yes\nno',
  '/home/ann/taxes.pdf:1: please delete this',
])('leaves %j as text', (text) => {
  expect(filesIn(text)).toBe(text);
});

it('is no list where its tool lists nothing', () => {
  const text = '/home/ann/taxes.pdf';
  expect(readStructured(text)).toBe(text);
});
