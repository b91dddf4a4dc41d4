import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createRetention } from './retention.ts';
import { SOON } from '../loop/timeline.contract.ts';
import { StoreFault } from '../ports.ts';
import { startRig, type Rig } from '../rig.contract.ts';
import { trace } from '../views.ts';

const DAY_MS = 86_400_000;

let rig: Rig;
beforeEach(async () => {
  rig = await startRig({ replicas: true });
});
afterEach(() => rig.stop());

/** Time goes by, and the process finds that it has been silent and comes back. */
async function pass(ms: number): Promise<void> {
  rig.clock.advance(ms);
  const isBack = (): void => expect(rig.core.replica.unknown()).toBeNull();
  await vi.waitFor(isBack, SOON);
}

async function lastOf(task: string) {
  const { records, payloads } = (await trace(rig.core, task))!;
  const { type, actor, body } = records.at(-2)!;
  return { type, actor: actor.kind, why: body['why'], words: Object.values(payloads) };
}

it('a task is erased so many days after its end, by Holdpoint, and the record says why', async () => {
  const [old, young, open] = [await rig.open('old'), await rig.open('young'), await rig.open('open')];
  await rig.close(old);
  await pass(DAY_MS);
  await rig.close(young);
  const retention = createRetention(rig.core, 30);
  expect(await retention.pass()).toBe(0);
  await pass(29 * DAY_MS);
  expect(await retention.pass()).toBe(0);
  await pass(1);
  expect(await retention.pass()).toBe(1);
  const erased = { type: 'erasure-ordered', actor: 'system', why: 'retention', words: [null] };
  expect(await lastOf(old)).toEqual(erased);
  expect(Object.values((await trace(rig.core, young))!.payloads)).toEqual(['young']);
  expect(Object.values((await trace(rig.core, open))!.payloads)).toEqual(['open']);
  expect(await rig.audit()).toMatchObject({ ok: true, findings: [] });
});

it('when a task ended its own records say: a changed row of a list destroys no words', async () => {
  const task = await rig.open('Tidy up');
  await rig.close(task);
  await rig.core.models.fold();
  const [row] = rig.data.views.get('task', [task]);
  const doc = JSON.parse(row!.doc) as object;
  Object.assign(row!, { doc: JSON.stringify({ ...doc, endedAt: 1 }) });
  expect((await rig.core.models.tasks({ limit: 5 })).rows).toMatchObject([{ id: task, endedAt: 1 }]);
  expect(await createRetention(rig.core, 30).pass()).toBe(0);
  const { records, payloads } = (await trace(rig.core, task))!;
  expect(records.map(({ type }) => type)).not.toContain('erasure-ordered');
  expect(Object.values(payloads)).toEqual(['Tidy up']);
});

it('what cannot be erased yet is left alone, and nothing is recorded about it', async () => {
  const task = await rig.open();
  rig.issuer.revokeFails = () => true;
  await rig.call(task, 'desk/look');
  await rig.close(task);
  await pass(2 * DAY_MS);
  const retention = createRetention(rig.core, 1);
  expect(await retention.pass()).toBe(0);
  const { records } = (await trace(rig.core, task))!;
  expect(records.map(({ type }) => type)).not.toContain('request-denied');
  rig.issuer.revokeFails = () => false;
  await pass(3_600_000);
  await rig.core.sweeper.all();
  expect(await retention.pass()).toBe(1);
});

it('an ordered erasure that did not succeed is not ordered again', async () => {
  const task = await rig.open();
  await rig.close(task);
  await pass(2 * DAY_MS);
  const erase = vi.spyOn(rig.store, 'erase').mockRejectedValue(new StoreFault('store-unavailable', ''));
  const retention = createRetention(rig.core, 1);
  expect([await retention.pass(), await retention.pass()]).toEqual([0, 0]);
  erase.mockRestore();
  await rig.core.sweeper.all();
  const { records } = (await trace(rig.core, task))!;
  const types = records.map(({ type }) => type);
  expect(types.filter((type) => type === 'erasure-ordered')).toHaveLength(1);
  expect(types.at(-1)).toBe('payloads-erased');
});

it('one replica at a time looks, and it stops with Holdpoint', async () => {
  const task = await rig.open();
  await rig.close(task);
  await pass(2 * DAY_MS);
  const other = await rig.join();
  const passes = [createRetention(rig.core, 1), createRetention(other.core, 1)].map((one) => one.pass());
  expect(new Set(await Promise.all(passes))).toEqual(new Set([0, 1]));
  const retention = createRetention(rig.core, 1);
  retention.start();
  await retention.stop();
  expect(await retention.pass()).toBe(0);
});
