import type { Context } from '@cedar-policy/cedar-wasm/nodejs';
import { expect, test } from 'vitest';
import { mapInput } from './map-value.ts';
import { askTool, CATALOG } from './engine.contract.ts';
import { createSceneReader } from './scene.ts';
import { listActions } from './schema.ts';

const ACTION = listActions(CATALOG).get('fs/read')!;
const { principal, context } = askTool('fs/read', { path: '/a' });
const input = mapInput(ACTION.input!, { path: '/a' }).value!;
const asked = {
  principal,
  resource: { type: 'Connector', id: 'fs' },
  context: { ...context, input } as Context,
} as const;

test('each question is read with its own resource, whatever was asked before', () => {
  const reader = createSceneReader(ACTION);
  const resourceOf = (id: string): string | undefined =>
    reader.read({ ...asked, resource: { type: 'Connector', id } })?.resource.id;
  expect(['fs', 'fs', 'other', 'fs'].map(resourceOf)).toEqual(['fs', 'fs', 'other', 'fs']);
  expect(reader.read({ ...asked, resource: { type: 'Organization', id: 'fs' } })).toBe(null);
  expect(resourceOf('fs')).toBe('fs');
});

test('each question is read with its own principal, and the same one is read once', () => {
  const reader = createSceneReader(ACTION);
  const other = { ...principal, id: 'other', parents: ['writers'] };
  const [one, two, again] = [principal, other, principal].map((who) =>
    reader.read({ ...asked, principal: who }),
  );
  expect([one?.principal.id, two?.principal.id, again?.principal.id]).toEqual(['bot', 'other', 'bot']);
  expect(two?.entities.ancestors('Agent::"other"')).toContain('Group::"writers"');
  expect(again?.entities).toBe(one?.entities);
});

test('a principal that does not fit is refused each time', () => {
  const reader = createSceneReader(ACTION);
  const odd = { ...principal, attributes: { owner: 1, environment: 'production' } };
  expect([1, 2].map(() => reader.read({ ...asked, principal: odd }))).toEqual([null, null]);
});
