import { afterEach, beforeEach, expect, it } from 'vitest';
import { isSameDecision } from '../replay/judge.ts';
import { admitDestination, putInForce } from '../replay/rich-ledger.contract.ts';
import { replay } from '../replay/replay.ts';
import { ADA, startRig, type Doors, type Rig } from '../rig.contract.ts';
import { openTask } from '../tasks.ts';
import { limitAgentHolds, publishWorkflow, registerAgent } from '../verbs.ts';
import { listHolds } from '../views.ts';

const HOLD_WRITES = `@id("all") permit (principal, action, resource);
@id("writes") @hold("somebody looks") @approvers("approver:1")
forbid (principal is Agent, action == Action::"notes/write", resource);`;

const WORKFLOW = `holdpoint: workflow/v1
id: alone
purpose: Keep the notes in order by itself
owner: ada
agents: [scribe, other]
unattended: true
expires: 2099-01-01
task: {ttl: 2h}
limits: {calls: 200, wall: 4000s, call: 10s, holds: 10}
allow: [{tool: notes/*}]
`;

let rig: Rig;
beforeEach(async () => {
  rig = await startRig({ replicas: true });
  await admitDestination(rig);
  await putInForce(rig, [{ name: 'writes.cedar', text: HOLD_WRITES }]);
  const agent = { id: 'other', owner: 'ada', environment: 'test', groups: [], identity: null };
  await registerAgent(rig.core, ADA, agent);
  await publishWorkflow(rig.core, ADA, { name: 'alone.yaml', text: WORKFLOW });
});
afterEach(() => rig.stop());

function openAlone(core: Rig['core'], agent = 'scribe') {
  return openTask(core, { kind: 'agent', id: agent }, { workflow: 'alone', agent, prompt: null });
}

async function alone(core = rig.core, agent = 'scribe'): Promise<string> {
  const { task, reasons } = await openAlone(core, agent);
  if (task === null) throw new Error(JSON.stringify(reasons));
  return task;
}

function write(doors: Doors, task: string, to: string) {
  return doors.call(task, 'notes/write', { to, text: 'n' });
}

function codesOf(answer: Awaited<ReturnType<Doors['call']>>): readonly string[] {
  return answer.verdict === 'deny' ? answer.reasons.map(({ code }) => code) : [answer.verdict];
}

it('an agent has so much waiting and no more, at two replicas at once', async () => {
  await limitAgentHolds(rig.core, ADA, { agent: 'scribe', holds: 7 });
  const joined = await rig.join();
  const both = [rig, joined];
  const rounds = Array.from({ length: 6 }, async (_, round) => {
    const doors = both[round % 2]!;
    const task = await alone(doors.core);
    const asked = Array.from({ length: 4 }, (_one, n) => write(doors, task, `p${round}-${n}@x.example`));
    return (await Promise.all(asked)).flatMap(codesOf);
  });
  const codes = (await Promise.all(rounds)).flat();
  expect(codes.filter((code) => code === 'hold')).toHaveLength(7);
  expect(codes.filter((code) => code === 'agent-holds-exhausted')).toHaveLength(17);
  await rig.restart();
  expect(listHolds(rig.core)).toHaveLength(7);
  const task = await alone();
  expect(codesOf(await write(rig, task, 'late@x.example'))).toEqual(['agent-holds-exhausted']);
  expect(await rig.audit()).toMatchObject({ findings: [] });
  const again: boolean[] = [];
  for await (const moment of replay(rig.core, { fromSeq: 0, time: 0 })) {
    if (moment.kind === 'replayed') again.push(isSameDecision(moment.recorded, moment.again));
  }
  expect(again).toHaveLength(25);
  expect(again).not.toContain(false);
});

it('what people rejected is not asked again in a new task, at whatever replica', async () => {
  const first = await alone();
  const asked = await write(rig, first, 'ann@x.example');
  if (asked.verdict !== 'hold') throw new Error(asked.verdict);
  await rig.decide('grace', 'reject', first, asked.hold);
  const joined = await rig.join();
  rig.clock.advance(1_000);
  const second = await alone(joined.core);
  const again = await write(joined, second, 'ann@x.example');
  expect(codesOf(again)).toEqual(['cooling-off']);
  expect(codesOf(await write(joined, second, 'bob@x.example'))).toEqual(['hold']);
  await rig.restart();
  expect(codesOf(await write(rig, await alone(), 'ann@x.example'))).toEqual(['cooling-off']);
  // A person who has a task opened for it means it; another agent was told nothing yet.
  expect(codesOf(await write(rig, await rig.open(), 'ann@x.example'))).toEqual(['hold']);
  const task = await alone(rig.core, 'other');
  const args = { to: 'ann@x.example', text: 'n' };
  expect(codesOf(await rig.call(task, 'notes/write', args, { agent: 'other' }))).toEqual(['hold']);
  rig.clock.advance(300_000);
  await rig.restart();
  expect(codesOf(await write(rig, await alone(), 'ann@x.example'))).toEqual(['hold']);
});

it('what marks a call for its agent is another for another agent, and tells nothing of it', async () => {
  for (const agent of ['scribe', 'scribe', 'other']) {
    const task = await alone(rig.core, agent);
    await rig.call(task, 'notes/write', { to: 'ann@x.example', text: 'n' }, { agent });
  }
  const records = await rig.store.read({ fromSeq: 0, limit: 1_000 });
  const marks = records
    .filter(({ type }) => type === 'action-held')
    .map(({ text }) => (JSON.parse(text) as { body: { ofAgent: string } }).body.ofAgent);
  expect(marks[0]).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(marks[1]).toBe(marks[0]);
  expect(marks[2]).not.toBe(marks[0]);
});

it('an agent whose own tasks were ended again and again opens no more by itself for the hour', async () => {
  for (let round = 0; round < 5; round += 1) {
    const task = await alone();
    for (let n = 0; n < 10; n += 1) await rig.call(task, 'desk/look', { n });
  }
  await rig.restart();
  const refused = await openAlone(rig.core);
  expect(refused.reasons.map(({ code }) => code)).toEqual(['denied-across-tasks']);
  expect(codesOf(await rig.call(await rig.open(), 'notes/read', {}))).toEqual(['permit']);
  expect((await openAlone(rig.core, 'other')).verdict).toBe('permit');
  rig.clock.advance(3_600_000);
  await rig.restart();
  expect((await openAlone(rig.core)).verdict).toBe('permit');
});
