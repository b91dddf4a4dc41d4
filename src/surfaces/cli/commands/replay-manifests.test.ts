import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTerminal, type SampleTerminal } from '../sample-terminal.contract.ts';

const tools = [
  {
    server: 'Post_Office',
    name: 'list_notes',
    description: 'Lists the notes of a room.',
    inputSchema: { type: 'object', properties: { room: { type: 'string' } } },
  },
];
const calls = [{ tool: 'list_notes', args: { room: 'moon' }, result: 'done' }];
const set = { name: 'post', tools, cases: [{ id: '1', kind: 'benign', prompt: 'What is new?', calls }] };

let terminal: SampleTerminal;
let folder = 0;
beforeAll(async () => {
  terminal = await startTerminal();
  await terminal.write('set.json', JSON.stringify(set));
});
beforeEach(() => mkdir(join(terminal.folder, `m${(folder += 1)}`)));
afterAll(() => terminal.stop());

const HEAD = 'holdpoint: connector/v1\ntools:\n';
const OUTWARD = `${HEAD}  list_notes: {profile: {egress: external, roles: {/room: destination}}}\n`;

async function replayWith(files: { readonly [name: string]: string }) {
  for (const [name, words] of Object.entries(files)) await terminal.write(`m${folder}/${name}`, words);
  return terminal.run(`replay set.json --manifests m${folder}`);
}

describe('manifests beside recorded calls', () => {
  it('correct what a tool is taken for, and leave what they do not say as it was', async () => {
    expect((await terminal.run('replay set.json')).out).toContain('held 0');
    expect((await replayWith({ 'post-office.connector.yaml': OUTWARD })).out).toContain('held 1');
    const effects = `${HEAD}  list_notes: {effects: [send]}\n`;
    expect((await replayWith({ 'post-office.connector.yaml': effects })).out).toContain('held 0');
  });

  it('are found by the name of the server, too, as the recording writes it', async () => {
    const { err, out } = await replayWith({ 'Post_Office.connector.yaml': OUTWARD });
    expect([out.includes('held 1'), err]).toEqual([true, '']);
  });

  it('that are of no connector, or of no tool of it, say which there are', async () => {
    const { err } = await replayWith({
      'post.connector.yaml': `${HEAD}  list_notes: {effects: [read]}\n`,
      'post-office.connector.yaml': `${HEAD}  list_note: {effects: [read]}\n`,
    });
    expect(err).toContain('post.connector.yaml is of none of the connectors: post-office\n');
    expect(err).toContain('post-office.connector.yaml: post-office has no tool list_note\n');
  });

  it('that are of one connector are told apart: the first counts', async () => {
    const { err, out } = await replayWith({
      'Post_Office.connector.yaml': OUTWARD,
      'post-office.connector.yaml': `${HEAD}  list_notes: {effects: [read]}\n`,
    });
    expect(out).toContain('held 1');
    expect(err).toContain('post-office.connector.yaml is left out: another one is of post-office, too');
  });

  it('that are not there, in a folder that is, are missed', async () => {
    const { err, exit } = await replayWith({ 'post-office.yaml': OUTWARD });
    expect([err, exit]).toEqual([expect.stringContaining('no file in it ends in .connector.yaml'), 1]);
  });

  it('with a key that is none end it with 3 and the place', async () => {
    const { exit, err } = await replayWith({
      'post-office.connector.yaml': `${HEAD}  list_notes: {efects: [read]}\n`,
    });
    expect(exit).toBe(3);
    expect(err).toContain('post-office.connector.yaml:3:16: tools.list_notes.efects unknown key "efects"');
  });
});
