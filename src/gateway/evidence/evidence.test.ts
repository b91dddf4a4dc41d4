import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { admitConnector, proposeConnector } from '../connectors/connector-verbs.ts';
import { eraseTask } from '../ledger/erase.ts';
import { proposePolicy } from '../policies/policy-verbs.ts';
import { ADA, GRACE, startRig, type Rig } from '../rig.contract.ts';
import { nextStep } from '../hold/next-step.ts';
import { kill, openTask, quarantine } from '../tasks.ts';
import { publishWorkflow } from '../verbs.ts';
import { STARTER_POLICY } from '../../policy/starter.ts';
import { gatherEvidence, type ControlEvidence, type Evidence } from './evidence.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

const DONE = { outcome: 'succeeded', result: { content: [] } } as const;

async function gather(since = 0): Promise<Evidence> {
  for await (const line of gatherEvidence(rig.core, since)) if (line.event === 'done') return line;
  throw new Error('it broke off');
}

async function control(id: string): Promise<ControlEvidence> {
  return (await gather()).controls.find((one) => one.id === id)!;
}

async function hold(task: string, text = 'a'): Promise<string> {
  const answer = await rig.call(task, 'notes/write', { text });
  if (answer.verdict !== 'hold') throw new Error(`not held: ${answer.verdict}`);
  return answer.hold;
}

/** The second step has a gate. */
async function openInSteps(): Promise<string> {
  const text = `holdpoint: workflow/v1
id: stepwise
purpose: Keep the notes, step by step
owner: ada
agents: [scribe]
expires: 2099-01-01
allow:
  - tool: notes/read
steps:
  - {name: look, tools: [notes/read]}
  - {name: write, tools: [notes/read], gate: {approvers: {approver: 1}, reason: See what it read.}}
  - {name: tidy, tools: [notes/read]}
`;
  await publishWorkflow(rig.core, ADA, { name: 'stepwise.workflow.yaml', text });
  const opened = await openTask(rig.core, ADA, { workflow: 'stepwise', agent: 'scribe', prompt: 'Tidy' });
  return opened.task!;
}

describe('who approved what', () => {
  it('names each signed decision, what it was about, and the held action that ran after it', async () => {
    const task = await rig.open();
    const first = await hold(task);
    await rig.decide('grace', 'approve', task, first);
    await rig.call(task, 'notes/write', { text: 'a' });
    await rig.decide('grace', 'reject', task, await hold(task, 'b'));
    const approvals = await control('approvals');
    expect(approvals).toMatchObject({ standing: 'met', count: 2, open: 0, says: '2 signed decisions' });
    expect(approvals.records.map(({ who, words }) => [who, words])).toEqual([
      ['grace', 'rejected notes/write for scribe, with a key'],
      ['grace', 'approved notes/write for scribe, with a key'],
    ]);
    const [ran] = (await control('held-runs')).records;
    expect(ran).toMatchObject({ words: 'notes/write for scribe, after 1 approval', isOpen: false });
    expect((await rig.store.find(ran!.record))!.seq).toBe(ran!.seq);
  });

  it('names who approved with other arguments, and what ran after that was approved', async () => {
    const task = await rig.open();
    const edit = { text: 'b' };
    await rig.decide('grace', 'approve', task, await hold(task), [], { edit });
    await rig.call(task, 'notes/write', edit);
    const words = async (id: string) => (await control(id)).records.map((one) => [one.who, one.words]);
    const [approved] = await words('approvals');
    expect(approved).toEqual(['grace', 'approved with other arguments notes/write for scribe, with a key']);
    expect(await words('self-approval')).toEqual([
      ['grace', 'notes/write for scribe: somebody else asked for it'],
    ]);
    const ran = await control('held-runs');
    expect(ran).toMatchObject({ standing: 'met', count: 1, open: 0 });
    expect(ran.records[0]!.words).toBe('notes/write for scribe, after 1 approval');
  });

  it('knows what a step waited for, and that it began after an approval', async () => {
    const task = await openInSteps();
    const { hold: gate } = await nextStep(rig.core, ADA, { task, named: null });
    expect((await rig.decide('grace', 'approve', task, gate!)).verdict).toBe('permit');
    expect(await control('approvals')).toMatchObject({ standing: 'met', count: 1, open: 0 });
    const [approved] = (await control('approvals')).records;
    expect(approved!.words).toBe('approved the step write for scribe, with a key');
    const begun = await control('held-runs');
    expect(begun).toMatchObject({ standing: 'met', count: 1 });
    expect(begun.records[0]!.words).toBe('the step write for scribe, after 1 approval');
    const unseen = await nextStep(rig.core, ADA, { task, named: null });
    expect(unseen).toMatchObject({ verdict: 'deny', step: 'write' });
    expect((await rig.call(task, 'notes/read')).verdict).toBe('permit');
    expect(await nextStep(rig.core, ADA, { task, named: null })).toMatchObject({
      verdict: 'permit',
      step: 'tidy',
    });
  });

  it('has the refused attempts of who asked for it', async () => {
    const task = await rig.open();
    const own = await rig.decide('ada', 'approve', task, await hold(task));
    expect(own.verdict).toBe('deny');
    const found = await control('self-approval');
    expect(found).toMatchObject({ standing: 'met', count: 1 });
    expect(found.records[0]).toMatchObject({ who: 'ada', isOpen: false });
    expect(found.records[0]!.words).toContain('approver-is-requester');
  });

  it('counts nothing of before the time that is asked about', async () => {
    const task = await rig.open();
    await rig.decide('grace', 'approve', task, await hold(task));
    const { controls } = await gather(rig.clock.now() + 1);
    const about = controls.filter(({ id }) => id !== 'ledger');
    expect(about.map(({ standing, count }) => [standing, count])).toEqual(about.map(() => ['none', 0]));
  });
});

describe('changes', () => {
  it('say who proposed a policy and who put it in force; the first set speaks against nobody', async () => {
    const rule = '@id("no.drop") forbid (principal is Agent, action == Action::"desk/drop", resource);';
    const sources = [STARTER_POLICY, { name: 'more.cedar', text: rule }];
    const proposed = await proposePolicy(rig.core, GRACE, sources);
    expect(proposed.verdict).toBe('deny');
    expect(await control('policy-changes')).toMatchObject({ standing: 'met', count: 1 });
    expect((await control('policy-changes')).records[0]!.words).toBe('the first set');
  });

  it('say who wrote a workflow that they published themselves', async () => {
    const found = await control('workflow-changes');
    expect(found).toMatchObject({ standing: 'open', count: 1, open: 1 });
    expect(found.records[0]).toMatchObject({ words: 'notes, written by ada', isOpen: true });
  });

  it('count drift until somebody admits the connector again', async () => {
    rig.upstream.presents['notes']!['read'] = {
      name: 'read',
      description: 'Another',
      inputSchema: { type: 'object' },
    };
    await rig.call(await rig.open(), 'notes/read');
    expect(await control('drift')).toMatchObject({ standing: 'open', open: 1 });
    const upstream = { transport: 'http', url: 'http://127.0.0.1:1/notes' } as const;
    const { proposal } = await proposeConnector(rig.core, ADA, { id: 'notes', upstream, credential: null });
    const effects = { read: ['read'], write: ['write'] } as const;
    await admitConnector(rig.core, ADA, { connector: 'notes', proposal, effects });
    const found = await control('drift');
    expect(found).toMatchObject({ standing: 'met', open: 0 });
    expect(found.records[0]).toMatchObject({ who: 'ada', words: 'notes was admitted again' });
  });
});

describe('promises', () => {
  it('are open until they are kept: calls end, credentials are revoked, words are erased', async () => {
    const task = await rig.open();
    await rig.call(task, 'desk/look');
    expect(await control('leases')).toMatchObject({ standing: 'met', count: 1, open: 0 });
    rig.clock.advance(3_600_000);
    expect(await control('leases')).toMatchObject({ standing: 'open', open: 1 });
    await rig.close(task);
    expect(await control('leases')).toMatchObject({ standing: 'met', open: 0 });
    expect(await control('outcomes')).toMatchObject({ standing: 'met', count: 1 });
    await eraseTask(rig.core, ADA, task);
    const erased = await control('erasures');
    expect(erased).toMatchObject({ standing: 'met', count: 1, records: [{ words: `of ${task}` }] });
  });

  it('name a call of which nobody knows whether it was done', async () => {
    rig.upstream.answer = () => Promise.resolve({ outcome: 'unknown', code: 'upstream-aborted' });
    await rig.call(await rig.open(), 'notes/read');
    const found = await control('outcomes');
    expect(found).toMatchObject({ standing: 'open', count: 1, open: 1 });
    expect(found.records[0]!.words).toBe('nobody knows whether it was done');
  });

  it('give a call the time that it has, and believe what is said of it after it was given up', async () => {
    const task = await rig.open();
    let finish: () => void = () => {};
    rig.upstream.answer = () => new Promise((resolve) => (finish = () => resolve(DONE)));
    const running = rig.call(task, 'notes/read');
    await expect.poll(async () => (await control('outcomes')).count).toBe(1);
    rig.clock.advance(10_000);
    expect(await control('outcomes')).toMatchObject({ standing: 'met', open: 0 });
    rig.clock.advance(3_600_000);
    expect(await control('outcomes')).toMatchObject({ standing: 'open', open: 1 });
    finish();
    await running;
    expect(await control('outcomes')).toMatchObject({ standing: 'met', open: 0 });
  });

  it('name what is stopped until it is lifted, and what was quarantined', async () => {
    const target = { kind: 'agent', id: 'scribe' } as const;
    await kill(rig.core, ADA, { target, lift: false, reason: 'odd' });
    expect(await control('containment')).toMatchObject({ standing: 'open', open: 1 });
    await kill(rig.core, ADA, { target, lift: true, reason: 'fine' });
    await quarantine(rig.core, ADA, { task: await rig.open(), reason: 'odd' });
    const found = await control('containment');
    expect(found).toMatchObject({ standing: 'met', count: 2, open: 0 });
    expect(found.records.map(({ words }) => words)).toEqual([
      expect.stringMatching(/^quarantined task_\w+, by a person$/),
      'lifted the stop of agent scribe',
    ]);
  });
});

it('says that nobody else has seen a ledger without witnesses, and gives its signed checkpoint', async () => {
  const { controls, checkpoint, size } = await gather();
  expect(controls.at(-1)).toMatchObject({ id: 'ledger', standing: 'open', count: size });
  expect(controls.at(-1)!.says).toContain('witnesses are not set up');
  expect(checkpoint).toContain(`\n${size}\n`);
});

it('names the latest hundred, and counts all', async () => {
  const task = await rig.open();
  for (let at = 0; at < 105; at++) await rig.call(task, 'notes/read', { at });
  const found = await control('outcomes');
  expect(found).toMatchObject({ count: 105 });
  expect(found.records).toHaveLength(100);
  expect(found.records[0]!.seq).toBeGreaterThan(found.records[99]!.seq);
});
