import { afterEach, beforeEach, expect, it } from 'vitest';
import { admitConnector, proposeConnector } from '../connectors/connector-verbs.ts';
import { hang } from '../fakes.contract.ts';
import { putInForce } from '../replay/rich-ledger.contract.ts';
import { ADA, startRig, type Rig } from '../rig.contract.ts';
import { closeTask, openTask } from '../tasks.ts';
import { publishWorkflow } from '../verbs.ts';
import { listBelow } from './below.ts';

const POLICY = `@id("all.permitted") permit (principal, action, resource);
@id("drops.wait") @hold("drops") @approvers("approver:1")
forbid (principal, action == Action::"desk/drop", resource);`;
const SCRIBE = { kind: 'agent', id: 'scribe' } as const;
const NAMES = ['first', 'second', 'third', 'beside'];

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
  await putInForce(rig, [{ name: 'tree.cedar', text: POLICY }]);
  const upstream = { transport: 'http', url: 'http://127.0.0.1:1/notes' } as const;
  const { proposal } = await proposeConnector(rig.core, ADA, { id: 'notes', upstream, credential: null });
  const triggers = NAMES.map((name) => ({
    name,
    starts: `workflow/${name}`,
    effects: [],
    when: { properties: { starts: { const: name } }, required: ['starts'] },
    withinSeconds: 60,
    words: '',
  }));
  const output = { sensitivity: 'internal', categories: [], integrity: 'trusted' } as const;
  const write = { egress: 'none', roles: {}, output, triggers } as const;
  const effects = { read: ['read'], write: ['write'] } as const;
  await admitConnector(rig.core, ADA, { connector: 'notes', proposal, effects, profiles: { write } });
  for (const name of NAMES) {
    const text = `holdpoint: workflow/v1
id: ${name}
purpose: Part of a tree
owner: ada
agents: [scribe]
unattended: true
expires: 2099-01-01
limits: {calls: 30, depth: 9}
allow: [{tool: notes/*}, {tool: desk/*}]
`;
    await publishWorkflow(rig.core, ADA, { name: `${name}.yaml`, text });
  }
});
afterEach(() => rig.stop());

async function open(workflow: string): Promise<string> {
  return (await openTask(rig.core, SCRIBE, { workflow, agent: 'scribe', prompt: null })).task!;
}

async function setOff(above: string, workflow: string): Promise<string> {
  await rig.call(above, 'notes/write', { starts: workflow });
  return open(workflow);
}

it('is every task that goes back to one, with what runs, what waits and what it used', async () => {
  const first = await open('first');
  await open('beside');
  const second = await setOff(first, 'second');
  const third = await setOff(second, 'third');
  await rig.call(third, 'desk/drop', {});
  rig.upstream.answer = hang;
  const running = rig.call(third, 'notes/read', {});
  await expect
    .poll(() => listBelow(rig.core, first))
    .toMatchObject([
      { id: second, above: first, workflow: 'second', status: 'open', calls: 1, running: 0, waiting: 0 },
      { id: third, above: second, agent: 'scribe', calls: 1, mostCalls: 30, running: 1, waiting: 1 },
    ]);
  expect(await listBelow(rig.core, third)).toEqual([]);
  expect(await listBelow(rig.core, 'task_0000000000000000')).toBeNull();
  await closeTask(rig.core, ADA, third);
  await running;
  await expect
    .poll(async () => (await listBelow(rig.core, first))!.at(-1))
    .toMatchObject({ id: third, status: 'closed', running: 0, waiting: 0, leases: 0 });
});
