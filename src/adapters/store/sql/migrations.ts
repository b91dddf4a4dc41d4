// A ledger's schema grows by versions, in order, each once and in one transaction with the number that says
// so. A version is never edited once released: only others are added. Each text is one statement, so that
// a crash can be tried between any two.

import type { Dialect } from './dialect.ts';

export interface Migration {
  /** The schema's version once these statements are done. */
  readonly version: number;
  readonly statements: readonly string[];
}

/** All of them, from version 1 on, without gaps. */
export function migrationsFor(dialect: Dialect): readonly Migration[] {
  return [
    { version: 1, statements: records(dialect) },
    { version: 2, statements: readModels(dialect) },
  ];
}

function records({ bytes, integer, text, emptyBytes, table, keyedTable, thenSeq }: Dialect): string[] {
  return [
    `create table records (
      seq ${integer} primary key,
      id ${text} not null unique,
      stream ${text} not null,
      version ${integer} not null,
      type ${text} not null,
      time ${integer} not null,
      text ${text} not null,
      hash ${bytes} not null,
      unique (stream, version)
    )${table}`,
    `create index records_by_stream on records (stream${thenSeq})`,
    `create table streams (name ${text} primary key, version ${integer} not null)${keyedTable}`,
    `create table payloads (
      commitment ${text} not null,
      scope ${text} not null,
      kind ${text} not null,
      nonce ${bytes} not null,
      ciphertext ${bytes} not null,
      primary key (commitment, scope)
    )${table}`,
    `create table keys (scope ${text} primary key, wrapped ${bytes} not null)${keyedTable}`,
    `create table head (
      one ${integer} primary key check (one = 1),
      size ${integer} not null,
      epoch ${integer} not null,
      frontier ${bytes} not null,
      last_time ${integer} not null,
      checkpoint ${text}
    )${table}`,
    `insert into head values (1, 0, 0, ${emptyBytes}, 0, null)`,
    `create table checkpoints (size ${integer} primary key, note ${text} not null)${table}`,
  ];
}

/**
 * Nodes of the tree, read models, snapshots. The nodes that the records of version 1 complete are for the
 * adapter to add: no database hashes as the tree does. (No ledger on PostgreSQL is as old as that.)
 */
function readModels({ bytes, integer, text, table, keyedTable }: Dialect): string[] {
  return [
    `create table nodes (
      level ${integer} not null,
      idx ${integer} not null,
      hash ${bytes} not null,
      primary key (level, idx)
    )${keyedTable}`,
    // A checkpoint with the signatures of others is never pruned.
    `alter table checkpoints add column cosigned ${integer} not null default 0`,
    'create index payloads_by_scope on payloads (scope)',
    `create table views (
      model ${text} not null,
      id ${text} not null,
      sort ${integer} not null,
      status ${text} not null,
      task ${text},
      doc ${text} not null,
      primary key (model, id)
    )${table}`,
    'create index views_by_sort on views (model, sort)',
    'create index views_by_status on views (model, status, sort)',
    'create index views_by_task on views (model, task, sort)',
    `create table view_cursor (one ${integer} primary key check (one = 1), seq ${integer} not null)${table}`,
    'insert into view_cursor values (1, 0)',
    `create table snapshots (
      one ${integer} primary key check (one = 1),
      size ${integer} not null,
      bytes ${bytes} not null
    )${table}`,
  ];
}
