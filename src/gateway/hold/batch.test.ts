import { afterEach, beforeEach, expect, it } from 'vitest';
import { raise } from '../replay/rich-ledger.contract.ts';
import { startRig, type Rig } from '../rig.contract.ts';
import { draftStatement } from '../tasks.ts';
import { showHold } from '../views.ts';

let rig: Rig;
let task: string;
let holds: [string, string, string];
beforeEach(async () => {
  rig = await startRig();
  task = await rig.open('Tidy up');
  const raised = [];
  for (const text of ['a', 'b', 'c']) raised.push(await raise(rig, task, { text }));
  holds = raised as typeof holds;
});
afterEach(() => rig.stop());

const write = async (text: string) => (await rig.call(task, 'notes/write', { text })).verdict;

it('shows like actions that wait with each other, and no longer once one does not', async () => {
  const [a, b, c] = holds;
  const togetherWith = async (hold: string) => (await showHold(rig.core, hold))!.together;
  expect(await togetherWith(a)).toEqual([b, c]);
  expect(await togetherWith(b)).toEqual([a, c]);
  await rig.decide('grace', 'reject', task, b);
  expect(await togetherWith(a)).toEqual([c]);
});

it('lifts several by one signed word, each once for its own digest, and the ledger verifies', async () => {
  const [a, b, c] = holds;
  expect((await rig.decide('grace', 'approve', task, a, [b])).verdict).toBe('permit');
  expect([await write('a'), await write('b'), await write('c')]).toEqual(['permit', 'permit', 'hold']);
  expect((await rig.decide('grace', 'reject', task, c)).verdict).toBe('permit');
  expect((await rig.audit()).findings).toEqual([]);
  await rig.restart();
  expect((await showHold(rig.core, b))!.status).toBe('used');
});

it('draws up nothing to sign that names a hold which is none', async () => {
  const input = { task, hold: holds[0], verdict: 'approve', reason: 'seen' } as const;
  expect(await draftStatement(rig.core, 'grace', { ...input, also: ['hold_none'] })).toBeNull();
  expect(await draftStatement(rig.core, 'grace', { ...input, also: [] })).not.toHaveProperty('also');
});
