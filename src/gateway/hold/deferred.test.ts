import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../kernel/json.ts';
import { STARTER_POLICY } from '../../policy/starter.ts';
import { createDeferrals, type Caller, type Deferrals } from './deferred.ts';
import { hang } from '../fakes.contract.ts';
import { proposePolicy, publishPolicy } from '../policies/policy-verbs.ts';
import { ADA, startRig, type Rig, type RigOptions } from '../rig.contract.ts';
import type { HeldOutcome } from './call.ts';
import { kill } from '../tasks.ts';
import { holdBack, turns } from '../loop/timeline.contract.ts';
import { addOperator } from '../verbs.ts';
import { trace } from '../views.ts';

let rig: Rig;
let deferrals: Deferrals;
let task: string;
let caller: Caller;
beforeEach(() => begin());

async function begin(options: RigOptions = {}): Promise<void> {
  rig = await startRig(options);
  task = await rig.open();
  caller = { agent: 'scribe', task, supports: () => true };
  deferrals = createDeferrals(rig.core);
}
afterEach(() => rig.stop());

const CALL = { connector: 'notes', tool: 'write' };

async function raise(args: JsonObject = { n: 1 }): Promise<string> {
  const held = await rig.call(task, 'notes/write', args);
  if (held.verdict !== 'hold') throw new Error(JSON.stringify(held));
  return held.hold;
}

/** Asks for a write that is held, and goes on with it. */
async function defer(args: JsonObject = { n: 1 }): Promise<string> {
  const hold = await raise(args);
  await deferrals.defer(caller, hold, { ...CALL, arguments: args });
  return hold;
}

async function standing(hold: string, from: Deferrals = deferrals): Promise<string | undefined> {
  return (await from.read(caller, hold))?.stands.is;
}

async function outcomeOf(hold: string): Promise<HeldOutcome> {
  const stands = (await deferrals.read(caller, hold))?.stands;
  if (stands?.is !== 'ended') throw new Error(stands?.is);
  return stands.outcome;
}

async function typesOf(): Promise<string[]> {
  return (await trace(rig.core, task))!.records.map(({ type }) => type);
}

function countOf(types: readonly string[], type: string): number {
  return types.filter((one) => one === type).length;
}

/** Puts a set into force that somebody else wrote. */
async function publish(text: string): Promise<void> {
  const ines = { id: 'ines', name: 'Ines', roles: ['policy-author'], publicKey: null, identity: null };
  await addOperator(rig.core, ADA, ines);
  const author = { kind: 'operator', id: 'ines' } as const;
  const proposed = await proposePolicy(rig.core, author, [{ ...STARTER_POLICY, text }]);
  const digest = proposed.verdict === 'permit' ? proposed.digest : '';
  expect((await publishPolicy(rig.core, ADA, digest)).verdict).toBe('permit');
}

describe('a call that was held', () => {
  it('is made once people approved, and its outcome is kept until it is delivered', async () => {
    const hold = await defer();
    expect(await standing(hold)).toBe('waiting');
    await rig.decide('grace', 'approve', task, hold);
    await expect.poll(() => standing(hold)).toBe('ended');
    expect(rig.upstream.calls).toHaveLength(1);
    const ended = (await deferrals.read(caller, hold))!.stands;
    if (ended.is !== 'ended') throw new Error(ended.is);
    expect(ended.outcome).toMatchObject({ outcome: 'succeeded', reply: { result: { content: [{}] } } });
    expect(await typesOf()).not.toContain('outcome-delivered');
    ended.delivered();
    await expect.poll(() => typesOf()).toContain('outcome-delivered');
    expect(await standing(hold)).toBe('ended');
    expect(await rig.audit()).toMatchObject({ ok: true });
  });

  it('keeps its own answer where the approval is used for another one', async () => {
    await publish(STARTER_POLICY.text.replaceAll('@hold(', '@max_uses("3")\n@hold('));
    const hold = await defer();
    await rig.decide('grace', 'approve', task, hold, [], { times: 3 });
    await expect.poll(() => standing(hold)).toBe('ended');
    const first = await outcomeOf(hold);
    rig.upstream.answer = () => Promise.resolve({ outcome: 'succeeded', result: { content: [] } });
    const ended = (await deferrals.read(caller, hold))!.stands;
    if (ended.is === 'ended') ended.delivered();
    await expect.poll(() => typesOf()).toContain('outcome-delivered');
    expect(await rig.call(task, 'notes/write', { n: 1 })).toMatchObject({ verdict: 'permit' });
    expect(rig.upstream.calls).toHaveLength(2);
    expect(await outcomeOf(hold)).toMatchObject({ action: first.action, reply: first.reply });
  });

  it('is not asked for again by whatever else happens: people are told of it once', async () => {
    const hold = await defer();
    const other = await rig.open();
    await rig.close(other);
    rig.core.waiters.wakeAll();
    await turns();
    expect(await standing(hold)).toBe('waiting');
    expect(countOf(await typesOf(), 'action-held')).toBe(1);
  });

  it('is gone on with after a crash when its caller comes back, as it was asked for', async () => {
    const hold = await defer({ n: 7 });
    await rig.restart();
    await rig.decide('grace', 'approve', task, hold);
    const again = createDeferrals(rig.core);
    await expect.poll(() => standing(hold, again)).toBe('ended');
    expect(rig.upstream.calls.map((call) => call.arguments)).toEqual([{ n: 7 }]);
  });

  it('is gone on with after a crash whether or not its caller comes back, once', async () => {
    const hold = await defer({ n: 7 });
    await rig.restart();
    createDeferrals(rig.core);
    await rig.core.sweeper.task(task);
    await rig.core.sweeper.task(task);
    expect(countOf(await typesOf(), 'call-deferred')).toBe(2);
    await rig.decide('grace', 'approve', task, hold);
    await expect.poll(() => rig.upstream.calls).toHaveLength(1);
    expect(rig.upstream.calls.map((call) => call.arguments)).toEqual([{ n: 7 }]);
    expect(await rig.audit()).toMatchObject({ ok: true });
  });

  it('is gone on with where people approved it and the process died before it was asked for', async () => {
    const hold = await raise();
    await rig.decide('grace', 'approve', task, hold);
    await rig.core.record(task, { fact: 'deferred', hold, owner: 'process_gone' });
    createDeferrals(rig.core);
    await rig.core.sweeper.task(task);
    await expect.poll(() => rig.upstream.calls).toHaveLength(1);
    expect(rig.core.world.durable(task).task!.holds[hold]).toMatchObject({ status: 'used' });
  });

  it('is not made again where it was made without its hold, which that took back', async () => {
    const hold = await raise();
    await rig.core.record(task, { fact: 'deferred', hold, owner: 'process_gone' });
    await publish(STARTER_POLICY.text.replace('[Action::"write", Action::"send"]', '[Action::"send"]'));
    expect((await rig.call(task, 'notes/write', { n: 1 })).verdict).toBe('permit');
    expect(rig.core.world.durable(task).task!.holds[hold]?.status).toBe('void');
    const again = createDeferrals(rig.core);
    await rig.core.sweeper.task(task);
    expect(await standing(hold, again)).toBe('ended');
    expect(rig.upstream.calls).toHaveLength(1);
  });

  it('is never made twice: what ran when the process died ended, and nobody knows how', async () => {
    rig.upstream.answer = hang;
    const hold = await defer();
    await rig.decide('grace', 'approve', task, hold);
    await expect.poll(() => rig.upstream.calls).toHaveLength(1);
    expect(await standing(hold)).toBe('running');
    await rig.restart();
    const again = createDeferrals(rig.core);
    await expect.poll(() => standing(hold, again)).toBe('ended');
    const { stands } = (await again.read(caller, hold))!;
    expect(stands).toMatchObject({ outcome: { outcome: 'unknown', reply: null } });
    expect(rig.upstream.calls).toHaveLength(1);
  });

  it('is made once where policy comes to permit it without people, who are asked no more', async () => {
    const hold = await defer();
    await publish(STARTER_POLICY.text.replace('[Action::"write", Action::"send"]', '[Action::"send"]'));
    await expect.poll(() => standing(hold)).toBe('ended');
    expect(rig.core.world.durable(task).task!.holds[hold]?.status).toBe('void');
    expect(await standing(hold, createDeferrals(rig.core))).toBe('ended');
    await rig.restart();
    expect(await standing(hold, createDeferrals(rig.core))).toBe('ended');
    expect(rig.upstream.calls).toHaveLength(1);
  });

  it('is made once where its caller comes back to two replicas', async () => {
    await rig.stop();
    await begin({ replicas: true });
    const hold = await defer();
    const other = await rig.join();
    const others = createDeferrals(other.core);
    expect(await standing(hold, others)).toBe('waiting');
    await other.decide('grace', 'approve', task, hold);
    await rig.core.catchUp();
    await expect.poll(() => standing(hold)).toBe('ended');
    await expect.poll(() => standing(hold, others)).toBe('ended');
    expect(rig.upstream.calls).toHaveLength(1);
    expect(await rig.audit()).toMatchObject({ ok: true });
  });

  it('can be gone on with by its caller alone where a secret in it was not kept', async () => {
    const secret = { note: `ghp_${'aB3dE6gH9'.repeat(4)}` };
    const hold = await defer(secret);
    await rig.restart();
    await rig.decide('grace', 'approve', task, hold);
    expect(await standing(hold, createDeferrals(rig.core))).toBe('lost');
    expect(rig.upstream.calls).toEqual([]);
    expect((await rig.call(task, 'notes/write', secret)).verdict).toBe('permit');
  });
});

describe('a call that nobody makes', () => {
  it('is one that people rejected, which counts as nothing that the agent did', async () => {
    const hold = await defer();
    await rig.decide('grace', 'reject', task, hold);
    await turns();
    expect(await standing(hold)).toBe('rejected');
    expect(await typesOf()).not.toContain('action-denied');
  });

  it('is one that people want otherwise: its agent hears what they wrote, and asks for that', async () => {
    const hold = await defer({ n: 1 });
    await rig.decide('grace', 'approve', task, hold, [], { edit: { n: 2 } });
    await expect.poll(() => standing(hold)).toBe('denied');
    expect((await deferrals.read(caller, hold))!.stands).toMatchObject({
      answer: { reasons: [{ code: 'edited' }], said: { arguments: { n: 2 } } },
    });
    expect(rig.upstream.calls).toEqual([]);
    expect((await rig.call(task, 'notes/write', { n: 2 })).verdict).toBe('permit');
  });

  it('tells its agent what people said who rejected it, where they said it to the agent', async () => {
    const hold = await defer();
    await rig.decide('grace', 'reject', task, hold, [], { category: 'unsafe', tell: true });
    expect((await deferrals.read(caller, hold))!.stands).toEqual({
      is: 'rejected',
      said: { hold, category: 'unsafe', words: 'grace says so' },
    });
  });

  it('is one that nobody approved in time', async () => {
    const hold = await defer();
    const { hold: held } = (await deferrals.read(caller, hold))!;
    rig.clock.advance(held.expiresAt - rig.clock.now());
    expect((await deferrals.read(caller, hold))!).toMatchObject({
      stands: { is: 'expired' },
      movedAt: held.expiresAt,
    });
  });

  it('is one whose task ended, or is stopped', async () => {
    const hold = await defer();
    const target = { kind: 'agent', id: 'scribe' } as const;
    await kill(rig.core, ADA, { target, lift: false, reason: 'stop' });
    expect(await standing(hold)).toBe('stopped');
    await kill(rig.core, ADA, { target, lift: true, reason: 'go on' });
    expect(await standing(hold)).toBe('waiting');
    await rig.close(task);
    expect(await standing(hold)).toBe('withdrawn');
  });

  it('is one that is denied after all, once, when people have approved', async () => {
    const hold = await defer();
    const target = { kind: 'connector', id: 'notes' } as const;
    await kill(rig.core, ADA, { target, lift: false, reason: 'stop' });
    await rig.decide('grace', 'approve', task, hold);
    await expect.poll(async () => countOf(await typesOf(), 'action-denied')).toBe(1);
    await kill(rig.core, ADA, { target, lift: true, reason: 'go on' });
    expect((await deferrals.read(caller, hold))!.stands).toMatchObject({
      is: 'denied',
      answer: { reasons: [{ code: 'killed' }] },
    });
    expect(countOf(await typesOf(), 'action-denied')).toBe(1);
  });

  it('is one that was taken back, also at the moment of its approval', async () => {
    const hold = await defer();
    const release = holdBack(rig.store);
    const approving = rig.decide('grace', 'approve', task, hold);
    const cancelling = deferrals.cancel(caller, hold);
    await turns();
    release();
    await approving;
    expect(await cancelling).toBe(true);
    await expect.poll(() => standing(hold)).toMatch(/withdrawn|ended/);
    const stands = await standing(hold);
    expect(rig.upstream.calls).toHaveLength(stands === 'ended' ? 1 : 0);
    // Nobody is left with a question that nobody asks.
    const { holds } = rig.core.world.durable(task).task!;
    expect(Object.values(holds).filter(({ status }) => status === 'pending')).toEqual([]);
  });

  it("is anybody else's", async () => {
    const hold = await defer();
    const other = await rig.open();
    for (const stranger of [
      { ...caller, task: other },
      { ...caller, agent: 'other' },
    ]) {
      expect(await deferrals.read(stranger, hold)).toBeNull();
      expect(await deferrals.reply(stranger, hold, {})).toBe(false);
      expect(await deferrals.cancel(stranger, hold)).toBe(false);
    }
    expect(await standing(hold)).toBe('waiting');
  });
});
