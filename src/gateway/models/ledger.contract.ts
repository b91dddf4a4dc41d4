// A ledger of whatever events a test wants, with real rows beside it.

import { openMemoryStore } from '../../adapters/store/memory.ts';
import type { Event } from '../../kernel/event.ts';
import type { Log, StoredRecord, ViewRow, Views } from '../ports.ts';
import type { Foldable } from './projector.ts';
import { MODELS, readRows } from './rows.ts';

export const SILENT: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

export interface LedgerOfEvents extends Foldable {
  record(...events: readonly Event[]): void;
  /** The most records that the next read gives. */
  pageSize: () => number;
}

export function ledgerOf(...events: readonly Event[]): LedgerOfEvents {
  const records: StoredRecord[] = [];
  const { views } = openMemoryStore();
  const ledger: LedgerOfEvents = {
    views,
    pageSize: () => Number.POSITIVE_INFINITY,
    record: (...more) => more.forEach((event) => records.push(toRecord(event, records.length))),
    head: () =>
      Promise.resolve({
        size: records.length,
        epoch: 0,
        frontier: new Uint8Array(),
        lastTime: 0,
        checkpoint: null,
      }),
    read: ({ fromSeq, limit }) =>
      Promise.resolve(records.slice(fromSeq, fromSeq + Math.min(limit, ledger.pageSize()))),
  };
  ledger.record(...events);
  return ledger;
}

function toRecord(event: Event, seq: number): StoredRecord {
  const { id, stream, type, time } = event;
  const text = JSON.stringify({ v: 1, seq, version: 1, ...event });
  return { seq, id, stream, version: 1, type, time, text, hash: new Uint8Array(32) };
}

/** Every row of every model. */
export async function rowsOf(views: Views): Promise<ViewRow[]> {
  const rows: ViewRow[] = [];
  for (const { name } of MODELS) {
    for await (const page of readRows(views, { model: name })) rows.push(...page);
  }
  return rows;
}
