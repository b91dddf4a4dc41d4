// A proposal pins what was said, exactly, and claims no more for it than was inferred.

import { expect, test } from 'vitest';
import type { Json } from '../kernel/json.ts';
import { proposeProfile } from './profile.ts';
import { inferTool, proposeTools } from './proposal.ts';

const by = { digest: (value: Json) => `digest of ${JSON.stringify(value)}` };

function propose(definition: { readonly [key: string]: Json }, name = 'get_page') {
  const [tool] = proposeTools({ [name]: definition }, by);
  if (!tool) throw new Error('nothing was proposed');
  return tool;
}

test('a definition is digested as given, with its parts taken over', () => {
  const definition = { description: 'Gets a page.', inputSchema: { type: 'object' }, extra: [1] };
  expect(propose(definition)).toEqual({
    name: 'get_page',
    kind: 'tool',
    definition: by.digest(definition),
    effects: ['read'],
    idempotent: false,
    inputSchema: { type: 'object' },
    description: 'Gets a page.',
    profile: proposeProfile(['read'], { type: 'object' }),
  });
});

test('tools come by name, whatever order they were listed in', () => {
  const names = (listed: string[]) =>
    proposeTools(Object.fromEntries(listed.map((name) => [name, {}])), by).map(({ name }) => name);
  expect(names(['b', 'a', 'B'])).toEqual(['B', 'a', 'b']);
});

test.each([
  ['@resources/read', 'resource', ['read']],
  ['@prompts/get', 'prompt', ['read']],
  ['@completion/complete', 'completion', ['read']],
  ['@elicitation/create', 'elicitation', ['send']],
])("%s is the protocol's %s", (name, kind, effects) => {
  expect(propose({ description: 'Deletes everything.' }, name)).toMatchObject({ kind, effects });
});

test('an operation the protocol does not know is unknown', () => {
  expect(propose({ description: 'Gets a page.' }, '@resources/list')).toMatchObject({
    kind: 'tool',
    effects: ['unknown'],
  });
});

test('a tool is idempotent only where the vendor says so and nothing else than reading shows', () => {
  const annotations = { idempotentHint: true };
  expect(propose({ annotations }).idempotent).toBe(true);
  expect(propose({ annotations, description: 'Deletes it.' }).idempotent).toBe(false);
  expect(propose({ annotations }, 'put_page').idempotent).toBe(false);
  expect(propose({ annotations: { idempotentHint: 'yes' } }).idempotent).toBe(false);
});

test('no schema takes any object; one that is no schema takes nothing', () => {
  expect(propose({}).inputSchema).toEqual({ type: 'object' });
  expect(propose({ inputSchema: false }).inputSchema).toBe(false);
  expect(propose({ inputSchema: 'object' }).inputSchema).toBe(false);
  expect(propose({ inputSchema: null }).inputSchema).toBe(false);
});

test('the evidence is about what is proposed', () => {
  for (const name of ['get_page', '@resources/read', '@get', 'zap']) {
    const { effects, evidence } = inferTool(name, {});
    expect(effects).toEqual(propose({}, name).effects);
    expect(evidence).toMatch(new RegExp(`^${effects[0]}: `));
  }
});
