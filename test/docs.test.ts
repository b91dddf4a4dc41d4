// The pages are true where a machine can tell: what they point at exists, and their examples parse.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { parseWorkflow } from '../src/workflow/spec.ts';
import { blocksOf, linksOf, pathsOf } from './docs/page.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PAGES = [...markdownIn('.'), ...markdownIn('docs'), ...markdownIn('docs/decisions')];

test('the pages are found', () => {
  expect(PAGES).toEqual(expect.arrayContaining(['README.md', 'docs/ARCHITECTURE.md', 'docs/cli.md']));
});

test.each(PAGES)('every relative link of %s leads to a file, and to a heading where it names one', (page) => {
  const dead = linksOf(read(page)).filter(({ path, heading }) => {
    const target = path === '' ? page : join(dirname(page), path);
    if (!existsSync(join(ROOT, target))) return true;
    return heading !== null && !headingsOf(target).includes(heading);
  });
  expect(dead).toEqual([]);
});

test.each(PAGES)('every path of the tree that %s names exists', (page) => {
  expect(pathsOf(read(page)).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

test.each(PAGES)('every JSON and YAML example of %s parses', (page) => {
  const blocks = blocksOf(read(page));
  const broken = blocks.flatMap(({ language, text }) => {
    if (language === 'json') return problemOf(text);
    if (language !== 'yaml') return [];
    return parseAllDocuments(text).flatMap(({ errors }) => errors.map(({ message }) => message));
  });
  expect(broken).toEqual([]);
});

test.each(PAGES)('every workflow that %s shows is one', (page) => {
  const workflows = blocksOf(read(page)).filter(({ text }) => /^holdpoint: workflow/m.test(text));
  const problems = workflows.flatMap(({ text }) => {
    const parsed = parseWorkflow(text, page);
    return 'problems' in parsed ? parsed.problems : [];
  });
  expect(problems).toEqual([]);
});

function markdownIn(folder: string): string[] {
  const names = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith('.md'));
  return names.map((name) => (folder === '.' ? name : `${folder}/${name}`));
}

function read(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}

/** As they are addressed: GitHub's slugs. */
function headingsOf(page: string): string[] {
  if (!page.endsWith('.md')) return [];
  const titles = [...read(page).matchAll(/^#+ (.+)$/gm)].map((match) => match[1]!);
  return titles.map((title) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** A block is one value, or one a line, as an export is. */
function problemOf(text: string): string[] {
  const whole = syntaxErrors([text]);
  return whole.length === 0 ? [] : syntaxErrors(text.trim().split('\n'));
}

function syntaxErrors(texts: readonly string[]): string[] {
  return texts.flatMap((text) => {
    try {
      JSON.parse(text);
      return [];
    } catch (error) {
      return [String(error)];
    }
  });
}
