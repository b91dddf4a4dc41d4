// What is left of a tree's limits is given out once, whichever replicas permit calls of its tasks.

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { admitConnector, proposeConnector } from '../connectors/connector-verbs.ts';
import { putInForce } from '../replay/rich-ledger.contract.ts';
import { ADA, startRig, type Joined, type Rig } from '../rig.contract.ts';
import type { Principal } from '../../kernel/event.ts';
import { openTask } from '../tasks.ts';
import { publishWorkflow } from '../verbs.ts';
import { fakeTimers, holdBack, turn } from './timeline.contract.ts';

const SPENDER = `holdpoint: workflow/v1
id: spender
purpose: Spend within bounds
owner: ada
agents: [scribe]
unattended: true
expires: 2099-01-01
limits: {calls: 100, wall: 4000s, call: 10s, holds: 1, money: 100, fanOut: 3}
allow: [{tool: notes/*}]
`;
const SCRIBE = { kind: 'agent', id: 'scribe' } as const;

let rig: Rig;
let other: Joined;
beforeEach(async () => {
  fakeTimers();
  rig = await startRig({ replicas: true });
  await putInForce(rig, [{ name: 'all.cedar', text: '@id("all") permit (principal, action, resource);' }]);
  const upstream = { transport: 'http', url: 'http://127.0.0.1:1/notes' } as const;
  const { proposal } = await proposeConnector(rig.core, ADA, { id: 'notes', upstream, credential: null });
  const output = { sensitivity: 'internal', categories: [], integrity: 'trusted' } as const;
  const read = { egress: 'none', roles: { '/amount': 'amount' }, output } as const;
  const again = { name: 'again', starts: 'workflow/spender', effects: [], when: {} };
  const write = { ...read, triggers: [{ ...again, withinSeconds: 600, words: '' }] } as const;
  const effects = { read: ['read'], write: ['write'] } as const;
  await admitConnector(rig.core, ADA, { connector: 'notes', proposal, effects, profiles: { read, write } });
  await publishWorkflow(rig.core, ADA, { name: 'spender.yaml', text: SPENDER });
  other = await rig.join();
});
afterEach(async () => {
  await rig.stop();
  vi.useRealTimers();
});

async function open(at: Joined | Rig = rig, actor: Principal = SCRIBE): Promise<string | null> {
  const asked = { workflow: 'spender', agent: 'scribe', prompt: actor === ADA ? 'go' : null };
  return (await openTask(at.core, actor, asked)).task;
}

it('two replicas that permit calls of siblings at a time do not overspend the task above', async () => {
  const root = (await open(rig, ADA))!;
  await rig.call(root, 'notes/write', { amount: 10 });
  const tasks = [(await open())!, (await open())!];
  await other.core.catchUp();
  const doors = [holdBack(rig.store), holdBack(other.store)];
  const asked = [rig, other].map((one, n) => one.call(tasks[n]!, 'notes/read', { amount: 60 }));
  await turn();
  for (const door of doors) door();
  const verdicts = (await Promise.all(asked)).map(({ verdict }) => verdict);
  expect(verdicts.toSorted()).toEqual(['deny', 'permit']);
  expect(await rig.call(root, 'notes/read', { amount: 31 })).toMatchObject({ verdict: 'deny' });
  expect(await rig.call(root, 'notes/read', { amount: 30 })).toMatchObject({ verdict: 'permit' });
});

it('and do not open more of one call than it may set off', async () => {
  const root = (await open(rig, ADA))!;
  await rig.call(root, 'notes/write');
  expect([await open(), await open()]).not.toContain(null);
  await other.core.catchUp();
  const doors = [holdBack(rig.store), holdBack(other.store)];
  const asked = [open(rig), open(other)];
  await turn();
  for (const door of doors) door();
  expect((await Promise.all(asked)).filter((task) => task !== null)).toHaveLength(1);
});
