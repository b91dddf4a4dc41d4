// What somebody reviews before a workflow is published: every bound of it, in the figures of its file.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { WORKFLOW } from '../../http/sample-gateway.contract.ts';
import { admitNotes } from '../../http/sample-past.contract.ts';
import { startTerminal, type SampleTerminal } from '../sample-terminal.contract.ts';

const BOUNDS = `limits:
  money: 2000
  effects: {send: 3}
  destinations: 4
  fanOut: 6
  running: 2
  records: {task: 50, call: 5}
  bytes: {task: 700, call: 70}
  depth: 1
  cooling: 15m
  breaker: {denials: 4, variations: 3, repeats: 12, callsPerMinute: 30}
outcomes: [read, write]
`;

let terminal: SampleTerminal;
beforeAll(async () => {
  terminal = await startTerminal();
  await admitNotes(terminal.sample.core, WORKFLOW + BOUNDS);
});
afterAll(() => terminal.stop());

async function changedBy(text: string): Promise<string[]> {
  await terminal.write('other.workflow.yaml', WORKFLOW + text);
  const { lines } = await terminal.json('workflow diff other.workflow.yaml');
  const changed = (lines as string[]).filter((line) => !line.startsWith(' '));
  return changed.map((line) => line.replaceAll(/ +/g, ' '));
}

it('shows a change of any bound', async () => {
  expect(await changedBy(BOUNDS)).toEqual([]);
  expect(await changedBy(BOUNDS.replace('denials: 4', 'denials: 9'))).toEqual([
    '- denials: 4',
    '+ denials: 9',
  ]);
  expect(await changedBy(BOUNDS.replace('cooling: 15m', 'cooling: 1m'))).toEqual([
    '- coolingSeconds: 900',
    '+ coolingSeconds: 60',
  ]);
  expect(await changedBy(BOUNDS.replace('depth: 1', 'depth: 2'))).toEqual(['- depth: 1', '+ depth: 2']);
  expect(await changedBy(BOUNDS.replace('[read, write]', '[read]'))).toEqual(['- - write']);
});

it('shows amounts of money as the file says them', async () => {
  expect(await changedBy(BOUNDS.replace('2000', '2500.5'))).toEqual(['- money: 2000', '+ money: 2500.5']);
});

it('lists every bound of a published workflow', async () => {
  const { out } = await terminal.run('workflow show notes');
  const lines = out.split('\n').map((line) => line.replaceAll(/ {2,}/g, ' '));
  for (const line of [
    'calls that send 3',
    'money 2000',
    'destinations 4',
    'set off 6',
    'at once 2',
    'records 50, 5 a call',
    'bytes 700, 70 a call',
    'tasks above it 1',
    'cools off for 900 seconds',
    'stopped at 4 denials',
    'stopped at 3 variations of what was rejected',
    'stopped at 12 repeats',
    'stopped at more than 30 calls a minute',
    'outcomes read, write',
  ]) {
    expect(lines).toContain(line);
  }
});

it('checks a draft: what a reviewer should know, and what does not hold', async () => {
  await terminal.write('draft.workflow.yaml', WORKFLOW.replace('notes/write_note', 'notes/wriet_note'));
  const { out, exit } = await terminal.run('workflow check draft.workflow.yaml');
  expect(exit).toBe(0);
  expect(out).toContain('note: No tool of that name is admitted: notes/wriet_note\n');
  expect(out).toContain('holdpoint workflow diff draft.workflow.yaml');
  expect(out).not.toContain('nobody else has looked');
  await terminal.write('own.workflow.yaml', WORKFLOW.replace('owner: ada', 'owner: ada\nauthor: grace'));
  await terminal.run('login');
  const { remarks } = await terminal.json('workflow check own.workflow.yaml');
  expect(remarks).toContain('Whoever publishes it wrote it: nobody else has looked.');
  await terminal.write('wrong.workflow.yaml', WORKFLOW.replace('agents:', 'agnets:'));
  expect(await terminal.run('workflow check wrong.workflow.yaml')).toMatchObject({
    exit: 3,
    err: expect.stringMatching(/wrong\.workflow\.yaml:\d+:\d+: .*agnets/),
  });
});

it('notes the same beside what a file would change', async () => {
  await terminal.write('other.workflow.yaml', WORKFLOW.replace('notes/write_note', 'notes/wriet_note'));
  const { out } = await terminal.run('workflow diff other.workflow.yaml');
  expect(out).toMatch(/\nnote: No tool of that name is admitted: notes\/wriet_note\n/);
});
