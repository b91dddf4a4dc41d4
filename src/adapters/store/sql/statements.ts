// The statements that both databases understand, each one text. None changes or removes a record.

import type { ViewQuery } from '../../../gateway/ports.ts';

/** Columns in the order in which rows.ts reads them. */
export const RECORD = 'seq, id, stream, version, type, time, text, hash';
export const VIEW = 'model, id, sort, status, task, doc';

export const READS = {
  head: 'select size, epoch, frontier, last_time, checkpoint from head',
  /** The number after the last record's, and the epoch as its stream has it: neither reads the records. */
  extent: `select (select coalesce(max(seq) + 1, 0) from records),
    (select coalesce(max(version), 0) from streams where name = ?1)`,
  version: 'select version from streams where name = ?1',
  recordsFrom: `select ${RECORD} from records where seq >= ?1 order by seq limit ?2`,
  recordsOfStream: `select ${RECORD} from records where stream = ?1 and seq >= ?2 order by seq limit ?3`,
  recordWithId: `select ${RECORD} from records where id = ?1`,
  hashesFrom: 'select hash from records where seq >= ?1 order by seq limit ?2',
  nodes: 'select hash from nodes where level = ?1 and idx >= ?2 order by idx limit ?3',
  /** Bounds from `prefixBounds`. */
  streams: 'select name, version from streams where name >= ?1 and name < ?2 order by name',
  payload: 'select kind, nonce, ciphertext from payloads where commitment = ?1 and scope = ?2',
  key: 'select wrapped from keys where scope = ?1',
  checkpoints: 'select size, note from checkpoints order by size',
  snapshot: 'select size, bytes from snapshots',
  viewCursor: 'select seq from view_cursor',
  view: `select ${VIEW} from views where model = ?1 and id = ?2`,
} as const;

/** What a new row of a read model does to the one that is there. */
export const REPLACE_VIEW = `on conflict (model, id) do update set
  sort = excluded.sort, status = excluded.status, task = excluded.task, doc = excluded.doc`;

/** Small writes outside an append. */
export const WRITES = {
  erasePayloads: 'delete from payloads where scope = ?1',
  eraseKey: 'delete from keys where scope = ?1',
  keepCheckpoint: `insert into checkpoints (size, note, cosigned) values (?1, ?2, 1)
    on conflict (size) do update set note = excluded.note, cosigned = 1`,
  keepSnapshot: `insert into snapshots (one, size, bytes) values (1, ?1, ?2)
    on conflict (one) do update set size = excluded.size, bytes = excluded.bytes
    where snapshots.size <= excluded.size`,
  /** From ?1 to ?2; changes nothing where the cursor is elsewhere. */
  moveViewCursor: 'update view_cursor set seq = ?2 where seq = ?1',
  resetViewCursor: 'update view_cursor set seq = 0',
  clearViews: 'delete from views',
} as const;

/** Of the checkpoints, the newest are all kept; before those, the first of each block of sizes. */
export const NEWEST_CHECKPOINTS = 64;
const CHECKPOINT_BLOCK_SIZES = 1024;

/**
 * An append adds at most one checkpoint, so at most one leaves the newest: only that one is judged.
 *
 * @param newest how many are the newest among the checkpoints that the statement sees
 */
export function pruneCheckpoints(newest: number): string {
  return `delete from checkpoints
    where cosigned = 0
      and size = (select size from checkpoints order by size desc limit 1 offset ${newest})
      and exists (
        select 1 from checkpoints as older
        where older.size < checkpoints.size
          and older.size >= checkpoints.size - checkpoints.size % ${CHECKPOINT_BLOCK_SIZES}
      )`;
}

/** The names that start with a prefix lie from the first on and before the second. */
export function prefixBounds(prefix: string): [from: string, before: string] {
  return [prefix, `${prefix}\u{10ffff}`];
}

/** The statement for a list: one text for each set of filters. */
export function listViews(query: ViewQuery): { text: string; values: (string | number)[] } {
  const { model, status, task, before, limit } = query;
  const values: (string | number)[] = [model];
  const conditions = ['model = ?1'];
  const add = (condition: string, value: string | number | undefined): void => {
    if (value === undefined) return;
    values.push(value);
    conditions.push(`${condition} ?${values.length}`);
  };
  add('status =', status);
  add('task =', task);
  add('sort <', before);
  values.push(limit);
  const where = conditions.join(' and ');
  return {
    text: `select ${VIEW} from views where ${where} order by sort desc limit ?${values.length}`,
    values,
  };
}
