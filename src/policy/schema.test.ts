import { expect, test } from 'vitest';
import { connectorOf, toolOf } from './engine.contract.ts';
import { listActions } from './schema.ts';

test('a tool whose name no rule could tell from another is no action, so it stays denied', () => {
  const tools = ['*', 'ok', '\ud800'].map((name) => toolOf(name, ['read'], {}));
  const connectors = { a: connectorOf('a', tools), 'b/c': connectorOf('b/c', tools) };
  const ids = [...listActions({ connectors }).keys()];
  expect(ids.filter((id) => id.includes('/'))).toEqual(['a/ok']);
});

test('what is proposed and not admitted is no action', () => {
  const proposed = { ...connectorOf('a', [toolOf('t', ['read'], {})]), admitted: null };
  expect([...listActions({ connectors: { a: proposed } }).keys()]).not.toContain('a/t');
});

test('a tool is in the group of each of its effects, of its connector and of all tools', () => {
  const connectors = { a: connectorOf('a', [toolOf('t', ['write', 'send'], {})]) };
  expect(listActions({ connectors }).get('a/t')?.groups).toEqual(['write', 'send', 'a/*', 'tool']);
});
