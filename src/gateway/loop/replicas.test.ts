import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nodeLedgerCrypto as crypto } from '../../adapters/crypto/node.ts';
import { sealRecord } from '../../ledger/record.ts';
import { hang, succeed } from '../fakes.contract.ts';
import { LAPSE_MS, type LedgerStore, type UpstreamCall } from '../ports.ts';
import { ADA, startRig, type Joined, type Rig } from '../rig.contract.ts';
import { kill, quarantine } from '../tasks.ts';
import { SOON, fakeTimers, holdBack, pass, turn } from './timeline.contract.ts';
import { trace } from '../views.ts';

let rig: Rig;
let other: Joined;
beforeEach(async () => {
  fakeTimers();
  rig = await startRig({ replicas: true, readMax: 3 });
  other = await rig.join();
});
afterEach(async () => {
  await rig.stop();
  vi.useRealTimers();
});

async function bodiesOf(task: string, type: string): Promise<{ readonly [key: string]: unknown }[]> {
  const { records } = (await trace(rig.core, task))!;
  return records.filter((record) => record.type === type).map(({ body }) => body);
}

/** The next call hangs; resolves when it was sent. */
function nextCallHangs(): Promise<UpstreamCall> {
  return new Promise((resolve) => {
    rig.upstream.answer = (call) => {
      resolve(call);
      return hang(call);
    };
  });
}

describe('two replicas on one ledger', () => {
  it('serve the same task: what one records the other decides on', async () => {
    const task = await rig.open();
    expect(await other.call(task, 'notes/read', { n: 1 })).toMatchObject({ verdict: 'permit' });
    expect(await rig.call(task, 'notes/read', { n: 2 })).toMatchObject({ verdict: 'permit' });
    expect(await other.call(task, 'notes/read', { n: 3 })).toMatchObject({ verdict: 'permit' });
    expect(await rig.call(task, 'notes/read', { n: 4 })).toMatchObject({ verdict: 'deny' });
    expect(await rig.audit()).toMatchObject({ ok: true, findings: [] });
  });

  it.each([
    ['kill', (task: string) => kill(rig.core, ADA, { target: { kind: 'all' }, lift: false, reason: task })],
    ['quarantine', (task: string) => quarantine(rig.core, ADA, { task, reason: 'odd' })],
    ['close', (task: string) => rig.close(task)],
  ])('decide again what a %s overtook before it was recorded', async (_, stop) => {
    const task = await rig.open();
    await other.call(task, 'notes/read');
    const calls = rig.upstream.calls.length;
    const open = holdBack(other.store);
    const late = other.call(task, 'notes/read', { n: 2 });
    await turn();
    await stop(task);
    open();
    expect(await late).toMatchObject({ verdict: 'deny' });
    expect(rig.upstream.calls).toHaveLength(calls);
    expect(other.core.meters.read().redecided).toBeGreaterThan(0);
  });

  it('leave alone what others did not touch: only what is concerned is decided again', async () => {
    const [mine, theirs] = [await rig.open(), await other.open()];
    await other.call(theirs, 'notes/read');
    const before = other.core.meters.read().redecided;
    const open = holdBack(other.store);
    const late = other.call(theirs, 'notes/read', { n: 2 });
    await turn();
    await rig.call(mine, 'notes/read');
    open();
    expect(await late).toMatchObject({ verdict: 'permit' });
    expect(other.core.meters.read().redecided).toBe(before);
  });

  it('give out an allowance once, however both ask at a time', async () => {
    const task = await rig.open();
    await other.call(task, 'notes/read');
    const doors = [holdBack(rig.store), holdBack(other.store)];
    const asked = Array.from({ length: 8 }, (_, n) => (n % 2 ? rig : other).call(task, 'notes/read', { n }));
    await turn();
    for (const open of doors) open();
    const verdicts = (await Promise.all(asked)).map(({ verdict }) => verdict);
    expect(verdicts.filter((verdict) => verdict === 'permit')).toHaveLength(2);
    expect(rig.upstream.calls).toHaveLength(3);
  });

  it('use an approval once: one makes the call, the other gives its outcome', async () => {
    const task = await rig.open();
    const held = await rig.call(task, 'notes/write', { n: 1 });
    if (held.verdict !== 'hold') throw new Error(held.verdict);
    await other.core.catchUp();
    await other.decide('grace', 'approve', task, held.hold);
    await rig.core.catchUp();
    const doors = [holdBack(rig.store), holdBack(other.store)];
    const both = [rig, other].map((one) => one.call(task, 'notes/write', { n: 1 }));
    await turn();
    for (const open of doors) open();
    const answers = await Promise.all(both);
    expect(answers).toMatchObject([
      { verdict: 'permit', outcome: 'succeeded' },
      { verdict: 'permit', outcome: 'succeeded' },
    ]);
    expect(rig.upstream.calls).toHaveLength(1);
    expect(await bodiesOf(task, 'action-permitted')).toHaveLength(1);
  });

  it('wake each other: an approval given at one ends the wait at the other', async () => {
    const task = await rig.open();
    const waiting = other.call(task, 'notes/write', {}, { waitMs: 30_000 });
    await vi.waitFor(() => expect(Object.keys(rig.core.world.task(task)?.holds ?? {})).toHaveLength(1), SOON);
    const [hold] = Object.keys(rig.core.world.task(task)!.holds);
    // The rig's gateways answer holds at once unless told otherwise.
    expect(await waiting).toMatchObject({ verdict: 'hold', hold });
    await rig.decide('grace', 'approve', task, hold!);
    await vi.waitFor(
      () => expect(other.core.world.task(task)?.holds[hold!]?.approvals).toHaveLength(1),
      SOON,
    );
  });

  it('abort each other: a containment is over only when the call in the other has ended', async () => {
    const task = await other.open();
    const sent = nextCallHangs();
    const calling = other.call(task, 'notes/read');
    const { signal } = await sent;
    await rig.core.catchUp();
    const { quiesced } = await quarantine(rig.core, ADA, { task, reason: 'odd' });
    expect(await quiesced).toMatchObject({ aborted: 1 });
    expect(signal.aborted).toBe(true);
    expect(await calling).toMatchObject({ outcome: 'unknown' });
    expect(await bodiesOf(task, 'action-settled')).toMatchObject([{ outcome: 'unknown' }]);
  });

  it('tell their issuers of each lease that is revoked, whoever revoked it', async () => {
    const task = await rig.open();
    expect(await other.call(task, 'desk/look')).toMatchObject({ verdict: 'permit' });
    rig.revoked.clear();
    await rig.close(task);
    await vi.waitFor(() => expect([...rig.revoked.keys()]).toEqual([rig.issuer.minted.at(-1)!.lease]), SOON);
    expect(await bodiesOf(task, 'lease-revoked')).toHaveLength(1);
  });

  it('believe nothing that the ledger did not sign', async () => {
    const store = rig.store as LedgerStore;
    const { size } = await store.head();
    await store.append(size, ({ head }) => ({
      streams: ['org'],
      seal(versions) {
        const version = versions.get('org')! + 1;
        const draft = {
          id: 'rec_000000000000evil',
          time: head.lastTime,
          stream: 'org',
          type: 'kill-lifted',
          actor: { kind: 'operator', id: 'ada' },
          causes: [],
          body: { target: { kind: 'all' }, reason: '' },
        } as const;
        const { record, bytes, hash } = sealRecord(crypto, draft, size, version);
        const text = new TextDecoder().decode(bytes);
        const row = {
          id: record.id,
          seq: size,
          stream: 'org',
          version,
          type: record.type,
          time: head.lastTime,
        };
        return {
          records: [{ ...row, text, hash }],
          nodes: [],
          payloads: [],
          keys: [],
          head: { ...head, size: size + 1, epoch: version },
        };
      },
    }));
    await expect(other.open()).rejects.toMatchObject({ code: 'store-corrupt' });
    await expect(other.open()).rejects.toMatchObject({ code: 'store-corrupt' });
  });
});

describe('a replica', () => {
  it('that dies is taken over: its call is settled as unknown once, its lease revoked once', async () => {
    const third = await rig.join();
    const task = await third.open();
    const sent = nextCallHangs();
    rig.issuer.asked.length = 0;
    const calling = third.call(task, 'desk/look');
    await vi.waitFor(() => expect(rig.upstream.calls).toHaveLength(1), SOON);
    await sent;
    await third.crash();
    await calling;
    await pass(rig, 3);
    expect(await bodiesOf(task, 'action-settled')).toEqual([]);
    await pass(rig, LAPSE_MS / 1_000);
    expect(await bodiesOf(task, 'action-settled')).toMatchObject([
      { outcome: 'unknown', code: 'claim-lapsed' },
    ]);
    expect(await bodiesOf(task, 'lease-revoked')).toHaveLength(1);
    expect(rig.issuer.asked).toHaveLength(1);
    expect(rig.upstream.calls).toHaveLength(1);
  });

  it('that is cut off for too long aborts what it runs, and comes back under another name', async () => {
    const task = await other.open();
    const sent = nextCallHangs();
    const calling = other.call(task, 'notes/read');
    await vi.waitFor(() => expect(rig.upstream.calls).toHaveLength(1), SOON);
    const { signal } = await sent;
    const name = other.core.replica.owner();
    other.store.isCutOff = true;
    await pass(rig, 5);
    expect(signal.aborted).toBe(false);
    expect(await other.call(task, 'notes/read')).toMatchObject({
      verdict: 'fault',
      code: 'store-unavailable',
    });
    await pass(rig, 5);
    expect(signal.aborted).toBe(true);
    other.store.isCutOff = false;
    rig.upstream.answer = succeed;
    await pass(rig, 8);
    expect(other.core.replica.owner()).not.toBe(name);
    await calling;
    expect(await other.call(task, 'notes/read')).toMatchObject({ verdict: 'permit' });
    await rig.core.catchUp();
    expect(await bodiesOf(task, 'action-settled')).toHaveLength(2);
    expect(await rig.audit()).toMatchObject({ ok: true });
  });

  it('closes an expired task once, however many look', async () => {
    const task = await rig.open();
    await rig.join();
    await pass(rig, 1);
    rig.clock.advance(1_800_000);
    await pass(rig, 3);
    expect(await bodiesOf(task, 'task-closed')).toHaveLength(1);
    expect(await bodiesOf(task, 'request-denied')).toEqual([]);
  });
});

describe('a commit without an answer', () => {
  it('that was taken is found out, and answered as what it is', async () => {
    const task = await rig.open();
    rig.store.doubt = 'taken';
    const calling = rig.call(task, 'notes/read');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await calling).toMatchObject({ verdict: 'permit', outcome: 'succeeded' });
    expect(await bodiesOf(task, 'action-permitted')).toHaveLength(1);
    expect(rig.upstream.calls).toHaveLength(1);
  });

  it('that was lost is decided anew', async () => {
    const task = await rig.open();
    rig.store.doubt = 'lost';
    const calling = rig.call(task, 'notes/read');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await calling).toMatchObject({ verdict: 'permit', outcome: 'succeeded' });
    expect(await bodiesOf(task, 'action-permitted')).toHaveLength(1);
  });

  it.each(['taken', 'lost'] as const)('(%s) loses no fact while the store stays away', async (doubt) => {
    const task = await rig.open();
    rig.upstream.answer = () => {
      rig.store.doubt = doubt;
      return succeed();
    };
    const calling = rig.call(task, 'notes/read');
    await vi.waitFor(() => expect(rig.upstream.calls).toHaveLength(1), SOON);
    rig.store.isCutOff = true;
    rig.store.doubt = null;
    await vi.advanceTimersByTimeAsync(20_000);
    rig.store.isCutOff = false;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await calling).toMatchObject({ verdict: 'permit', outcome: 'succeeded' });
    expect(await bodiesOf(task, 'action-settled')).toHaveLength(1);
  });

  it('of a permit whose caller was told nothing is known never starts, and is settled as such', async () => {
    const task = await rig.open();
    rig.store.doubt = 'taken';
    const calling = rig.call(task, 'notes/read');
    await vi.waitFor(() => expect(rig.store.doubt).toBeNull(), SOON);
    rig.store.isCutOff = true;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await calling).toEqual({ verdict: 'fault', code: 'store-in-doubt' });
    rig.store.isCutOff = false;
    rig.clock.advance(6_000);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(rig.upstream.calls).toEqual([]);
    expect(await bodiesOf(task, 'action-settled')).toMatchObject([
      { outcome: 'not-started', code: 'claim-lapsed' },
    ]);
  });
});
