// Several handles on one ledger: none loses what another wrote, and what one claims no other has.

import { describe, expect, it } from 'vitest';
import type { LedgerStore, Peers, StoredRecord } from '../../gateway/ports.ts';
import { append, plain, sealing } from './sealing.contract.ts';

/** Two handles on one empty ledger. */
export interface Two {
  readonly first: LedgerStore;
  readonly second: LedgerStore;
  /** Makes every beat so far older than `LAPSE_MS`. */
  readonly lapse: () => Promise<void>;
}

type OnTwo = (title: string, test: (two: Two, a: Peers, b: Peers) => Promise<void>) => void;

/** The suite of stores that several processes share, besides `testStore`; it closes both handles. */
export function testPeers(name: string, openTwo: () => Promise<Two>): void {
  const onTwo: OnTwo = (title, test) => {
    it(title, async () => {
      expect.hasAssertions();
      const two = await openTwo();
      try {
        await test(two, two.first.peers!, two.second.peers!);
      } finally {
        await Promise.all([two.first.close(), two.second.close()]);
      }
    });
  };
  describe(`${name}: processes that share it`, () => {
    testLives(onTwo);
  });
  describe(`${name}: claims`, () => {
    testClaims(onTwo);
  });
  describe(`${name}: two that append`, () => {
    testSharing(onTwo);
  });
}

function testLives(onTwo: OnTwo): void {
  onTwo('live while they say so, and tell the time', async ({ lapse }, a, b) => {
    expect(await b.isAlive('one')).toBe(false);
    expect(await b.count()).toBe(0);
    const before = await a.beat('one');
    await b.beat('two');
    expect([await a.isAlive('two'), await b.isAlive('one'), await a.count()]).toEqual([true, true, 2]);
    await lapse();
    expect(await a.beat('one')).toBeGreaterThanOrEqual(before);
    expect([await a.isAlive('two'), await b.isAlive('one'), await b.count()]).toEqual([false, true, 1]);
  });

  onTwo('are gone once they leave, and back when they say so', async (_, a, b) => {
    await a.beat('one');
    await b.beat('two');
    await a.leave('one');
    expect([await b.isAlive('one'), await b.isAlive('two'), await b.count()]).toEqual([false, true, 1]);
    await a.beat('one');
    expect(await b.isAlive('one')).toBe(true);
  });
}

function testClaims(onTwo: OnTwo): void {
  onTwo('are of one process at a time, until it gives them back', async (_, a, b) => {
    await a.beat('one');
    await b.beat('two');
    expect(await a.claim('sweep', 'one')).toBe(true);
    expect(await a.claim('sweep', 'one')).toBe(true);
    expect(await b.claim('sweep', 'two')).toBe(false);
    expect(await b.claim('other', 'two')).toBe(true);
    await b.release('sweep', 'two');
    expect(await b.claim('sweep', 'two')).toBe(false);
    await a.release('sweep', 'one');
    expect(await b.claim('sweep', 'two')).toBe(true);
    expect(await a.claim('sweep', 'one')).toBe(false);
  });

  onTwo('pass on when their holder lapses', async ({ lapse }, a, b) => {
    await a.beat('one');
    await b.beat('two');
    expect(await a.claim('sweep', 'one')).toBe(true);
    await lapse();
    await b.beat('two');
    expect(await b.claim('sweep', 'two')).toBe(true);
    await a.beat('one');
    expect(await a.claim('sweep', 'one')).toBe(false);
  });

  onTwo('pass on when their holder leaves', async (_, a, b) => {
    await a.beat('one');
    await b.beat('two');
    expect(await a.claim('sweep', 'one')).toBe(true);
    await a.leave('one');
    expect(await b.claim('sweep', 'two')).toBe(true);
  });

  onTwo('that many reach for at once go to one', async (_, a, b) => {
    const owners = Array.from({ length: 8 }, (_none, index) => `owner-${index}`);
    await Promise.all(owners.map((owner) => a.beat(owner)));
    for (let round = 0; round < 5; round++) {
      const tries = owners.map((owner, index) => (index % 2 === 0 ? a : b).claim(`claim-${round}`, owner));
      expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
    }
  });
}

function testSharing(onTwo: OnTwo): void {
  onTwo('see at once what the other wrote', async ({ first, second }) => {
    await append(first, 'org', 'task/a');
    expect(plain(await second.head())).toEqual(plain(await first.head()));
    await append(second, 'task/a', 'org');
    expect(plain(await first.head())).toEqual(plain(await second.head()));
    expect(await first.streams('')).toEqual([
      { stream: 'org', version: 2 },
      { stream: 'task/a', version: 2 },
    ]);
    await append(first, 'task/a');
    expect((await second.read({ fromSeq: 4, limit: 1 }))[0]!.version).toBe(3);
  });

  onTwo('hear that there is news', async ({ first, second }, _a, b) => {
    const heard = new Promise<void>((resolve) => {
      b.listen(() => {
        void second.head().then(({ size }) => (size === 1 ? resolve() : undefined));
      });
    });
    await append(first, 'org');
    await heard;
    expect((await second.head()).size).toBe(1);
  });

  onTwo('hear nothing from the moment they are closed', async ({ first, second }, _a, b) => {
    let told = 0;
    const heard = new Promise<void>((resolve) => {
      b.listen(() => {
        told += 1;
        resolve();
      });
    });
    await append(first, 'org');
    await heard;
    const own = second.append(1, sealing('task/a'));
    const closed = second.close();
    const before = told;
    await append(first, 'org');
    await Promise.all([own, closed]);
    expect(told).toBe(before);
  });

  onTwo('lose nothing and keep one order when they race', async ({ first, second }) => {
    const rounds = 60;
    const logs = await Promise.all([race(first, 'task/1', rounds), race(second, 'task/2', rounds)]);
    const records = plain(await first.read({ fromSeq: 0, limit: 10_000 }));
    for (const [index, store] of [first, second].entries()) {
      const seen = logs[index]!;
      await store.append(seen.length, (locked) => {
        seen.push(...locked.news);
        return sealing()(locked);
      });
      expect(plain(seen)).toEqual(records);
    }
    const versions = Object.fromEntries((await first.streams('')).map((s) => [s.stream, s.version]));
    expect(versions).toEqual({ org: 2 * rounds, 'task/1': 2 * rounds, 'task/2': 2 * rounds });
  });
}

/**
 * Appends to a stream of its own and to one that both write; gives what it saw of the log: the news, and
 * what it wrote itself.
 */
async function race(store: LedgerStore, stream: string, rounds: number): Promise<StoredRecord[]> {
  const seen: StoredRecord[] = [];
  for (let round = 0; round < rounds; round++) {
    await store.append(seen.length, (locked) => {
      seen.push(...locked.news);
      expect(seen).toHaveLength(locked.head.size);
      const entries = ['org', stream, stream].map((name, index) => {
        return { stream: name, id: `rec_${stream}_${round}_${index}` };
      });
      const { streams, seal } = sealing(...entries)(locked);
      return {
        streams,
        seal: (versions) => {
          const sealed = seal(versions);
          seen.push(...sealed.records);
          return sealed;
        },
      };
    });
  }
  return seen;
}
