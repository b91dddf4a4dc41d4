import { expect, it } from 'vitest';
import type { Event, EventOf } from '../../kernel/event.ts';
import { buildGraph } from './causal-graph.ts';
import { findRelated, type Bounds } from './related.ts';
import { readsOver, sampleRecords } from './sample-records.contract.ts';

const sample = sampleRecords();
const reads = readsOver(sample.events);
const AMPLE: Bounds = { task: 1_000, past: 1_000, downstream: 1_000 };

const partsOf = async (task: string, bounds?: Bounds) => {
  const related = await findRelated(reads, task, bounds);
  return Object.fromEntries(related!.records.map(({ part, event }) => [event.id, part]));
};

it('holds all of the task, what led to it, and what followed from it in another task', async () => {
  const parts = await partsOf(sample.first);
  const own = sample.events.filter(({ stream }) => stream === `task/${sample.first}`);
  const next = sample.events.filter(({ stream }) => stream === `task/${sample.second}`);
  const published = sample.events.find(({ type }) => type === 'workflow-published')!;
  const refused = sample.events.find(({ stream }) => stream === 'agent/stranger')!;
  const asked = sample.events.filter(({ type }) => type === 'agent-asked');
  expect(parts).toEqual({
    ...Object.fromEntries(own.map(({ id }) => [id, 'task'])),
    ...Object.fromEntries(next.map(({ id }) => [id, 'downstream'])),
    ...Object.fromEntries(asked.map(({ id }) => [id, 'downstream'])),
    [refused.id]: 'downstream',
    [published.id]: 'past',
  });
});

it('follows a task back to the action and the task that set it off, and to no more of it', async () => {
  const parts = await partsOf(sample.second);
  const led = ['task-opened', 'action-held', 'approval-given', 'action-permitted'] as const;
  for (const type of led) expect(parts[sample.find(sample.first, type).id]).toBe('past');
  for (const type of ['action-denied', 'action-settled', 'lease-granted'] as const) {
    expect(parts).not.toHaveProperty([sample.find(sample.first, type).id]);
  }
});

it('draws an arrow for each cause that is there, in the order of the ledger', async () => {
  const { nodes, edges, cuts, task } = buildGraph((await findRelated(reads, sample.first))!);
  expect([task, cuts]).toEqual([sample.first, []]);
  expect(nodes.map(({ seq }) => seq)).toEqual(nodes.map(({ seq }) => seq).toSorted((a, b) => a - b));
  const sent = sample.find(sample.first, 'action-permitted');
  expect(edges).toContainEqual({ cause: sent.id, effect: sample.find(sample.second, 'task-opened').id });
  expect(edges).toHaveLength(
    nodes
      .flatMap(({ id }) => new Set(sample.events.find((event) => event.id === id)!.causes).size)
      .reduce((sum, count) => sum + count, 0),
  );
  expect(nodes.find(({ id }) => id === sent.id)).toEqual({
    id: sent.id,
    seq: sample.events.indexOf(sent),
    time: sent.time,
    type: 'action-permitted',
    stream: `task/${sample.first}`,
    actor: { kind: 'agent', id: 'bot' },
    part: 'task',
    subject: 'crm/write',
  });
});

it('says of each word of a person which hold it was about, and who said it', async () => {
  for (const type of ['approval-given', 'hold-edited'] as const) {
    const events = sample.events.map((event) =>
      event.type === 'approval-given' ? ({ ...event, type } as Event) : event,
    );
    const { nodes } = buildGraph((await findRelated(readsOver(events), sample.first))!);
    const { hold } = (sample.find(sample.first, 'approval-given') as EventOf<'approval-given'>).body;
    expect(nodes.find((one) => one.type === type)?.subject).toBe(`${hold} ben`);
  }
});

it('takes a cause that is not in the ledger for none', async () => {
  const events = sample.events.map((event) =>
    event.type === 'task-opened' ? { ...event, causes: ['rec_zzzzzzzzzzzzzzzz.0'] } : event,
  );
  const graph = buildGraph((await findRelated(readsOver(events), sample.first))!);
  expect(graph.edges.map(({ cause }) => cause)).not.toContain('rec_zzzzzzzzzzzzzzzz.0');
  expect(graph.cuts).toEqual([]);
});

it.each([
  ['task', { ...AMPLE, task: 3 }],
  ['downstream', { ...AMPLE, downstream: 13 }],
  ['past', { ...AMPLE, past: 0 }],
] as const)(
  'says that it cut the part %s where it has more records than are looked at',
  async (part, bounds) => {
    const whole = await partsOf(sample.first, AMPLE);
    const related = await findRelated(reads, sample.first, bounds);
    expect(related?.cuts).toEqual([{ part, records: bounds[part] }]);
    expect(related!.records.length).toBeLessThan(Object.keys(whole).length);
  },
);

it('says nothing of a cut where the bounds are just met', async () => {
  const own = sample.events.filter(({ stream }) => stream === `task/${sample.first}`).length;
  const after = sample.events.length - 1 - sample.events.indexOf(sample.find(sample.first, 'task-opened'));
  const related = await findRelated(reads, sample.first, { task: own, past: 1, downstream: after });
  expect(related?.cuts).toEqual([]);
});

it('reads a long ledger in pages', async () => {
  const [opening] = sample.events.filter(({ stream }) => stream === `task/${sample.second}`);
  const many = Array.from({ length: 2_500 }, (_, index) => ({
    ...sample.find(sample.second, 'action-permitted'),
    id: `rec_${String(index).padStart(16, 'x')}.0`,
    causes: [opening!.id],
  }));
  const related = await findRelated(readsOver([...sample.events, ...many]), sample.second);
  expect(related?.records.filter(({ part }) => part === 'task')).toHaveLength(2_503);
});

it('knows no task that the ledger does not know', async () => {
  expect(await findRelated(reads, 'task_zzzzzzzzzzzzzzzz')).toBeNull();
});
