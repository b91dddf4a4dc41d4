import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { decodeFrontier } from '../../ledger/tree.ts';
import { startRig, type Joined, type Rig } from '../rig.contract.ts';
import type { Standing } from './sealing.ts';
import { createSnapshots } from './snapshot.ts';
import { fakeTimers, gate, turns } from '../loop/timeline.contract.ts';

let rig: Rig;
let other: Joined;
beforeEach(async () => {
  fakeTimers();
  rig = await startRig({ replicas: true });
  other = await rig.join();
});
afterEach(async () => {
  await rig.stop();
  vi.useRealTimers();
});

/** Where a process stands that has taken in everything. */
async function standingOf({ core, store }: Joined): Promise<Standing> {
  await core.catchUp();
  const { frontier, epoch, lastTime } = await store.head();
  return { frontier: decodeFrontier(frontier), epoch, lastTime, vkey: core.signer.vkey };
}

it('a snapshot that waited for another one holds what it says, with what came meanwhile', async () => {
  const task = await rig.open();
  let standing = await standingOf(other);
  const { passed, open } = gate();
  const keepSnapshot = other.store.keepSnapshot.bind(other.store);
  const keeping = vi.spyOn(other.store, 'keepSnapshot');
  keeping.mockImplementationOnce((snapshot) => passed.then(() => keepSnapshot(snapshot)));
  const snapshots = createSnapshots({ ...other.core, keptAt: -10_000, revoked: () => [] });
  snapshots.rested(standing);
  await turns();
  expect(keeping).toHaveBeenCalledOnce();
  await rig.call(task, 'notes/read', { n: 1 });
  standing = await standingOf(other);
  const kept = snapshots.keep(() => standing);
  await rig.call(task, 'notes/read', { n: 2 });
  standing = await standingOf(other);
  open();
  await kept;
  expect(rig.data.snapshot!.size).toBe((await rig.store.head()).size);
  const { world } = (await rig.join()).core;
  expect(world.version(task)).toBe(rig.data.versions.get(`task/${task}`));
  expect(world.task(task)).toEqual(rig.core.world.task(task));
});
