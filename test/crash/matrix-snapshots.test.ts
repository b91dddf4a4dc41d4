// A snapshot makes a start shorter and decides nothing: whatever lies in its place, the gateway that starts
// is the fold of the ledger's records.

import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSqliteStore } from '../../src/adapters/store/sqlite/sqlite.ts';
import { fakeClock, hang, seededIds, seededRandom } from '../../src/gateway/fakes.contract.ts';
import type { StoredSnapshot } from '../../src/gateway/ports.ts';
import { hex } from '../../src/ledger/bytes.ts';
import { makeFolder } from './images.ts';
import { databaseOf, openSite, verifySite, type Site } from './site.ts';

const NOW = Date.UTC(2026, 10, 20);
const folder = makeFolder();
afterAll(() => rmSync(folder, { recursive: true }));

let killed: string;
let older: StoredSnapshot;
let newest: StoredSnapshot;
/** Of the same ledger's copies that went their own ways, one of them further. */
let forked: { readonly short: StoredSnapshot; readonly long: StoredSnapshot };
let foreign: StoredSnapshot;

async function snapshotIn(home: string): Promise<StoredSnapshot> {
  const store = await openSqliteStore({ path: databaseOf(home) });
  const snapshot = await store.snapshot();
  await store.close();
  return snapshot!;
}

let starts = 0;
const open = (home: string, seed = ++starts): Promise<Site> =>
  openSite(home, { clock: fakeClock(NOW), ids: seededIds(seededRandom(seed)) });

/** Opens tasks, ends some of them, and stops, which keeps a snapshot. */
async function live(home: string, calls: number): Promise<StoredSnapshot> {
  const site = await open(home);
  const [ends, stays] = [await site.openTask('Ends'), await site.openTask('Stays')];
  for (let n = 0; n < calls; n++) {
    await site.call(ends, 'desk/look', n);
    await site.call(stays, 'desk/look', n);
  }
  await site.closeTask(ends);
  await site.stop();
  return snapshotIn(home);
}

/** The files of a process that is killed with a call under way, some records after its newest snapshot. */
async function liveUntilKilled(home: string, copy: string): Promise<void> {
  const site = await open(home);
  const task = await site.openTask('Is cut off');
  await site.call(task, 'desk/look', 1);
  const sent = new Promise<void>((resolve) => {
    site.upstream.answer = (call) => {
      resolve();
      return hang(call);
    };
  });
  const calling = site.call(task, 'desk/look', 2);
  await sent;
  cpSync(home, copy, { recursive: true });
  await site.stop();
  await calling;
}

beforeAll(async () => {
  const [home, other, short, long] = ['home', 'other', 'short', 'long'].map((name) => join(folder, name));
  killed = join(folder, 'killed');
  for (const path of [home!, other!]) mkdirSync(path);
  older = await live(home!, 3);
  for (const fork of [short!, long!]) cpSync(home!, fork, { recursive: true });
  newest = await live(home!, 5);
  forked = { short: await live(short!, 4), long: await live(long!, 40) };
  foreign = await live(other!, 5);
  await liveUntilKilled(home!, killed);
});

function altered({ size, bytes }: StoredSnapshot, at: number): StoredSnapshot {
  const changed = Uint8Array.from(bytes);
  changed[at < 0 ? changed.length + at : at]! ^= 1;
  return { size, bytes: changed };
}

/** Starts on what the killed process left, with another snapshot in its place or none. */
async function startWith(snapshot: StoredSnapshot | null): Promise<unknown> {
  const home = join(folder, `start-${++starts}`);
  cpSync(killed, home, { recursive: true });
  // In words: the engine lets go of a file only once its prepared statements are collected.
  const { size, bytes } = snapshot ?? { size: 0, bytes: new Uint8Array() };
  const db = new Database(databaseOf(home));
  db.exec('delete from snapshots');
  if (snapshot !== null) db.exec(`insert into snapshots values (1, ${size}, x'${hex(bytes)}')`);
  db.close();
  const store = await openSqliteStore({ path: databaseOf(home) });
  const read = store.read.bind(store);
  const folded: number[] = [];
  Object.assign(store, {
    read: (query: Parameters<typeof read>[0]) => {
      if (query.stream === undefined) folded.push(query.fromSeq);
      return read(query);
    },
  });
  const site = await openSite(home, { store, clock: fakeClock(NOW), ids: seededIds(seededRandom(99)) });
  const from = Math.min(...folded);
  const { world, signer } = site.core;
  const report = await verifySite(home, store, signer.vkey);
  const [{ findings }, head] = [report, await store.head()];
  const after = { world: world.dump(), revoked: [...site.revoked].toSorted(), size: head.size, findings };
  await site.stop();
  return { from, after };
}

it('a ledger without a snapshot is folded from its first record', async () => {
  expect(await startWith(null)).toMatchObject({ from: 0, after: { findings: [] } });
});

it.each([
  ['that records came after', () => newest, () => newest.size],
  ['that is older and was put back', () => older, () => older.size],
  ['with a flipped byte in its signature', () => altered(newest, 5), () => 0],
  ['with a flipped byte in its middle', () => altered(newest, newest.bytes.length >> 1), () => 0],
  ['with a flipped byte at its end', () => altered(newest, -1), () => 0],
  ['that says another size', () => ({ ...newest, size: newest.size - 1 }), () => 0],
  ['that was cut', () => ({ ...newest, bytes: newest.bytes.slice(0, 500) }), () => 0],
  ['that is empty', () => ({ ...newest, bytes: new Uint8Array() }), () => 0],
  ['of another ledger', () => foreign, () => 0],
  ['of a fork of this ledger, by its own key', () => forked.short, () => 0],
  ['of a fork of this ledger that is longer', () => forked.long, () => 0],
])('a snapshot %s leads to the same gateway', async (_, snapshot, from) => {
  const { after } = (await startWith(null)) as { after: { revoked: string[] } };
  expect(after).toMatchObject({ world: { tasks: { length: 3 } } });
  expect(after.revoked).toHaveLength(5);
  expect(await startWith(snapshot())).toEqual({ from: from(), after });
});
