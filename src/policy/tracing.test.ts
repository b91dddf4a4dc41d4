import { expect, test } from 'vitest';
import { compilePolicies, loadPolicies } from './compile.ts';
import { askTool, CATALOG, digest } from './engine.contract.ts';

const TEXT = `
@id("a") permit (principal, action in Action::"fs/*", resource) when { context.input.path like "/tmp/*" };
@id("b") forbid (principal in Group::"none", action == Action::"fs/write", resource);
@id("c") permit (principal, action == Action::"fs/read", resource);
`;

test('a query is traced over the policies of its action, with its arguments as Cedar sees them', () => {
  const compiled = compilePolicies([{ name: 'a', text: TEXT }], CATALOG, { digest });
  if ('errors' in compiled) throw new Error(compiled.errors[0]?.message);
  const outcomes = (path: unknown) =>
    compiled
      .trace(askTool('fs/write', { path } as never))
      .map(({ id, head, outcome }) => [id, head.principal, outcome]);
  expect(outcomes('/tmp/x')).toEqual([
    ['a', true, 'applies'],
    ['b', false, 'does-not-apply'],
  ]);
  expect(outcomes('/etc')[0]).toEqual(['a', true, 'does-not-apply']);
  expect(outcomes(7)).toEqual([]);
  expect(compiled.trace(askTool('fs/none', {}))).toEqual([]);
  const { context, ...query } = askTool('fs/write', { path: '/tmp/x' });
  expect(compiled.trace({ ...query, context: { input: context['input'] ?? null } })).toEqual([]);
});

test('of a policy that fits the catalog no more nothing is said', () => {
  const { bank, fs } = CATALOG.connectors;
  if (bank === undefined || fs === undefined) throw new Error('no connectors');
  const text = `@id("a") forbid (principal, action in [Action::"bank/pay", Action::"fs/wipe"], resource);
    @id("b") permit (principal, action in Action::"delete", resource);`;
  const loaded = loadPolicies([{ name: 'a', text }], { connectors: { fs } }, { digest });
  if ('errors' in loaded) throw new Error(loaded.errors[0]?.message);
  const traces = loaded.trace(askTool('fs/wipe', { path: '/' }));
  expect(traces.map(({ id, outcome }) => [id, outcome])).toEqual([
    ['a', 'unknown'],
    ['b', 'applies'],
  ]);
});
