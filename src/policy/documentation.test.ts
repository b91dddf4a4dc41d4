import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { compilePolicies } from './compile.ts';
import { CATALOG, digest } from './engine.contract.ts';
import { policyProblemText } from './problem.ts';
import { fullSchema, listActions } from './schema.ts';

const read = (page: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../docs/${page}`, import.meta.url)), 'utf8');
const PAGE = read('policy.md');

test.each(['policy.md', 'approvals.md'])('every example of %s compiles without a warning', (page) => {
  const blocks = [...read(page).matchAll(/^ *```cedar\n([\s\S]*?)^ *```$/gm)].map((match) => match[1] ?? '');
  const sources = blocks.map((text, index) => ({ name: `block ${index + 1}`, text }));
  const compiled = compilePolicies(sources, CATALOG, { digest });
  const problems = 'errors' in compiled ? compiled.errors : compiled.warnings;
  expect(problems.map(policyProblemText)).toEqual([]);
  expect(blocks.length).toBeGreaterThan(2);
});

test('the page names every verb, group and attribute that the schema has', () => {
  const actions = [...listActions(CATALOG).values()];
  const names = actions.flatMap(({ id, groups, input, context }) =>
    input === null ? [id, ...groups, ...Object.keys(context.attributes)] : namesIn(context),
  );
  const groups = Object.keys(fullSchema([])['']?.actions ?? {});
  for (const name of [...names, ...groups]) expect(PAGE, name).toMatch(new RegExp(`[\`"]${name}[\`"]`));
});

function namesIn(value: object): readonly string[] {
  if (!('attributes' in value)) return [];
  return Object.entries(value.attributes as object).flatMap(([name, type]) =>
    name === 'input' ? [name] : [name, ...namesIn(type as object)],
  );
}
