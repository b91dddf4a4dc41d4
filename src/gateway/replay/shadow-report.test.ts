import { afterEach, beforeEach, expect, it } from 'vitest';
import { STARTER_POLICY } from '../../policy/starter.ts';
import { startRig, type Rig } from '../rig.contract.ts';
import { raise, tryBeside } from './rich-ledger.contract.ts';
import { reportShadow } from './shadow-report.ts';

const NO_READS = '@id("no.reads") forbid (principal, action == Action::"notes/read", resource);';
const TRIED = { name: 'tried.cedar', text: `${STARTER_POLICY.text}\n${NO_READS}` };
const FIRST = { after: 0, limit: 100 };

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

it('without a set that is tried there is nothing to report', async () => {
  expect(await reportShadow(rig.core, FIRST)).toBeNull();
});

it('disagreements are counted since the set is tried, by tool and by what became what', async () => {
  const task = await rig.open('Read and write');
  await rig.call(task, 'notes/read', { n: 0 });
  const policy = await tryBeside(rig, [TRIED]);
  rig.clock.advance(1_000);
  for (const n of [1, 2]) await rig.call(task, 'notes/read', { n });
  await raise(rig, task, { text: 'x' });
  const report = await reportShadow(rig.core, FIRST);
  expect(report).toMatchObject({
    policy,
    decisions: 3,
    disagreements: 2,
    groups: [{ connector: 'notes', tool: 'read', verdict: 'permit', shadow: 'deny', count: 2 }],
    next: null,
  });
  expect(report!.since).toMatchObject({ time: rig.clock.now() - 1_000 });
  expect(report!.rows).toHaveLength(2);
  expect(report!.rows[0]).toMatchObject({
    task,
    determining: ['starter.agent.act'],
    shadowDetermining: ['no.reads'],
  });
});

it('a page ends where it was asked to, and the next one goes on there', async () => {
  await tryBeside(rig, [TRIED]);
  const task = await rig.open('Read');
  for (const n of [1, 2, 3]) await rig.call(task, 'notes/read', { n });
  const first = await reportShadow(rig.core, { after: 0, limit: 2 });
  expect(first).toMatchObject({ disagreements: 3 });
  const second = await reportShadow(rig.core, { after: first!.next!, limit: 2 });
  expect(second).toMatchObject({ disagreements: 3, next: null });
  const records = [...first!.rows, ...second!.rows].map(({ record }) => record);
  expect(new Set(records).size).toBe(3);
});

it('what an earlier set said when it was tried is not held against this one', async () => {
  await tryBeside(rig, [TRIED]);
  const task = await rig.open('Read');
  await rig.call(task, 'notes/read', { n: 1 });
  await tryBeside(rig, null);
  expect(await reportShadow(rig.core, FIRST)).toBeNull();
  await tryBeside(rig, [{ ...TRIED, name: 'again.cedar' }]);
  expect(await reportShadow(rig.core, FIRST)).toMatchObject({ decisions: 0, disagreements: 0, groups: [] });
});
