// The store's own limit: rows that were recorded before are appended again to an empty ledger, unchanged but
// for their place in it.

import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { openSqliteStore } from '../src/adapters/store/sqlite/sqlite.ts';
import type { LedgerStore, Locked, Sealed, StoredPayload, StoredRecord } from '../src/gateway/ports.ts';

export interface Rows {
  readonly records: readonly StoredRecord[];
  /** Of each record, its arguments. */
  readonly payloads: readonly StoredPayload[];
  readonly head: Sealed['head'];
}

const PAGE = 2_000;

/** What the gateway recorded from `fromSeq` on, with its payloads. */
export async function readRows(store: LedgerStore, fromSeq: number): Promise<Rows> {
  const records: StoredRecord[] = [];
  for (let next = fromSeq; ; next += PAGE) {
    const page = await store.read({ fromSeq: next, limit: PAGE });
    records.push(...page);
    if (page.length < PAGE) break;
  }
  const payloads = await Promise.all(records.map((record) => payloadOf(store, record)));
  return { records, payloads, head: await store.head() };
}

async function payloadOf(store: LedgerStore, { text, stream }: StoredRecord): Promise<StoredPayload> {
  const { body } = JSON.parse(text) as { readonly body: { readonly arguments: string } };
  const payload = await store.payload(body.arguments, stream);
  if (payload === null) throw new Error('a recorded decision has no arguments');
  return payload;
}

/** Rows a second, `batchSize` in each transaction. */
export async function appendRate(rows: Rows, batchSize: number, folder: string): Promise<number> {
  const store = await openSqliteStore({ path: join(folder, `raw-${randomUUID()}.db`) });
  const [first] = rows.records;
  if (first === undefined) throw new Error('nothing was recorded');
  const startedAt = performance.now();
  for (let from = 0; from < rows.records.length; from += batchSize) {
    await store.append([first.stream], (locked) => batchAt(rows, from, batchSize, locked));
  }
  const seconds = (performance.now() - startedAt) / 1000;
  await store.close();
  return rows.records.length / seconds;
}

function batchAt({ records, payloads, head }: Rows, from: number, size: number, locked: Locked): Sealed {
  const batch = records.slice(from, from + size).map((record, index): StoredRecord => {
    const seq = from + index;
    return { ...record, seq, version: seq + 1 };
  });
  return {
    records: batch,
    payloads: payloads.slice(from, from + size),
    keys: [],
    head: { ...head, size: locked.head.size + batch.length, epoch: 0 },
  };
}
