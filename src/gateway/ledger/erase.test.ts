import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eraseTask } from './erase.ts';
import { codeOf } from '../fault.ts';
import { LAPSE_MS, StoreFault, type StoredPayload } from '../ports.ts';
import { ADA, GRACE, startRig, type Rig } from '../rig.contract.ts';
import { draftStatement, quarantine } from '../tasks.ts';
import { holdBack, turns } from '../loop/timeline.contract.ts';
import { showHold, trace } from '../views.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig({ replicas: true });
});
afterEach(() => rig.stop());

/** An ended task with words of every kind. */
async function ended(): Promise<string> {
  const task = await rig.open('Tidy up');
  await rig.call(task, 'notes/read', { page: 7 });
  await rig.close(task);
  return task;
}

async function typesOf(task: string): Promise<string[]> {
  return (await trace(rig.core, task))!.records.map(({ type }) => type);
}

async function isGone(task: string): Promise<boolean> {
  const { records, payloads } = (await trace(rig.core, task))!;
  const commitments = Object.keys(payloads);
  const stored = await Promise.all(commitments.map((one) => rig.store.payload(one, `task/${task}`)));
  const key = await rig.store.key(`task/${task}`);
  expect(records.length).toBeGreaterThan(0);
  return key === null && [...stored, ...Object.values(payloads)].every((one) => one === null);
}

describe('an erased task', () => {
  it('has its records and their proofs, and no word of them can be read again', async () => {
    const other = await rig.open('Stays');
    const task = await ended();
    const before = await trace(rig.core, task);
    expect(Object.values(before!.payloads)).not.toContain(null);

    expect(await eraseTask(rig.core, ADA, task)).toMatchObject({ verdict: 'permit', erased: true });
    expect(await isGone(task)).toBe(true);
    const after = (await trace(rig.core, task))!;
    expect(after.records.slice(0, before!.records.length)).toEqual(before!.records);
    expect(after.records.slice(before!.records.length).map(({ type, body }) => [type, body])).toEqual([
      ['erasure-ordered', { task, why: 'asked' }],
      ['payloads-erased', { task }],
    ]);
    expect(Object.values((await trace(rig.core, other))!.payloads)).toEqual(['Stays']);
    expect(await rig.audit()).toMatchObject({ ok: true, findings: [], payloadsErased: 3 });
    await rig.restart();
    expect(await isGone(task)).toBe(true);
  });

  it('is erased once, only when it has ended, and only by whom policy lets', async () => {
    const task = await rig.open();
    expect(await eraseTask(rig.core, ADA, task)).toMatchObject({ verdict: 'deny', erased: false });
    await rig.close(task);
    expect(await eraseTask(rig.core, GRACE, task)).toMatchObject({ verdict: 'deny', erased: false });
    expect(await isGone(task)).toBe(false);
    await eraseTask(rig.core, ADA, task);
    const again = await eraseTask(rig.core, ADA, task);
    expect(again.reasons.map(({ code }) => code)).toEqual(['already-erased']);
  });

  it('takes no more words: what is asked about it is refused or recorded without them', async () => {
    const task = await rig.open();
    const held = await rig.call(task, 'notes/write', { n: 1 });
    const hold = held.verdict === 'hold' ? held.hold : '';
    await rig.close(task);
    await eraseTask(rig.core, ADA, task);
    expect(await rig.call(task, 'notes/read', { page: 8 })).toMatchObject({ verdict: 'deny' });
    const input = { task, hold, verdict: 'approve', reason: 'why not' } as const;
    expect(await draftStatement(rig.core, 'grace', input)).toBeNull();
    expect(await showHold(rig.core, hold)).toMatchObject({ argumentsText: null, promptText: null });
    expect((await quarantine(rig.core, ADA, { task, reason: 'late doubts' })).answer.verdict).toBe('permit');
    expect(await isGone(task)).toBe(true);
    expect(await rig.audit()).toMatchObject({ ok: true, findings: [] });
  });

  it('takes no words that were under way when its erasure was ordered', async () => {
    const task = await ended();
    const sealed: StoredPayload[] = [];
    rig.store.fault = ({ payloads }) => {
      sealed.push(...payloads);
      return null;
    };
    const erased = eraseTask(rig.core, ADA, task);
    const refused = rig.call(task, 'notes/read', { page: 8 });
    expect(await refused).toMatchObject({ verdict: 'deny' });
    await erased;
    expect(sealed.filter(({ scope }) => scope === `task/${task}`)).toEqual([]);
  });

  it('is erased for every replica, and none keeps its key', async () => {
    const task = await rig.open('Tidy up');
    const other = await rig.join();
    await other.call(task, 'notes/read');
    await rig.close(task);
    expect(other.core.vault.has(`task/${task}`)).toBe(true);
    await eraseTask(rig.core, ADA, task);
    await other.core.catchUp();
    expect(other.core.vault.has(`task/${task}`)).toBe(false);
    expect(rig.core.vault.has(`task/${task}`)).toBe(false);
    expect(Object.values((await trace(other.core, task))!.payloads)).toEqual([null, null, null]);
  });
});

describe('an ordered erasure', () => {
  it('is owed over a crash until the store has carried it out', async () => {
    const task = await ended();
    const erase = vi.spyOn(rig.store, 'erase');
    erase.mockRejectedValue(new StoreFault('store-unavailable', 'not now'));
    expect(await eraseTask(rig.core, ADA, task)).toMatchObject({ verdict: 'permit', erased: false });
    expect((await rig.audit()).findings).toEqual([]);
    erase.mockRestore();
    await rig.restart();
    expect(await isGone(task)).toBe(true);
    expect((await typesOf(task)).slice(-2)).toEqual(['erasure-ordered', 'payloads-erased']);
  });

  it('that never became durable is not carried out', async () => {
    await rig.stop();
    // Alone it takes in no news between what is owed and what is done.
    rig = await startRig();
    const task = await ended();
    await rig.core.load(task);
    const open = holdBack(rig.store);
    rig.store.fault = () => new StoreFault('store-full', 'no more');
    const erasing = eraseTask(rig.core, ADA, task).catch(codeOf);
    await turns();
    const swept = rig.core.sweeper.all();
    await turns();
    expect(await rig.store.key(`task/${task}`)).not.toBeNull();
    open();
    expect(await erasing).toBe('store-full');
    rig.store.fault = () => null;
    await swept;
    expect(await isGone(task)).toBe(false);
    expect(await typesOf(task)).not.toContain('payloads-erased');
    expect(await rig.audit()).toMatchObject({ ok: true, findings: [] });
  });

  it('carried out and not yet recorded as done is no finding, and is recorded after a crash', async () => {
    const task = await ended();
    const destroyed = new Promise<void>((resolve) => {
      rig.store.fault = ({ records }) => {
        if (!records.some(({ type }) => type === 'payloads-erased')) return null;
        resolve();
        return new StoreFault('store-full', 'no more');
      };
    });
    void eraseTask(rig.core, ADA, task).catch(() => undefined);
    await destroyed;
    expect((await typesOf(task)).at(-1)).toBe('erasure-ordered');
    expect(await isGone(task)).toBe(true);
    expect(await rig.audit()).toMatchObject({ ok: true, findings: [] });
    await rig.restart();
    // Until then the work is claimed by the process that is gone.
    rig.clock.advance(LAPSE_MS + 1);
    await rig.core.sweeper.all();
    expect((await typesOf(task)).at(-1)).toBe('payloads-erased');
    expect(rig.core.world.task(task)?.erasure?.status).not.toBe('ordered');
  });
});

describe('an audit', () => {
  it('misses a key that nobody ordered to be destroyed', async () => {
    const task = await ended();
    await rig.store.erase(`task/${task}`);
    const { ok, findings, payloadsErased } = await rig.audit();
    expect({ ok, payloadsErased }).toEqual({ ok: false, payloadsErased: 0 });
    expect(new Set(findings.map(({ code }) => code))).toEqual(new Set(['payload-key-missing']));
    expect(findings).toHaveLength(3);
  });

  it('finds a key that the ledger says is destroyed', async () => {
    const task = await ended();
    rig.store.erase = () => Promise.resolve();
    await eraseTask(rig.core, ADA, task);
    const { seq } = (await trace(rig.core, task))!.records.at(-1)!;
    expect(await rig.audit()).toMatchObject({ ok: false, findings: [{ code: 'erasure-undone', seq }] });
  });
});
