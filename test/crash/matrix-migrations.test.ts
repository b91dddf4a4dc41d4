// Every statement that makes or changes the schema: it fails, or the process ends before or after it.

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SQLITE } from '../../src/adapters/store/sql/dialect.ts';
import { migrationsFor } from '../../src/adapters/store/sql/migrations.ts';
import { LedgerDatabase } from '../../src/adapters/store/sqlite/database.ts';
import {
  contentOf,
  failStatement,
  findingsIn,
  isSame,
  layImage,
  makeFolder,
  takeImage,
  tell,
  watchStatements,
  type Image,
} from './images.ts';
import { recordStory, type Step, type Story } from './story.ts';

const folder = makeFolder();
afterAll(() => rmSync(folder, { recursive: true }));

let story: Story;
/** What the whole story leaves. */
let ending: string;
/** How much of the story an old file holds: its last tile is just complete. */
let told: number;
let count = 0;
const freshPath = (): string => join(folder, `${count++}.db`);

beforeAll(async () => {
  const { steps, ...rest } = await recordStory();
  // What the first schema could not keep is not part of the comparison.
  story = { ...rest, steps: steps.filter(({ operation }) => operation === 'append') };
  told = story.steps.findIndex(({ batch }) => batch!.nodes.length > 0) + 1;
  const database = tell(story.steps, new LedgerDatabase(freshPath(), null));
  ending = contentOf(database, story);
  database.close();
});

/** A file of the first schema with the first part of the story. */
function writeFirstSchema(path: string): void {
  const written = freshPath();
  tell(story.steps.slice(0, told), new LedgerDatabase(written, null)).close();
  // A copy: the engine lets go of a file only once its statements are collected.
  const newest = layImage(takeImage(written), freshPath());
  const db = new Database(path);
  for (const statement of migrationsFor(SQLITE)[0]!.statements) db.exec(statement);
  db.exec(`delete from head; attach '${newest}' as newest`);
  const tables = db.prepare("select name from main.sqlite_schema where type = 'table'").raw().all() as [
    string,
  ][];
  for (const [table] of tables) {
    const columns = db.prepare(`select name from pragma_table_info('${table}', 'main')`).raw().all();
    db.exec(`insert into main.${table} select ${columns.join(', ')} from newest.${table}`);
  }
  db.pragma('user_version = 1');
  db.close();
}

const FILES: readonly (readonly [title: string, write: (path: string) => void, from: () => number])[] = [
  ['nothing', () => undefined, () => 0],
  ['the first schema', writeFirstSchema, () => told],
];

/** It opens, holds what it held, and the story goes on in it to its end. */
async function expectSound(image: Image, rest: readonly Step[]): Promise<void> {
  const opened = new LedgerDatabase(layImage(image, freshPath()), null);
  expect(opened.head().size).toBe(rest[0]!.batch!.onSize);
  expect(await findingsIn(opened, story)).toEqual([]);
  expect(contentOf(tell(rest, opened), story)).toBe(ending);
  opened.close();
}

it.each(FILES)('from %s: where any statement fails the file stays as it was', async (_, write, from) => {
  const [known, rest]: [Image[], Step[]] = [[], story.steps.slice(from())];
  const old = freshPath();
  write(old);
  let failing = 0;
  for (let isOpen = false; !isOpen; failing += 1) {
    const path = layImage(takeImage(old), freshPath());
    const failure = failStatement(failing, 'SQLITE_IOERR', () => new LedgerDatabase(path, null).close());
    isOpen = failure === null;
    const image = takeImage(path);
    if (known.some((one) => isSame(one, image))) continue;
    known.push(image);
    await expectSound(image, rest);
  }
  // What was undone leaves no trace: all failures look the same.
  expect([known.length, failing > 10]).toEqual([2, true]);
});

it.each(FILES)('from %s: the process may end before or after any statement', async (_, write, from) => {
  const [known, rest]: [Image[], Step[]] = [[], story.steps.slice(from())];
  const path = freshPath();
  write(path);
  const keep = (): void => {
    const image = takeImage(path);
    if (!known.some((one) => isSame(one, image))) known.push(image);
  };
  watchStatements({ before: keep, after: keep }, () => new LedgerDatabase(path, null).close());
  keep();
  expect(known).toHaveLength(2);
  for (const image of known) await expectSound(image, rest);
});
