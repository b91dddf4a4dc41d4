import { expect, it } from 'vitest';
import { LAPSE_MS } from '../../gateway/ports.ts';
import { openMemoryDatabase, openMemoryStore } from './memory.ts';
import { append } from './sealing.contract.ts';
import { testPeers } from './store-peers.contract.ts';
import { testStore } from './store.contract.ts';

testStore('memory', async () => openMemoryStore());
testStore('memory, one handle of several', async () => openMemoryDatabase().connect());

testPeers('memory', async () => {
  let now = 1_000;
  const database = openMemoryDatabase({ now: () => now });
  const lapse = async (): Promise<void> => {
    now += LAPSE_MS + 1;
  };
  return { first: database.connect(), second: database.connect(), lapse };
});

it('has peers only where several can have it', () => {
  expect(openMemoryStore().peers).toBeNull();
  expect(openMemoryDatabase().connect().peers).not.toBeNull();
});

it('tells the other handles of news, once the append is over and while they are open', async () => {
  const database = openMemoryDatabase();
  const [writer, reader, closed] = [database.connect(), database.connect(), database.connect()];
  const told: string[] = [];
  writer.peers!.listen(() => told.push('writer'));
  reader.peers!.listen(() => told.push('reader'));
  closed.peers!.listen(() => told.push('closed'));
  await closed.close();
  const appending = append(writer, 'org');
  expect(told).toEqual([]);
  await appending;
  await Promise.resolve();
  expect(told).toEqual(['reader']);
});
