import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, describe, expect, it } from 'vitest';
import { altered, append, contentOf, plain, sealing, sha256 } from '../sealing.contract.ts';
import { testStore } from '../store.contract.ts';
import { openSqliteStore } from './sqlite.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdpoint-sqlite-'));
let files = 0;
const freshPath = (): string => join(folder, `${++files}.db`);

afterAll(() => rmSync(folder, { recursive: true }));

testStore('sqlite', () => openSqliteStore({ path: freshPath() }));

/**
 * A closed file with some records of stream `org`, each with a text that can be found in the file's bytes.
 */
async function writeLedger(path: string, records = 3): Promise<void> {
  const store = await openSqliteStore({ path });
  for (let index = 0; index < records; index++) {
    await append(store, { stream: 'org', text: `{"marker":"text-${index}"}` });
  }
  await store.close();
}

describe('a ledger on disk', () => {
  it('is the same after it was closed and opened again, and goes on from there', async () => {
    const path = freshPath();
    const first = await openSqliteStore({ path });
    const payload = {
      commitment: 'c',
      scope: 's',
      kind: 'prompt',
      nonce: sha256('n'),
      ciphertext: sha256('c'),
    };
    const key = { scope: 's', wrapped: sha256('k') };
    const change = { payloads: [payload], keys: [key] };
    await first.append(
      0,
      altered(sealing('org', 'task/ä', 'org'), () => change),
    );
    await first.keepSnapshot({ size: 3, bytes: sha256('s') });
    await first.keepCheckpoint(3, 'cosigned');
    const row = { model: 'task', id: 'a', sort: 0, status: 'open', task: null, doc: '{}' };
    await first.views.write({ from: 0, to: 3, rows: [row] });
    const before = await contentOf(first);
    await first.close();

    const second = await openSqliteStore({ path });
    expect(await contentOf(second)).toEqual(before);
    expect(plain(await second.payload('c', 's'))).toEqual(plain(payload));
    expect(plain(await second.key('s'))).toEqual(plain(key));
    expect(plain(await second.snapshot())).toEqual(plain({ size: 3, bytes: sha256('s') }));
    expect(await second.views.cursor()).toBe(3);
    expect(await second.views.get('task', ['a'])).toEqual([row]);
    await append(second, 'task/ä', 'org');
    expect((await second.read({ fromSeq: 3, limit: 9 })).map(({ version }) => version)).toEqual([2, 3]);
    await second.close();
  });

  it('can be read by its owner only, its log too', async () => {
    const path = freshPath();
    const store = await openSqliteStore({ path });
    await append(store, 'org');
    for (const file of [path, `${path}-wal`]) expect(statSync(file).mode & 0o777).toBe(0o600);
    await store.close();
  });

  it('remembers more streams than fit in memory', async () => {
    const store = await openSqliteStore({ path: freshPath() });
    const many = Array.from({ length: 70_000 }, (_, index) => `task/${index}`);
    await append(store, 'task/0');
    await store.append(1, (locked) => ({ ...sealing('task/69999')(locked), streams: many }));
    await append(store, 'task/0', 'task/69999');
    expect(await store.streams('task/')).toEqual([
      { stream: 'task/0', version: 2 },
      { stream: 'task/69999', version: 2 },
    ]);
    await store.close();
  });

  it('keeps the newest 64 checkpoints, and before them the first of every 1,024 sizes', async () => {
    const store = await openSqliteStore({ path: freshPath() });
    const step = 16;
    const batch = Array.from({ length: step }, () => 'org');
    for (let count = 0; count < 200; count++) await append(store, ...batch);
    const sizes = (await store.checkpoints()).map(({ size }) => size);
    const newest = Array.from({ length: 64 }, (_, index) => step * (200 - 63 + index));
    expect(sizes).toEqual([16, 1024, 2048, ...newest]);
    await store.close();
  });
});

describe('opening refuses', () => {
  it('a file that is open already, and lets go of it on close', async () => {
    const path = freshPath();
    const holder = await openSqliteStore({ path });
    await expect(openSqliteStore({ path })).rejects.toMatchObject({
      code: 'store-locked',
      message: expect.stringContaining(path),
    });
    await append(holder, 'org');
    await holder.close();
    const next = await openSqliteStore({ path });
    expect((await next.head()).size).toBe(1);
    await next.close();
  });

  it('a file in a directory that is not there', async () => {
    const path = join(folder, 'none', 'x.db');
    await expect(openSqliteStore({ path })).rejects.toMatchObject({
      code: 'store-unavailable',
      message: `${path} cannot be opened for writing (ENOENT)`,
    });
  });

  it('a file that is no database', async () => {
    const path = freshPath();
    writeFileSync(path, 'words, '.repeat(1_000));
    await expect(openSqliteStore({ path })).rejects.toMatchObject({ code: 'store-corrupt' });
  });

  it("another program's database", async () => {
    const path = freshPath();
    const db = new Database(path);
    db.exec('create table notes (text text)');
    db.close();
    await expect(openSqliteStore({ path })).rejects.toMatchObject({
      code: 'store-corrupt',
      message: `${path} is a database, but no ledger: name another file`,
    });
  });

  it('a schema from the future', async () => {
    const path = freshPath();
    await writeLedger(path);
    tamper(path, 'pragma user_version = 99');
    await expect(openSqliteStore({ path })).rejects.toMatchObject({
      code: 'store-unavailable',
      message: expect.stringContaining('has schema 99'),
    });
  });

  it.each([
    ['a record that is missing at the end', 'delete from records where seq = 2'],
    ['a head that was set back', 'update head set size = 2'],
    ['an epoch that is not the version of its stream', 'update head set epoch = 7'],
  ])('%s', async (_, sql) => {
    const path = freshPath();
    await writeLedger(path);
    tamper(path, sql);
    await expect(openSqliteStore({ path })).rejects.toMatchObject({
      code: 'store-corrupt',
      message: expect.stringMatching(/the head says \d records and epoch \d; the last record is number \d/),
    });
  });
});

describe('a flipped byte', () => {
  it('in the structure of the file is reported as corruption', async () => {
    const path = freshPath();
    await writeLedger(path, 200);
    // The first byte of each page but the first says what kind of page it is.
    flip(path, (bytes) => Array.from({ length: bytes.length / 4096 - 1 }, (_, page) => (page + 1) * 4096));
    await expect(openSqliteStore({ path })).rejects.toMatchObject({ code: 'store-corrupt' });
  });

  it("in a record's text is read, and no longer has the record's hash", async () => {
    const path = freshPath();
    await writeLedger(path);
    flip(path, (bytes) => [bytes.indexOf('text-1')]);
    const store = await openSqliteStore({ path });
    const intact = (await store.read({ fromSeq: 0, limit: 9 })).map(
      ({ text, hash }) => Buffer.compare(sha256(text), hash) === 0,
    );
    expect(intact).toEqual([true, false, true]);
    await store.close();
  });
});

describe('a full store', () => {
  it('refuses the append whole, still reads, and takes it once the cap is raised', async () => {
    const path = freshPath();
    const capped = await openSqliteStore({ path, maxBytes: 256 * 1024 });
    await append(capped, 'org', 'org');
    const before = await contentOf(capped);
    const large = { stream: 'task/a', text: JSON.stringify('x'.repeat(300_000)) };
    const tooMuch = append(capped, 'org', large);
    await expect(tooMuch).rejects.toMatchObject({ code: 'store-full' });
    expect(await contentOf(capped)).toEqual(before);
    await append(capped, 'org');
    await capped.close();

    const raised = await openSqliteStore({ path, maxBytes: 1024 * 1024 });
    await append(raised, 'org', large);
    expect((await raised.head()).size).toBe(5);
    await raised.close();
  });
});

/** Changes a closed file behind the store's back. */
function tamper(path: string, sql: string): void {
  const db = new Database(path);
  db.exec(sql);
  db.close();
}

function flip(path: string, choose: (bytes: Buffer) => number[]): void {
  const bytes = readFileSync(path);
  for (const offset of choose(bytes)) {
    expect(offset).toBeGreaterThan(0);
    bytes[offset]! ^= 0x40;
  }
  writeFileSync(path, bytes);
}
