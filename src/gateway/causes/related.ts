// Finds what hangs together with a task by its causes. No index names effects by their cause, so what
// followed from it is searched for in the records after it: bounded, and said where it was cut.

import type { LedgerStore, StoredRecord } from '../ports.ts';
import { taskStream } from '../../ledger/stream.ts';
import type { Cut, Part, PlacedEvent, Related, RelatedRecord } from './causal-graph.ts';

/** How many records of each part are looked at. */
export type Bounds = { readonly [part in Part]: number };

const BOUNDS: Bounds = { task: 5_000, past: 1_000, downstream: 20_000 };
const PAGE = 1_000;

type Reads = Pick<LedgerStore, 'read' | 'find'>;

/** Null: the ledger knows no such task. Throws `StoreFault`. */
export async function findRelated(
  store: Reads,
  task: string,
  bounds: Bounds = BOUNDS,
): Promise<Related | null> {
  const found = new Map<string, RelatedRecord>();
  const cuts: Cut[] = [];
  const take = (part: Part, event: PlacedEvent): void => void found.set(event.id, { part, event });
  const cutAt = (part: Part): void => void cuts.push({ part, records: bounds[part] });

  const own = await readUpTo(store, bounds.task + 1, { stream: taskStream(task), fromSeq: 0 });
  const [opening] = own;
  if (opening === undefined) return null;
  if (own.length > bounds.task) cutAt('task');
  for (const event of own.slice(0, bounds.task)) take('task', event);

  const after = await readUpTo(store, bounds.downstream + 1, { fromSeq: opening.seq + 1 });
  if (after.length > bounds.downstream) cutAt('downstream');
  // In the ledger's order causes come first, so one pass reaches whatever follows.
  for (const event of after.slice(0, bounds.downstream)) {
    const isOwn = event.stream === opening.stream;
    if (!isOwn && event.causes.some((cause) => found.has(cause))) take('downstream', event);
  }

  let looked = 0;
  const wanted = [...found.values()].flatMap(({ event }) => event.causes);
  // Grows while it is gone through.
  for (const cause of wanted) {
    if (found.has(cause)) continue;
    if (looked === bounds.past) {
      cutAt('past');
      break;
    }
    looked += 1;
    const stored = await store.find(cause);
    if (stored === null) continue;
    const event = toPlaced(stored);
    take('past', event);
    // Another task is followed back to what it was opened for; an organisation's history is not.
    if (isOfTask(event) || event.type === 'trigger-fired') wanted.push(...event.causes);
  }
  const records = [...found.values()].toSorted((a, b) => a.event.seq - b.event.seq);
  return { task, records, cuts };
}

/** Whether the record stands in a task's own stream. */
export function isOfTask({ stream }: Pick<PlacedEvent, 'stream'>): boolean {
  return stream.startsWith('task/');
}

async function readUpTo(
  store: Reads,
  limit: number,
  from: { readonly stream?: string; readonly fromSeq: number },
): Promise<PlacedEvent[]> {
  const events: PlacedEvent[] = [];
  let { fromSeq } = from;
  while (events.length < limit) {
    const page = await store.read({ ...from, fromSeq, limit: Math.min(PAGE, limit - events.length) });
    if (page.length === 0) break;
    events.push(...page.map(toPlaced));
    fromSeq = page.at(-1)!.seq + 1;
  }
  return events;
}

function toPlaced({ text }: StoredRecord): PlacedEvent {
  return JSON.parse(text) as PlacedEvent;
}
