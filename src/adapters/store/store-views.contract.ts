// Rows of a read model and the cursor move together, for one folder at a time.

import { expect } from 'vitest';
import type { LedgerStore, ViewQuery, ViewRow } from '../../gateway/ports.ts';
import type { OnStore } from './on-empty.contract.ts';
import { append, contentOf } from './sealing.contract.ts';

function row(id: string, sort: number, given: Partial<ViewRow> = {}): ViewRow {
  return { model: 'hold', id, sort, status: 'open', task: null, doc: `{"id":"${id}"}`, ...given };
}

export function testViews(onStore: OnStore): void {
  onStore('begin empty, at the cursor 0', async ({ views }) => {
    expect(await views.cursor()).toBe(0);
    expect(await views.get('hold', ['a'])).toEqual([]);
    expect(await views.list({ model: 'hold', limit: 9 })).toEqual([]);
  });

  onStore('give the rows asked for by id, those that there are', async ({ views }) => {
    const rows = [
      row('a', 1),
      row('b', 2, { doc: '{"π":"🌍"}', task: 't1' }),
      row('a', 1, { model: 'task' }),
    ];
    expect(await views.write({ from: 0, to: 3, rows })).toBe(true);
    expect(await views.cursor()).toBe(3);
    const found = await views.get('hold', ['b', 'none', 'a']);
    expect(found.toSorted((one, other) => one.sort - other.sort)).toEqual(rows.slice(0, 2));
    expect(await views.get('task', ['a', 'b'])).toEqual(rows.slice(2));
    expect(await views.get('hold', [])).toEqual([]);
  });

  onStore('replace a row by the one of its model and id', async ({ views }) => {
    await views.write({ from: 0, to: 1, rows: [row('a', 0)] });
    const ended = row('a', 5, { status: 'ended', task: 't1', doc: '{}' });
    await views.write({ from: 1, to: 2, rows: [ended] });
    expect(await views.get('hold', ['a'])).toEqual([ended]);
    expect(await views.list({ model: 'hold', limit: 9 })).toEqual([ended]);
    expect(await views.list({ model: 'hold', status: 'open', limit: 9 })).toEqual([]);
  });

  onStore('write nothing where somebody else has moved the cursor', async ({ views }) => {
    await views.write({ from: 0, to: 4, rows: [row('a', 1)] });
    for (const from of [0, 3, 5]) {
      expect(await views.write({ from, to: 9, rows: [row('a', 2), row('b', 3)] })).toBe(false);
    }
    expect(await views.cursor()).toBe(4);
    expect(await views.list({ model: 'hold', limit: 9 })).toEqual([row('a', 1)]);
    const racing = [1, 2].map((to) => views.write({ from: 4, to: 4 + to, rows: [row(`by-${to}`, to)] }));
    expect((await Promise.all(racing)).filter(Boolean)).toHaveLength(1);
  });

  onStore('list by status and task, the newest first, page by page', async ({ views }) => {
    const rows = Array.from({ length: 12 }, (_, n) =>
      row(`r${n}`, n * 10, { status: n % 2 === 0 ? 'open' : 'ended', task: n % 3 === 0 ? 't1' : 't2' }),
    );
    await views.write({ from: 0, to: 120, rows: [...rows, row('other', 7, { model: 'task' })] });
    const list = listing(views);
    expect(await list({ limit: 3 })).toEqual(['r11', 'r10', 'r9']);
    expect(await list({ limit: 3, before: 90 })).toEqual(['r8', 'r7', 'r6']);
    expect(await list({ limit: 9, before: 0 })).toEqual([]);
    expect(await list({ limit: 2, status: 'open' })).toEqual(['r10', 'r8']);
    expect(await list({ limit: 9, task: 't1' })).toEqual(['r9', 'r6', 'r3', 'r0']);
    expect(await list({ limit: 9, task: 't1', status: 'ended' })).toEqual(['r9', 'r3']);
    expect(await list({ limit: 9, task: 't2', status: 'open', before: 80 })).toEqual(['r4', 'r2']);
    expect(await list({ limit: 9, task: 'none' })).toEqual([]);
  });

  onStore('are emptied at once, and leave the ledger as it is', async (store) => {
    await append(store, 'org');
    const before = await contentOf(store);
    const rows = [row('a', 0), row('a', 0, { model: 'task' })];
    await store.views.write({ from: 0, to: 1, rows });
    await store.views.clear();
    expect(await store.views.cursor()).toBe(0);
    expect(await store.views.get('hold', ['a'])).toEqual([]);
    expect(await store.views.list({ model: 'task', limit: 9 })).toEqual([]);
    expect(await store.views.write({ from: 0, to: 1, rows })).toBe(true);
    expect(await contentOf(store)).toEqual(before);
  });

  onStore('take many large rows at once', async ({ views }) => {
    const doc = JSON.stringify('ä'.repeat(2_000));
    const rows = Array.from({ length: 1_500 }, (_, n) => row(`r${n}`, n, { doc }));
    expect(await views.write({ from: 0, to: 1_500, rows })).toBe(true);
    const ids = rows.map(({ id }) => id);
    expect(await views.get('hold', ids)).toHaveLength(1_500);
    expect((await views.list({ model: 'hold', limit: 2_000 })).map(({ id }) => id)).toEqual(ids.toReversed());
  });
}

function listing(views: LedgerStore['views']) {
  return async (query: Omit<ViewQuery, 'model'>): Promise<string[]> =>
    (await views.list({ model: 'hold', ...query })).map(({ id }) => id);
}
