import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { LedgerStore, Locked, Plan } from '../../../gateway/ports.ts';
import { append, contentOf, plain, sealing } from '../sealing.contract.ts';
import { testPeers } from '../store-peers.contract.ts';
import { testStore } from '../store.contract.ts';
import { holdHead, onServer } from './database.contract.ts';
import { openPostgresStore } from './postgres.ts';

await onServer('a PostgreSQL database', (server) => {
  let emptied: string | null = null;
  const openEmpty = async (): Promise<LedgerStore> => {
    emptied ??= await server.createDatabase();
    await server.run('drop schema if exists holdpoint cascade', emptied);
    return openPostgresStore({ url: emptied });
  };

  testStore('postgres', openEmpty);

  testPeers('postgres', async () => {
    const first = await openEmpty();
    const second = await openPostgresStore({ url: emptied! });
    const lapse = async (): Promise<void> => {
      await server.run('update holdpoint.replicas set seen = seen - 10001', emptied!);
    };
    return { first, second, lapse };
  });

  it('holds the same after it was closed and opened again, and goes on from there', async () => {
    const first = await openEmpty();
    await append(first, 'org', 'task/ä', ...Array.from({ length: 300 }, () => 'org'));
    const before = await contentOf(first);
    await first.close();
    const second = await openPostgresStore({ url: emptied! });
    expect(await contentOf(second)).toEqual(before);
    await append(second, 'task/ä', 'org');
    expect((await second.read({ fromSeq: 302, limit: 9 })).map(({ version }) => version)).toEqual([2, 302]);
    await second.close();
  });

  it('keeps the newest 64 checkpoints, and before them the first of every 1,024 sizes', async () => {
    const store = await openEmpty();
    const step = 16;
    const batch = Array.from({ length: step }, () => 'org');
    for (let count = 0; count < 200; count++) await append(store, ...batch);
    const sizes = (await store.checkpoints()).map(({ size }) => size);
    const newest = Array.from({ length: 64 }, (_, index) => step * (200 - 63 + index));
    expect(sizes).toEqual([16, 1024, 2048, ...newest]);
    await store.close();
  });

  it('loses nothing and keeps the order when two race to append 500 times', async () => {
    const first = await openEmpty();
    const second = await openPostgresStore({ url: emptied! });
    const race = async (store: LedgerStore, name: string): Promise<number[]> => {
      const sizes: number[] = [];
      for (let round = 0; round < 250; round++) {
        const { size } = await store.head();
        await store.append(size, (locked) => {
          sizes.push(locked.head.size);
          return sealing('org', { stream: `task/${round % 20}`, text: `"${name}"` })(locked);
        });
      }
      return sizes;
    };
    const sizes = await Promise.all([race(first, 'first'), race(second, 'second')]);
    const records = await first.read({ fromSeq: 0, limit: 2_000 });
    expect(records.map(({ seq }) => seq)).toEqual(Array.from({ length: 1_000 }, (_, index) => index));
    for (const [index, name] of ['first', 'second'].entries()) {
      const own = records.filter(({ text }) => text === `"${name}"`).map(({ seq }) => seq - 1);
      expect(own).toEqual(sizes[index]);
    }
    expect(records.filter(({ stream }) => stream === 'org').map(({ version }) => version)).toEqual(
      Array.from({ length: 500 }, (_, index) => index + 1),
    );
    await Promise.all([first.close(), second.close()]);
  });

  it('gives the head to those who wait for it in the order in which they asked', async () => {
    await (await openEmpty()).close();
    const url = emptied!;
    const handles = await Promise.all(Array.from({ length: 5 }, () => openPostgresStore({ url })));
    const holder = await holdHead(url);
    const waiting = `select from pg_locks join pg_database on pg_database.oid = database
      where locktype = 'advisory' and not granted and datname = current_database()`;
    const turns: number[] = [];
    const appends: Promise<void>[] = [];
    for (const [index, store] of handles.entries()) {
      const plan = (locked: Locked): Plan => {
        turns.push(index);
        return sealing('org')(locked);
      };
      appends.push(store.append(0, plan));
      while ((await server.run(waiting, url)).length <= index) await setTimeout(5);
    }
    await holder.end();
    await Promise.all(appends);
    expect(turns).toEqual([0, 1, 2, 3, 4]);
    await Promise.all(handles.map((store) => store.close()));
  });

  it('takes texts of quotes, braces, escapes and every plane as they are', async () => {
    const store = await openEmpty();
    const text = JSON.stringify('"\\ {,} NULL \u0001 \u{1f30d} $1 \' %');
    await append(store, { stream: 'task/a', text, id: 'rec_a' }, { stream: 'task/a', text: '{"a":"\\\\"}' });
    const [first, second] = await store.read({ fromSeq: 0, limit: 2 });
    expect([first!.text, second!.text]).toEqual([text, '{"a":"\\\\"}']);
    expect(plain(await store.find('rec_a'))).toEqual(plain(first));
    await store.close();
  });
});
