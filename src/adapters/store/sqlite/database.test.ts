import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { plain, sealing } from '../sealing.contract.ts';
import { place, type Batch } from '../sql/place.ts';
import { LedgerDatabase } from './database.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdpoint-database-'));
afterAll(() => rmSync(folder, { recursive: true }));

const database = new LedgerDatabase(join(folder, 'x.db'), null);

/** The batch that puts records of these streams on the log as it is. */
function batchOf(...streams: string[]): Batch {
  const head = database.head();
  const { seal } = sealing(...streams)({ head, news: [] });
  const versions = new Map(streams.map((stream) => [stream, database.versions([stream])[0]!]));
  return place(head, versions, seal(versions));
}

database.append(batchOf('org', 'task/a'));
const next = batchOf('org');

it.each([
  ['the log is longer than the batch saw', { onSize: 1 }],
  ['a stream is further than the batch saw', { moves: [{ stream: 'task/a', from: 7, to: 8 }] }],
  ['a stream is there that the batch took for new', { moves: [{ stream: 'task/a', from: 0, to: 1 }] }],
  ['a stream is gone that the batch saw', { moves: [{ stream: 'task/b', from: 1, to: 2 }] }],
])('writes nothing, and says that the store has moved, where %s', (_, change: Partial<Batch>) => {
  const before = plain([database.head(), database.read({ fromSeq: 0, limit: 9 }), database.checkpoints()]);
  expect(() => database.append({ ...next, ...change })).toThrow(
    expect.objectContaining({ name: 'StoreFault', code: 'store-moved' }),
  );
  expect(plain([database.head(), database.read({ fromSeq: 0, limit: 9 }), database.checkpoints()])).toEqual(
    before,
  );
});

it('takes the batch that saw the log as it is', () => {
  database.append(next);
  expect(database.head().size).toBe(3);
  expect(database.versions(['org', 'task/a', 'task/b'])).toEqual([2, 1, 0]);
});
