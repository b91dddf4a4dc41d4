// Checkpoints that carry more signatures stay for ever; of the snapshots the newest alone.

import { expect } from 'vitest';
import type { OnStore } from './on-empty.contract.ts';
import { append, headAt, plain } from './sealing.contract.ts';

export function testKeeping(onStore: OnStore): void {
  onStore('keeps the checkpoints in order', async (store) => {
    for (let count = 0; count < 5; count++) await append(store, 'org', 'org');
    expect((await store.checkpoints()).map(({ size }) => size)).toEqual([2, 4, 6, 8, 10]);
  });

  onStore(
    'puts a checkpoint in place of the one of its size, and leaves the head as it is',
    async (store) => {
      await append(store, 'org');
      await append(store, 'org');
      await store.keepCheckpoint(1, 'cosigned');
      await store.keepCheckpoint(2, 'cosigned too');
      await store.keepCheckpoint(1, 'cosigned twice');
      expect(await store.checkpoints()).toEqual([
        { size: 1, note: 'cosigned twice' },
        { size: 2, note: 'cosigned too' },
      ]);
      expect(plain(await store.head())).toEqual(plain(headAt(2, 2)));
    },
  );

  onStore('never prunes a checkpoint that it was told to keep, even one that was gone', async (store) => {
    for (let count = 0; count < 10; count++) await append(store, 'org');
    await store.keepCheckpoint(3, 'cosigned at 3');
    await store.keepCheckpoint(7, 'cosigned at 7');
    for (let count = 0; count < 80; count++) await append(store, 'org');
    await store.keepCheckpoint(5, 'cosigned late');
    for (let count = 0; count < 3; count++) await append(store, 'org');
    const checkpoints = await store.checkpoints();
    const sizes = checkpoints.map(({ size }) => size);
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
    expect(sizes.at(-1)).toBe(93);
    expect(checkpoints.filter(({ note }) => note.startsWith('cosigned'))).toEqual([
      { size: 3, note: 'cosigned at 3' },
      { size: 5, note: 'cosigned late' },
      { size: 7, note: 'cosigned at 7' },
    ]);
  });

  onStore('keeps the newest snapshot alone', async (store) => {
    expect(await store.snapshot()).toBeNull();
    const large = new Uint8Array(3_000_000).map((_, index) => index % 251);
    await store.keepSnapshot({ size: 3, bytes: Uint8Array.of(0, 255) });
    expect(plain(await store.snapshot())).toEqual({ size: 3, bytes: [0, 255] });
    await store.keepSnapshot({ size: 8, bytes: large });
    await store.keepSnapshot({ size: 5, bytes: Uint8Array.of(5) });
    const kept = await store.snapshot();
    expect(kept!.size).toBe(8);
    expect(Buffer.compare(kept!.bytes, large)).toBe(0);
    await store.keepSnapshot({ size: 8, bytes: Uint8Array.of(8) });
    expect(plain(await store.snapshot())).toEqual({ size: 8, bytes: [8] });
  });
}
