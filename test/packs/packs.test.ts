// Every pack keeps what it promises: it fits any catalog, its tests pass and leave little unseen, and the
// lint finds nothing wrong in it.

import { readdirSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { PolicySource } from '../../src/kernel/state.ts';
import { catalogOf } from '../../src/policy/catalog-file.ts';
import { compilePolicies } from '../../src/policy/compile.ts';
import { digest } from '../../src/policy/engine.contract.ts';
import { lintPolicies } from '../../src/policy/lint/lint.ts';
import type { PolicyCatalog } from '../../src/policy/schema.ts';
import { STARTER_POLICY } from '../../src/policy/starter.ts';
import { Coverage } from '../../src/policy/testing/coverage.ts';
import { readPolicyTests } from '../../src/policy/testing/read-tests.ts';
import { prepareTests, runTest } from '../../src/policy/testing/run-tests.ts';

// From build/test/packs to the root.
const PACKS = fileURLToPath(new URL('../../../packs/', import.meta.url));
const NAMES = readdirSync(PACKS).toSorted();

test('these are the packs', () => {
  expect(NAMES).toEqual([
    'coding-agent',
    'data-egress',
    'identity-and-access',
    'infrastructure-change',
    'least-privilege',
    'money-movement',
    'read-only-analyst',
    'regulated-data',
  ]);
});

test('least privilege is the policy that an organisation starts with, to the letter', () => {
  expect(sourceAt('least-privilege/least-privilege.cedar').text).toBe(STARTER_POLICY.text);
});

describe.each(NAMES)('%s', (name) => {
  const own = sourceAt(`${name}/${name}.cedar`);

  test('holds its policies, their tests and a page, and nothing else', () => {
    expect(readdirSync(join(PACKS, name)).toSorted()).toEqual([
      'README.md',
      `${name}.cedar`,
      `${name}.policy-test.yaml`,
    ]);
  });

  test('fits an empty catalog and that of its tests, without a warning', () => {
    for (const catalog of [{ connectors: {} }, testsOf(name).catalog]) {
      const { errors, warnings } = compiled([own], catalog);
      expect({ errors, warnings }).toEqual({ errors: [], warnings: [] });
    }
  });

  test('its tests pass and see at least 90 % of it', () => {
    const { catalog, sources, tests } = testsOf(name);
    const policies = compilePolicies(sources, catalog, { digest });
    if ('errors' in policies) throw new Error(JSON.stringify(policies.errors));
    const prepared = prepareTests(tests, catalog, policies);
    expect(prepared.problems).toEqual([]);
    const coverage = new Coverage();
    coverage.enter(policies.policies, (source) => sources.find((one) => one.name === source)?.text ?? '');
    const failing = prepared.tests
      .map((one) => runTest(one, policies, coverage))
      .filter(({ differences }) => differences.length > 0);
    expect(
      failing.map(({ name: failed, differences, outcome }) => ({ failed, differences, outcome })),
    ).toEqual([]);
    const report = coverage.report();
    const ours = report.policies.filter(({ source }) => source === own.name);
    const sum = (of: 'covered' | 'total'): number => ours.reduce((all, one) => all + one[of], 0);
    const gaps = report.gaps.filter(({ source }) => source === own.name);
    expect(sum('covered') / sum('total'), JSON.stringify(gaps, null, 1)).toBeGreaterThanOrEqual(0.9);
  });

  test('the lint finds no error and no warning, with what it builds on', () => {
    const { catalog, sources } = testsOf(name);
    const findings = lintPolicies(sources, catalog).filter(({ severity }) => severity !== 'note');
    expect(findings.map(({ rule, policy, message }) => ({ rule, policy, message }))).toEqual([]);
  });
});

function sourceAt(path: string): PolicySource {
  return { name: path, text: readFileSync(join(PACKS, path), 'utf8') };
}

function testsOf(name: string) {
  const path = `${name}/${name}.policy-test.yaml`;
  const read = readPolicyTests(sourceAt(path).text, path);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  const tests = read.value;
  const files = tests.file.policies.map((file) => (file === '*.cedar' ? `${name}.cedar` : file));
  const sources = files.map((file) => sourceAt(normalize(join(name, file))));
  return { catalog: catalogOf(tests.file.connectors ?? {}), sources, tests };
}

function compiled(sources: readonly PolicySource[], catalog: PolicyCatalog) {
  return { errors: [], warnings: [], ...compilePolicies(sources, catalog, { digest }) };
}
