import { afterEach, beforeEach, expect, it } from 'vitest';
import { hang } from '../fakes.contract.ts';
import { codeOf } from '../fault.ts';
import { StoreFault } from '../ports.ts';
import { ADA, startRig, type Rig } from '../rig.contract.ts';
import { kill, quarantine } from '../tasks.ts';
import { holdBack, turns } from '../loop/timeline.contract.ts';
import { trace } from '../views.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
  rig.issuer.minted.length = 0;
  rig.issuer.asked.length = 0;
});
afterEach(() => rig.stop());

async function recordsOf(task: string, type: string): Promise<unknown[]> {
  return (await trace(rig.core, task))!.records.filter((one) => one.type === type).map(({ body }) => body);
}

/** Asks for the call, has it approved, and asks again. */
async function callApproved(task: string, tool: string, args: { n: number }) {
  const held = await rig.call(task, tool, args);
  if (held.verdict !== 'hold') throw new Error(`not held: ${JSON.stringify(held)}`);
  expect(await rig.decide('grace', 'approve', task, held.hold)).toMatchObject({ verdict: 'permit' });
  return rig.call(task, tool, args);
}

it('calls at the same time share one credential, and it is recorded before it is used', async () => {
  const task = await rig.open();
  const answers = await Promise.all([1, 2, 3, 4, 5].map((n) => rig.call(task, 'desk/look', { n })));
  expect(answers.map((answer) => 'outcome' in answer && answer.outcome)).toEqual(
    Array.from({ length: 5 }, () => 'succeeded'),
  );
  expect(rig.issuer.minted).toHaveLength(1);
  const lease = rig.issuer.minted[0]!.lease;
  const credentials = rig.upstream.calls.map(({ credential }) => credential);
  expect(credentials).toEqual(
    Array.from({ length: 5 }, () => ({
      lease,
      as: 'header',
      name: 'authorization',
      value: `Bearer secret of ${lease}`,
    })),
  );
  const used = rig.journal.filter((line) => line.includes(lease) || line.startsWith('call'));
  expect(used.slice(0, 4)).toEqual([
    `append lease-granted ${lease}`,
    `mint ${lease}`,
    `append lease-issued ${lease}`,
    expect.stringMatching(/^call /),
  ]);
});

it('the secret is in no record', async () => {
  const task = await rig.open();
  await rig.call(task, 'desk/look');
  const records = await rig.store.read({ fromSeq: 0, limit: 1_000 });
  expect(records.some(({ text }) => text.includes('secret of lease_'))).toBe(false);
});

it('a connector that needs no credential gets none', async () => {
  const task = await rig.open();
  await rig.call(task, 'notes/read');
  expect(rig.upstream.calls[0]!.credential).toBeNull();
  expect(rig.issuer.minted).toEqual([]);
});

it('a consequential action has a lease of its own, which ends with it', async () => {
  const task = await rig.open();
  await rig.call(task, 'desk/look');
  for (const n of [1, 2])
    expect(await callApproved(task, 'desk/drop', { n })).toMatchObject({ outcome: 'succeeded' });
  await rig.core.sweeper.task(task);
  const [shared, ...own] = rig.issuer.minted.map(({ lease }) => lease);
  expect(new Set(own).size).toBe(2);
  expect(rig.upstream.calls.map(({ credential }) => credential?.lease)).toEqual([shared, ...own]);
  expect([...rig.issuer.live]).toEqual([shared]);
});

const ENDS: [string, (task: string) => Promise<unknown>][] = [
  ['close', (task) => rig.close(task)],
  ['quarantine', async (task) => (await quarantine(rig.core, ADA, { task, reason: 'odd' })).quiesced],
  [
    'kill',
    async () => {
      const target = { kind: 'connector', id: 'desk' } as const;
      return (await kill(rig.core, ADA, { target, lift: false, reason: 'odd' })).quiesced;
    },
  ],
  [
    'expiry of the task',
    (task) => {
      rig.clock.advance(30 * 60_000);
      return rig.core.sweeper.task(task);
    },
  ],
  [
    'its own expiry',
    (task) => {
      rig.clock.advance(300_000);
      return rig.core.sweeper.task(task);
    },
  ],
  ['the end of its process', () => rig.restart()],
];

it.each(ENDS)('a lease is revoked at %s, and the ledger says so', async (_, end) => {
  const task = await rig.open();
  await rig.call(task, 'desk/look');
  const lease = rig.issuer.minted[0]!.lease;
  expect([...rig.issuer.live]).toEqual([lease]);
  await end(task);
  expect([...rig.issuer.live]).toEqual([]);
  expect(rig.issuer.asked).toEqual([lease]);
  expect(await recordsOf(task, 'lease-revoked')).toMatchObject([{ lease }]);
});

it('a lease is not revoked for an end of its task that never became durable', async () => {
  const task = await rig.open();
  await rig.call(task, 'desk/look');
  const open = holdBack(rig.store);
  rig.store.fault = () => new StoreFault('store-full', 'no more');
  const closing = rig.close(task).catch(codeOf);
  await turns();
  const swept = rig.core.sweeper.all();
  await turns();
  expect(rig.issuer.asked).toEqual([]);
  open();
  expect(await closing).toBe('store-full');
  rig.store.fault = () => null;
  await swept;
  expect(rig.issuer.asked).toEqual([]);
  expect(await rig.call(task, 'desk/look', { n: 2 })).toMatchObject({ outcome: 'succeeded' });
  expect(rig.issuer.minted).toHaveLength(1);
});

it('a revocation that fails is recorded and tried again, each time after a longer pause', async () => {
  const task = await rig.open();
  await rig.call(task, 'desk/look');
  rig.issuer.revokeFails = () => true;
  await rig.close(task);
  const asked: number[] = [rig.issuer.asked.length];
  for (const ms of [0, 999, 1, 1_999, 1, 3_999, 1]) {
    rig.clock.advance(ms);
    await rig.core.sweeper.all();
    asked.push(rig.issuer.asked.length);
  }
  expect(asked).toEqual([1, 1, 1, 2, 2, 3, 3, 4]);
  expect(await recordsOf(task, 'lease-revocation-failed')).toMatchObject(
    [1, 2, 3, 4].map((attempt) => ({ attempt, code: 'revocation-unconfirmed' })),
  );
  expect(await recordsOf(task, 'lease-revoked')).toEqual([]);

  rig.issuer.revokeFails = () => false;
  await rig.restart();
  expect([...rig.issuer.live]).toEqual([]);
  expect(await recordsOf(task, 'lease-revoked')).toHaveLength(1);
});

it('a mint that fails starts nothing, is shared with nobody, and is revoked all the same', async () => {
  const task = await rig.open();
  rig.issuer.mintFails = () => true;
  const failed = await rig.call(task, 'desk/look');
  expect(failed).toMatchObject({ outcome: 'not-started', code: 'issuer-unavailable' });
  expect(rig.upstream.calls).toEqual([]);
  rig.issuer.mintFails = () => false;
  expect(await rig.call(task, 'desk/look')).toMatchObject({ outcome: 'succeeded' });
  await rig.core.sweeper.task(task);
  expect(await recordsOf(task, 'lease-revoked')).toHaveLength(1);
  expect(rig.issuer.live.size).toBe(1);
});

it('a crash while a call runs leaves no live lease and no second call', async () => {
  const task = await rig.open();
  const sent = new Promise<void>((resolve) => {
    rig.upstream.answer = (call) => {
      resolve();
      return hang(call);
    };
  });
  const calling = rig.call(task, 'desk/look');
  await sent;
  await rig.restart();
  expect(await calling).toMatchObject({ verdict: 'fault' });
  expect([...rig.issuer.live]).toEqual([]);
  expect(await recordsOf(task, 'action-settled')).toMatchObject([
    { outcome: 'unknown', code: 'claim-lapsed' },
  ]);
  expect(rig.upstream.calls).toHaveLength(1);
  rig.revoked.clear();
  await rig.restart();
  expect([...rig.revoked.keys()]).toEqual([rig.issuer.minted[0]!.lease]);
});
