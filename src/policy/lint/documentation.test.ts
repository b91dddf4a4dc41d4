import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readCatalogFile } from '../catalog-file.ts';
import { lintPolicies } from './lint.ts';
import { LINT_RULES, RULE_INFOS } from './rules.ts';
import type { Organisation } from './subject.ts';

const PAGE = readFileSync(fileURLToPath(new URL('../../../../docs/policy-lint.md', import.meta.url)), 'utf8');
const [CATALOG_TEXT = '', PEOPLE = ''] = blocksOf(PAGE, 'yaml');
const CATALOG = readCatalogFile(CATALOG_TEXT, 'catalog.yaml');
const ORGANISATION = parse(PEOPLE) as Organisation;

function blocksOf(text: string, language: string): string[] {
  const pattern = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm');
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}

function examplesOf(rule: string): string[] {
  const section = PAGE.split(`\n### ${rule}\n`)[1]?.split(/\n##+ /)[0] ?? '';
  return blocksOf(section, 'cedar');
}

function lint(text: string) {
  if ('problems' in CATALOG) throw new Error(CATALOG.problems.map(({ message }) => message).join());
  return lintPolicies([{ name: 'example.cedar', text }], CATALOG.value, { organisation: ORGANISATION });
}

test.each(RULE_INFOS.map(({ id }) => id))('the example of %s is found', (rule) => {
  const found = lint(examplesOf(rule)[0] ?? '').map((finding) => finding.rule);
  expect(found).toContain(rule);
});

test.each(LINT_RULES.map(({ id }) => id))('what is mended of %s is as it should be', (rule) => {
  const mended = examplesOf(rule)[1];
  const findings = lint(mended ?? 'no example');
  expect(findings.filter((finding) => finding.rule === rule)).toEqual([]);
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('the table of the page lists every rule with its level and title, in order', () => {
  const rows = [...PAGE.matchAll(/^\| \[`(.+)`\]\(#.+\) \| (\w+) \| (.+) \|$/gm)].map((row) =>
    row.slice(1, 4),
  );
  expect(rows).toEqual(RULE_INFOS.map(({ id, severity, title }) => [id, severity, title]));
});
