// What every LedgerStore promises, whatever it stands on.

import { describe, expect, it } from 'vitest';
import type { LedgerStore, Locked, Sealed, StoredPayload, StoredRecord } from '../../gateway/ports.ts';
import { contentOf, headAt, plain, sealing } from './sealing.contract.ts';

const PAYLOAD: StoredPayload = {
  commitment: 'hmac-sha256:abc',
  scope: 'task/t1',
  kind: 'arguments',
  nonce: Uint8Array.of(0, 1, 255),
  ciphertext: Uint8Array.of(7, 0, 9),
};

/** The suite; `open` gives an empty store, which the suite closes. */
export function testStore(name: string, open: () => Promise<LedgerStore>): void {
  const onStore = (title: string, test: (store: LedgerStore) => Promise<void>): void => {
    it(title, async () => {
      expect.hasAssertions();
      const store = await open();
      try {
        await test(store);
      } finally {
        await store.close();
      }
    });
  };
  describe(`${name}: appending`, () => {
    testAppends(onStore);
  });
  describe(`${name}: refusing`, () => {
    testRefusals(onStore);
  });
  describe(`${name}: reading`, () => {
    testReads(onStore);
  });
  describe(`${name}: payloads and keys`, () => {
    testPayloads(onStore);
  });
}

type OnStore = (title: string, test: (store: LedgerStore) => Promise<void>) => void;

function testAppends(onStore: OnStore): void {
  onStore('begins with an empty head', async (store) => {
    const empty = { size: 0, epoch: 0, frontier: [], lastTime: 0, checkpoint: null };
    expect(plain(await store.head())).toEqual(empty);
    expect(await contentOf(store)).toEqual({ records: [], head: empty, streams: [], checkpoints: [] });
  });

  onStore('calls seal once, with the head and the version of each stream asked for', async (store) => {
    await store.append(['org', 'task/a'], sealing('org', 'task/a', 'task/a'));
    const seen: Locked[] = [];
    await store.append(['task/a', 'org', 'task/new'], (locked) => {
      seen.push(locked);
      return sealing('task/a')(locked);
    });
    expect(seen).toHaveLength(1);
    expect(plain(seen[0]!.head)).toEqual(plain(headAt(3, 1)));
    expect([...seen[0]!.versions]).toEqual([
      ['task/a', 2],
      ['org', 1],
      ['task/new', 0],
    ]);
  });

  onStore('shows the new head, streams and checkpoint once an append resolves', async (store) => {
    await store.append(['org', 'task/a'], sealing('org', 'task/a', 'org'));
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
      store.append(['org'], (locked) => {
        sizes.push(locked.head.size, locked.versions.get('org')!);
        return sealing('org')(locked);
      }),
    );
    await Promise.all(appends);
    expect(sizes).toEqual(Array.from({ length: 20 }, (_, index) => [index, index]).flat());
    expect((await store.head()).size).toBe(20);
  });

  onStore('leaves the head as it was when seal gives nothing, whatever head it gives', async (store) => {
    await store.append(['org'], sealing('org'));
    const before = await contentOf(store);
    await store.append(['org'], ({ head }) => {
      return { records: [], payloads: [], keys: [], head: { ...head, checkpoint: 'signed again' } };
    });
    expect(await contentOf(store)).toEqual(before);
  });

  onStore('keeps the checkpoints in order', async (store) => {
    for (let count = 0; count < 5; count++) await store.append(['org'], sealing('org', 'org'));
    expect((await store.checkpoints()).map(({ size }) => size)).toEqual([2, 4, 6, 8, 10]);
  });
}

function testRefusals(onStore: OnStore): void {
  const refuses = (title: string, seal: (locked: Locked) => Sealed, message: RegExp): void => {
    onStore(title, async (store) => {
      await store.append(['org', 'task/a'], sealing('org', { stream: 'task/a', id: 'rec_taken' }));
      await store.append([], (locked) => ({
        ...sealing()(locked),
        keys: [{ scope: 'task/a', wrapped: Uint8Array.of(1) }],
      }));
      const before = await contentOf(store);
      await expect(store.append(['org', 'task/a'], seal)).rejects.toThrow(message);
      expect(await contentOf(store)).toEqual(before);
      expect(await store.payload(PAYLOAD.commitment, PAYLOAD.scope)).toBeNull();
      await store.append(['org'], sealing('org'));
      expect((await store.head()).size).toBe(3);
    });
  };
  const spoil =
    (change: (sealed: Sealed) => Partial<Sealed>) =>
    (locked: Locked): Sealed => {
      const sealed = { ...sealing('org', 'task/a')(locked), payloads: [PAYLOAD] };
      return { ...sealed, ...change(sealed) };
    };
  const moveLast = ({ records }: Sealed, change: Partial<StoredRecord>): { records: StoredRecord[] } => {
    return { records: [records[0]!, { ...records[1]!, ...change }] };
  };

  const bug = () => {
    throw new RangeError('seal failed');
  };
  refuses('writes nothing and passes the error on when seal throws', bug, /^seal failed$/);
  const misplaced = /out of place/;
  refuses(
    'refuses a gap in the sequence',
    spoil((sealed) => moveLast(sealed, { seq: 4 })),
    misplaced,
  );
  refuses(
    'refuses a gap in a stream',
    spoil((sealed) => moveLast(sealed, { version: 3 })),
    misplaced,
  );
  refuses(
    'refuses a stream that was not asked for',
    spoil((s) => moveLast(s, { stream: 'task/b' })),
    misplaced,
  );
  refuses(
    'refuses a head that does not count the records',
    spoil(() => ({ head: headAt(9, 2) })),
    misplaced,
  );
  const wrongEpoch = spoil(() => ({ head: headAt(4, 9) }));
  refuses('refuses an epoch that is not the version of org', wrongEpoch, misplaced);
  refuses(
    'refuses an id a second time',
    spoil((sealed) => moveLast(sealed, { id: 'rec_taken' })),
    /id/,
  );
  const rekey = { keys: [{ scope: 'task/a', wrapped: Uint8Array.of(2) }] };
  refuses(
    'refuses a second key for a scope',
    spoil(() => rekey),
    /key/,
  );

  onStore('refuses everything once closed, and closes again without complaint', async (store) => {
    const last = store.append(['org'], sealing('org'));
    const closing = store.close();
    await expect(last).resolves.toBeUndefined();
    const refused = { name: 'StoreFault', code: 'store-unavailable' };
    await expect(store.append(['org'], sealing('org'))).rejects.toMatchObject(refused);
    await expect(store.head()).rejects.toMatchObject(refused);
    await expect(store.read({ fromSeq: 0, limit: 1 })).rejects.toMatchObject(refused);
    await expect(store.streams('')).rejects.toMatchObject(refused);
    await expect(store.payload('a', 'b')).rejects.toMatchObject(refused);
    await expect(store.key('a')).rejects.toMatchObject(refused);
    await expect(store.checkpoints()).rejects.toMatchObject(refused);
    await closing;
    await store.close();
  });
}

function testReads(onStore: OnStore): void {
  onStore('reads records in order, from a number on, up to a limit, of one stream or all', async (store) => {
    await store.append(['org', 'task/a'], sealing('org', 'task/a', 'org', 'task/a'));
    await store.append(['org', 'task/a'], sealing('task/a', 'org'));
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
    await store.append(['task/a'], (locked) => (sealed = sealing({ stream: 'task/a', text })(locked)));
    expect(plain(await store.read({ fromSeq: 0, limit: 1 }))).toEqual(plain(sealed!.records));
  });

  onStore('takes a record of a megabyte', async (store) => {
    const text = JSON.stringify('ä'.repeat(500_000));
    await store.append(['task/a'], sealing({ stream: 'task/a', text }));
    const [record] = await store.read({ fromSeq: 0, limit: 1 });
    expect(record!.text === text).toBe(true);
  });

  onStore('lists streams by prefix, by name, and not those that merely resemble it', async (store) => {
    const streams = ['task/b', 'task/a', 'tasks', 'Task/a', 'org', 'task/', 'object/x/%F0%9F%8C%8D', 'task0'];
    await store.append(streams, sealing(...streams));
    expect((await store.streams('task/')).map(({ stream }) => stream)).toEqual(['task/', 'task/a', 'task/b']);
    expect((await store.streams('')).map(({ stream }) => stream)).toEqual(streams.toSorted());
    expect(await store.streams('none')).toEqual([]);
  });
}

function testPayloads(onStore: OnStore): void {
  const append = (store: LedgerStore, change: Partial<Sealed>): Promise<void> =>
    store.append(['task/t1'], (locked) => ({ ...sealing('task/t1')(locked), ...change }));

  onStore('gives payloads and keys back, and null for those it has not', async (store) => {
    const key = { scope: 'task/t1', wrapped: Uint8Array.of(0, 128, 255) };
    await append(store, { payloads: [PAYLOAD], keys: [key] });
    expect(plain(await store.payload(PAYLOAD.commitment, PAYLOAD.scope))).toEqual(plain(PAYLOAD));
    expect(plain(await store.key('task/t1'))).toEqual(plain(key));
    expect(await store.payload(PAYLOAD.commitment, 'task/t2')).toBeNull();
    expect(await store.payload('hmac-sha256:other', PAYLOAD.scope)).toBeNull();
    expect(await store.key('task/t2')).toBeNull();
  });

  onStore('keeps the first payload of a commitment in a scope, and each scope its own', async (store) => {
    await append(store, { payloads: [PAYLOAD] });
    const again = { ...PAYLOAD, ciphertext: Uint8Array.of(1) };
    await append(store, { payloads: [again, { ...again, scope: 'task/t2' }] });
    const read = async (scope: string) => (await store.payload(PAYLOAD.commitment, scope))!.ciphertext;
    expect([...(await read('task/t1'))]).toEqual([7, 0, 9]);
    expect([...(await read('task/t2'))]).toEqual([1]);
  });

  onStore('takes an empty ciphertext, and one of a megabyte', async (store) => {
    const large = new Uint8Array(1_000_000).map((_, index) => index % 251);
    const payloads = [
      { ...PAYLOAD, ciphertext: new Uint8Array() },
      { ...PAYLOAD, commitment: 'large', ciphertext: large },
    ];
    await append(store, { payloads });
    expect((await store.payload(PAYLOAD.commitment, PAYLOAD.scope))!.ciphertext).toHaveLength(0);
    const read = (await store.payload('large', PAYLOAD.scope))!.ciphertext;
    expect(Buffer.compare(read, large)).toBe(0);
  });
}
