import { expect, test } from 'vitest';
import type { PolicyEngine } from '../kernel/policy.ts';
import { compilePolicies, loadPolicies } from './compile.ts';
import { askTool, askVerb, CATALOG, describePolicyEngine, digest, operatorWith } from './engine.contract.ts';

describePolicyEngine('the reference engine', (sources, catalog) => {
  const compiled = compilePolicies(sources, catalog, { digest });
  if ('errors' in compiled) throw new Error(compiled.errors.map(({ message }) => message).join('\n'));
  return compiled.engine;
});

function load(text: string, catalog = CATALOG): PolicyEngine {
  const compiled = loadPolicies([{ name: 'a', text }], catalog, { digest });
  if ('errors' in compiled) throw new Error('does not load');
  return compiled.engine;
}

test('a policy that fits the catalog no more denies what it may apply to, and nothing else', () => {
  const engine = load(`
    @id("all") permit (principal, action, resource);
    @id("old") permit (principal, action in Action::"fs/*", resource) when { context.input.gone == 1 };
    @id("removed") permit (principal, action == Action::"gone/tool", resource);
  `);
  const answer = engine.evaluate(askTool('fs/read', { path: '/a' }), []);
  expect(answer).toMatchObject({ decision: 'deny', determining: [] });
  expect(answer.errors[0]).toMatch(/^policy old does not fit the catalog: attribute `input.gone`/);
  expect(engine.evaluate(askTool('bank/sudo', {}), []).decision).toBe('permit');
  expect(engine.evaluate(askVerb(operatorWith('admin'), 'publish-policy'), []).decision).toBe('permit');
});

test('what does not parse is not loaded', () => {
  expect(loadPolicies([{ name: 'a', text: 'permit (' }], CATALOG, { digest })).toHaveProperty('errors');
});

test('more sets of policies than there are slots are told apart, again and again', () => {
  const engines = Array.from({ length: 200 }, (_, index) =>
    load(`@id("p${index}") permit (principal, action == Action::"fs/read", resource);`),
  );
  for (const round of [1, 2]) {
    engines.forEach((engine, index) => {
      const answer = engine.evaluate(askTool('fs/read', { path: `/${round}` }), []);
      expect(answer.determining.map(({ id }) => id)).toEqual([`p${index}`]);
    });
  }
});
