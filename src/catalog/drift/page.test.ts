// The page of verdicts and the program name the same rules.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { POISON_RULES } from '../poison/rule-list.ts';
import { DRIFT_RULES } from './reason.ts';

const PAGE = readFileSync(
  fileURLToPath(new URL('../../../../docs/connector-lint.md', import.meta.url)),
  'utf8',
);

function rowsUnder(title: string): [string, string][] {
  const [, part = ''] = PAGE.split(`## ${title}\n`);
  const rows = part.split('\n## ')[0]!.matchAll(/^\| `([a-z-]+)` \| ([^|]+) \|/gm);
  return Array.from(rows, ([, id, meaning]) => [id!, meaning!.trim()]);
}

test('every rule of the scan is on the page, in its words', () => {
  expect(rowsUnder('Rules of the scan')).toEqual(POISON_RULES.map(({ id, title }) => [id, title]));
});

test('every reason of a drift is on the page, in its words', () => {
  expect(rowsUnder('Reasons of a drift')).toEqual(Object.entries(DRIFT_RULES));
});
