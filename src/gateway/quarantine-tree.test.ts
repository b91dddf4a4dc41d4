// Whatever a random tree of tasks was doing: once it is quarantined, nothing of it acts, and nothing begins.

import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { admitConnector, proposeConnector } from './connectors/connector-verbs.ts';
import { hang, succeed } from './fakes.contract.ts';
import { quarantineTree } from './quarantine-tree.ts';
import { putInForce } from './replay/rich-ledger.contract.ts';
import { ADA, startRig, type Rig } from './rig.contract.ts';
import { openTask } from './tasks.ts';
import { publishWorkflow } from './verbs.ts';

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
limits: {calls: 100, wall: 4000s, call: 10s, holds: 10, depth: 20}
allow: [{tool: notes/*}, {tool: desk/*}]
`;
}

const MOST = 6;

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
  await putInForce(rig, [{ name: 'tree.cedar', text: POLICY }]);
  const upstream = { transport: 'http', url: 'http://127.0.0.1:1/notes' } as const;
  const { proposal } = await proposeConnector(rig.core, ADA, { id: 'notes', upstream, credential: null });
  const triggers = Array.from({ length: MOST }, (_, n) => ({
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
  for (let n = 0; n < MOST; n += 1) {
    await publishWorkflow(rig.core, ADA, { name: `part-${n}.yaml`, text: workflowOf(n) });
  }
});
afterEach(() => rig.stop());

const place = fc.record({
  parent: fc.nat({ max: MOST }),
  runs: fc.boolean(),
  holds: fc.boolean(),
  leases: fc.boolean(),
  isClosed: fc.boolean(),
});

async function open(n: number): Promise<string | null> {
  const opened = await openTask(rig.core, SCRIBE, { workflow: `part-${n}`, agent: 'scribe', prompt: null });
  return opened.task;
}

it('once a random tree is quarantined nothing of it acts, and nothing of it begins', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(place, { minLength: 1, maxLength: MOST - 1 }), async (places) => {
      rig.clock.advance(3_600_000);
      const other = await rig.open('somebody else');
      const tree = [(await open(0))!];
      for (const [at, { parent }] of places.entries()) {
        await rig.call(tree[parent % tree.length]!, 'notes/write', { starts: at + 1 });
        tree.push((await open(at + 1))!);
      }
      await rig.call(tree.at(-1)!, 'notes/write', { starts: MOST - 1 });
      const callers: Promise<unknown>[] = [];
      for (const [at, one] of places.entries()) callers.push(...(await occupy(tree[at]!, one)));
      const { quiesced, below } = await quarantineTree(rig.core, ADA, { task: tree[0]!, reason: 'drill' });
      await quiesced;
      await Promise.all(callers);
      await Promise.all(tree.map((id) => rig.core.load(id)));
      const tasks = tree.map((id) => rig.core.world.task(id)!);
      expect(tasks.map(({ status }) => status)).not.toContain('open');
      const acting = tasks.flatMap(({ actions }) =>
        Object.values(actions).filter(({ status }) => status === 'running'),
      );
      const leases = tasks.flatMap((one) =>
        Object.values(one.leases).filter(({ status }) => status !== 'revoked'),
      );
      const holds = tasks.flatMap((one) =>
        Object.values(one.holds).filter(({ status }) => status === 'pending'),
      );
      expect({ acting, leases, holds }).toEqual({ acting: [], leases: [], holds: [] });
      expect([...rig.issuer.live]).toEqual([]);
      for (const id of tree)
        expect(await rig.call(id, 'notes/read', { late: 1 })).toMatchObject({ verdict: 'deny' });
      expect(await open(MOST - 1)).toBeNull();
      expect(below).not.toContain(other);
      expect(await rig.call(other, 'notes/read')).toMatchObject({ verdict: 'permit' });
    }),
    { numRuns: 30 },
  );
}, 120_000);

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
