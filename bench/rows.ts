// What a gateway recorded, as rows that can be written again by somebody who decides nothing: the same bytes,
// in an empty database of their own.

import type { LedgerStore, StoredPayload, StoredRecord } from '../src/gateway/ports.ts';

/** A decision's record with the arguments that it commits to. */
export interface Row {
  readonly record: StoredRecord;
  readonly payload: StoredPayload;
}

/** The limit of a database: rows through its own driver, with nothing of ours in between. */
export interface RawTables {
  /** One transaction; resolves once it is synced to the disk. */
  insert(rows: readonly Row[]): Promise<void>;
  close(): Promise<void>;
}

const PAGE = 2_000;

/** What was recorded from `fromSeq` on, numbered from 0 as one stream. */
export async function readRows(store: LedgerStore, fromSeq: number): Promise<Row[]> {
  const rows: Row[] = [];
  for (let next = fromSeq; ; next += PAGE) {
    const page = await store.read({ fromSeq: next, limit: PAGE });
    const payloads = await Promise.all(page.map((record) => payloadOf(store, record)));
    for (const [at, payload] of payloads.entries()) {
      const seq = rows.length;
      rows.push({ record: { ...page[at]!, seq, version: seq + 1 }, payload });
    }
    if (page.length < PAGE) return rows;
  }
}

async function payloadOf(store: LedgerStore, { text, stream }: StoredRecord): Promise<StoredPayload> {
  const { body } = JSON.parse(text) as { readonly body: { readonly arguments: string } };
  const payload = await store.payload(body.arguments, stream);
  if (payload === null) throw new Error('a recorded decision has no arguments');
  return payload;
}

/** Statements of the store's own schema, of those that make or change these two tables or their indexes. */
export function tablesOf(migrations: readonly { readonly statements: readonly string[] }[]): string[] {
  return migrations
    .flatMap(({ statements }) => statements)
    .filter((statement) => /^create .*\b(?:records|payloads)\b/.test(statement));
}

/** The columns of a row, records' first, in the order of the tables. */
export const RECORD_COLUMNS = ['seq', 'id', 'stream', 'version', 'type', 'time', 'text', 'hash'] as const;
export const PAYLOAD_COLUMNS = ['commitment', 'scope', 'kind', 'nonce', 'ciphertext'] as const;

type Value = string | number | Uint8Array;

export function recordValues({ record }: Row): Value[] {
  return RECORD_COLUMNS.map((name) => record[name]);
}

export function payloadValues({ payload }: Row): Value[] {
  return PAYLOAD_COLUMNS.map((name) => payload[name]);
}
