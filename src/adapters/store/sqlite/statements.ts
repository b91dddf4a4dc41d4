// Every statement that touches the log, prepared once. None changes or removes a record.
// Bind strings, numbers, null and byte arrays only: the engine aborts the process on anything else.

import type Database from 'libsql';
import {
  NEWEST_CHECKPOINTS,
  pruneCheckpoints,
  READS,
  RECORD,
  REPLACE_VIEW,
  VIEW,
  WRITES,
} from '../sql/statements.ts';

/** What an append writes, row by row. */
export const APPENDS = {
  moveHead: `update head set size = ?1, epoch = ?2, frontier = ?3, last_time = ?4, checkpoint = ?5
    where size = ?6`,
  addRecord: `insert into records (${RECORD}) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)`,
  addStream: 'insert into streams (name, version) values (?1, ?2) on conflict do nothing',
  moveStream: 'update streams set version = ?1 where name = ?2 and version = ?3',
  addNode: 'insert into nodes (level, idx, hash) values (?1, ?2, ?3)',
  // The same bytes in the same scope have the same commitment: what is there already opens as well.
  addPayload: `insert into payloads (commitment, scope, kind, nonce, ciphertext)
    values (?1, ?2, ?3, ?4, ?5) on conflict do nothing`,
  addKey: 'insert into keys (scope, wrapped) values (?1, ?2)',
  addCheckpoint: 'insert into checkpoints (size, note) values (?1, ?2) on conflict do nothing',
  pruneCheckpoints: pruneCheckpoints(NEWEST_CHECKPOINTS),
} as const;

const REPLACEMENTS = {
  putView: `insert into views (${VIEW}) values (?1, ?2, ?3, ?4, ?5, ?6) ${REPLACE_VIEW}`,
} as const;

const ALL = { ...READS, ...WRITES, ...APPENDS, ...REPLACEMENTS };

export type Statements = Readonly<Record<keyof typeof ALL, Database.Statement>>;

/** Readers give rows as arrays, in the order of the columns. */
export function prepareStatements(db: Database.Database): Statements {
  const prepared = Object.entries(ALL).map(([name, sql]) => {
    const statement = db.prepare(sql);
    return [name, name in READS ? statement.raw() : statement];
  });
  return Object.fromEntries(prepared) as Statements;
}
