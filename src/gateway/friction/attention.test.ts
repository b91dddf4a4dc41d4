import { afterEach, beforeEach, expect, it } from 'vitest';
import { raise } from '../replay/rich-ledger.contract.ts';
import { startRig, type Rig } from '../rig.contract.ts';
import { measureAttention, TELLING, type Attention } from './attention.ts';
import { doneOf } from './done.contract.ts';

let rig: Rig;
let task: string;
beforeEach(async () => {
  rig = await startRig();
  task = await rig.open('Tidy up');
});
afterEach(() => rig.stop());

const measure = (since = 0): Promise<Attention> => doneOf(measureAttention(rig.core, since));

async function decide(answer: 'approve' | 'reject', hold: string, afterMs: number): Promise<void> {
  rig.clock.advance(afterMs);
  const { verdict } = await rig.decide('grace', answer, task, hold);
  expect(verdict).toBe('permit');
}

it('counts by person, rule and tool what was decided, and how long people had', async () => {
  expect((await measure()).decisions).toBe(0);
  await decide('approve', await raise(rig, task, { text: 'a' }), 60_000);
  await decide('reject', await raise(rig, task, { text: 'b' }), 120_000);
  const since = rig.clock.now() + 1;
  await decide('approve', await raise(rig, task, { text: 'c' }), 3_000);
  const { decisions, by, variations } = await measure();
  expect(decisions).toBe(3);
  const counts = { decisions: 3, approved: 2, rejected: 1, edited: 0, quick: 1, signs: [] };
  expect(by.approver).toEqual([
    { name: 'grace', ...counts, timeToDecide: { medianMs: 60_000, p90Ms: 120_000 } },
  ]);
  expect(by.tool).toMatchObject([{ name: 'notes/write', ...counts }]);
  expect(by.policy).toMatchObject([{ name: 'starter.agent.write-or-send', ...counts }]);
  // The third asks for what was rejected, in another shape.
  expect(variations).toEqual({ raised: 1, approved: 1 });
  expect(await measure(since)).toMatchObject({ decisions: 1, by: { tool: [{ approved: 1, quick: 1 }] } });
});

it('what waited for long was decided too soon where the decision before was only just made', async () => {
  const first = await raise(rig, task, { text: 'a' });
  const second = await raise(rig, task, { text: 'b' });
  await decide('approve', first, 600_000);
  await decide('approve', second, 2_000);
  const [grace] = (await measure()).by.approver;
  expect(grace).toMatchObject({ decisions: 2, quick: 1, timeToDecide: { medianMs: 600_000 } });
});

it('several that were shown together are one decision of whoever signed for them', async () => {
  const holds = [await raise(rig, task, { text: 'a' }), await raise(rig, task, { text: 'b' })];
  rig.clock.advance(60_000);
  await rig.decide('grace', 'approve', task, holds[0]!, [holds[1]!]);
  const { by } = await measure();
  expect(by.approver).toMatchObject([{ decisions: 1, quick: 0 }]);
  expect(by.tool).toMatchObject([{ decisions: 2, quick: 0 }]);
});

it('a sign is given from enough decisions on, of what was nearly always approved and too soon', async () => {
  const approveAll = async (from: number, to: number): Promise<void> => {
    for (let n = from; n < to; n += 1) {
      await decide('approve', await raise(rig, task, { text: `n${n}` }), 1_000);
    }
  };
  await approveAll(1, TELLING);
  expect((await measure()).by.approver[0]!.signs).toEqual([]);
  await approveAll(TELLING, TELLING + 1);
  const { by } = await measure();
  for (const [one] of [by.approver, by.policy, by.tool]) {
    expect(one!.signs).toEqual(['little-time', 'nearly-always-yes']);
  }
});
