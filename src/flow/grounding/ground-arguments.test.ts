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
