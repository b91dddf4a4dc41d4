import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { openMemoryStore } from '../../adapters/store/memory.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { ADA, startRig, type Rig } from '../rig.contract.ts';
import { quarantine } from '../tasks.ts';
import { rowsOf, SILENT } from './ledger.contract.ts';
import { createModels } from './models.ts';

type Step = (rig: Rig, task: string, args: JsonObject) => Promise<unknown>;

const STEPS: readonly Step[] = [
  (rig, task) => rig.call(task, 'notes/read'),
  (rig, task, args) => rig.call(task, 'notes/write', args),
  (rig, task, args) => rig.call(task, 'desk/look', args),
  (rig, task) => rig.call(task, 'desk/nothing'),
  (rig, task) => decidePending(rig, task, 'approve'),
  (rig, task) => decidePending(rig, task, 'reject'),
  (rig) => rig.core.models.fold(),
  (rig) => rig.restart(),
  async (rig, task) => rig.close(task),
  async (rig, task) => (await quarantine(rig.core, ADA, { task, reason: 'odd' })).quiesced,
];

async function decidePending(rig: Rig, task: string, verdict: 'approve' | 'reject'): Promise<void> {
  const { rows } = await rig.core.models.holds({ task, status: 'pending', limit: 1 });
  if (rows[0] !== undefined) await rig.decide('grace', verdict, task, rows[0].id);
}

/** What a fold of the same records in one go makes, on rows of its own. */
async function foldedAtOnce({ store }: Rig): Promise<unknown> {
  const fresh = {
    head: () => store.head(),
    read: (query: Parameters<typeof store.read>[0]) => store.read(query),
    views: openMemoryStore().views,
  };
  await createModels({ store: fresh, log: SILENT }).fold();
  return rowsOf(fresh.views);
}

/** The state that decides, and the lists, never disagree about a task. */
async function expectAgreement({ core }: Rig, id: string): Promise<void> {
  await core.load(id);
  const { holds, leases, agent } = core.world.task(id)!;
  const about = { task: id, limit: 1_000 };
  const { rows: held } = await core.models.holds(about);
  expect(Object.fromEntries(held.map((row) => [row.id, row]))).toEqual(
    Object.fromEntries(Object.values(holds).map((hold) => [hold.id, { ...hold, task: id, agent }])),
  );
  const { rows: leased } = await core.models.leases(about);
  expect(Object.fromEntries(leased.map((row) => [row.id, row]))).toMatchObject(leases);
  expect(leased).toHaveLength(Object.keys(leases).length);
}

it('the rows of a real ledger are those of a rebuild and of one fold, and agree with the state', async () => {
  const steps = fc.array(fc.tuple(fc.nat({ max: STEPS.length - 1 }), fc.nat({ max: 2 })), {
    minLength: 8,
    maxLength: 30,
  });
  await fc.assert(
    fc.asyncProperty(steps, async (chosen) => {
      const rig = await startRig();
      try {
        const tasks = [await rig.open(), await rig.open(), await rig.open()];
        for (const [step, n] of chosen) await STEPS[step]!(rig, tasks[n]!, { n });
        const { models } = rig.core;
        await models.fold();
        const rows = await rowsOf(rig.store.views);
        await models.rebuild();
        expect(await rowsOf(rig.store.views)).toEqual(rows);
        expect(rows).toEqual(await foldedAtOnce(rig));
        for (const task of tasks) await expectAgreement(rig, task);
      } finally {
        await rig.stop();
      }
    }),
    { numRuns: 6 },
  );
});
