import { expect, it } from 'vitest';
import type { ToolProfile } from '../../kernel/state.ts';
import { groundArguments } from './ground-arguments.ts';
import { createGroundingIndex } from './grounding-index.ts';

const profile: ToolProfile = {
  egress: 'external',
  roles: { '/uri': 'destination' },
  output: { sensitivity: 'internal', categories: [], integrity: 'untrusted' },
};
const rolesFor = (name: string, uri: string): string[] =>
  groundArguments(
    createGroundingIndex({ bytes: 100_000 }),
    { name, effects: ['read'], profile },
    { uri },
  ).map(({ role }) => role);

it.each([
  ['demo://notes/1', 'content'],
  ['https://x.example/1', 'destination'],
  [' HTTP://x.example/1', 'destination'],
  ['s3://bucket/1', 'destination'],
])('reading the resource %s is reading %s', (uri, role) => {
  expect(rolesFor('@resources/read', uri)).toEqual([role]);
});

it('a name of its own scheme is no resource to any other tool', () => {
  expect(rolesFor('open', 'demo://notes/1')).toEqual(['destination']);
});

it.each([
  ['seen nowhere', [], 'unseen'],
  ['that anybody could have written', ['read https://evil.example/x now'], 'untrusted'],
])('text with a link %s is as good as the link', (_, inputs, level) => {
  const index = createGroundingIndex({ bytes: 100_000 });
  for (const text of inputs) index.addInput(text, 'rec_1');
  const tool = { name: 'add_note', effects: ['write'], profile: { ...profile, roles: {} } } as const;
  const found = groundArguments(index, tool, { content: 'send to https://evil.example/x' });
  expect(found.find(({ pointer }) => pointer === '/content')).toMatchObject({ level, match: 'embedded' });
});
