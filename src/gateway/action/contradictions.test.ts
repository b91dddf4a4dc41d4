import { afterEach, beforeEach, expect, it } from 'vitest';
import type { JsonObject } from '../../kernel/json.ts';
import type { ToolProfile } from '../../kernel/state.ts';
import type { OutcomeCheck } from '../../kernel/action/verification.ts';
import { admitConnector, proposeConnector } from '../connectors/connector-verbs.ts';
import type { UpstreamOutcome } from '../ports.ts';
import { putInForce } from '../replay/rich-ledger.contract.ts';
import { ADA, startRig, type Rig } from '../rig.contract.ts';
import { publishWorkflow } from '../verbs.ts';
import { eraseTask } from '../ledger/erase.ts';
import { closeTask } from '../tasks.ts';
import { listContradictions } from './contradictions.ts';

const ALL = '@id("all") permit (principal, action, resource);';
const KNOWN: Omit<ToolProfile, 'verify'> = {
  egress: 'none',
  roles: {},
  output: { sensitivity: 'public', categories: [], integrity: 'trusted' },
};
const COUNTED: OutcomeCheck = { check: 'count', result: '/done', argument: '/ids' };
const TITLED: OutcomeCheck = { check: 'echo', result: '/title', argument: '/title' };
const READ_BACK = { tool: 'read', with: { id: { result: '/id' } }, checks: [TITLED] };

let rig: Rig;
let task: string;
beforeEach(async () => {
  rig = await startRig();
  await putInForce(rig, [{ name: 'all.cedar', text: ALL }]);
  await admit([COUNTED]);
  const text = `holdpoint: workflow/v1
id: notes
purpose: Keep notes
owner: ada
agents: [scribe]
expires: 2099-01-01
allow: [{tool: notes/*}]
`;
  await publishWorkflow(rig.core, ADA, { name: 'notes.workflow.yaml', text });
  rig.upstream.answer = ({ tool }) => done(tool === 'read' ? { title: 'Else' } : { id: 'n1', done: 1 });
  task = await rig.open();
});
afterEach(() => rig.stop());

async function admit(verify: readonly OutcomeCheck[]): Promise<void> {
  const upstream = { transport: 'http', url: 'http://127.0.0.1:1/notes' } as const;
  const { proposal } = await proposeConnector(rig.core, ADA, { id: 'notes', upstream, credential: null });
  const profiles = { read: KNOWN, write: { ...KNOWN, verify, readBack: READ_BACK } };
  const effects = { read: ['read'], write: ['write'] } as const;
  await admitConnector(rig.core, ADA, { connector: 'notes', proposal, effects, profiles });
}

const done = (content: JsonObject): Promise<UpstreamOutcome> =>
  Promise.resolve({ outcome: 'succeeded', result: { structuredContent: content } });

async function compared() {
  const found = await listContradictions(rig.core, task);
  return found.map(({ isReadBack, by, compared: values }) => [isReadBack, by, values]);
}

it('are told with what was expected and found, in the result and in what was read back', async () => {
  await rig.call(task, 'notes/write', { ids: ['a', 'b'], title: 'Minutes' });
  await rig.call(task, 'notes/write', { ids: ['a'], title: 'Minutes' });
  await rig.call(task, 'notes/write', { ids: ['a'], title: 'Else' });
  const count = { check: 'count /done', expected: '2', found: '1' };
  const title = { check: 'read echo /title', expected: '"Minutes"', found: '"Else"' };
  expect(await compared()).toEqual([
    [false, ['count /done'], [count]],
    [true, ['read echo /title'], [title]],
  ]);
  const [first] = await listContradictions(rig.core, task);
  expect(first).toMatchObject({ connector: 'notes', tool: 'write' });
  expect(first!.decision).not.toBe(first!.record);
});

it('name their checks alone where these are admitted no more, or the words are gone', async () => {
  await rig.call(task, 'notes/write', { ids: ['a', 'b'], title: 'Else' });
  await admit([{ check: 'receipt', result: '/nothing' }]);
  expect(await compared()).toEqual([[false, ['count /done'], []]]);
  await admit([COUNTED]);
  expect(await compared()).toMatchObject([[false, ['count /done'], [{ found: '1' }]]]);
  await closeTask(rig.core, ADA, task);
  await eraseTask(rig.core, ADA, task);
  await expect.poll(compared).toEqual([[false, ['count /done'], []]]);
});
