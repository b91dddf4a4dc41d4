import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { altered, plain, sealing } from '../sealing.contract.ts';
import { place } from '../sql/place.ts';
import { LedgerDatabase } from './database.ts';
import { Writer } from './writer.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdpoint-writer-'));
afterAll(() => rmSync(folder, { recursive: true }));

const PAYLOAD = { commitment: 'c', scope: 'org', kind: 'prompt', nonce: Uint8Array.of(1) };

/** Appends records of every kind of row, the last of a tile among them. */
function append(database: LedgerDatabase, scope: string, streams: readonly string[]): void {
  const head = database.head();
  const change = {
    keys: [{ scope, wrapped: Uint8Array.of(1) }],
    payloads: [{ ...PAYLOAD, scope, ciphertext: Uint8Array.of(2) }],
  };
  const { seal } = altered(sealing(...streams), () => change)({ head, news: [] });
  const versions = new Map(streams.map((stream) => [stream, database.versions([stream])[0]!]));
  database.append(place(head, versions, seal(versions)));
}

const WRITES: readonly (readonly [title: string, write: (on: LedgerDatabase) => void])[] = [
  ['an append', (on) => append(on, 'task/b', ['org', 'task/b'])],
  ['an erasure', (on) => on.erase('org')],
  ['a clearing of the read models', (on) => on.clearViews()],
  ['a move of the read models', (on) => on.writeViews({ from: 1, to: 2, rows: [ROW, { ...ROW, id: 'b' }] })],
];
const ROW = { model: 'task', id: 'a', sort: 0, status: 'open', task: null, doc: '{}' };

function contentOf(database: LedgerDatabase): unknown {
  return plain([
    database.head(),
    database.read({ fromSeq: 0, limit: 1_000 }),
    database.streams(''),
    database.nodes(1, 0, 9),
    database.checkpoints(),
    [database.key('org'), database.key('task/b')],
    [database.payload('c', 'org'), database.payload('c', 'task/b')],
    [database.viewCursor(), database.listViews({ model: 'task', limit: 9 })],
  ]);
}

function openPrepared(path: string): LedgerDatabase {
  const database = new LedgerDatabase(path, null);
  append(
    database,
    'org',
    Array.from({ length: 254 }, () => 'org'),
  );
  database.writeViews({ from: 0, to: 1, rows: [] });
  return database;
}

/** Does the work; before each statement that writes, `interrupt` is called with its number. */
function interrupting(interrupt: (index: number) => void, work: () => void): void {
  const run = Reflect.get(Writer.prototype, 'run');
  let index = 0;
  vi.spyOn(Writer.prototype, 'run').mockImplementation(function (this: Writer, ...args) {
    interrupt(index++);
    return run.apply(this, args);
  });
  try {
    work();
  } finally {
    vi.restoreAllMocks();
  }
}

it.each(WRITES)('%s that is cut off before any of its statements leaves nothing', (title, write) => {
  const path = join(folder, `${title}.db`);
  const database = openPrepared(path);
  const before = contentOf(database);
  const images: string[] = [];
  const keepImage = (index: number): void => {
    const image = join(folder, `${title}-${index}.db`);
    for (const suffix of ['', '-wal']) copyFileSync(path + suffix, image + suffix);
    images.push(image);
  };
  interrupting(keepImage, () => write(database));
  expect(contentOf(database)).not.toEqual(before);
  database.close();
  expect(images.length).toBeGreaterThanOrEqual(4);
  for (const image of images) {
    const crashed = new LedgerDatabase(image, null);
    expect(contentOf(crashed), image).toEqual(before);
    crashed.close();
  }
});

it.each(WRITES)('%s of which any statement fails leaves nothing, and can be done again', (title, write) => {
  const database = openPrepared(join(folder, `${title}-failing.db`));
  const before = contentOf(database);
  let failing = 0;
  const failOnce = (index: number): void => {
    if (index === failing) throw new Error('the disk failed');
  };
  const failures: string[] = [];
  for (; failures.length === failing; failing++) {
    expect(contentOf(database)).toEqual(before);
    try {
      interrupting(failOnce, () => write(database));
    } catch (error) {
      failures.push((error as Error).message);
    }
  }
  expect(new Set(failures)).toEqual(new Set(['the disk failed']));
  expect(failing).toBeGreaterThan(4);
  expect(contentOf(database)).not.toEqual(before);
  database.close();
});
