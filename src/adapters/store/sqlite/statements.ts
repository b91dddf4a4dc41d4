// Every statement that touches the log, prepared once. None changes or removes a record.
// Bind strings, numbers, null and byte arrays only: the engine aborts the process on anything else.

import type Database from 'libsql';

const RECORD = 'seq, id, stream, version, type, time, text, hash';

/** Of the checkpoints, the newest are all kept; before those, the first of each block of sizes. */
const NEWEST_CHECKPOINTS = 64;
const CHECKPOINT_BLOCK_SIZES = 1024;

/** An append adds at most one checkpoint, so at most one leaves the newest: only that one is judged. */
const PRUNE_CHECKPOINTS = `
  delete from checkpoints
  where size = (select size from checkpoints order by size desc limit 1 offset ${NEWEST_CHECKPOINTS})
    and exists (
      select 1 from checkpoints as older
      where older.size < checkpoints.size
        and older.size >= checkpoints.size - checkpoints.size % ${CHECKPOINT_BLOCK_SIZES}
    )`;

const READS = {
  head: 'select size, epoch, frontier, last_time, checkpoint from head',
  extent: 'select count(*), coalesce(max(seq) + 1, 0) from records',
  version: 'select version from streams where name = ?',
  recordsFrom: `select ${RECORD} from records where seq >= ? order by seq limit ?`,
  recordsOfStream: `select ${RECORD} from records where stream = ? and seq >= ? order by seq limit ?`,
  streams: 'select name, version from streams where name >= ?1 and name < ?1 || char(0x10ffff) order by name',
  payload: 'select kind, nonce, ciphertext from payloads where commitment = ? and scope = ?',
  key: 'select wrapped from keys where scope = ?',
  checkpoints: 'select size, note from checkpoints order by size',
};

const WRITES = {
  moveHead: 'update head set size = ?, epoch = ?, frontier = ?, last_time = ?, checkpoint = ? where size = ?',
  addRecord: `insert into records (${RECORD}) values (?, ?, ?, ?, ?, ?, ?, ?)`,
  addStream: 'insert into streams (name, version) values (?, ?) on conflict do nothing',
  moveStream: 'update streams set version = ? where name = ? and version = ?',
  // The same bytes in the same scope have the same commitment: what is there already opens as well.
  addPayload: `insert into payloads (commitment, scope, kind, nonce, ciphertext) values (?, ?, ?, ?, ?)
    on conflict do nothing`,
  addKey: 'insert into keys (scope, wrapped) values (?, ?)',
  addCheckpoint: 'insert into checkpoints (size, note) values (?, ?) on conflict do nothing',
  pruneCheckpoints: PRUNE_CHECKPOINTS,
};

export type Statements = Readonly<Record<keyof typeof READS | keyof typeof WRITES, Database.Statement>>;

/** Readers give rows as arrays, in the order of the columns. */
export function prepareStatements(db: Database.Database): Statements {
  const prepared = Object.entries({ ...READS, ...WRITES }).map(([name, sql]) => {
    const statement = db.prepare(sql);
    return [name, name in READS ? statement.raw() : statement];
  });
  return Object.fromEntries(prepared) as Statements;
}
