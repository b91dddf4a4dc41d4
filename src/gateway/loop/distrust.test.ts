import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StoredRecord } from '../ports.ts';
import { ADA, startRig, type Joined, type Rig } from '../rig.contract.ts';
import { quarantine } from '../tasks.ts';
import { fakeTimers, turns } from './timeline.contract.ts';

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

const FUTURE = Date.UTC(2090, 0, 1);
const YEAR_MS = 365 * 86_400_000;
const CORRUPT = { verdict: 'fault', code: 'store-corrupt' };

function rowsOf(task: string): StoredRecord[] {
  return rig.data.read({ fromSeq: 0, limit: 10_000, stream: `task/${task}` });
}

function rowOf(task: string, type: string): StoredRecord {
  return rowsOf(task).find((row) => row.type === type)!;
}

/** Writes a row as who has the database can; the answer puts it back. */
function change(row: StoredRecord, columns: Partial<StoredRecord>): () => void {
  const honest = { ...row };
  Object.assign(row, columns);
  return () => Object.assign(row, honest);
}

interface Forged {
  type: string;
  body: { expiresAt: number; scope: { limits: { calls: number } } };
}

function rewrite(row: StoredRecord, forge: (record: Forged) => void): () => void {
  const record = JSON.parse(row.text) as Forged;
  forge(record);
  return change(row, { text: JSON.stringify(record), type: record.type });
}

/** A task with one call behind it; every replica knows it. */
async function openTask(): Promise<string> {
  const task = await rig.open();
  await rig.call(task, 'notes/read');
  await other.core.catchUp();
  return task;
}

/** A task that has ended and has left the memory of the first replica. */
async function endTask(): Promise<string> {
  const task = await openTask();
  await rig.close(task);
  await rig.core.sweeper.all();
  expect(rig.core.world.task(task)).toBeNull();
  return task;
}

/** What another replica does is not heard of, until it is. */
async function unheard(work: () => Promise<unknown>): Promise<() => void> {
  other.store.isCutOff = true;
  await work();
  await turns();
  return () => {
    other.store.isCutOff = false;
  };
}

describe('an ended task', () => {
  const elsewhere = { stream: 'task/task_elsewhere0000000' };
  const CHANGES: [string, (task: string) => Promise<(() => void)[]>][] = [
    [
      'opening says another expiry',
      async (task) => [rewrite(rowOf(task, 'task-opened'), ({ body }) => (body.expiresAt += YEAR_MS))],
    ],
    [
      'end says something else',
      async (task) => [
        rewrite(rowOf(task, 'task-closed'), (record) => {
          record.type = 'outcome-delivered';
        }),
      ],
    ],
    ['end is filed elsewhere', async (task) => [change(rowOf(task, 'task-closed'), elsewhere)]],
    ['call is filed elsewhere', async (task) => [change(rowOf(task, 'action-permitted'), elsewhere)]],
    [
      'records are those of another one',
      async (task) => {
        const stranger = await endTask();
        const hidden = rowsOf(task).map((row) => change(row, elsewhere));
        const shown = rowsOf(stranger).map((row) => change(row, { stream: `task/${task}` }));
        return [...shown, ...hidden];
      },
    ],
  ];

  it.each(CHANGES)('whose %s comes back only as it was signed', async (_, tamper) => {
    const task = await endTask();
    const undo = await tamper(task);
    const calls = rig.upstream.calls.length;
    await expect(rig.core.load(task)).rejects.toMatchObject({ code: 'store-corrupt' });
    expect(await rig.call(task, 'notes/read', { n: 2 })).toEqual(CORRUPT);
    expect(rig.core.world.task(task)).toBeNull();
    for (const putBack of undo) putBack();
    expect(await rig.call(task, 'notes/read', { n: 2 })).toMatchObject({ verdict: 'deny' });
    expect(rig.upstream.calls).toHaveLength(calls);
  });
});

describe('a live task', () => {
  it.each([1, -1])('is not folded again for a count of its records that is off by %i', async (by) => {
    const task = await openTask();
    // What the task was told is read once.
    await other.call(task, 'notes/read', { n: 1 });
    const calls = rig.upstream.calls.length;
    const honest = other.core.world.task(task)!;
    const putBack = rewrite(rowOf(task, 'task-opened'), ({ body }) => {
      body.expiresAt += YEAR_MS;
      body.scope.limits.calls = 1_000_000;
    });
    const { versions } = rig.data;
    const count = versions.get(`task/${task}`)!;
    versions.set(`task/${task}`, count + by);
    const read = vi.spyOn(other.store, 'read');
    expect(await other.call(task, 'notes/read', { n: 2 })).toEqual(CORRUPT);
    expect(read.mock.calls.filter(([{ stream }]) => stream !== undefined)).toEqual([]);
    expect(rig.upstream.calls).toHaveLength(calls);
    expect(other.core.world.task(task)).toEqual(honest);

    // The trace is removed; what the next snapshot holds is signed.
    versions.set(`task/${task}`, count);
    expect(await other.call(task, 'notes/read', { n: 3 })).toMatchObject({ outcome: 'succeeded' });
    await other.stop();
    putBack();
    const { size } = await rig.store.head();
    expect(rig.data.snapshot?.size).toBe(size);
    const { expiresAt, scope } = (await rig.join()).core.world.task(task)!;
    expect({ expiresAt, calls: scope.limits.calls }).toEqual({
      expiresAt: honest.expiresAt,
      calls: honest.scope.limits.calls,
    });
    expect(await rig.audit()).toMatchObject({ ok: true });
  });
});

describe('what others recorded', () => {
  const COLUMNS: [string, Partial<StoredRecord>][] = [
    ['version', { version: 0 }],
    ['stream', { stream: 'task/task_elsewhere0000000' }],
    ['type', { type: 'outcome-delivered' }],
    ['time', { time: FUTURE }],
  ];

  it.each(COLUMNS)('counts as its signed text says, whatever its %s column says', async (_, columns) => {
    const task = await openTask();
    const calls = rig.upstream.calls.length;
    const hear = await unheard(() => quarantine(rig.core, ADA, { task, reason: 'odd' }));
    change(rowOf(task, 'task-quarantined'), columns);
    hear();
    await other.core.catchUp();
    expect(other.core.world.task(task)?.status).toBe('quarantined');
    expect(await other.call(task, 'notes/read', { n: 2 })).toMatchObject({ verdict: 'deny' });
    expect(rig.upstream.calls).toHaveLength(calls);
    expect((await rig.store.head()).lastTime).toBeLessThan(FUTURE);
  });

  it('is the cause of what follows by its signed id, whatever its id column says', async () => {
    const task = await openTask();
    const hear = await unheard(() => rig.call(task, 'notes/write'));
    const putBack = change(rowOf(task, 'action-held'), { id: 'rec_000000000000evil' });
    hear();
    await other.core.catchUp();
    const [hold] = Object.keys(other.core.world.task(task)!.holds);
    expect(await other.decide('grace', 'approve', task, hold!)).toMatchObject({ verdict: 'permit' });
    putBack();
    expect(await rig.audit()).toMatchObject({ ok: true, findings: [] });
  });

  it('is not hidden by a count that leaves it out', async () => {
    const task = await openTask();
    const hear = await unheard(() => quarantine(rig.core, ADA, { task, reason: 'odd' }));
    const { versions } = rig.data;
    change(rowOf(task, 'task-quarantined'), { version: 0 });
    versions.set(`task/${task}`, versions.get(`task/${task}`)! - 1);
    hear();
    expect(await other.call(task, 'notes/read', { n: 2 })).toEqual(CORRUPT);
    expect(other.core.world.task(task)?.status).toBe('quarantined');
  });

  it('says what time it is for the ledger: the head alone does not', async () => {
    const task = await openTask();
    const hear = await unheard(() => rig.call(task, 'notes/read', { n: 2 }));
    rig.data.head = { ...rig.data.head, lastTime: FUTURE };
    hear();
    expect(await other.call(task, 'notes/read', { n: 3 })).toMatchObject({ outcome: 'succeeded' });
    expect((await rig.store.head()).lastTime).toBeLessThan(FUTURE);

    rig.data.head = { ...rig.data.head, lastTime: FUTURE };
    const third = await rig.join();
    expect(await third.call(task, 'notes/read', { n: 4 })).toMatchObject({ outcome: 'succeeded' });
    expect((await rig.store.head()).lastTime).toBeLessThan(FUTURE);
  });

  it('is a corrupt store where it is no record at all', async () => {
    const hear = await unheard(() => rig.open());
    const last = rig.data.read({ fromSeq: 0, limit: 10_000 }).at(-1)!;
    const putBack = change(last, { text: 'no record', stream: 'org' });
    hear();
    await expect(other.core.catchUp()).rejects.toMatchObject({ code: 'store-corrupt' });
    await expect(rig.join()).rejects.toMatchObject({ code: 'store-corrupt' });
    putBack();
    await other.core.catchUp();
  });
});
