import { expect, test } from 'vitest';
import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { compilePolicies, loadPolicies } from './compile.ts';
import { createCompiledEngine } from './compiled-engine.ts';
import { askTool, askVerb, CATALOG, describePolicyEngine, digest, operatorWith } from './engine.contract.ts';
import { policyProblemText } from './problem.ts';
import { listActions } from './schema.ts';

const READ = askTool('fs/read', { path: '/a' });
const tools = { digest, engine: 'compiled' } as const;

describePolicyEngine('the compiled engine', (sources, catalog) => {
  const compiled = compilePolicies(sources, catalog, tools);
  if ('errors' in compiled) throw new Error(compiled.errors.map(({ message }) => message).join('\n'));
  return compiled.engine;
});

test('a policy that fits the catalog no more denies what it may apply to, and nothing else', () => {
  const text = `
    @id("all") permit (principal, action, resource);
    @id("old") permit (principal, action in Action::"fs/*", resource) when { context.input.gone == 1 };`;
  const loaded = loadPolicies([{ name: 'a', text }], CATALOG, tools);
  if ('errors' in loaded) throw new Error('does not load');
  const answer = loaded.engine.evaluate(READ, []);
  expect(answer).toMatchObject({ decision: 'deny', determining: [] });
  expect(answer.errors[0]).toMatch(/^policy old does not fit the catalog: attribute `input.gone`/);
  expect(loaded.engine.evaluate(askTool('bank/sudo', {}), []).decision).toBe('permit');
});

test('what it cannot compile is evaluated by the reference engine, and reported', () => {
  const text = `
    @id("all") permit (principal, action, resource);
    @id("odd") @hold("h") @approvers("r:1") forbid (principal, action in Action::"read", resource);`;
  const compiled = compilePolicies([{ name: 'a', text }], CATALOG, tools);
  if ('errors' in compiled) throw new Error('does not compile');
  const future = [{ kind: 'when', body: { between: {} } }] as unknown as PolicyJson['conditions'];
  const policies = compiled.policies.map((policy) =>
    policy.id === 'odd' ? { ...policy, json: { ...policy.json, conditions: future } } : policy,
  );
  const { engine, uncompiled } = createCompiledEngine(policies, listActions(CATALOG), 'digest', digest);
  expect(uncompiled).toEqual([{ id: 'odd', why: 'the operator between is not known' }]);
  expect(engine.evaluate(READ, []).determining.map(({ id }) => id)).toEqual(['odd']);
  expect(engine.evaluate(READ, ['odd']).decision).toBe('permit');
  expect(engine.evaluate(askVerb(operatorWith('admin'), 'kill'), []).decision).toBe('permit');
});

test('a source with a policy that it cannot compile loads with a warning that says so', () => {
  const text = '\n@id("odd") permit (principal, action, resource) when { unknown("x") };';
  const loaded = loadPolicies([{ name: 'a', text }], CATALOG, tools);
  const warnings = 'errors' in loaded ? loaded.errors : loaded.warnings;
  expect(warnings.map(policyProblemText)).toContain(
    'a:2:1: warning: policy odd: the policy is evaluated by the reference engine:' +
      ' the operator unknown is not known',
  );
});

test('several failures are told in the order of the sources', () => {
  const sum = (id: string): string =>
    `@id("${id}") permit (principal, action == Action::"bank/pay", resource)
     when { context.input.quantity * 9007199254740991 > 0 };`;
  const compiled = compilePolicies([{ name: 'a', text: sum('b') + sum('a') }], CATALOG, tools);
  if ('errors' in compiled) throw new Error('does not compile');
  const query = askTool('bank/pay', { quantity: 9007199254740991, amount: 1 });
  expect(compiled.engine.evaluate(query, []).errors).toEqual([
    'policy b: a sum went out of range',
    'policy a: a sum went out of range',
  ]);
});
