// What is refused leaves no trace, and the store goes on.

import { expect } from 'vitest';
import type { LedgerStore, Locked, Plan, Sealed, StoredRecord } from '../../gateway/ports.ts';
import type { OnStore } from './on-empty.contract.ts';
import { altered, append, contentOf, headAt, nodeAt, sealing } from './sealing.contract.ts';
import { PAYLOAD } from './store-payloads.contract.ts';

const TAKEN = { scope: 'task/a', wrapped: Uint8Array.of(1) };

type Change = (sealed: Sealed) => Partial<Sealed>;

/** The change of an otherwise good batch, and what the refusal says. */
const REFUSED: readonly (readonly [title: string, change: Change, message: RegExp])[] = [
  ['a gap in the sequence', (sealed) => moveLast(sealed, { seq: 4 }), /out of place/],
  ['a gap in a stream', (sealed) => moveLast(sealed, { version: 3 }), /out of place/],
  ['a stream that was not asked for', (sealed) => moveLast(sealed, { stream: 'task/b' }), /out of place/],
  ['a head that does not count the records', () => ({ head: headAt(9, 2) }), /out of place/],
  ['an epoch that is not the version of org', () => ({ head: headAt(4, 9) }), /out of place/],
  ['a subtree that is not complete', () => ({ nodes: [nodeOf(1, 0)] }), /out of place/],
  ['an id a second time', (sealed) => moveLast(sealed, { id: 'rec_taken' }), /id/],
  ['a second key for a scope', () => ({ keys: [{ ...TAKEN, wrapped: Uint8Array.of(2) }] }), /key/],
];

export function testRefusals(onStore: OnStore): void {
  const refuses = (title: string, plan: (locked: Locked) => Plan, message: RegExp): void => {
    onStore(title, async (store) => {
      await append(store, 'org', { stream: 'task/a', id: 'rec_taken' });
      await store.append(
        2,
        altered(sealing(), () => ({ keys: [TAKEN] })),
      );
      const before = await contentOf(store);
      await expect(store.append(2, plan)).rejects.toThrow(message);
      expect(await contentOf(store)).toEqual(before);
      expect(await store.payload(PAYLOAD.commitment, PAYLOAD.scope)).toBeNull();
      await append(store, 'org');
      expect((await store.head()).size).toBe(3);
    });
  };
  const good = altered(sealing('org', 'task/a'), () => ({ payloads: [PAYLOAD] }));
  const bug = () => {
    throw new RangeError('a bug');
  };
  refuses('writes nothing and passes the error on when plan throws', bug, /^a bug$/);
  refuses('writes nothing and passes the error on when seal throws', altered(good, bug), /^a bug$/);
  for (const [title, change, message] of REFUSED) {
    refuses(`refuses ${title}`, altered(good, change), message);
  }

  onStore('refuses subtrees that were completed and are not there', async (store) => {
    await append(store, ...Array.from({ length: 255 }, () => 'org'));
    for (const nodes of [[], [nodeOf(1, 1)], [nodeOf(2, 0)], [nodeOf(1, 0), nodeOf(1, 1)]]) {
      const plan = altered(sealing('org'), () => ({ nodes }));
      await expect(store.append(255, plan)).rejects.toThrow(/out of place/);
    }
    await append(store, 'org');
    expect((await store.head()).size).toBe(256);
  });
}

export function testClosing(onStore: OnStore): void {
  onStore('refuses everything, and closes again without complaint', async (store) => {
    const last = append(store, 'org');
    await last;
    const racing = store.append(1, sealing('org'));
    const closing = store.close();
    await expect(racing).resolves.toBeUndefined();
    for (const ask of ASKS) {
      await expect(ask(store)).rejects.toMatchObject({ name: 'StoreFault', code: 'store-unavailable' });
    }
    await closing;
    await store.close();
  });
}

const ASKS: readonly ((store: LedgerStore) => Promise<unknown>)[] = [
  (store) => store.head(),
  (store) => store.append(0, sealing('org')),
  (store) => store.read({ fromSeq: 0, limit: 1 }),
  (store) => store.find('rec_0'),
  (store) => store.streams(''),
  (store) => store.nodes(0, 0, 1),
  (store) => store.payload('a', 'b'),
  (store) => store.key('a'),
  (store) => store.erase('a'),
  (store) => store.checkpoints(),
  (store) => store.keepCheckpoint(1, 'note'),
  (store) => store.snapshot(),
  (store) => store.keepSnapshot({ size: 1, bytes: Uint8Array.of(1) }),
  (store) => store.views.cursor(),
  (store) => store.views.get('task', ['a']),
  (store) => store.views.list({ model: 'task', limit: 1 }),
  (store) => store.views.write({ from: 0, to: 1, rows: [] }),
  (store) => store.views.clear(),
];

function moveLast({ records }: Sealed, change: Partial<StoredRecord>): { records: StoredRecord[] } {
  return { records: [records[0]!, { ...records[1]!, ...change }] };
}

function nodeOf(level: number, index: number): Sealed['nodes'][number] {
  return { level, index, hash: nodeAt(level, index) };
}
