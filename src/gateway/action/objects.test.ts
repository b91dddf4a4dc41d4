import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PartyKey } from '../../flow/grounding/party.ts';
import type { ToolProfile } from '../../kernel/state.ts';
import { admitConnector, proposeConnector } from '../connectors/connector-verbs.ts';
import { namesIn } from './objects.ts';
import { ADA, startRig, type Rig } from '../rig.contract.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
  const own = { sensitivity: 'internal', categories: [], integrity: 'trusted' } as const;
  const note: ToolProfile = { egress: 'none', roles: { '/id': 'path' }, output: own };
  const upstream = { transport: 'http', url: 'http://127.0.0.1:1/notes' } as const;
  const { proposal } = await proposeConnector(rig.core, ADA, { id: 'notes', upstream, credential: null });
  await admitConnector(rig.core, ADA, {
    connector: 'notes',
    proposal,
    effects: { read: ['read'], write: ['write'] },
    profiles: { read: note, write: note },
  });
});
afterEach(() => rig.stop());

async function write(task: string, text: string, id: string | string[]) {
  rig.upstream.answer = () =>
    Promise.resolve({ outcome: 'succeeded', result: { content: [{ type: 'text', text }] } });
  await rig.call(task, 'notes/read', { id: 'inbox' });
  rig.upstream.answer = () => Promise.resolve({ outcome: 'succeeded', result: { content: [] } });
  const held = await rig.call(task, 'notes/write', { id });
  if (held.verdict === 'hold') {
    await rig.decide('grace', 'approve', task, held.hold);
    await rig.call(task, 'notes/write', { id });
  }
}

test('a note carries the labels of the task that wrote it to any reader, also after a restart', async () => {
  await write(await rig.open(), 'pay to DE89 3704 0044 0532 0130 00', 'note-1');
  const task = await rig.open();
  await rig.call(task, 'notes/read', { id: 'note-2' });
  expect(rig.core.world.task(task)?.data.categories).toEqual([]);
  await rig.restart();
  const later = await rig.open();
  await rig.call(later, 'notes/read', { id: ' note-1' });
  expect(rig.core.world.task(later)?.data.categories).toEqual(['financial']);
  const streams = await rig.store.streams('object/');
  expect(streams).toEqual([
    { stream: expect.stringMatching(/^object\/notes\/[\w-]{43}$/) as string, version: 1 },
  ]);
  expect(await rig.audit()).toMatchObject({ findings: [] });
});

test.each([
  './notes/a.md',
  'notes//a.md',
  'NOTES/A.md',
  'notes/x/../a.md',
  '/notes/a.md/',
  'notes\\a.md',
  'ｎotes/a.md',
])('%s is the note that notes/a.md is', (path) => {
  const output = { sensitivity: 'internal', categories: [], integrity: 'trusted' } as const;
  const profile: ToolProfile = { egress: 'none', roles: { '/id': 'path' }, output };
  const commit = { object: (name: string) => name, party: ({ key }: PartyKey) => key };
  const names = (id: string): readonly string[] =>
    namesIn({ name: 'write', effects: ['write'], profile }, { id }, commit).objects;
  expect(names('notes/a.md')).toEqual(['notes/a.md']);
  expect(names(path)).toEqual([path, 'notes/a.md']);
  expect(names('../..')).toEqual(['../..', '/']);
});

test('a note carries its labels however its path is spelt', async () => {
  await write(await rig.open(), 'pay to DE89 3704 0044 0532 0130 00', './Box//note-1');
  const later = await rig.open();
  await rig.call(later, 'notes/read', { id: 'box/x/../note-1' });
  expect(rig.core.world.task(later)?.data.categories).toEqual(['financial']);
  expect(await rig.audit()).toMatchObject({ findings: [] });
});

test('a note that is written beside more others than are told apart carries its labels, too', async () => {
  const many = Array.from({ length: 64 }, (_, n) => `other-${n}`);
  await write(await rig.open(), 'pay to DE89 3704 0044 0532 0130 00', [...many, 'note-1']);
  const later = await rig.open();
  await rig.call(later, 'notes/read', { id: 'note-1' });
  expect(rig.core.world.task(later)?.data.categories).toEqual(['financial']);
  expect(await rig.audit()).toMatchObject({ findings: [] });
});
