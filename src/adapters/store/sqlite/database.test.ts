import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { plain, sealing } from '../sealing.contract.ts';
import { LedgerDatabase, type Batch } from './database.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdpoint-database-'));
afterAll(() => rmSync(folder, { recursive: true }));

const database = new LedgerDatabase(join(folder, 'x.db'), null);
const first: Batch = {
  ...sealing(
    'org',
    'task/a',
  )({
    head: database.head(),
    versions: new Map([
      ['org', 0],
      ['task/a', 0],
    ]),
  }),
  onSize: 0,
  moves: [
    { stream: 'org', from: 0, to: 1 },
    { stream: 'task/a', from: 0, to: 1 },
  ],
};
database.append(first);

const next: Batch = {
  ...sealing('org')({ head: database.head(), versions: new Map([['org', 1]]) }),
  onSize: 2,
  moves: [{ stream: 'org', from: 1, to: 2 }],
};

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
