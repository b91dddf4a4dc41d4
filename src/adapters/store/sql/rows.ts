// Rows as both drivers give them: arrays of columns, in the order of the statements.

import type { Head, StoredPayload, StoredRecord, StoredSnapshot, ViewRow } from '../../../gateway/ports.ts';

export type HeadRow = readonly [
  size: number,
  epoch: number,
  frontier: Uint8Array,
  lastTime: number,
  checkpoint: string | null,
];

export type RecordRow = readonly [
  seq: number,
  id: string,
  stream: string,
  version: number,
  type: string,
  time: number,
  text: string,
  hash: Uint8Array,
];

export type ViewColumns = readonly [
  model: string,
  id: string,
  sort: number,
  status: string,
  task: string | null,
  doc: string,
];

export type PayloadRow = readonly [kind: string, nonce: Uint8Array, ciphertext: Uint8Array];

export function headOf([size, epoch, frontier, lastTime, checkpoint]: HeadRow): Head {
  return { size, epoch, frontier, lastTime, checkpoint };
}

export function recordOf([seq, id, stream, version, type, time, text, hash]: RecordRow): StoredRecord {
  return { seq, id, stream, version, type, time, text, hash };
}

export function viewOf([model, id, sort, status, task, doc]: ViewColumns): ViewRow {
  return { model, id, sort, status, task, doc };
}

export function payloadOf(commitment: string, scope: string, row: PayloadRow): StoredPayload {
  const [kind, nonce, ciphertext] = row;
  return { commitment, scope, kind, nonce, ciphertext };
}

export function snapshotOf([size, bytes]: readonly [size: number, bytes: Uint8Array]): StoredSnapshot {
  return { size, bytes };
}

export function streamOf([stream, version]: readonly [string, number]): { stream: string; version: number } {
  return { stream, version };
}

export function checkpointOf([size, note]: readonly [number, string]): { size: number; note: string } {
  return { size, note };
}
