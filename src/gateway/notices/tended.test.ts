// The schedule of a hold is the policy's: people are told when it says so, once, by whichever process is
// there.

import { afterEach, expect, it, vi } from 'vitest';
import { STARTER_POLICY } from '../../policy/starter.ts';
import { proposePolicy, publishPolicy } from '../policies/policy-verbs.ts';
import { ADA, startRig, type Rig } from '../rig.contract.ts';
import { fakeTimers, pass, turns } from '../loop/timeline.contract.ts';
import { addOperator } from '../verbs.ts';
import { readStream } from '../views.ts';
import { channelTo, sampleNotifier, type SampleNotifier } from './sample-notifier.contract.ts';

const MINUTE = 60_000;
const POLICY = `@id("drops") @hold("drops") @approvers("approver:1")
@expires("25m") @remind("5m") @escalate("director:1 after 15m")
forbid (principal is Agent, action == Action::"desk/drop", resource);`;

let rig: Rig;
let people: SampleNotifier;
afterEach(async () => {
  await rig.stop();
  vi.useRealTimers();
});

/** A hold of a policy that has a schedule, and a channel for what comes of it. */
async function start(replicas: boolean): Promise<string> {
  people = sampleNotifier();
  const channels = [channelTo(people, { events: ['hold-reminded', 'hold-escalated', 'hold-expired'] })];
  rig = await startRig({ options: { notifying: { url: 'https://holdpoint.example', channels } }, replicas });
  const ines = { id: 'ines', name: 'Ines', roles: ['policy-author'], publicKey: null, identity: null };
  await addOperator(rig.core, ADA, ines);
  const sources = [STARTER_POLICY, { name: 'drops.cedar', text: POLICY }];
  const proposed = await proposePolicy(rig.core, { kind: 'operator', id: 'ines' }, sources);
  if (proposed.verdict !== 'permit') throw new Error(JSON.stringify(proposed));
  await publishPolicy(rig.core, ADA, proposed.digest);
  await rig.core.notifying!.round();
  const task = await rig.open();
  const held = await rig.call(task, 'desk/drop', { text: 'x' });
  expect(held.verdict).toBe('hold');
  return task;
}

const look = async ({ core }: Rig): Promise<void> => {
  await core.catchUp();
  await core.sweeper.all();
  await core.notifying!.round();
};
const told = (): string[] => people.taken.flatMap(({ notices }) => notices.map(({ kind }) => kind));

async function recorded(task: string): Promise<string[]> {
  const records = await readStream(rig.core, `task/${task}`);
  return records.map(({ type }) => type).filter((type) => /^hold-(reminded|escalated|expired)$/.test(type));
}

it('a reminder, an escalation and the end come when the policy says, also after a restart', async () => {
  const task = await start(false);
  await look(rig);
  expect(told()).toEqual([]);
  rig.clock.advance(5 * MINUTE);
  await look(rig);
  await look(rig);
  expect(told()).toEqual(['hold-reminded']);
  expect(people.taken[0]!.notices[0]).toMatchObject({ roles: ['approver'] });
  rig.clock.advance(10 * MINUTE);
  await rig.restart();
  await look(rig);
  expect(told()).toEqual(['hold-reminded', 'hold-escalated']);
  expect(people.taken[1]!.notices[0]).toMatchObject({ roles: ['director'] });
  rig.clock.advance(10 * MINUTE);
  await look(rig);
  expect(told()).toEqual(['hold-reminded', 'hold-escalated', 'hold-expired']);
  expect(await recorded(task)).toEqual(told());
  expect(await rig.audit()).toMatchObject({ findings: [] });
});

it('of several processes one says it, whichever opened the task', async () => {
  fakeTimers();
  const task = await start(true);
  await rig.join();
  rig.clock.advance(5 * MINUTE);
  // Both look each second.
  await pass(rig, 5);
  await turns();
  expect(await recorded(task)).toEqual(['hold-reminded']);
  rig.clock.advance(10 * MINUTE);
  await pass(rig, 5);
  await turns();
  await rig.core.catchUp();
  await rig.core.notifying!.round();
  expect(await recorded(task)).toEqual(['hold-reminded', 'hold-escalated']);
  expect(told()).toEqual(await recorded(task));
});

it('where people decided, nothing more is said', async () => {
  const task = await start(false);
  const [hold] = Object.keys(rig.core.world.task(task)!.holds);
  await rig.decide('grace', 'approve', task, hold!);
  const before = rig.core.world.version(task);
  rig.clock.advance(26 * MINUTE);
  await look(rig);
  expect(told()).toEqual([]);
  expect(rig.core.world.version(task)).toBe(before);
});
