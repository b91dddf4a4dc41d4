// Which models there are, and how their rows are read: always by pages, newest first.

import type { ViewQuery, ViewRow, Views } from '../ports.ts';
import { decisionModel } from './decision.ts';
import { holdModel } from './hold.ts';
import { keyModel } from './key.ts';
import { leaseModel } from './lease.ts';
import type { Model } from './model.ts';
import { noticeModel } from './notice.ts';
import { taskModel } from './task.ts';

export const MODELS: readonly Model<object>[] = [
  taskModel,
  holdModel,
  leaseModel,
  decisionModel,
  noticeModel,
  keyModel,
];

/** Most records folded in one step, and most rows read in one. */
export const PAGE = 1_000;

/** Every row that a query is about, a page at a time. */
export async function* readRows(
  views: Views,
  query: Omit<ViewQuery, 'limit'>,
): AsyncGenerator<ViewRow[], void, undefined> {
  let page = await views.list({ ...query, limit: PAGE });
  yield page;
  while (page.length === PAGE) {
    page = await views.list({ ...query, before: page.at(-1)!.sort, limit: PAGE });
    yield page;
  }
}

/** How many rows each model has. */
export async function countRows(views: Views): Promise<{ readonly [model: string]: number }> {
  const counts: Record<string, number> = {};
  for (const { name } of MODELS) {
    counts[name] = 0;
    for await (const page of readRows(views, { model: name })) counts[name] += page.length;
  }
  return counts;
}
