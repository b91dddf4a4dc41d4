import { afterEach, expect, it } from 'vitest';
import { StoreFault } from '../ports.ts';
import type { UpstreamOutcome } from '../ports.ts';
import { succeed } from '../fakes.contract.ts';
import { ADA, startRig, type Rig, type RigOptions } from '../rig.contract.ts';
import { Overloaded } from './queue.ts';
import type { Undated } from './submission.ts';
import { startGateway } from '../start.ts';
import { closeTask, openTask } from '../tasks.ts';
import { addOperator } from '../verbs.ts';
import { operatorName, trace } from '../views.ts';

const rigs: Rig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.stop();
});

async function rigWith(options: RigOptions = {}): Promise<Rig> {
  const rig = await startRig(options);
  rigs.push(rig);
  return rig;
}

const full = (): StoreFault => new StoreFault('store-full', 'the fake disk is full');

/** A gate that appends wait at, and what opens it. */
function makeGate(): { gate: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { gate, open };
}

function openRequest(n: number): Extract<Undated, { kind: 'open-task' }> {
  const id = `req_${String(n).padStart(16, '0')}`;
  return { kind: 'open-task', id, actor: ADA, workflow: 'notes', agent: 'scribe', prompt: null };
}

it('a permit is durable before the connector is called, and the outcome before it is answered', async () => {
  const rig = await rigWith();
  const task = await rig.open();
  const from = rig.journal.length;
  const { gate, open } = makeGate();
  rig.store.gate = gate;
  const calling = rig.call(task, 'notes/read');
  await new Promise((resolve) => setImmediate(resolve));
  expect(rig.upstream.calls).toEqual([]);
  open();
  const answer = await calling;
  expect(answer).toMatchObject({ verdict: 'permit', outcome: 'succeeded' });
  const action = answer.verdict === 'permit' ? answer.action : '';
  expect(rig.journal.slice(from)).toEqual([
    `append action-permitted ${action}`,
    `call ${action}`,
    `append action-settled ${action}`,
  ]);
});

it('what the store does not take never was: nothing is called and nothing counts', async () => {
  const rig = await rigWith({ readMax: 1 });
  const task = await rig.open();
  const before = { state: rig.core.world.task(task), head: await rig.store.head() };
  rig.store.fault = full;
  expect(await rig.call(task, 'notes/read')).toEqual({ verdict: 'fault', code: 'store-full' });
  expect(rig.upstream.calls).toEqual([]);
  expect({ state: rig.core.world.task(task), head: await rig.store.head() }).toEqual(before);

  rig.store.fault = () => null;
  expect(await rig.call(task, 'notes/read')).toMatchObject({ verdict: 'permit' });
  expect(await rig.call(task, 'notes/read')).toMatchObject({ verdict: 'deny' });
  expect(rig.upstream.calls).toHaveLength(1);
});

it('an outcome that the store does not take waits until it does, and only then is answered', async () => {
  const rig = await rigWith();
  const task = await rig.open();
  let refused = 0;
  rig.store.fault = ({ records }) =>
    records.some(({ type }) => type === 'action-settled') && (refused += 1) <= 2 ? full() : null;
  const answer = await rig.call(task, 'notes/read');
  expect(answer).toMatchObject({ verdict: 'permit', outcome: 'succeeded' });
  expect(refused).toBe(3);
  expect(rig.upstream.calls).toHaveLength(1);
  expect(rig.journal.filter((line) => line.startsWith('append action-settled'))).toHaveLength(1);
});

it('requests that wait while the disk syncs become durable together, in order', async () => {
  const rig = await rigWith();
  const task = await rig.open();
  const { gate, open } = makeGate();
  rig.store.gate = gate;
  const before = rig.store.appends.length;
  const called: string[] = [];
  rig.upstream.answer = (call) => {
    called.push(JSON.stringify(call.arguments));
    return succeed();
  };
  const calls = Array.from({ length: 100 }, (_, n) => rig.call(task, 'notes/read', { n }));
  await new Promise((resolve) => setImmediate(resolve));
  open();
  const answers = await Promise.all(calls);
  expect(answers.every((answer) => answer.verdict === 'permit')).toBe(true);
  expect(rig.store.appends.length - before).toBeLessThanOrEqual(6);
  expect(called).toEqual(Array.from({ length: 100 }, (_, n) => `{"n":${n}}`));
  const seqs = answers.map((answer) => (answer.verdict === 'permit' ? answer.receipt.seq : Number.NaN));
  expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
});

it('a full queue refuses what is new, and takes facts all the same', async () => {
  const rig = await rigWith({ options: { queueLimit: 2 } });
  const task = await rig.open();
  let answerCall: (outcome: UpstreamOutcome) => void = () => undefined;
  const sent = new Promise<void>((resolve) => {
    rig.upstream.answer = () => {
      resolve();
      return new Promise((answer) => {
        answerCall = answer;
      });
    };
  });
  const running = rig.call(task, 'notes/read');
  await sent;
  const { gate, open } = makeGate();
  rig.store.gate = gate;
  const submit = (n: number) =>
    rig.core.queue.submit({ request: openRequest(n), task: null, payloads: [], keys: [] });
  const first = submit(1);
  await new Promise((resolve) => setImmediate(resolve));
  const waiting = [submit(2), submit(3)];
  await expect(submit(4)).rejects.toBeInstanceOf(Overloaded);
  expect(await rig.call(task, 'notes/read', { n: 'new' })).toEqual({ verdict: 'fault', code: 'overloaded' });
  answerCall({ outcome: 'succeeded', result: {} });
  await new Promise((resolve) => setImmediate(resolve));
  expect(rig.core.queue.depth()).toBe(3);
  open();
  await Promise.all([first, ...waiting]);
  expect(await running).toMatchObject({ verdict: 'permit', outcome: 'succeeded' });
});

it('what stops things is taken by a full queue, and decided before what waits', async () => {
  const rig = await rigWith({ options: { queueLimit: 2 } });
  const { gate, open } = makeGate();
  rig.store.gate = gate;
  const order: string[] = [];
  const submit = async (request: Undated): Promise<void> => {
    await rig.core.queue.submit({ request, task: null, payloads: [], keys: [] });
    order.push(request.kind);
  };
  const first = submit(openRequest(1));
  await new Promise((resolve) => setImmediate(resolve));
  const waiting = [submit(openRequest(2)), submit(openRequest(3))];
  const target = { kind: 'all' } as const;
  const kill = {
    kind: 'kill',
    id: 'req_00000000000stop1',
    actor: ADA,
    target,
    lift: false,
    reason: '',
  } as const;
  const stop = submit(kill);
  open();
  await Promise.all([first, stop, ...waiting]);
  expect(order).toEqual(['open-task', 'kill', 'open-task', 'open-task']);
});

it('an agent cannot fill the queue with what is always taken from people', async () => {
  const rig = await rigWith({ options: { queueLimit: 2 } });
  const task = await rig.open();
  const { gate, open } = makeGate();
  rig.store.gate = gate;
  const agent = { kind: 'agent', id: 'scribe' } as const;
  const first = closeTask(rig.core, ADA, task);
  await new Promise((resolve) => setImmediate(resolve));
  const asked = Array.from({ length: 20 }, () => closeTask(rig.core, agent, task));
  const settled = Promise.allSettled(asked);
  await new Promise((resolve) => setImmediate(resolve));
  expect(rig.core.queue.depth()).toBe(2);
  const late = closeTask(rig.core, ADA, task);
  open();
  expect((await settled).filter(({ status }) => status === 'rejected')).toHaveLength(18);
  expect([(await first).verdict, (await late).verdict]).toEqual(['permit', 'deny']);
  expect(rig.core.queue.depth()).toBe(0);
});

it('a finished task stays in memory while something about it waits to be decided', async () => {
  const rig = await rigWith({});
  const task = await rig.open();
  await closeTask(rig.core, ADA, task);
  await rig.core.load(task);
  const { gate, open } = makeGate();
  rig.store.gate = gate;
  const asked = closeTask(rig.core, ADA, task);
  await new Promise((resolve) => setImmediate(resolve));
  await rig.core.sweeper.task(task);
  expect(rig.core.world.task(task)).not.toBeNull();
  open();
  expect(await asked).toMatchObject({ verdict: 'deny' });
  await rig.core.sweeper.task(task);
  expect(rig.core.world.task(task)).toBeNull();
});

const BROKEN: [string, Undated][] = [
  [
    'deciding',
    {
      ...openRequest(901),
      actor: {
        kind: 'operator',
        get id(): string {
          throw new Error('a bug in a rule');
        },
      },
    },
  ],
  ['sealing', { ...openRequest(902), workflow: '\ud800' }],
];

it.each(BROKEN)('a bug while %s one request fails that one alone', async (_, request) => {
  const rig = await rigWith();
  const { gate, open } = makeGate();
  rig.store.gate = gate;
  const submit = (one: Undated) =>
    rig.core.queue.submit({ request: one, task: null, payloads: [], keys: [] });
  const all = [0, 1, 2, 3, 4].map((n) => submit(n === 2 ? request : openRequest(n)));
  const settled = Promise.allSettled(all);
  await new Promise((resolve) => setImmediate(resolve));
  open();
  expect((await settled).map(({ status }) => status)).toEqual(
    [0, 1, 2, 3, 4].map((n) => (n === 2 ? 'rejected' : 'fulfilled')),
  );
  expect(rig.log.errors).toMatchObject([{ facts: { kind: 'open-task', request: request.id } }]);
  expect(rig.core.world.live().map(({ id }) => id)).toHaveLength(4);
  expect((await rig.audit()).findings).toEqual([]);
});

it('a key that was not stored is forgotten: what is sealed later can be read after a restart', async () => {
  const rig = await rigWith();
  const hugo = { id: 'hugo', name: 'Hugo', roles: ['approver'], publicKey: null, identity: null };
  rig.store.fault = full;
  await expect(addOperator(rig.core, ADA, hugo)).rejects.toMatchObject({ code: 'store-full' });
  const input = { workflow: 'notes', agent: 'scribe', prompt: 'Tidy up' };
  await expect(openTask(rig.core, ADA, input)).rejects.toMatchObject({ code: 'store-full' });
  rig.store.fault = () => null;
  expect(await addOperator(rig.core, ADA, hugo)).toMatchObject({ verdict: 'permit' });
  await rig.restart();
  expect(await operatorName(rig.core, 'hugo')).toBe('Hugo');
  expect((await rig.audit()).findings).toEqual([]);
});

it('an operator whose key is stored but not in memory is refused or named under that key', async () => {
  const rig = await rigWith();
  await rig.restart();
  const again = { id: 'grace', name: 'Grace again', roles: [], publicKey: null, identity: null };
  expect(['permit', 'deny']).toContain((await addOperator(rig.core, ADA, again)).verdict);
  expect((await rig.audit()).findings).toEqual([]);
});

it('a ledger that somebody else wrote to is not written over: what they recorded is taken in', async () => {
  const rig = await rigWith();
  const other = await startGateway(await rig.portsOfNewProcess(), rig.core.options);
  const opened = await openTask(other.core, ADA, { workflow: 'notes', agent: 'scribe', prompt: null });
  expect(opened.verdict).toBe('permit');
  const task = await rig.open();
  expect(rig.core.world.live().map(({ id }) => id)).toEqual([opened.task, task]);
  await other.stop();
});

it('stopping does not wait for a store that takes nothing; the next start settles', async () => {
  const rig = await rigWith();
  const task = await rig.open();
  let sent = (): void => undefined;
  const isSent = new Promise<void>((resolve) => {
    sent = resolve;
  });
  rig.upstream.answer = (call) => {
    sent();
    return new Promise((resolve) =>
      call.signal.addEventListener('abort', () => resolve({ outcome: 'unknown', code: 'upstream-aborted' })),
    );
  };
  const calling = rig.call(task, 'notes/read');
  await isSent;
  await rig.restart();
  expect(await calling).toEqual({ verdict: 'fault', code: 'store-unavailable' });
  const outcomes = (await trace(rig.core, task))!.records.filter(({ type }) => type === 'action-settled');
  expect(outcomes.map(({ body }) => [body['outcome'], body['code']])).toEqual([['unknown', 'claim-lapsed']]);
  expect(rig.upstream.calls).toHaveLength(1);
});
