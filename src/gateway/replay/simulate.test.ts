import { afterEach, beforeEach, expect, it } from 'vitest';
import { STARTER_POLICY } from '../../policy/starter.ts';
import type { Rig } from '../rig.contract.ts';
import { approveAndRun, eraseOne, putInForce, raise, startRichRig } from './rich-ledger.contract.ts';
import { ruleOn } from './ruling.ts';
import { simulate, type SimulationEvent, type SimulationInput } from './simulate.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRichRig();
});
afterEach(() => rig.stop());

type Changed = Extract<SimulationEvent, { event: 'changed' }>;

async function run(text: string, more: Partial<SimulationInput> = {}): Promise<SimulationEvent[]> {
  const sources = [{ name: 'candidate.cedar', text }];
  const simulation = simulate(rig.core, { sources, traces: false, ...more });
  if ('problems' in simulation) throw new Error(JSON.stringify(simulation.problems));
  const events: SimulationEvent[] = [];
  for await (const event of simulation.events) events.push(event);
  return events;
}

const changesIn = (events: readonly SimulationEvent[]): Changed[] =>
  events.filter((event): event is Changed => event.event === 'changed');
const totalsOf = (events: readonly SimulationEvent[]) => {
  const last = events.at(-1);
  if (last?.event !== 'done') throw new Error('it did not end');
  return last;
};

const more = (rules: string): string => `${STARTER_POLICY.text}\n${rules}`;
const NO_READS = '@id("no.reads") forbid (principal, action == Action::"notes/read", resource);';

it('the set in force changes nothing, and every decision is compared or named', async () => {
  const events = await run(STARTER_POLICY.text);
  const { decisions, changed, apart } = totalsOf(events);
  expect(changesIn(events)).toEqual([]);
  expect(changed).toBe(0);
  expect(decisions).toBeGreaterThan(10);
  // A tool that nobody admitted, and a connector that nobody proposed.
  expect(apart).toEqual({
    erased: 0,
    redacted: 0,
    damaged: 0,
    'policy-not-asked': 2,
    'replays-otherwise': 0,
  });
  const { size } = await rig.store.head();
  const all = (await rig.store.read({ fromSeq: 0, limit: size })).filter(({ type }) =>
    type.startsWith('action-'),
  );
  const made = all.filter(({ type }) => ['action-permitted', 'action-held', 'action-denied'].includes(type));
  expect(decisions + 2).toBe(made.length);
});

it('each decision that changes is told with what it was, what it becomes and why', async () => {
  const changes = changesIn(await run(more(NO_READS)));
  expect(changes.length).toBeGreaterThan(0);
  for (const change of changes) {
    expect(change).toMatchObject({ connector: 'notes', tool: 'read', agent: 'scribe' });
    expect(change.before).toMatchObject({ verdict: 'permit', determining: ['starter.agent.act'] });
    expect(change.after).toEqual({
      verdict: 'deny',
      determining: ['no.reads'],
      reasons: ['policy-forbids'],
      approvers: [],
      obligations: [],
    });
  }
});

it('what structural rules refuse stays refused, whatever the candidate permits', async () => {
  const events = await run('@id("all") permit (principal, action, resource);');
  const changes = changesIn(events);
  expect(new Set(changes.map(({ before, after }) => `${before.verdict} ${after.verdict}`))).toEqual(
    new Set(['hold permit']),
  );
});

it('a hold that asks other people changes; one that asks the same in other words does not', async () => {
  const task = await rig.open('Approved');
  await approveAndRun(rig, task, { text: 'yes' });
  const reworded = STARTER_POLICY.text.replace('changes or sends something', 'alters or sends something');
  expect(changesIn(await run(reworded))).toEqual([]);
  const stricter = STARTER_POLICY.text.replace('@approvers("approver:1")', '@approvers("approver:2")');
  const changes = changesIn(await run(stricter));
  expect(changes.map(({ before, after }) => `${before.verdict} ${after.verdict}`)).toContain('hold hold');
  expect(changes.map(({ before, after }) => `${before.verdict} ${after.verdict}`)).toContain('permit hold');
  expect(changes[0]!.after.approvers).toEqual([{ role: 'approver', quorum: 2 }]);
});

it('a permit with other obligations is another permit', async () => {
  const redacting = STARTER_POLICY.text.replace(
    '@id("starter.agent.act")',
    '@id("starter.agent.act")\n@redact("ssn")',
  );
  const changes = changesIn(await run(redacting));
  expect(changes[0]).toMatchObject({
    before: { verdict: 'permit', obligations: [] },
    after: { verdict: 'permit', obligations: [{ kind: 'redact', fields: ['ssn'] }] },
  });
});

it('a candidate that does not fit the catalog of today is refused with its problems', () => {
  const text = '@id("a") permit (principal, action == Action::"notes/burn", resource);';
  const simulation = simulate(rig.core, { sources: [{ name: 'a.cedar', text }], traces: false });
  expect('problems' in simulation && simulation.problems[0]).toMatchObject({ source: 'a.cedar', line: 1 });
});

it('a candidate that names a tool of today is compared with days when nobody had admitted it', async () => {
  const rule = '@id("new") forbid (principal, action == Action::"desk/drop", resource);';
  expect(changesIn(await run(more(rule)))).toEqual([]);
});

it('only the newest are compared where only they are asked for', async () => {
  rig.clock.advance(1_000);
  const task = await rig.open('The newest');
  for (let n = 0; n < 3; n += 1) await rig.call(task, 'notes/read', { n });
  const two = await run(more(NO_READS), { last: 2 });
  expect(totalsOf(two)).toMatchObject({ decisions: 2, changed: 2 });
  const since = await run(more(NO_READS), { sinceMs: rig.clock.now() });
  expect(totalsOf(since)).toMatchObject({ decisions: 3, changed: 3 });
  const many = await run(more(NO_READS), { last: 5_000 });
  expect(totalsOf(many).changed).toBe(totalsOf(await run(more(NO_READS))).changed);
});

it('decisions of which the words are gone are counted apart and named', async () => {
  const task = await eraseOne(rig);
  const events = await run(more(NO_READS));
  expect(totalsOf(events).apart.erased).toBe(1);
  expect(events.filter(({ event }) => event === 'apart')).toContainEqual(
    expect.objectContaining({ why: 'erased', task, tool: 'read' }),
  );
});

it('a decision that the set of its time does not repeat is no change of the candidate', async () => {
  const task = await rig.open('Otherwise');
  await raise(rig, task, { text: 'x' });
  const read = rig.store.read.bind(rig.store);
  rig.store.read = async (query) =>
    (await read(query)).map((stored) =>
      stored.type === 'action-held' && stored.text.includes(task)
        ? { ...stored, text: stored.text.replaceAll('"quorum":1', '"quorum":7') }
        : stored,
    );
  const events = await run(STARTER_POLICY.text);
  expect(totalsOf(events)).toMatchObject({ changed: 0, apart: { 'replays-otherwise': 1 } });
});

it('a trace asks by itself what was asked then, and is answered the same', async () => {
  const rules = `${NO_READS}\n@id("rest") permit (principal, action, resource);`;
  await putInForce(rig, [{ name: 'strict.cedar', text: rules }]);
  const task = await rig.open('Traced');
  await rig.call(task, 'notes/read', { n: 42 });
  const events = await run(STARTER_POLICY.text, { traces: true, last: 1 });
  const traces = events.flatMap((event) => (event.event === 'trace' ? [event.trace] : []));
  expect(traces).toMatchObject([{ v: 1, verdict: 'deny', determining: ['no.reads'] }]);
  const [{ query, verdict, determining }] = traces as [(typeof traces)[0]];
  expect(query).toMatchObject({ action: 'notes/read', context: { input: { n: 42 } } });
  const copy = JSON.parse(JSON.stringify(query)) as typeof query;
  expect(ruleOn(rig.core.world.state(null).policy, copy)).toMatchObject({ verdict, determining });
});

it('looking back writes nothing', async () => {
  const { size } = await rig.store.head();
  await run(more(NO_READS));
  expect((await rig.store.head()).size).toBe(size);
});
