// Lists are answered from rows folded up to the ledger's end: whoever was told that something is recorded
// finds it here. They decide nothing, and can be made again from the records at any time.

import type { Log, ViewQuery, Views } from '../ports.ts';
import { createBackground, type Background } from './background.ts';
import { decisionModel, type DecisionSummary } from './decision.ts';
import { holdModel, type HoldSummary } from './hold.ts';
import { keyModel, type UsedKey } from './key.ts';
import { leaseModel, type LeaseSummary } from './lease.ts';
import type { Model } from './model.ts';
import { noticeModel, type Notice } from './notice.ts';
import { foldToHead, type Foldable } from './projector.ts';
import { countRows, readRows } from './rows.ts';
import { taskModel, type TaskSummary } from './task.ts';
import { createTurns } from './turns.ts';

export type PageQuery = Omit<ViewQuery, 'model'>;

/** Rows, newest first. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  /** `before` of the page that follows; null: there is none. */
  readonly next: number | null;
}

export interface Rebuilt {
  /** How many records were folded. */
  readonly records: number;
  /** How many rows each model has now. */
  readonly rows: { readonly [model: string]: number };
}

/** All of them reject with `StoreFault` where the store cannot be read or written. */
export interface Models extends Background {
  /** Resolves once everything is folded that was recorded before the call. */
  fold(): Promise<void>;
  task(id: string): Promise<TaskSummary | null>;
  /** Those of them that there are, by id. */
  tasksNamed(ids: readonly string[]): Promise<ReadonlyMap<string, TaskSummary>>;
  hold(id: string): Promise<HoldSummary | null>;
  /** An idempotency key by its digest. */
  key(digest: string): Promise<UsedKey | null>;
  tasks(query: PageQuery): Promise<Page<TaskSummary>>;
  holds(query: PageQuery): Promise<Page<HoldSummary>>;
  leases(query: PageQuery): Promise<Page<LeaseSummary>>;
  decisions(query: PageQuery): Promise<Page<DecisionSummary>>;
  /** What people with the role are told of; without one, what anybody is. */
  notices(query: PageQuery & { readonly role?: string }): Promise<Page<Notice>>;
  /** Empties all models and folds them again from the first record; whoever asks meanwhile waits. */
  rebuild(onProgress?: (done: number, total: number) => void): Promise<Rebuilt>;
}

export interface ModelsDeps {
  readonly store: Foldable;
  readonly log: Log;
}

export function createModels({ store, log }: ModelsDeps): Models {
  const { views } = store;
  const inTurn = createTurns();
  const background = createBackground(store, log, inTurn);

  // In one turn with its fold: no rebuild empties what is being read.
  const read = <Result>(work: () => Promise<Result>): Promise<Result> =>
    inTurn(async () => {
      await foldToHead(store);
      return work();
    });

  const find = <Row extends object>({ name }: Model<Row>, id: string): Promise<Row | null> =>
    read(async () => {
      const [row] = await views.get(name, [id]);
      return row === undefined ? null : (JSON.parse(row.doc) as Row);
    });

  const list = <Row extends object>({ name }: Model<Row>, query: PageQuery): Promise<Page<Row>> =>
    read(async () => {
      const found = await views.list({ ...query, model: name });
      const next = found.length < query.limit ? null : found.at(-1)!.sort;
      return { rows: found.map(({ doc }) => JSON.parse(doc) as Row), next };
    });

  return {
    ...background,
    fold: () => read(() => Promise.resolve()),
    task: (id) => find(taskModel, id),
    tasksNamed: (ids) =>
      read(async () => {
        const rows = ids.length === 0 ? [] : await views.get(taskModel.name, ids);
        return new Map(rows.map(({ id, doc }) => [id, JSON.parse(doc) as TaskSummary]));
      }),
    hold: (id) => find(holdModel, id),
    key: (digest) => find(keyModel, digest),
    tasks: (query) => list(taskModel, query),
    holds: (query) => list(holdModel, query),
    leases: (query) => list(leaseModel, query),
    decisions: (query) => list(decisionModel, query),
    notices: ({ role, ...query }) =>
      role === undefined ? list(noticeModel, query) : read(() => noticesFor(views, role, query)),
    rebuild: (onProgress) =>
      inTurn(async () => {
        await views.clear();
        await foldToHead(store, onProgress);
        return { records: await views.cursor(), rows: await countRows(views) };
      }),
  };
}

/** Roles are no column of the store's: all notices are looked through until the page is full. */
async function noticesFor(views: Views, role: string, query: PageQuery): Promise<Page<Notice>> {
  const rows: Notice[] = [];
  const { limit, ...about } = query;
  for await (const page of readRows(views, { ...about, model: noticeModel.name })) {
    for (const { doc, sort } of page) {
      const notice = JSON.parse(doc) as Notice;
      if (notice.roles.includes(role)) rows.push(notice);
      if (rows.length === limit) return { rows, next: sort };
    }
  }
  return { rows, next: null };
}
