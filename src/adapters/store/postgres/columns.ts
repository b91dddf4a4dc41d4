// Rows travel as one array for each column, in PostgreSQL's binary form: as text each quote of a record would
// be escaped, each byte written as two digits, and all of it parsed again.

import type { StoredNode, StoredPayload, StoredRecord, ViewRow, WrappedKey } from '../../../gateway/ports.ts';
import type { StreamMove } from '../sql/place.ts';

/** How each type is written: its number in the server's catalog, how many bytes, and the bytes. */
interface Element {
  readonly oid: number;
  readonly size: (value: never) => number;
  readonly write: (into: Buffer, at: number, value: never) => void;
}

const ELEMENTS = {
  bigint: {
    oid: 20,
    size: () => 8,
    write: (into: Buffer, at: number, value: number) => into.writeBigInt64BE(BigInt(value), at),
  },
  text: {
    oid: 25,
    size: (value: string) => Buffer.byteLength(value),
    write: (into: Buffer, at: number, value: string) => into.write(value, at),
  },
  bytea: {
    oid: 17,
    size: (value: Uint8Array) => value.length,
    write: (into: Buffer, at: number, value: Uint8Array) => into.set(value, at),
  },
} as const satisfies Record<string, Element>;

type ElementType = keyof typeof ELEMENTS;

/** What a row holds, in the order of a statement's columns. */
type Columns<Row> = { readonly [Name in keyof Row]: ElementType };

export const RECORDS: Columns<StoredRecord> = {
  seq: 'bigint',
  id: 'text',
  stream: 'text',
  version: 'bigint',
  type: 'text',
  time: 'bigint',
  text: 'text',
  hash: 'bytea',
};
export const MOVES: Columns<StreamMove> = { stream: 'text', from: 'bigint', to: 'bigint' };
export const NODES: Columns<StoredNode> = { level: 'bigint', index: 'bigint', hash: 'bytea' };
export const PAYLOADS: Columns<StoredPayload> = {
  commitment: 'text',
  scope: 'text',
  kind: 'text',
  nonce: 'bytea',
  ciphertext: 'bytea',
};
export const KEYS: Columns<WrappedKey> = { scope: 'text', wrapped: 'bytea' };
export const VIEWS: Columns<ViewRow> = {
  model: 'text',
  id: 'text',
  sort: 'bigint',
  status: 'text',
  task: 'text',
  doc: 'text',
};

/** The rows again, from the parameters that `encodeColumns` gives, the first of which is number `from`. */
export function unnest<Row>(columns: Columns<Row>, from: number): string {
  const types: ElementType[] = Object.values(columns);
  return `unnest(${types.map((type, index) => `$${from + index}::${type}[]`).join(', ')})`;
}

export function encodeColumns<Row>(columns: Columns<Row>, rows: readonly Row[]): Buffer[] {
  const types = Object.entries(columns) as [keyof Row, ElementType][];
  return types.map(([name, type]) => {
    return encodeArray(
      type,
      rows.map((row) => row[name]),
    );
  });
}

/** Before the elements: dimensions, flags, type, and of the one dimension its length and first number. */
const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;

function encodeArray(type: ElementType, values: readonly unknown[]): Buffer {
  const { oid, size, write } = ELEMENTS[type] as Element;
  const sizes = values.map((value) => (value === null ? -1 : size(value as never)));
  const bytes = sizes.reduce((sum, length) => sum + LENGTH_BYTES + Math.max(length, 0), HEADER_BYTES);
  const array = Buffer.allocUnsafe(bytes);
  for (const [index, word] of [1, 0, oid, values.length, 1].entries()) array.writeInt32BE(word, index * 4);
  let at = HEADER_BYTES;
  for (const [index, length] of sizes.entries()) {
    array.writeInt32BE(length, at);
    at += LENGTH_BYTES;
    if (length > 0) write(array, at, values[index] as never);
    at += Math.max(length, 0);
  }
  return array;
}
