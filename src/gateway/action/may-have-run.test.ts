// A lost answer is no leave to do it twice: who repeats a call that may have been done waits for people, who
// are shown when it was asked for before. And what runs is asked of nobody any more.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../kernel/json.ts';
import { STARTER_POLICY } from '../../policy/starter.ts';
import { hang, succeed } from '../fakes.contract.ts';
import { turns } from '../loop/timeline.contract.ts';
import { proposePolicy, publishPolicy } from '../policies/policy-verbs.ts';
import { ADA, startRig, type Rig } from '../rig.contract.ts';
import { openTask } from '../tasks.ts';
import { addOperator, publishWorkflow } from '../verbs.ts';
import { showHold, trace } from '../views.ts';
import type { ActAnswer, ActInput } from './act.ts';

let rig: Rig;
let task: string;
beforeEach(async () => {
  rig = await startRig({ options: { holdWaitMs: 60_000 } });
  const text = `holdpoint: workflow/v1
id: tidy
purpose: Clear the desk
owner: ada
agents: [scribe]
expires: 2099-01-01
task: {ttl: 30m}
limits: {calls: 200, wall: 4000s, call: 10s, holds: 100}
allow:
  - {tool: desk/drop, preapproved: true}
  - {tool: notes/write, preapproved: true}
`;
  await publishWorkflow(rig.core, ADA, { name: 'tidy.workflow.yaml', text });
  const opened = await openTask(rig.core, ADA, { workflow: 'tidy', agent: 'scribe', prompt: 'Clear it' });
  task = opened.task!;
});
afterEach(() => rig.stop());

const TIMEOUT = { outcome: 'unknown', code: 'upstream-timeout' } as const;

function drop(n: number, more: Partial<ActInput> = {}): Promise<ActAnswer> {
  return rig.call(task, 'desk/drop', { n }, more);
}

/** What policy said of a call that waits. */
function asksOf(answer: ActAnswer): readonly string[] {
  return answer.verdict === 'hold' ? answer.asks.map(({ policy }) => policy) : [answer.verdict];
}

async function lose(n: number): Promise<void> {
  rig.upstream.answer = () => Promise.resolve(TIMEOUT);
  expect(await drop(n)).toMatchObject({ verdict: 'permit', outcome: 'unknown' });
  rig.upstream.answer = succeed;
}

describe('a call whose answer was lost', () => {
  it('waits for people when it is asked for again, who see when it was and let it run once', async () => {
    const { now } = rig.clock;
    const at = now();
    await lose(1);
    rig.clock.advance(5_000);
    const again = await drop(1);
    expect(asksOf(again)).toEqual(['starter.chain.may-have-run']);
    const hold = again.verdict === 'hold' ? again.hold : '';
    expect((await showHold(rig.core, hold))?.mayHaveRun).toEqual([
      { task, action: rig.upstream.calls[0]?.action, at, runs: false },
    ]);
    expect(await drop(2)).toMatchObject({ verdict: 'permit', outcome: 'succeeded' });
    await rig.decide('grace', 'approve', task, hold);
    const ran = await drop(1);
    expect(ran).toMatchObject({ verdict: 'permit', outcome: 'succeeded' });
    expect(rig.upstream.calls.map((call) => call.arguments)).toEqual([{ n: 1 }, { n: 2 }, { n: 1 }]);
    if (ran.verdict === 'permit') ran.delivered();
    await turns();
    expect((await showHold(rig.core, hold))?.mayHaveRun).toEqual([]);
    expect(await drop(1)).toMatchObject({ verdict: 'permit', outcome: 'succeeded' });
    expect(await rig.audit()).toMatchObject({ ok: true });
  });

  const PAYMENT = { to: 'NL91', amount: 40, lines: [{ text: 'one  two', rush: false }] };

  it.each([
    ['in another order', { lines: PAYMENT.lines, amount: 40, to: 'NL91' }],
    ['with a number as a text', { ...PAYMENT, amount: '40.0' }],
    ['with other spaces', { ...PAYMENT, to: ' NL91', lines: [{ text: 'one two' }] }],
    ['with what says nothing', { ...PAYMENT, memo: null, note: '', copies: [], more: { of: {} } }],
    ['under another key of the request', { ...PAYMENT, idempotency_key: 'k-2', 'x-trace-id': 't-2' }],
    ['under one in capitals', { ...PAYMENT, idempotencyKey: 'k-2', ClientRequestToken: 'c', nonce: 7 }],
  ])('is the very same %s', async (_how, again) => {
    rig.upstream.answer = () => Promise.resolve(TIMEOUT);
    const first = { ...PAYMENT, idempotency_key: 'k-1' };
    expect(await rig.call(task, 'desk/drop', first)).toMatchObject({ outcome: 'unknown' });
    rig.upstream.answer = succeed;
    expect(asksOf(await rig.call(task, 'desk/drop', again))).toEqual(['starter.chain.may-have-run']);
  });

  it.each([
    ['amount', { ...PAYMENT, amount: 41 }],
    ['party', { ...PAYMENT, to: 'nl91' }],
    ['client', { ...PAYMENT, client_id: 'c-2' }],
    ['list', { ...PAYMENT, lines: [{ text: 'two one' }] }],
    ['code that begins with a nought', { ...PAYMENT, amount: '040' }],
  ])('is not the one with another %s', async (_what, other) => {
    rig.upstream.answer = () => Promise.resolve(TIMEOUT);
    expect(await rig.call(task, 'desk/drop', PAYMENT)).toMatchObject({ outcome: 'unknown' });
    rig.upstream.answer = succeed;
    expect(asksOf(await rig.call(task, 'desk/drop', other))).toEqual(['permit']);
  });

  it('is repeated at will where that only writes', async () => {
    rig.upstream.answer = () => Promise.resolve(TIMEOUT);
    for (const _ of [1, 2]) {
      expect(await rig.call(task, 'notes/write', { n: 1 })).toMatchObject({ outcome: 'unknown' });
    }
  });

  it('is known after the process was killed, before and after it is given up', async () => {
    rig.upstream.answer = hang;
    void drop(1);
    await turns();
    expect(rig.upstream.calls).toHaveLength(1);
    await rig.restart();
    rig.upstream.answer = succeed;
    expect(asksOf(await drop(1))).toEqual(['starter.chain.may-have-run']);
    await rig.core.sweeper.all();
    expect(asksOf(await drop(1))).toEqual(['starter.chain.may-have-run']);
    await rig.restart();
    expect(asksOf(await drop(1))).toEqual(['starter.chain.may-have-run']);
    expect(asksOf(await drop(2))).toEqual(['permit']);
    expect(rig.upstream.calls).toHaveLength(2);
  });
});

describe('an action that runs while it waits for people', () => {
  async function publish(text: string): Promise<void> {
    const author = { kind: 'operator', id: 'ines' } as const;
    const proposed = await proposePolicy(rig.core, author, [{ ...STARTER_POLICY, text }]);
    const digest = proposed.verdict === 'permit' ? proposed.digest : '';
    expect((await publishPolicy(rig.core, ADA, digest)).verdict).toBe('permit');
  }

  it('runs once: whoever waited hears of that, and a late yes is refused and has nothing run', async () => {
    const ines = { id: 'ines', name: 'Ines', roles: ['policy-author'], publicKey: null, identity: null };
    await addOperator(rig.core, ADA, ines);
    const asks = `@id("drops") @hold("drops") @approvers("approver:1")
      forbid (principal is Agent, action in Action::"delete", resource);`;
    await publish(`${STARTER_POLICY.text}\n${asks}`);
    const waiting = drop(1, { waitMs: 60_000 });
    const held = await drop(1);
    const hold = held.verdict === 'hold' ? held.hold : '';
    let answer: (result: JsonObject) => void = () => undefined;
    rig.upstream.answer = () =>
      new Promise((resolve) => (answer = (result) => resolve({ outcome: 'succeeded', result })));
    await publish(STARTER_POLICY.text);
    const ran = drop(1);
    await expect.poll(() => rig.upstream.calls).toHaveLength(1);
    answer({ content: [] });
    const [first, second] = await Promise.all([ran, waiting]);
    expect(first).toMatchObject({ verdict: 'permit', outcome: 'succeeded' });
    const action = first.verdict === 'permit' ? first.action : null;
    expect(second).toMatchObject({ verdict: 'permit', outcome: 'succeeded', action });
    expect(rig.upstream.calls).toHaveLength(1);
    const late = await rig.decide('grace', 'approve', task, hold);
    expect(late.verdict).toBe('deny');
    expect(late.reasons.map(({ code }) => code)).toEqual(['hold-not-pending']);
    const { records } = (await trace(rig.core, task))!;
    expect(records.filter(({ type }) => type === 'hold-withdrawn').map(({ body }) => body)).toMatchObject([
      { hold, ran: rig.upstream.calls[0]?.action },
    ]);
    expect(await rig.audit()).toMatchObject({ ok: true });
  });
});
