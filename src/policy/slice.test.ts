import { expect, test } from 'vitest';
import { compilePolicies } from './compile.ts';
import type { CompiledPolicy } from './compiled-policy.ts';
import { CATALOG, connectorOf, digest, toolOf } from './engine.contract.ts';
import { indexPolicies, slicePolicies } from './slice.ts';
import type { Slice } from './slice.ts';

const TOOLS = Array.from({ length: 1000 }, (_, index) =>
  toolOf(`t${index}`, ['execute'], { type: 'object' }),
);
const BIG = { connectors: { ...CATALOG.connectors, big: connectorOf('big', TOOLS.slice(0, 50)) } };

function policiesOf(...heads: readonly string[]): readonly CompiledPolicy[] {
  const text = heads
    .map((head, index) => `@id("p${index}") permit (principal, ${head}, resource);`)
    .join('\n');
  const compiled = compilePolicies([{ name: 'a', text }], BIG, { digest });
  if ('errors' in compiled) throw new Error(compiled.errors[0]?.message);
  return compiled.policies;
}

function sliceFor(policies: readonly CompiledPolicy[], action: string, groups: readonly string[]): Slice {
  return slicePolicies(indexPolicies(policies), action, groups);
}

test('a slice holds what can match: the action, its groups, a list with either, no constraint', () => {
  const policies = policiesOf(
    'action in [Action::"read", Action::"fs/write", Action::"write"]',
    'action == Action::"fs/read"',
    'action in Action::"write"',
    'action',
    'action in Action::"fs/*"',
    'action in [Action::"bank/pay"]',
    'action == Action::"fs/write"',
  );
  const { policies: sliced } = sliceFor(policies, 'fs/write', ['write', 'fs/*', 'tool']);
  expect(sliced.map(({ id }) => id)).toEqual(['p0', 'p2', 'p3', 'p4', 'p6']);
});

test('a thousand unrelated policies are not even looked at', () => {
  const unrelated = Array.from({ length: 1000 }, (_, index) => `action == Action::"big/t${index % 50}"`);
  const policies = policiesOf(...unrelated, 'action in Action::"read"', 'action == Action::"fs/read"');
  const { policies: sliced, examined } = sliceFor(policies, 'fs/read', ['read', 'fs/*', 'tool']);
  expect(sliced.map(({ id }) => id)).toEqual(['p1000', 'p1001']);
  expect(examined).toBe(2);
});
