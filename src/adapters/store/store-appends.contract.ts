// An append is shown the head and what was written since its author looked, and writes the very next records.

import { expect } from 'vitest';
import { MAX_NEWS, type LedgerStore, type Locked } from '../../gateway/ports.ts';
import type { OnStore } from './on-empty.contract.ts';
import { altered, append, contentOf, headAt, plain, sealing } from './sealing.contract.ts';

export function testAppends(onStore: OnStore): void {
  onStore('begins with an empty head', async (store) => {
    const head = { size: 0, epoch: 0, frontier: [], lastTime: 0, checkpoint: null };
    expect(plain(await store.head())).toEqual(head);
    expect(await contentOf(store)).toEqual({ records: [], head, streams: [], nodes: [], checkpoints: [] });
  });

  onStore('calls plan once with the head, then seal once with the versions it asked for', async (store) => {
    await append(store, 'org', 'task/a', 'task/a');
    const seen: unknown[] = [];
    await store.append(3, (locked) => {
      seen.push(plain(locked));
      const { seal } = sealing('task/a')(locked);
      return {
        streams: ['task/a', 'org', 'task/new'],
        seal: (versions) => {
          seen.push(Object.fromEntries(versions));
          return seal(versions);
        },
      };
    });
    expect(seen).toEqual([
      { head: plain(headAt(3, 1)), news: [] },
      { 'task/a': 2, org: 1, 'task/new': 0 },
    ]);
  });

  onStore('shows the new head, streams and checkpoint once an append resolves', async (store) => {
    await append(store, 'org', 'task/a', 'org');
    expect(plain(await store.head())).toEqual(plain(headAt(3, 2)));
    expect(await store.streams('')).toEqual([
      { stream: 'org', version: 2 },
      { stream: 'task/a', version: 1 },
    ]);
    expect(await store.checkpoints()).toEqual([{ size: 3, note: headAt(3, 2).checkpoint }]);
  });

  onStore('serialises appends that nobody awaited in between', async (store) => {
    const sizes: number[] = [];
    const appends = Array.from({ length: 20 }, () =>
      store.append(0, (locked) => {
        const { streams, seal } = sealing('org')(locked);
        sizes.push(locked.head.size, locked.news.length);
        return {
          streams,
          seal: (versions) => {
            sizes.push(versions.get('org')!);
            return seal(versions);
          },
        };
      }),
    );
    await Promise.all(appends);
    expect(sizes).toEqual(Array.from({ length: 20 }, (_, index) => [index, index, index]).flat());
    expect((await store.head()).size).toBe(20);
  });

  onStore('leaves the head as it was when seal gives no record, whatever head it gives', async (store) => {
    await append(store, 'org');
    const before = await contentOf(store);
    const resigned = altered(sealing(), ({ head }) => ({ head: { ...head, checkpoint: 'signed again' } }));
    await store.append(1, resigned);
    expect(await contentOf(store)).toEqual(before);
  });
}

export function testNews(onStore: OnStore): void {
  onStore('are exactly the records since, in order and as they were sealed', async (store) => {
    await append(store, 'org', 'task/a');
    await append(store, 'task/a', 'org', 'task/b');
    const records = plain(await store.read({ fromSeq: 0, limit: 9 })) as unknown[];
    expect(records).toHaveLength(5);
    for (const since of [0, 1, 2, 4, 5]) {
      const { news, head } = await lookAt(store, since);
      expect(plain(news)).toEqual(records.slice(since));
      expect(plain(head)).toEqual(plain(headAt(5, 2)));
    }
  });

  onStore('are seen by the very append that they are news to', async (store) => {
    await append(store, 'task/a', 'task/a');
    await store.append(0, (locked) => sealing(...locked.news.map(({ stream }) => stream))(locked));
    expect(await store.streams('')).toEqual([{ stream: 'task/a', version: 4 }]);
  });

  onStore('are refused where they are too many, before a plan is made', async (store) => {
    const many = Array.from({ length: MAX_NEWS + 1 }, (_, index) => `task/${index % 7}`);
    await append(store, ...many);
    const before = await store.head();
    await expect(lookAt(store, 0)).rejects.toMatchObject({ name: 'StoreFault', code: 'store-moved' });
    const { news } = await lookAt(store, 1);
    expect(news.map(({ seq }) => seq)).toEqual(Array.from({ length: MAX_NEWS }, (_, index) => index + 1));
    expect(await store.head()).toEqual(before);
  });

  onStore('are refused where records that were seen are there no more', async (store) => {
    await append(store, 'org', 'org');
    await expect(lookAt(store, 3)).rejects.toMatchObject({ name: 'StoreFault', code: 'store-corrupt' });
    await append(store, 'org');
    expect((await store.head()).size).toBe(3);
  });
}

/** What an append from `since` on is shown; it writes nothing. */
async function lookAt(store: LedgerStore, since: number): Promise<Locked> {
  let seen: Locked | null = null;
  await store.append(since, (locked) => {
    expect(seen).toBeNull();
    seen = locked;
    return sealing()(locked);
  });
  return seen!;
}
