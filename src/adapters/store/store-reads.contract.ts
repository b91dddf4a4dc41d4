// What was sealed is read back as it was: in order, by stream, by id, and as nodes of the tree.

import { expect } from 'vitest';
import type { LedgerStore, Sealed } from '../../gateway/ports.ts';
import type { OnStore } from './on-empty.contract.ts';
import { altered, append, nodeAt, plain, sealing, sha256 } from './sealing.contract.ts';

export function testReads(onStore: OnStore): void {
  onStore('reads records in order, from a number on, up to a limit, of one stream or all', async (store) => {
    await append(store, 'org', 'task/a', 'org', 'task/a');
    await append(store, 'task/a', 'org');
    const seqs = async (query: Parameters<LedgerStore['read']>[0]): Promise<number[]> =>
      (await store.read(query)).map(({ seq }) => seq);
    expect(await seqs({ fromSeq: 0, limit: 100 })).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await seqs({ fromSeq: 2, limit: 3 })).toEqual([2, 3, 4]);
    expect(await seqs({ fromSeq: 6, limit: 3 })).toEqual([]);
    expect(await seqs({ fromSeq: 0, limit: 100, stream: 'task/a' })).toEqual([1, 3, 4]);
    expect(await seqs({ fromSeq: 2, limit: 1, stream: 'task/a' })).toEqual([3]);
    expect(await seqs({ fromSeq: 0, limit: 9, stream: 'task/none' })).toEqual([]);
  });

  onStore('gives a record back exactly as it was sealed', async (store) => {
    let sealed: Sealed | undefined;
    const text = '{"π":"Grüße, 世界 🌍","escaped":"\\u0000\\n"}';
    const plan = altered(sealing({ stream: 'task/a', text }), (made) => (sealed = made));
    await store.append(0, plan);
    expect(plain(await store.read({ fromSeq: 0, limit: 1 }))).toEqual(plain(sealed!.records));
  });

  onStore('takes a record of a megabyte', async (store) => {
    const text = JSON.stringify('ä'.repeat(500_000));
    await append(store, { stream: 'task/a', text });
    const [record] = await store.read({ fromSeq: 0, limit: 1 });
    expect(record!.text === text).toBe(true);
  });

  onStore('finds a record by its id, and null for an id that none has', async (store) => {
    await append(store, 'org', { stream: 'task/a', id: 'rec_wanted' }, 'org');
    const found = await store.find('rec_wanted');
    expect(plain(found)).toEqual(plain((await store.read({ fromSeq: 1, limit: 1 }))[0]));
    expect(await store.find('rec_want')).toBeNull();
  });

  onStore('lists streams by prefix, by name, and not those that merely resemble it', async (store) => {
    const streams = ['task/b', 'task/a', 'tasks', 'Task/a', 'org', 'task/', 'object/x/%F0%9F%8C%8D', 'task0'];
    await append(store, ...streams);
    expect((await store.streams('task/')).map(({ stream }) => stream)).toEqual(['task/', 'task/a', 'task/b']);
    expect((await store.streams('')).map(({ stream }) => stream)).toEqual(streams.toSorted());
    expect(await store.streams('none')).toEqual([]);
  });
}

export function testNodes(onStore: OnStore): void {
  onStore('gives the leaf hashes of the records, fewer where there are no more', async (store) => {
    await append(store, 'org', 'task/a');
    await append(store, 'task/a');
    const records = await store.read({ fromSeq: 0, limit: 9 });
    // RFC 6962 §2.1: SHA-256(0x00 ‖ entry); the entry is the record's hash.
    const leaves = records.map(({ hash }) => [...sha256(Uint8Array.of(0, ...hash))]);
    expect(plain(await store.nodes(0, 0, 256))).toEqual(leaves);
    expect(plain(await store.nodes(0, 1, 1))).toEqual([leaves[1]]);
    expect(await store.nodes(0, 3, 256)).toEqual([]);
  });

  onStore('gives the subtrees of a level as they were sealed, in order', async (store) => {
    const entries = Array.from({ length: 600 }, (_, index) => `task/${index % 5}`);
    await append(store, ...entries.slice(0, 300));
    expect(plain(await store.nodes(1, 0, 9))).toEqual([[...nodeAt(1, 0)]]);
    await append(store, ...entries, ...entries.slice(0, 130));
    const expected = [0, 1, 2, 3].map((index) => [...nodeAt(1, index)]);
    expect(plain(await store.nodes(1, 0, 9))).toEqual(expected);
    expect(plain(await store.nodes(1, 1, 2))).toEqual(expected.slice(1, 3));
    expect(await store.nodes(1, 4, 1)).toEqual([]);
    expect(await store.nodes(2, 0, 1)).toEqual([]);
  });
}
