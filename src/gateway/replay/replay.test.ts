import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Rig } from '../rig.contract.ts';
import { isSameDecision } from './judge.ts';
import { readDecision, replay, type Replayed } from './replay.ts';
import {
  admitDestination,
  doubtRead,
  approveAndRun,
  eraseOne,
  putInForce,
  startRichRig,
} from './rich-ledger.contract.ts';

const ALL = { fromSeq: 0, time: 0 };
const STRICT = `@id("strict.all") permit (principal is Agent, action in Action::"tool", resource);
@id("strict.people") permit (principal is Operator, action, resource);
@id("strict.reads") @hold("a look") @approvers("approver:1, admin:1")
forbid (principal, action == Action::"notes/read", resource) when { context.chain.reads > 0 };`;
/** One new address, then none that is another. */
const ADDRESS = `@id("address.all") permit (principal, action, resource);
@id("address.second") forbid (principal is Agent, action == Action::"notes/write", resource)
when { context has destination && context.destination.trust != "seen" && context.chain.destinations > 0 };`;

let rig: Rig;
beforeEach(async () => {
  rig = await startRichRig();
});
afterEach(() => rig.stop());

type Decision = Extract<Replayed, { kind: 'replayed' }>;

async function replayAll(since = ALL): Promise<Replayed[]> {
  const found: Replayed[] = [];
  for await (const moment of replay(rig.core, since)) found.push(moment);
  return found;
}

const isReplayed = (moment: Replayed): moment is Decision => moment.kind === 'replayed';

it('every decision whose words are kept is decided again exactly as it was recorded', async () => {
  const decisions = (await replayAll()).filter(isReplayed);
  const verdicts = decisions.map(({ recorded }) => recorded.verdict);
  for (const verdict of ['permit', 'hold', 'deny']) expect(verdicts).toContain(verdict);
  const codes = decisions.flatMap(({ recorded }) => recorded.reasons);
  for (const code of ['tool-calls-exhausted', 'rejected', 'killed', 'definition-changed', 'task-expired']) {
    expect(codes, code).toContain(code);
  }
  for (const { event, recorded, again } of decisions) {
    const { decision: _, query: __, ...verdict } = again;
    expect(verdict, `${event.id} ${event.body.tool}`).toEqual(recorded);
    expect(isSameDecision(recorded, again)).toBe(true);
  }
});

it('a decision is asked of the set that was in force then, not of the one that is now', async () => {
  const task = await rig.open('Before and after');
  await rig.call(task, 'notes/read', { n: 1 });
  await putInForce(rig, [{ name: 'strict.cedar', text: STRICT }]);
  await rig.call(task, 'notes/read', { n: 2 });
  const [before, after] = (await replayAll()).filter(isReplayed).slice(-2);
  expect([before!.again.verdict, after!.again.verdict]).toEqual(['permit', 'hold']);
  expect(before!.again.determining).toEqual(['starter.agent.act']);
  expect(after!.again).toMatchObject({
    determining: ['strict.reads'],
    approvers: [
      { role: 'admin', quorum: 1 },
      { role: 'approver', quorum: 1 },
    ],
  });
});

it('a decision is asked against the catalog that was admitted then', async () => {
  const task = await rig.open('Before and after a doubt');
  await rig.call(task, 'notes/read', { n: 1 });
  await doubtRead(rig);
  await rig.call(task, 'notes/read', { n: 2 });
  const decisions = (await replayAll()).filter(isReplayed).slice(-2);
  expect(decisions.map(({ recorded }) => recorded.verdict)).toEqual(['permit', 'deny']);
  for (const { recorded, again } of decisions) expect(isSameDecision(recorded, again)).toBe(true);
});

it('where an action would go is read from its arguments again, and known where it was before', async () => {
  await admitDestination(rig);
  await putInForce(rig, [{ name: 'address.cedar', text: ADDRESS }]);
  const task = await rig.open('Write to somebody');
  for (const to of ['ann@example.com', 'ann@example.com', 'bob@example.com']) {
    await rig.call(task, 'notes/write', { to });
    rig.clock.advance(1_000);
  }
  const decisions = (await replayAll()).filter(isReplayed).slice(-3);
  expect(decisions.map(({ recorded }) => recorded.verdict)).toEqual(['permit', 'permit', 'deny']);
  expect(decisions.map(({ again }) => again.verdict)).toEqual(['permit', 'permit', 'deny']);
  expect(decisions[1]!.again.query!.context['destination']).toMatchObject({ trust: 'seen' });
});

it('a decision whose words were erased is named, and its key is not kept', async () => {
  const task = await eraseOne(rig);
  const apart = (await replayAll()).filter(({ kind }) => kind === 'apart');
  expect(apart).toMatchObject([
    { why: 'erased', event: { stream: `task/${task}`, type: 'action-permitted' } },
  ]);
  expect(rig.core.vault.has(`task/${task}`)).toBe(false);
});

it('arguments that lost a secret before they were written are not taken for whole', async () => {
  const task = await rig.open('Careful');
  await rig.call(task, 'notes/read', { password: 'correct-horse-battery' });
  const last = (await replayAll()).findLast(({ kind }) => kind !== 'progress');
  expect(last).toMatchObject({ kind: 'apart', why: 'redacted' });
});

it('words that were changed beside the ledger are not believed', async () => {
  const task = await rig.open('Tampered');
  await rig.call(task, 'notes/read', { n: 1 });
  const read = rig.store.payload.bind(rig.store);
  rig.store.payload = async (commitment, scope) => {
    const payload = await read(commitment, scope);
    return payload && scope === `task/${task}` ? { ...payload, ciphertext: new Uint8Array(40) } : payload;
  };
  const last = (await replayAll()).findLast(({ kind }) => kind !== 'progress');
  expect(last).toMatchObject({ kind: 'apart', why: 'damaged' });
});

it('keys of ended tasks are fetched for the replay and let go again', async () => {
  const ended = (await replayAll()).find(isReplayed)!.event.stream;
  await rig.restart();
  rig.core.vault.forget(ended);
  expect((await replayAll()).filter(isReplayed).map(({ event }) => event.stream)).toContain(ended);
  expect(rig.core.vault.has(ended)).toBe(false);
});

it('a replay from a place and a time on folds all that came before', async () => {
  const all = (await replayAll()).filter(isReplayed);
  const middle = all[4]!;
  const later = (await replayAll({ fromSeq: middle.seq, time: 0 })).filter(isReplayed);
  expect(later).toEqual(all.slice(4));
  const timed = (await replayAll({ fromSeq: 0, time: middle.event.time })).filter(isReplayed);
  expect(timed.map(({ seq }) => seq)).toEqual(
    all.filter(({ event }) => event.time >= middle.event.time).map(({ seq }) => seq),
  );
});

it('one decision is found again without the rest of the ledger', async () => {
  const task = await rig.open('One of many');
  await approveAndRun(rig, task, { text: 'x' });
  const all = (await replayAll()).filter(isReplayed);
  for (const { kind: _, recorded: __, again: ___, ...asked } of all) {
    // How often people decided lately stands in the streams of all tasks, and no action is judged by it.
    const org = { ...asked.past.org, decided: expect.anything() as object };
    const past = { ...asked.past, org };
    expect(await readDecision(rig.core, asked)).toEqual({ kind: 'asked', ...asked, past });
  }
});

it('a ledger that lost its tail is no whole past', async () => {
  const head = rig.store.head.bind(rig.store);
  rig.store.head = async () => {
    const there = await head();
    return { ...there, size: there.size + 1 };
  };
  await expect(replayAll()).rejects.toMatchObject({ code: 'store-corrupt' });
});

it('progress reaches the size of the ledger, and a reader who leaves stops it', async () => {
  const { size } = await rig.store.head();
  const last = (await replayAll()).findLast(({ kind }) => kind === 'progress');
  expect(last).toEqual({ kind: 'progress', records: size, of: size });
  for await (const moment of replay(rig.core, ALL)) {
    expect(moment.kind).toBe('replayed');
    break;
  }
});
