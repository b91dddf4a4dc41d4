import { afterEach, beforeEach, expect, it } from 'vitest';
import { hang, seededRandom, succeed } from './fakes.contract.ts';
import type { UpstreamCall } from './ports.ts';
import { ADA, startRig, type Rig } from './rig.contract.ts';
import { kill, quarantine, type Contained } from './tasks.ts';
import { listHolds, trace } from './views.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

/** The next call hangs; resolves when it was sent. */
function nextCallHangs(): Promise<UpstreamCall> {
  return new Promise((resolve) => {
    rig.upstream.answer = (call) => {
      resolve(call);
      return hang(call);
    };
  });
}

async function outcomes(task: string): Promise<unknown[]> {
  const { records } = (await trace(rig.core, task))!;
  return records.filter(({ type }) => type === 'action-settled').map(({ body }) => body['outcome']);
}

type Containment = (task: string) => Promise<Contained>;
const CONTAINMENTS: [string, Containment][] = [
  ['quarantine of the task', (task) => quarantine(rig.core, ADA, { task, reason: 'odd' })],
  ['kill of its agent', () => killing({ kind: 'agent', id: 'scribe' })],
  ['kill of its connector', () => killing({ kind: 'connector', id: 'notes' })],
  ['kill of everything', () => killing({ kind: 'all' })],
];

function killing(target: Parameters<typeof kill>[2]['target'], lift = false): Promise<Contained> {
  return kill(rig.core, ADA, { target, lift, reason: 'odd' });
}

it.each(CONTAINMENTS)('a %s answers when recorded, and again when what ran has ended', async (_, contain) => {
  const task = await rig.open();
  let endCall = (): void => undefined;
  const sent = new Promise<UpstreamCall>((resolve) => {
    rig.upstream.answer = (call) => {
      resolve(call);
      return new Promise((answer) => {
        endCall = () => answer({ outcome: 'unknown', code: 'upstream-aborted' });
      });
    };
  });
  const calling = rig.call(task, 'notes/read');
  const { signal } = await sent;
  const { answer, quiesced } = await contain(task);
  let isQuiesced = false;
  void quiesced.finally(() => {
    isQuiesced = true;
  });
  expect(answer.verdict).toBe('permit');
  expect(signal.aborted).toBe(true);
  await new Promise((resolve) => setImmediate(resolve));
  expect(isQuiesced).toBe(false);
  expect(await rig.call(task, 'notes/read', { n: 2 })).toMatchObject({ verdict: 'deny' });

  endCall();
  expect(await quiesced).toMatchObject({ aborted: 1 });
  expect(await outcomes(task)).toEqual(['unknown']);
  expect(await calling).toMatchObject({ outcome: 'unknown', code: 'upstream-aborted' });
  expect(rig.upstream.calls).toHaveLength(1);
});

it('a containment stops nothing that it is not about', async () => {
  const [one, other] = [await rig.open(), await rig.open()];
  const sent = nextCallHangs();
  const calling = rig.call(other, 'notes/read');
  const { signal } = await sent;
  expect(await (await quarantine(rig.core, ADA, { task: one, reason: 'odd' })).quiesced).toMatchObject({
    aborted: 0,
  });
  expect(signal.aborted).toBe(false);
  await rig.close(other);
  expect(await calling).toMatchObject({ outcome: 'unknown' });
});

it('what was permitted but not sent yet is never sent after a kill', async () => {
  const task = await rig.open();
  const mint = rig.issuer.mint.bind(rig.issuer);
  let release = (): void => undefined;
  const minting = new Promise<void>((resolve) => {
    rig.issuer.mint = async (request) => {
      resolve();
      await new Promise<void>((go) => {
        release = go;
      });
      return mint(request);
    };
  });
  const calling = rig.call(task, 'desk/look');
  await minting;
  const { quiesced } = await killing({ kind: 'all' });
  release();
  expect(await calling).toMatchObject({ verdict: 'permit', outcome: 'not-started' });
  await quiesced;
  await rig.core.sweeper.all();
  expect(rig.upstream.calls).toEqual([]);
  expect(await outcomes(task)).toEqual(['not-started']);
});

it('a call whose time to start has lapsed is not sent', async () => {
  const task = await rig.open();
  const mint = rig.issuer.mint.bind(rig.issuer);
  rig.issuer.mint = (request) => {
    rig.clock.advance(5_001);
    return mint(request);
  };
  expect(await rig.call(task, 'desk/look')).toMatchObject({ outcome: 'not-started' });
  expect(rig.upstream.calls).toEqual([]);
  expect(rig.core.world.task(task)?.usage.calls).toBe(0);
});

it('a lifted kill lets new calls through, and says so in the ledger', async () => {
  const task = await rig.open();
  await (
    await killing({ kind: 'all' })
  ).quiesced;
  expect(await rig.call(task, 'notes/read')).toMatchObject({ verdict: 'deny' });
  expect((await killing({ kind: 'all' }, true)).answer.verdict).toBe('permit');
  expect(await rig.call(task, 'notes/read')).toMatchObject({ verdict: 'permit' });
});

it('a kill outlasts a restart', async () => {
  const task = await rig.open();
  await (
    await killing({ kind: 'agent', id: 'scribe' })
  ).quiesced;
  await rig.restart();
  expect(await rig.call(task, 'notes/read')).toMatchObject({ verdict: 'deny' });
  expect(rig.upstream.calls).toEqual([]);
});

it('a kill that cannot be recorded stops nothing and says so', async () => {
  const task = await rig.open();
  rig.store.fault = () => new Error('a bug in the store');
  await expect(killing({ kind: 'all' })).rejects.toThrow('a bug in the store');
  rig.store.fault = () => null;
  expect(await rig.call(task, 'notes/read')).toMatchObject({ verdict: 'permit' });
});

it('a task whose time is over is closed by itself, and its servers end', async () => {
  const task = await rig.open();
  await rig.call(task, 'notes/read');
  rig.clock.advance(30 * 60_000);
  await rig.core.sweeper.task(task);
  expect(await rig.core.models.task(task)).toMatchObject({ status: 'expired' });
  expect(await rig.call(task, 'notes/read')).toMatchObject({ verdict: 'deny' });
  await rig.core.sweeper.task(task);
  expect(rig.upstream.released).toContain(task);
});

it('closing a task aborts what still runs, and says how it ended', async () => {
  const task = await rig.open();
  const sent = nextCallHangs();
  const calling = rig.call(task, 'notes/read');
  await sent;
  expect((await rig.close(task)).verdict).toBe('permit');
  expect(await outcomes(task)).toEqual(['unknown']);
  expect(await calling).toMatchObject({ verdict: 'permit', outcome: 'unknown' });
});

it('a quarantine says when each part was done: holds void, calls ended, leases revoked', async () => {
  const task = await rig.open();
  await rig.call(task, 'notes/write');
  rig.upstream.answer = () => succeed();
  await rig.call(task, 'desk/look');
  const sent = nextCallHangs();
  const calling = rig.call(task, 'notes/read');
  await sent;
  const { voidHolds, quiesced } = await quarantine(rig.core, ADA, { task, reason: 'odd' });
  expect(voidHolds).toBe(1);
  expect(await quiesced).toEqual({
    quiescedMs: expect.any(Number),
    aborted: 1,
    steps: [
      { step: 'calls-ended', atMs: expect.any(Number), count: 1, left: 0 },
      { step: 'leases-revoked', atMs: expect.any(Number), count: 1, left: 0 },
    ],
  });
  await calling;
  rig.clock.advance(1);
  expect((await quarantine(rig.core, ADA, { task, reason: 'again' })).voidHolds).toBe(0);
});

it('a lease whose issuer does not answer is said to be owed still', async () => {
  const task = await rig.open();
  await rig.call(task, 'desk/look');
  rig.issuer.revokeFails = () => true;
  const { quiesced } = await killing({ kind: 'connector', id: 'desk' });
  expect((await quiesced).steps).toMatchObject([{ count: 0 }, { step: 'leases-revoked', count: 1, left: 1 }]);
  rig.issuer.revokeFails = () => false;
  rig.clock.advance(60_000);
  await rig.core.sweeper.all();
  expect([...rig.issuer.live]).toEqual([]);
});

it('a breaker that trips stops what its task still does', async () => {
  const task = await rig.open();
  await rig.call(task, 'desk/look');
  const sent = nextCallHangs();
  const calling = rig.call(task, 'notes/read');
  const { signal } = await sent;
  const asked = Array.from({ length: 10 }, (_, n) => rig.call(task, 'notes/nothing', { n }));
  await Promise.all(asked);
  expect(signal.aborted).toBe(true);
  expect(await calling).toMatchObject({ outcome: 'unknown' });
  await rig.core.sweeper.task(task);
  expect([...rig.issuer.live]).toEqual([]);
  expect(await rig.core.models.task(task)).toMatchObject({ status: 'quarantined' });
});

const SEEDS = Array.from({ length: 15 }, (_, index) => index + 1);
const ANY_TOOLS = ['notes/read', 'notes/write', 'desk/look', 'desk/drop'] as const;

it.each(SEEDS)('a quarantine at any moment leaves nothing acting (seed %i)', async (seed) => {
  const random = seededRandom(seed);
  const task = await rig.open();
  rig.upstream.answer = (call) => (random() < 0.5 ? hang(call) : succeed());
  const calling: Promise<unknown>[] = [];
  for (let n = 0; n < 12; n += 1) {
    const tool = ANY_TOOLS[Math.floor(random() * ANY_TOOLS.length)]!;
    const call = rig.call(task, tool, { n });
    calling.push(call);
    if (random() < 0.5) await new Promise((resolve) => setImmediate(resolve));
    const [pending] = listHolds(rig.core);
    if (pending !== undefined && random() < 0.4) await rig.decide('grace', 'approve', task, pending.id);
  }
  await (
    await quarantine(rig.core, ADA, { task, reason: 'odd' })
  ).quiesced;
  await rig.core.load(task);
  const { actions, holds, leases } = rig.core.world.durable(task).task!;
  expect(Object.values(actions).filter(({ status }) => status === 'running')).toEqual([]);
  expect(Object.values(holds).filter(({ status }) => status === 'pending')).toEqual([]);
  expect(Object.values(leases).filter(({ status }) => status !== 'revoked')).toEqual([]);
  expect([...rig.issuer.live]).toEqual([]);
  await Promise.all(calling);
  const sent = rig.upstream.calls.length;
  expect(await rig.call(task, 'notes/read', { n: 99 })).toMatchObject({ verdict: 'deny' });
  expect(rig.upstream.calls).toHaveLength(sent);
});
