import { afterEach, beforeEach, expect, it } from 'vitest';
import { evaluateAccess } from '../access/evaluate.ts';
import { isSameDecision } from '../replay/judge.ts';
import { admitDestination, putInForce } from '../replay/rich-ledger.contract.ts';
import { replay } from '../replay/replay.ts';
import { ADA, startRig, type Rig } from '../rig.contract.ts';
import { declareDestinations, registerAgent } from '../verbs.ts';
import { showHold } from '../views.ts';

const FIRST_TIME = `@id("first.all") permit (principal, action, resource);
@id("first.time") @hold("the agent was never there") @approvers("approver:1")
forbid (principal is Agent, action == Action::"notes/write", resource)
unless { context has destination && context.destination.known };`;

let rig: Rig;
beforeEach(async () => {
  rig = await startRig({ replicas: true });
  await admitDestination(rig);
  await putInForce(rig, [{ name: 'first.cedar', text: FIRST_TIME }]);
});
afterEach(() => rig.stop());

async function write(task: string, to: string): Promise<string> {
  const { verdict } = await rig.call(task, 'notes/write', { to });
  return verdict;
}

/** Asks, has it approved, and asks again. */
async function firstWrite(task: string, to: string): Promise<string> {
  const asked = await rig.call(task, 'notes/write', { to });
  if (asked.verdict !== 'hold') throw new Error(asked.verdict);
  await rig.decide('grace', 'approve', task, asked.hold);
  return write(task, to);
}

async function addressed(): Promise<string[]> {
  const records = await rig.store.read({ fromSeq: 0, limit: 1_000, stream: 'agent/scribe' });
  return records.filter(({ type }) => type === 'agent-addressed').map(({ text }) => text);
}

it('a host that an agent addressed in one task is known in the next, also after a restart', async () => {
  const first = await rig.open();
  expect(await firstWrite(first, 'ann@secret-host.net')).toBe('permit');
  expect(await write(first, 'https://secret-host.net/page')).toBe('permit');
  const second = await rig.open();
  expect(await write(second, 'bob@secret-host.net')).toBe('permit');
  // Who leaves keeps a snapshot, and who starts takes it.
  await (await rig.join()).stop();
  const kept = Buffer.from(rig.data.snapshot!.bytes).toString();
  expect(kept).toMatch(/"addressed":\{"scribe":\["[A-Za-z0-9_-]{43}"\]\}/);
  await rig.restart();
  const third = await rig.open();
  expect(await write(third, 'cyd@secret-host.net')).toBe('permit');
  expect(await write(third, 'cyd@another.net')).toBe('hold');
  expect(await addressed()).toHaveLength(1);
  expect((await addressed()).join()).not.toContain('secret-host');
  expect(await rig.audit()).toMatchObject({ findings: [] });
});

it('what was decided on it is decided again alike', async () => {
  const first = await rig.open();
  expect(await firstWrite(first, 'ann@new.net')).toBe('permit');
  const second = await rig.open();
  expect(await write(second, 'bob@new.net')).toBe('permit');
  expect(await write(second, 'bob@another.net')).toBe('hold');
  const known: unknown[] = [];
  for await (const moment of replay(rig.core, { fromSeq: 0, time: 0 })) {
    if (moment.kind !== 'replayed') continue;
    expect(isSameDecision(moment.recorded, moment.again)).toBe(true);
    known.push(moment.again.query?.context['destination']);
  }
  expect(known).toMatchObject([false, false, true, false].map((one) => ({ known: one })));
});

it('whoever asks what would be decided hears it of what the agent addressed', async () => {
  const task = await rig.open();
  expect(await firstWrite(task, 'ann@new.net')).toBe('permit');
  await rig.restart();
  const question = (to: string) => ({
    subject: { type: 'agent', id: 'scribe' },
    action: { name: 'write', properties: { to } },
    resource: { type: 'connector', id: 'notes', properties: {} },
    about: task,
    fulfils: [],
  });
  const asked = [question('bob@new.net'), question('bob@another.net')];
  const evaluation = await evaluateAccess(rig.core, ADA, asked, null);
  const answers = 'refused' in evaluation ? [] : evaluation.answers;
  expect(answers.map(({ verdict }) => verdict)).toEqual(['permit', 'hold']);
});

it('a registration that is refused leaves no key behind', async () => {
  const agent = { id: 'ghost', owner: 'ada', environment: 'test', groups: [], identity: null };
  const ask = (id: string) => registerAgent(rig.core, { kind: 'operator', id }, agent);
  expect((await ask('nobody')).verdict).toBe('deny');
  expect([rig.data.keys.has('agent/ghost'), rig.core.vault.has('agent/ghost')]).toEqual([false, false]);
  expect((await ask(ADA.id)).verdict).toBe('permit');
  expect((await ask(ADA.id)).verdict).toBe('deny');
  expect([rig.data.keys.has('agent/ghost'), rig.core.vault.has('agent/ghost')]).toEqual([true, true]);
});

it('an agent that was registered before agents had keys finds every host new', async () => {
  rig.data.keys.delete('agent/scribe');
  await rig.restart();
  const task = await rig.open();
  expect(await firstWrite(task, 'ann@new.net')).toBe('permit');
  expect(await write(task, 'bob@new.net')).toBe('hold');
  expect(await addressed()).toEqual([]);
});

it('who decides sees whether the task, and its agent, were where an address leads', async () => {
  const leads = async (task: string, to: string) => {
    const asked = await rig.call(task, 'notes/write', { to });
    if (asked.verdict !== 'hold') throw new Error(asked.verdict);
    return (await showHold(rig.core, asked.hold))?.leads;
  };
  const first = await rig.open();
  expect(await leads(first, 'ann@new.net')).toEqual([{ to: 'ann@new.net', trust: 'new', known: false }]);
  expect(await firstWrite(first, 'ann@new.net')).toBe('permit');
  const both = 'ann@new.net, cyd@another.net';
  expect(await leads(first, both)).toEqual([{ to: both, trust: 'new', known: false }]);
  await declareDestinations(rig.core, ADA, { own: ['new.net'], listed: [] });
  expect(await leads(first, 'a b c')).toEqual([{ to: 'a b c', trust: 'unknown', known: false }]);
});

it('of what waits no more nothing is said of where it leads', async () => {
  const task = await rig.open();
  const asked = await rig.call(task, 'notes/write', { to: 'ann@new.net' });
  if (asked.verdict !== 'hold') throw new Error(asked.verdict);
  await rig.decide('grace', 'reject', task, asked.hold);
  expect((await showHold(rig.core, asked.hold))?.leads).toEqual([]);
});
