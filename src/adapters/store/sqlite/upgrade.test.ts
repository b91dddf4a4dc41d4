import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, expect, it } from 'vitest';
import { append, headAt, plain, sha256 } from '../sealing.contract.ts';
import { SQLITE } from '../sql/dialect.ts';
import { migrationsFor } from '../sql/migrations.ts';
import { openSqliteStore } from './sqlite.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdpoint-upgrade-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SIZE = 700;
const hashes = Array.from({ length: SIZE }, (_, seq) => sha256(`record ${seq}`));

/** A ledger as the first schema kept it: records, a payload, checkpoints, and no nodes. */
function writeFirstSchema(path: string): void {
  const db = new Database(path);
  for (const statement of migrationsFor(SQLITE)[0]!.statements) db.exec(statement);
  const add = db.prepare("insert into records values (?, ?, 'org', ?, 'thing-happened', 1000, '{}', ?)");
  db.exec('begin');
  for (const [seq, hash] of hashes.entries()) add.run(seq, `rec_${seq}`, seq + 1, hash);
  db.exec('commit');
  db.prepare("insert into streams values ('org', ?)").run(SIZE);
  db.prepare("insert into payloads values ('c', 'task/a', 'prompt', ?, ?)").run(sha256('n'), sha256('t'));
  db.prepare('insert into keys values (?, ?)').run('task/a', sha256('k'));
  const { frontier, lastTime, checkpoint } = headAt(SIZE, SIZE);
  db.prepare('update head set size = ?, epoch = ?, frontier = ?, last_time = ?, checkpoint = ?').run(
    SIZE,
    SIZE,
    frontier,
    lastTime,
    checkpoint,
  );
  db.prepare('insert into checkpoints values (?, ?)').run(SIZE, checkpoint);
  db.pragma('user_version = 1');
  db.close();
}

/** RFC 6962 §2.1, as it is written there, for a power of two of entries. */
function treeHash(entries: readonly Uint8Array[]): Uint8Array {
  if (entries.length === 1) return sha256(Uint8Array.of(0, ...entries[0]!));
  const half = entries.length / 2;
  return sha256(Uint8Array.of(1, ...treeHash(entries.slice(0, half)), ...treeHash(entries.slice(half))));
}

it('a file of the first schema opens with all it held, gains its nodes, and goes on', async () => {
  const path = join(folder, 'old.db');
  writeFirstSchema(path);
  for (const times of ['upgraded', 'opened again']) {
    const store = await openSqliteStore({ path });
    expect(plain(await store.head()), times).toEqual(plain(headAt(SIZE, SIZE)));
    const records = await store.read({ fromSeq: 0, limit: 1_000 });
    expect(plain(records.map(({ hash }) => hash))).toEqual(plain(hashes));
    const nodes = [hashes.slice(0, 256), hashes.slice(256, 512)].map(treeHash);
    expect(plain(await store.nodes(1, 0, 9))).toEqual(plain(nodes));
    expect(plain(await store.key('task/a'))).toEqual(plain({ scope: 'task/a', wrapped: sha256('k') }));
    expect((await store.payload('c', 'task/a'))!.kind).toBe('prompt');
    expect(await store.checkpoints()).toEqual([{ size: SIZE, note: headAt(SIZE, SIZE).checkpoint }]);
    expect([await store.views.cursor(), await store.snapshot()]).toEqual([0, null]);
    await store.close();
  }
  const store = await openSqliteStore({ path });
  await append(store, ...Array.from({ length: 68 }, () => 'org'));
  expect(await store.nodes(1, 0, 9)).toHaveLength(3);
  await store.close();
});

it('opening reads the ends of the log, and none of the records between', async () => {
  const path = join(folder, 'gap.db');
  const first = await openSqliteStore({ path });
  await append(first, ...Array.from({ length: 9 }, () => 'org'));
  await first.close();
  const db = new Database(path);
  db.exec('delete from records where seq between 1 and 7');
  db.close();
  const store = await openSqliteStore({ path });
  expect((await store.head()).size).toBe(9);
  expect((await store.read({ fromSeq: 0, limit: 9 })).map(({ seq }) => seq)).toEqual([0, 8]);
  await store.close();
});
