// Rows move only together with the cursor, in one transaction, and only from where the cursor was when they
// were read: however many fold at once, each record is folded once.

import type { Event } from '../../kernel/event.ts';
import { canonicalize } from '../../ledger/canonical.ts';
import { toEvent } from '../loop/news.ts';
import { StoreFault, type LedgerStore, type ViewRow, type Views } from '../ports.ts';
import type { Model } from './model.ts';
import { MODELS, PAGE, readRows } from './rows.ts';

/** What the projector needs of the store. */
export type Foldable = Pick<LedgerStore, 'head' | 'read' | 'views'>;

/** A record of a task. */
interface Entry {
  readonly seq: number;
  readonly task: string;
  readonly event: Event;
}

interface Kept {
  readonly sort: number;
  readonly task: string;
  readonly row: object;
  readonly isChanged: boolean;
}

/**
 * Folds up to where the ledger ended when it was called.
 *
 * @param onProgress told how many of how many records are folded, after each step
 */
export async function foldToHead(
  store: Foldable,
  onProgress?: (done: number, total: number) => void,
): Promise<void> {
  const { size } = await store.head();
  // Others fold as well, so where the cursor stands is asked for each step.
  for (let from = await store.views.cursor(); from < size; from = await store.views.cursor()) {
    const done = await foldStep(store, from);
    onProgress?.(done, size);
  }
}

/** Folds the records that follow the first `from`, of which there is one at least; gives where it ended. */
export async function foldStep(store: Foldable, from: number): Promise<number> {
  const { views } = store;
  const records = await store.read({ fromSeq: from, limit: PAGE });
  if (records.length === 0) throw new StoreFault('store-corrupt', `record ${from} is not there`);
  const entries = records
    .filter(({ stream }) => stream.startsWith('task/'))
    .map((record) => ({ ...taskOf(record), event: toEvent(record) }));
  const rows = await Promise.all(MODELS.map((model) => foldPage(views, model, entries)));
  const to = records.at(-1)!.seq + 1;
  await views.write({ from, to, rows: rows.flat() });
  return to;
}

function taskOf({ seq, stream }: { readonly seq: number; readonly stream: string }): Omit<Entry, 'event'> {
  return { seq, task: stream.slice('task/'.length) };
}

/** The rows that the entries change, as they are after them. */
async function foldPage(views: Views, model: Model<object>, entries: readonly Entry[]): Promise<ViewRow[]> {
  const rows = await load(views, model, entries);
  for (const entry of entries) {
    for (const id of concerned(model, entry, rows)) {
      const kept = rows.get(id);
      const row = model.fold(kept?.row ?? null, entry.event);
      if (row === null || row === kept?.row) continue;
      const { sort, task } = kept ?? { sort: entry.seq, task: entry.task };
      rows.set(id, { sort, task, row, isChanged: true });
    }
  }
  return [...rows]
    .filter(([, { isChanged }]) => isChanged)
    .map(([id, { sort, task, row }]) => ({
      model: model.name,
      id,
      sort,
      task,
      status: model.statusOf(row),
      doc: canonicalize(row),
    }));
}

/** A record moves rows of its own task and of no other, whatever it names. */
function concerned(model: Model<object>, { task, event }: Entry, rows: ReadonlyMap<string, Kept>): string[] {
  const concern = model.concernOf(event);
  if (concern === null) return [];
  if ('id' in concern) return (rows.get(concern.id)?.task ?? task) === task ? [concern.id] : [];
  const isMeant = (kept: Kept): boolean => kept.task === task && model.statusOf(kept.row) === concern.status;
  return [...rows].flatMap(([id, kept]) => (isMeant(kept) ? [id] : []));
}

/** Every row that is there and that the entries may change. */
async function load(
  views: Views,
  model: Model<object>,
  entries: readonly Entry[],
): Promise<Map<string, Kept>> {
  const { name } = model;
  const ids = new Set<string>();
  const groups = new Map<string, { readonly task: string; readonly status: string }>();
  for (const { task, event } of entries) {
    const concern = model.concernOf(event);
    if (concern === null) continue;
    if ('id' in concern) ids.add(concern.id);
    else groups.set(`${concern.status} ${task}`, { task, status: concern.status });
  }
  const found = ids.size === 0 ? [] : await views.get(name, [...ids]);
  for (const group of groups.values()) {
    for await (const page of readRows(views, { model: name, ...group })) found.push(...page);
  }
  return new Map(found.map(({ id, sort, task, doc }) => [id, keep(sort, task!, doc)]));
}

function keep(sort: number, task: string, doc: string): Kept {
  return { sort, task, row: JSON.parse(doc) as object, isChanged: false };
}
