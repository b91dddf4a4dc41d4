import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { catalogOf, readCatalogFile } from '../catalog-file.ts';
import { compilePolicies } from '../compile.ts';
import { digest } from '../engine.contract.ts';
import { Coverage } from './coverage.ts';
import { readPolicyTests } from './read-tests.ts';
import { prepareTests, runTest } from './run-tests.ts';

const PAGE = readFileSync(
  fileURLToPath(new URL('../../../../docs/policy-tests.md', import.meta.url)),
  'utf8',
);
const blocks = (language: string): string[] =>
  [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, text]) => text ?? '',
  );

test('the tests that the page shows pass on its policies', () => {
  const [text = ''] = blocks('yaml');
  const [policies = ''] = blocks('cedar');
  const read = readPolicyTests(text, 'docs');
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  const catalog = catalogOf(read.value.file.connectors ?? {});
  const compiled = compilePolicies([{ name: 'a', text: policies }], catalog, { digest });
  if ('errors' in compiled) throw new Error(compiled.errors[0]?.message);
  const { tests, problems } = prepareTests(read.value, catalog, compiled);
  expect(problems).toEqual([]);
  const results = tests.map((one) => runTest(one, compiled, new Coverage()));
  expect(results.map(({ name, differences }) => [name, differences])).toEqual(
    tests.map((one) => [one.test.name, []]),
  );
  expect(results.length).toBeGreaterThan(4);
});

test('the catalog that the page shows is one', () => {
  const text = blocks('yaml').find((block) => block.startsWith('connectors:')) ?? '';
  expect(readCatalogFile(text, 'docs')).toHaveProperty('value.connectors.mail');
});
