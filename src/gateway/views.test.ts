import { afterEach, beforeEach, expect, it } from 'vitest';
import { auditStore, type AuditInput } from './ledger/audit.ts';
import { hang } from './fakes.contract.ts';
import type { StoredPayload } from './ports.ts';
import { startRig, type Rig } from './rig.contract.ts';
import { listHolds, showHold, trace } from './views.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

async function hold(task: string, n: number): Promise<string> {
  const held = await rig.call(task, 'notes/write', { n });
  if (held.verdict !== 'hold') throw new Error(`not held: ${JSON.stringify(held)}`);
  return held.hold;
}

/** An audit as another process makes it: with nothing but the files. */
async function auditWith(change: (payload: StoredPayload) => StoredPayload | null, key = true) {
  const { store, vault, crypto } = await rig.portsOfNewProcess();
  const damaged: AuditInput['store'] = {
    ...store,
    payload: async (commitment, scope) => {
      const payload = await store.payload(commitment, scope);
      return payload === null ? null : change(payload);
    },
    key: (scope) => (key ? store.key(scope) : Promise.resolve(null)),
  };
  return auditStore({ store: damaged, crypto, vault, vkey: rig.core.signer.vkey, checkpoints: [] });
}

it('pending holds are listed oldest first, with the complete words for whoever decides', async () => {
  const task = await rig.open('Write it down');
  const first = await hold(task, 1);
  rig.clock.advance(1_000);
  const second = await hold(task, 2);
  expect(listHolds(rig.core).map(({ id, requester }) => [id, requester])).toEqual([
    [first, 'ada'],
    [second, 'ada'],
  ]);
  expect(await showHold(rig.core, second)).toMatchObject({
    task,
    agent: 'scribe',
    workflow: 'notes',
    argumentsText: '{"n":2}',
    promptText: 'Write it down',
  });
  expect(await showHold(rig.core, 'hold_0000000000000000')).toBeNull();
  await rig.decide('grace', 'reject', task, first);
  expect(listHolds(rig.core).map(({ id }) => id)).toEqual([second]);
  await rig.restart();
  expect((await showHold(rig.core, second))?.argumentsText).toBe('{"n":2}');
  rig.clock.advance(24 * 3600_000);
  expect(listHolds(rig.core)).toEqual([]);
});

it('a trace holds every record of its task and the words behind them, also when it is over', async () => {
  const task = await rig.open('Tidy up');
  await rig.call(task, 'notes/read', { page: 7 });
  await rig.call(task, 'notes/nothing');
  await rig.close(task);
  await rig.restart();
  expect(rig.core.world.task(task)).toBeNull();
  const traced = (await trace(rig.core, task))!;
  expect(traced.summary).toMatchObject({ id: task, status: 'closed', permitted: 1, denied: 1 });
  expect(traced.records.map(({ type }) => type)).toEqual([
    'task-opened',
    'action-permitted',
    'action-settled',
    'action-denied',
    'task-closed',
  ]);
  expect(Object.values(traced.payloads)).toEqual(
    expect.arrayContaining([
      'Tidy up',
      '{"page":7}',
      '{"result":{"content":[{"type":"text","text":"done"}]}}',
    ]),
  );
  expect(Object.values(traced.payloads)).not.toContain(null);
  expect(await trace(rig.core, 'task_0000000000000000')).toBeNull();
});

it('an approved action runs once; its outcome is kept over a restart until it was delivered', async () => {
  const task = await rig.open();
  const held = await hold(task, 1);
  expect((await rig.decide('ada', 'approve', task, held)).verdict).toBe('deny');
  expect((await rig.decide('grace', 'approve', task, held)).verdict).toBe('permit');
  const made = await rig.call(task, 'notes/write', { n: 1 });
  expect(made).toMatchObject({ verdict: 'permit', outcome: 'succeeded' });
  await rig.restart();
  const again = await rig.call(task, 'notes/write', { n: 1 });
  const { reply } = made as { reply: unknown };
  expect(again).toMatchObject({ verdict: 'permit', outcome: 'succeeded', reply });
  expect(rig.upstream.calls).toHaveLength(1);

  if (again.verdict === 'permit') again.delivered();
  await rig.core.queue.submit({
    request: {
      kind: 'settle',
      id: 'req_0000000000000001',
      actor: { kind: 'system', id: 'holdpoint' },
      task,
      fact: { fact: 'delivered', action: 'act_0000000000000000' },
    },
    task,
    payloads: [],
    keys: [],
  });
  expect(await rig.call(task, 'notes/write', { n: 1 })).toMatchObject({ verdict: 'hold' });
  expect(rig.upstream.calls).toHaveLength(1);
});

it('an approved action that was lost in a crash is answered as unknown, and not made again', async () => {
  const task = await rig.open();
  await rig.decide('grace', 'approve', task, await hold(task, 1));
  const sent = new Promise<void>((resolve) => {
    rig.upstream.answer = (call) => {
      resolve();
      return hang(call);
    };
  });
  void rig.call(task, 'notes/write', { n: 1 });
  await sent;
  await rig.restart();
  expect(await rig.call(task, 'notes/write', { n: 1 })).toMatchObject({
    verdict: 'permit',
    outcome: 'unknown',
    reply: null,
    code: 'claim-lapsed',
  });
  expect(rig.upstream.calls).toHaveLength(1);
});

it('retries while an approved action runs wait for its one outcome', async () => {
  const task = await rig.open();
  await rig.decide('grace', 'approve', task, await hold(task, 1));
  const answers = await Promise.all([1, 2, 3].map(() => rig.call(task, 'notes/write', { n: 1 })));
  expect(answers.map((answer) => 'outcome' in answer && answer.outcome)).toEqual(
    Array.from({ length: 3 }, () => 'succeeded'),
  );
  expect(rig.upstream.calls).toHaveLength(1);
});

it('an audit opens every payload, and says which are damaged, missing or without a key', async () => {
  const task = await rig.open('Tidy up');
  await rig.call(task, 'notes/read');
  const sound = await auditWith((payload) => payload);
  expect(sound).toMatchObject({ ok: true, findings: [] });
  expect(sound.payloadsVerified).toBeGreaterThanOrEqual(5);

  const isResult = ({ kind }: StoredPayload): boolean => kind === 'result';
  const flip = (payload: StoredPayload): StoredPayload => {
    const ciphertext = payload.ciphertext.slice();
    ciphertext[0]! ^= 1;
    return { ...payload, ciphertext };
  };
  const settled = (await trace(rig.core, task))!.records.find(({ type }) => type === 'action-settled')!;
  const { seq, body } = settled;
  const finding = { seq, commitment: body['result'] };
  const damaged = await auditWith((payload) => (isResult(payload) ? flip(payload) : payload));
  expect(damaged).toMatchObject({ ok: false, findings: [{ code: 'payload-damaged', ...finding }] });
  const missing = await auditWith((payload) => (isResult(payload) ? null : payload));
  expect(missing).toMatchObject({ ok: false, findings: [{ code: 'payload-missing', ...finding }] });
  const keyless = await auditWith((payload) => payload, false);
  expect(new Set(keyless.findings.map(({ code }) => code))).toEqual(new Set(['payload-key-missing']));
});
