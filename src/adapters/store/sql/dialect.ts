// What the two databases say differently. Everything else is one text for both: parameters are written `?1`
// and rows are read as arrays, in the order of the columns.

export interface Dialect {
  /** Type of a byte string. */
  readonly bytes: string;
  /** Type of a whole number up to 2^53. */
  readonly integer: string;
  /** Type of a text that is compared and ordered byte by byte. */
  readonly text: string;
  readonly emptyBytes: string;
  /** Ends the definition of a table. */
  readonly table: string;
  /** Ends the definition of a table that is found by a primary key other than one number. */
  readonly keyedTable: string;
  /** What an index on streams ends in so that it is in the order of (stream, seq). */
  readonly thenSeq: string;
}

export const SQLITE: Dialect = {
  bytes: 'blob',
  integer: 'integer',
  text: 'text',
  emptyBytes: "x''",
  table: ' strict',
  keyedTable: ' strict, without rowid',
  // An index of SQLite ends in the rowid, which is the sequence number.
  thenSeq: '',
};

export const POSTGRES: Dialect = {
  bytes: 'bytea',
  integer: 'bigint',
  text: 'text collate "C"',
  emptyBytes: "''",
  table: '',
  keyedTable: '',
  thenSeq: ', seq',
};

/** A shared statement as PostgreSQL reads it: `?1` is `$1`. */
export function forPostgres(text: string): string {
  return text.replaceAll(/\?(\d+)/g, '$$$1');
}
