import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDeferrals } from '../hold/deferred.ts';
import { eraseTask } from '../ledger/erase.ts';
import { hang } from '../fakes.contract.ts';
import { BEAT_MS, StoreFault, type MintRequest, type UpstreamOutcome } from '../ports.ts';
import { ADA, startRig, type Joined, type Rig } from '../rig.contract.ts';
import { kill } from '../tasks.ts';
import { fakeTimers, gate, holdBack, pass, turns } from './timeline.contract.ts';
import { trace } from '../views.ts';

let rig: Rig;
let other: Joined;
beforeEach(async () => {
  fakeTimers();
  rig = await startRig({ replicas: true });
  other = await rig.join();
});
afterEach(async () => {
  await rig.stop();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

async function bodiesOf(task: string, type: string): Promise<{ readonly [key: string]: unknown }[]> {
  const { records } = (await trace(rig.core, task))!;
  return records.filter((record) => record.type === type).map(({ body }) => body);
}

async function typesOf(task: string): Promise<string[]> {
  return (await trace(rig.core, task))!.records.map(({ type }) => type);
}

/** A task with a call behind it, which every replica knows. */
async function openTask(): Promise<string> {
  const task = await rig.open();
  await rig.call(task, 'notes/read', { n: 0 });
  await other.core.catchUp();
  rig.upstream.calls.length = 0;
  return task;
}

describe('a replica that is given up', () => {
  const WAYS: [string, (name: string) => Promise<void>][] = [
    ['for its silence', async () => rig.clock.advance(8_500)],
    ['by another one', (name) => rig.store.peers!.leave(name)],
  ];

  it.each(WAYS)('%s, starts nothing under its old name', async (_, giveUp) => {
    const task = await openTask();
    const old = other.core.replica.owner();
    const open = holdBack(other.store);
    const decided = other.call(task, 'notes/read', { n: 1 });
    await turns();
    const waiting = other.call(task, 'notes/read', { n: 2 });
    await turns();
    await giveUp(old);
    await vi.advanceTimersByTimeAsync(BEAT_MS);
    const name = other.core.replica.owner();
    expect(name).not.toBe(old);
    open();
    expect(await decided).toMatchObject({ outcome: 'not-started' });
    expect(await waiting).toMatchObject({ outcome: 'succeeded' });
    expect(rig.upstream.calls.map((call) => call.arguments)).toEqual([{ n: 2 }]);
    await rig.core.catchUp();
    expect((await bodiesOf(task, 'action-permitted')).map(({ owner }) => owner).slice(1)).toEqual([
      old,
      name,
    ]);
  });

  it('starts nothing before the others know its new name', async () => {
    const task = await openTask();
    const beat = vi.spyOn(other.store.peers!, 'beat');
    beat.mockRejectedValue(new StoreFault('store-unavailable', 'not now'));
    rig.clock.advance(8_500);
    expect(await other.call(task, 'notes/read', { n: 1 })).toEqual({
      verdict: 'fault',
      code: 'store-unavailable',
    });
    expect(await other.core.replica.alone('work', () => Promise.reject(new Error('done')))).toBe(false);
    expect(rig.upstream.calls).toEqual([]);
    beat.mockRestore();
    await pass(rig, 1);
    expect(await other.call(task, 'notes/read', { n: 2 })).toMatchObject({ outcome: 'succeeded' });
  });

  it('though it lives has time to stop: no containment is over before its calls are', async () => {
    const task = await openTask();
    rig.upstream.answer = hang;
    const calling = other.call(task, 'notes/read', { n: 1 });
    await turns();
    await rig.core.catchUp();
    const running = (): number => rig.upstream.calls.filter(({ signal }) => !signal.aborted).length;
    expect(running()).toBe(1);
    vi.spyOn(rig.store.peers!, 'isAlive').mockResolvedValueOnce(false);
    await rig.core.sweeper.all();
    // What is recorded does not reach it: that it was given up does.
    const { passed, open } = gate();
    const head = other.store.head.bind(other.store);
    vi.spyOn(other.store, 'head').mockImplementation(() => passed.then(head));
    const { quiesced } = await kill(rig.core, ADA, { target: { kind: 'all' }, lift: false, reason: 'odd' });
    let runningAtEnd: number | null = null;
    void quiesced.then(() => (runningAtEnd = running()));
    for (let step = 0; step < 16 && runningAtEnd === null; step += 1) {
      rig.clock.advance(BEAT_MS / 4);
      await vi.advanceTimersByTimeAsync(BEAT_MS / 4);
      await turns();
    }
    open();
    expect(runningAtEnd).toBe(0);
    await calling;
    expect((await bodiesOf(task, 'action-settled')).at(-1)).toMatchObject({ outcome: 'unknown' });
  });

  it.each<[string, () => void]>([
    ['is set back an hour', () => rig.clock.advance(-3_600_000)],
    [
      'stands still, as while the machine sleeps',
      () => {
        const now = rig.clock.running();
        vi.spyOn(rig.clock, 'running').mockImplementation(() => now + 9_000);
      },
    ],
  ])('finds out that it is, even where its clock %s', async (_, upset) => {
    const task = await openTask();
    rig.upstream.answer = hang;
    const calling = other.call(task, 'notes/read', { n: 1 });
    await turns();
    const name = other.core.replica.owner();
    other.store.isCutOff = true;
    upset();
    await vi.advanceTimersByTimeAsync(BEAT_MS);
    expect(other.core.replica.owner()).not.toBe(name);
    expect(rig.upstream.calls[0]!.signal.aborted).toBe(true);
    other.store.isCutOff = false;
    await vi.advanceTimersByTimeAsync(4 * BEAT_MS);
    await calling;
  });
});

describe('who lives', () => {
  it('is asked once about each process and beat, however many tasks it has', async () => {
    for (let n = 0; n < 12; n += 1) await rig.call(await rig.open(), 'desk/look');
    await other.core.catchUp();
    await turns();
    const asked = vi.spyOn(other.store.peers!, 'isAlive');
    const owner = rig.core.replica.owner();
    const questions = (): number => asked.mock.calls.filter(([one]) => one === owner).length;
    await other.core.sweeper.all();
    await other.core.sweeper.all();
    expect(questions()).toBe(1);
    await pass(rig, 3);
    expect(questions()).toBeLessThanOrEqual(5);
    expect(questions()).toBeGreaterThan(1);
  });

  it('is not asked again while an answer is waited for', async () => {
    await rig.call(await rig.open(), 'desk/look');
    await other.core.catchUp();
    await turns();
    const owner = rig.core.replica.owner();
    const { passed, open } = gate();
    let questions = 0;
    const isAlive = other.store.peers!.isAlive.bind(other.store.peers);
    vi.spyOn(other.store.peers!, 'isAlive').mockImplementation(async (one) => {
      if (one === owner) {
        questions += 1;
        await passed;
      }
      return isAlive(one);
    });
    const name = other.core.replica.owner();
    await pass(rig, 15);
    expect(questions).toBe(1);
    expect(other.core.replica.owner()).toBe(name);
    open();
  });
});

describe('what a silent replica leaves', () => {
  it('is an erasure that another one carries out', async () => {
    const task = await openTask();
    await rig.close(task);
    await rig.core.sweeper.all();
    expect(rig.core.world.task(task)).toBeNull();
    let die = (_: Error): void => undefined;
    vi.spyOn(other.store, 'erase').mockReturnValue(new Promise((_resolve, reject) => (die = reject)));
    const erasing = eraseTask(other.core, ADA, task).catch(() => undefined);
    await turns();
    // Looking at the task would bring it into memory.
    expect(rig.data.read({ fromSeq: 0, limit: 10_000 }).at(-1)).toMatchObject({ type: 'erasure-ordered' });
    other.store.isCutOff = true;
    expect(await rig.store.key(`task/${task}`)).not.toBeNull();
    await pass(rig, 15);
    expect(await rig.store.key(`task/${task}`)).toBeNull();
    expect((await typesOf(task)).at(-1)).toBe('payloads-erased');
    other.store.isCutOff = false;
    die(new StoreFault('store-unavailable', 'it is gone'));
    await pass(rig, 3);
    await erasing;
    expect((await typesOf(task)).filter((type) => type === 'payloads-erased')).toHaveLength(1);
  });

  it.each(['before', 'after'])('is owed over a start from a snapshot kept %s the order', async (kept) => {
    const task = await openTask();
    await rig.close(task);
    await Promise.all([rig, other].map(({ core }) => core.catchUp().then(() => core.sweeper.all())));
    expect(other.core.world.task(task)).toBeNull();
    for (const { store } of [rig, other]) {
      vi.spyOn(store, 'erase').mockRejectedValue(new StoreFault('store-unavailable', 'not now'));
    }
    if (kept === 'before') await other.stop();
    await eraseTask(rig.core, ADA, task);
    if (kept === 'after') {
      await other.core.catchUp();
      await other.stop();
    }
    const { size } = await rig.store.head();
    expect(rig.data.snapshot!.size === size).toBe(kept === 'after');
    await rig.restart();
    expect((await typesOf(task)).slice(-2)).toEqual(['erasure-ordered', 'payloads-erased']);
    expect(await rig.store.key(`task/${task}`)).toBeNull();
  });

  it('is a held call that another one goes on with: made once people approve, and once', async () => {
    const task = await openTask();
    const deferrals = [rig, other].map(({ core }) => createDeferrals(core));
    const call = { connector: 'notes', tool: 'write', arguments: { n: 1 } };
    const held = await other.call(task, 'notes/write', call.arguments);
    if (held.verdict !== 'hold') throw new Error(JSON.stringify(held));
    const caller = { agent: 'scribe', task, supports: () => false };
    await deferrals[1]!.defer(caller, held.hold, call);
    await pass(rig, 3);
    const ownersOf = async () => (await bodiesOf(task, 'call-deferred')).map(({ owner }) => owner);
    const old = other.core.replica.owner();
    expect(await ownersOf()).toEqual([old]);
    other.store.isCutOff = true;
    await pass(rig, 15);
    expect(await ownersOf()).toEqual([old, rig.core.replica.owner()]);
    await rig.decide('grace', 'approve', task, held.hold);
    await turns();
    other.store.isCutOff = false;
    await pass(rig, 5);
    expect(rig.upstream.calls.map((one) => one.arguments)).toEqual([{ n: 1 }]);
    expect(await bodiesOf(task, 'action-permitted')).toHaveLength(2);
    expect(await rig.audit()).toMatchObject({ ok: true, findings: [] });
  });

  it('is no credential: one that is minted after the others revoked its lease is revoked', async () => {
    const task = await openTask();
    rig.issuer.minted.length = 0;
    const { passed, open } = gate();
    const mint = rig.issuer.mint.bind(rig.issuer);
    vi.spyOn(rig.issuer, 'mint').mockImplementation((request: MintRequest) =>
      passed.then(() => mint(request)),
    );
    const calling = other.call(task, 'desk/look');
    await turns();
    other.store.isCutOff = true;
    await pass(rig, 14);
    expect(await bodiesOf(task, 'lease-revoked')).toHaveLength(1);
    open();
    await turns();
    other.store.isCutOff = false;
    await pass(rig, 8);
    expect(await calling).toMatchObject({ outcome: 'not-started', code: 'issuer-unavailable' });
    expect(rig.issuer.minted).toHaveLength(1);
    expect([...rig.issuer.live]).toEqual([]);
  });

  it('is an outcome that is recorded even of a task that is erased, without its words', async () => {
    const task = await openTask();
    let answer = (_: UpstreamOutcome): void => undefined;
    rig.upstream.answer = () => new Promise((resolve) => (answer = resolve));
    const calling = other.call(task, 'notes/read', { n: 1 });
    await turns();
    other.store.isCutOff = true;
    await pass(rig, 14);
    await rig.close(task);
    expect(await eraseTask(rig.core, ADA, task)).toMatchObject({ erased: true });
    other.store.isCutOff = false;
    await pass(rig, 5);
    answer({ outcome: 'succeeded', result: { content: [] } });
    expect(await calling).toMatchObject({ outcome: 'succeeded' });
    await rig.core.catchUp();
    const settled = (await bodiesOf(task, 'action-settled')).slice(1);
    expect(settled).toMatchObject([{ outcome: 'unknown' }, { outcome: 'succeeded', result: null }]);
    expect(await rig.audit()).toMatchObject({ ok: true, findings: [] });
  });
});
