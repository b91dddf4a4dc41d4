// Whatever a random tree of tasks was doing: once it is quarantined, nothing of it acts, and nothing begins;
// what goes back to others alone goes on.

import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { admitConnector, proposeConnector } from './connectors/connector-verbs.ts';
import { hang, succeed } from './fakes.contract.ts';
import { quarantineTree } from './quarantine-tree.ts';
import { putInForce } from './replay/rich-ledger.contract.ts';
import { ADA, startRig, type Rig, type RigOptions } from './rig.contract.ts';
import { openTask } from './tasks.ts';
import { publishWorkflow } from './verbs.ts';
import type { TaskState } from '../kernel/state.ts';

const POLICY = `@id("all.permitted") permit (principal, action, resource);
@id("drops.wait") @hold("drops") @approvers("approver:1")
forbid (principal, action == Action::"desk/drop", resource);`;
const SCRIBE = { kind: 'agent', id: 'scribe' } as const;

/** A task under its own workflow, which its parent's `notes/write` with that number sets off. */
function workflowOf(n: number): string {
  return `holdpoint: workflow/v1
id: part-${n}
purpose: Part of a tree
owner: ada
agents: [scribe]
unattended: true
expires: 2099-01-01
limits: {calls: 10000, wall: 4000s, call: 10s, holds: 10, depth: 20}
allow: [{tool: notes/*}, {tool: desk/*}]
`;
}

/** The tasks of a tree below its first, what it sets off last, and what somebody else sets off. */
const MOST = 5;
const [LATE, LATER, BESIDE, BESIDE_LATE] = [MOST + 1, MOST + 2, MOST + 3, MOST + 4];
const WORKFLOWS = Array.from({ length: BESIDE_LATE + 1 }, (_, n) => n);

let rig: Rig;
beforeEach(() => start());
afterEach(() => rig.stop());

async function start(options: RigOptions = {}): Promise<void> {
  rig = await startRig(options);
  await putInForce(rig, [{ name: 'tree.cedar', text: POLICY }]);
  const upstream = { transport: 'http', url: 'http://127.0.0.1:1/notes' } as const;
  const { proposal } = await proposeConnector(rig.core, ADA, { id: 'notes', upstream, credential: null });
  const triggers = WORKFLOWS.map((n) => ({
    name: `part-${n}`,
    starts: `workflow/part-${n}`,
    effects: [],
    when: { properties: { starts: { const: n } }, required: ['starts'] },
    withinSeconds: 60,
    words: '',
  }));
  const output = { sensitivity: 'internal', categories: [], integrity: 'trusted' } as const;
  const write = { egress: 'none', roles: {}, output, triggers } as const;
  const effects = { read: ['read'], write: ['write'] } as const;
  await admitConnector(rig.core, ADA, { connector: 'notes', proposal, effects, profiles: { write } });
  for (const n of WORKFLOWS) {
    await publishWorkflow(rig.core, ADA, { name: `part-${n}.yaml`, text: workflowOf(n) });
  }
}

const place = fc.record({
  parent: fc.nat({ max: MOST }),
  /** How many others may have set it off as well: past 32 they are not told apart. */
  others: fc.constantFrom(0, 0, 0, 0, 1, 34),
  runs: fc.boolean(),
  holds: fc.boolean(),
  leases: fc.boolean(),
  isClosed: fc.boolean(),
});

const places = fc.array(place, { minLength: 1, maxLength: MOST });

async function open(n: number): Promise<string | null> {
  const opened = await openTask(rig.core, SCRIBE, { workflow: `part-${n}`, agent: 'scribe', prompt: null });
  return opened.task;
}

/**
 * While the tree is stopped, the last of it sets off what it can, which begins where it can.
 *
 * @param after nothing before that task is stopped; null: from now on
 */
async function goOn(last: string, after: string | null, begins: boolean): Promise<GoneOn> {
  const statusOf = (task: string) => rig.core.world.task(task)?.status;
  while (after !== null && statusOf(after) === 'open') await new Promise(setImmediate);
  const begun: string[] = [];
  let fired = 0;
  while (fired < 20) {
    const { verdict } = await rig.call(last, 'notes/write', { starts: LATER });
    if (verdict === 'permit') fired += 1;
    if (statusOf(last) !== 'open') break;
    const one = begins ? await open(LATER) : null;
    if (one !== null) begun.push(one);
  }
  return { begun, fired };
}

interface GoneOn {
  readonly begun: readonly string[];
  readonly fired: number;
}

const going = fc.record({ isAfter: fc.boolean(), begins: fc.constantFrom(true, true, false) });

it('once a random tree is quarantined nothing of it acts or begins, and others go on', async () => {
  await fc.assert(
    fc.asyncProperty(places, fc.boolean(), going, async (grown, isOld, { isAfter, begins }) => {
      rig.clock.advance(3_600_000);
      // Of these some are not told apart from anything.
      const before = new Set(rig.core.world.live().map(({ id }) => id));
      const other = await rig.open('somebody else');
      await rig.call(other, 'notes/write', { starts: BESIDE });
      const beside = (await open(BESIDE))!;
      const tree = await grow(grown, other);
      const callers: Promise<unknown>[] = [];
      for (const [at, one] of grown.entries()) callers.push(...(await occupy(tree[at]!, one)));
      // By then nothing is a cause any more of what begins.
      if (isOld) rig.clock.advance(120_000);
      await rig.call(other, 'notes/write', { starts: BESIDE_LATE });
      const late = goOn(tree.at(-1)!, isAfter ? tree[0]! : null, begins);
      const contained = await quarantineTree(rig.core, ADA, { task: tree[0]!, reason: 'drill' });
      const { begun, fired } = await late;
      tree.push(...begun);
      await contained.quiesced;
      const { below } = await contained.tree;
      await Promise.all(callers);
      await Promise.all(tree.map((id) => rig.core.load(id)));
      expect(actingIn(tree.map((id) => rig.core.world.task(id)!))).toEqual([]);
      expect([...rig.issuer.live]).toEqual([]);
      for (const id of tree)
        expect(await rig.call(id, 'notes/read', { late: 1 })).toMatchObject({ verdict: 'deny' });
      const started = [...grown.map((_, at) => at + 1), LATE];
      const stopped = [...(isOld ? [] : started), ...(fired > 0 ? [LATER] : [])];
      for (const n of stopped) expect(await open(n)).toBeNull();
      expect(tree).toEqual(expect.arrayContaining(below.filter((one) => !before.has(one))));
      for (const id of [other, beside])
        expect(await rig.call(id, 'notes/read')).toMatchObject({ verdict: 'permit' });
      expect(await open(BESIDE_LATE)).not.toBeNull();
    }),
    { numRuns: 20 },
  );
});

it('what stands for more tasks than are told apart is stopped with each that set something off', async () => {
  const above: string[] = [];
  for (let n = 0; n < 66; n += 1) {
    above.push(await rig.open());
    await rig.call(above[n]!, 'notes/write', { starts: 0 });
  }
  const below = await open(0);
  const idle = await rig.open();
  const stop = async (task: string) => (await quarantineTree(rig.core, ADA, { task, reason: 'drill' })).tree;
  expect(await stop(idle)).toMatchObject({ below: [] });
  expect(await stop(above[0]!)).toMatchObject({ below: [below] });
  expect(await rig.call(below!, 'notes/read')).toMatchObject({ verdict: 'deny' });
});

/** The first of a tree, and what it has set off. */
async function growWide(
  tasks: number,
): Promise<{ readonly root: string; readonly below: readonly string[] }> {
  const root = (await open(0))!;
  const below: string[] = [];
  while (below.length < tasks) {
    await rig.call(root, 'notes/write', { starts: 1 });
    below.push((await open(1))!);
  }
  return { root, below };
}

const drill = (task: string) => quarantineTree(rig.core, ADA, { task, reason: 'drill' });

it('a tree is stopped in two appends however wide it is: the first of it, then all below', async () => {
  const { root } = await growWide(40);
  const before = rig.store.appends.length;
  await (
    await drill(root)
  ).quiesced;
  expect(rig.store.appends.slice(before)).toEqual([1, 40]);
});

/** Whatever is appended after the first quarantine waits until it is let go. */
function holdBackAfterFirst(): () => void {
  let release = (): void => undefined;
  rig.store.fault = ({ records }) => {
    if (!records.some(({ type }) => type === 'task-quarantined')) return null;
    rig.store.fault = () => null;
    rig.store.gate = new Promise((resolve) => {
      release = resolve;
    });
    return null;
  };
  return () => release();
}

it('a task that another replica opens while those above it are stopped is stopped after them', async () => {
  await rig.stop();
  await start({ replicas: true });
  const { root, below } = await growWide(2);
  const other = await rig.join();
  const release = holdBackAfterFirst();
  const { tree, quiesced } = await drill(root);
  await other.call(below[1]!, 'notes/write', { starts: 2 });
  const asked = { workflow: 'part-2', agent: 'scribe', prompt: null };
  const late = (await openTask(other.core, SCRIBE, asked)).task!;
  expect(await other.call(late, 'notes/read', { n: 1 })).toMatchObject({ verdict: 'permit' });
  const before = rig.store.appends.length;
  release();
  expect(await tree).toMatchObject({ below: [...below, late] });
  expect(rig.store.appends.slice(before)).toEqual([2, 1]);
  await quiesced;
  expect(await other.call(late, 'notes/read', { n: 2 })).toMatchObject({ verdict: 'deny' });
});

it('who stops a tree hears of the first of it before the others are recorded, then of all', async () => {
  const { root, below } = await growWide(3);
  const signals: AbortSignal[] = [];
  rig.upstream.answer = (call) => {
    signals.push(call.signal);
    return hang(call);
  };
  const calling = below.map((task) => rig.call(task, 'notes/read', {}));
  await expect.poll(() => signals.length).toBe(3);
  const release = holdBackAfterFirst();
  const { answer, tree, quiesced } = await drill(root);
  expect(answer.verdict).toBe('permit');
  const states = (): unknown[] => below.map((task) => rig.core.world.durable(task).task?.status);
  expect([states(), signals.map(({ aborted }) => aborted)]).toEqual([
    ['open', 'open', 'open'],
    [false, false, false],
  ]);
  rig.clock.advance(700);
  release();
  expect(await tree).toEqual({ recordedMs: 700, voidHolds: 0, below });
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true]);
  rig.clock.advance(30);
  const { steps } = await quiesced;
  expect(steps).toMatchObject([{ step: 'calls-ended', count: 3, left: 0 }, { step: 'leases-revoked' }]);
  expect(steps[0]!.atMs).toBeGreaterThanOrEqual(700);
  await Promise.all(calling);
});

async function grow(grown: readonly Place[], other: string): Promise<string[]> {
  const tree = [(await open(0))!];
  for (const [at, { parent, others }] of grown.entries()) {
    const starts = at + 1;
    await rig.call(tree[parent % tree.length]!, 'notes/write', { starts });
    if (others > 0) await rig.call(other, 'notes/write', { starts });
    for (let n = 1; n < others; n += 1) await rig.call(await rig.open(), 'notes/write', { starts });
    tree.push((await open(starts))!);
  }
  await rig.call(tree.at(-1)!, 'notes/write', { starts: LATE });
  return tree;
}

/** What is not over: tasks, calls, leases and holds. */
function actingIn(tasks: readonly TaskState[]): readonly string[] {
  return tasks.flatMap(({ id, status, actions, leases, holds }) => [
    ...(status === 'open' ? [id] : []),
    ...Object.values(actions).flatMap((one) => (one.status === 'running' ? [one.id] : [])),
    ...Object.values(leases).flatMap((one) => (one.status === 'revoked' ? [] : [one.id])),
    ...Object.values(holds).flatMap((one) => (one.status === 'pending' ? [one.id] : [])),
  ]);
}

type Place = typeof place extends fc.Arbitrary<infer One> ? One : never;

/** Calls that hang, a lease that lives, a hold that waits; a task that is closed goes on with its calls. */
async function occupy(task: string, { runs, holds, leases, isClosed }: Place): Promise<Promise<unknown>[]> {
  if (leases) await rig.call(task, 'desk/look', {});
  if (holds) await rig.call(task, 'desk/drop', {});
  const callers: Promise<unknown>[] = [];
  if (runs) {
    await new Promise<void>((sent) => {
      rig.upstream.answer = (call) => {
        sent();
        return hang(call);
      };
      callers.push(rig.call(task, 'notes/read', {}));
    });
  }
  rig.upstream.answer = succeed;
  if (isClosed) await rig.close(task);
  return callers;
}
