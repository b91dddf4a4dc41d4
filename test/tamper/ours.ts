// A Holdpoint ledger as an export and as the rows of a store, and what each of its verifiers says.

import { nodeLedgerCrypto as crypto } from '../../src/adapters/crypto/node.ts';
import { auditStore } from '../../src/gateway/ledger/audit.ts';
import type { LedgerStore, StoredRecord } from '../../src/gateway/ports.ts';
import { exportClosing, exportHeader } from '../../src/ledger/export.ts';
import * as sample from '../../src/ledger/sample-ledger.contract.ts';
import type { SealedRecord } from '../../src/ledger/record.ts';
import { verifyExport } from '../../src/verify.ts';

export const SIZE = 12;
export const RECORDS: readonly SealedRecord[] = sample.ledgerOf(SIZE);
/** The one that a witness, an auditor or the holder of a receipt has. */
export const KEPT = sample.checkpointOf(RECORDS);

/** As the store has it; of all this, its audit asks for the checkpoint. */
const HEAD = { size: SIZE, epoch: 1, frontier: new Uint8Array(), lastTime: 0, checkpoint: KEPT };
const HEADER = exportHeader({ origin: sample.ORIGIN, vkey: sample.VKEY });

export function textOf({ bytes }: Pick<SealedRecord, 'bytes'>): string {
  return Buffer.from(bytes).toString();
}

export const TEXTS: readonly string[] = RECORDS.map(textOf);

/** The codes of what a stranger finds who has an export, the log's key and perhaps a checkpoint. */
export function findInExport(
  texts: readonly string[],
  checkpoint: string,
  kept: readonly string[],
  vkey = sample.VKEY,
): string[] {
  const lines = [HEADER, ...texts, ...(checkpoint === '' ? [] : [exportClosing(checkpoint)])];
  return codesOf(verifyExport(lines, { vkey, checkpoints: kept }).findings);
}

/** The codes of what `ledger verify` finds in a store with these rows. */
export async function findInStore(rows: readonly StoredRecord[], kept: readonly string[]): Promise<string[]> {
  const store: Pick<LedgerStore, 'read' | 'checkpoints' | 'head'> = {
    read: ({ fromSeq }) => Promise.resolve(rows.filter(({ seq }) => seq >= fromSeq)),
    checkpoints: () => Promise.resolve([]),
    head: () => Promise.resolve(HEAD),
  };
  const report = await auditStore({
    store: store as LedgerStore,
    crypto,
    vkey: sample.VKEY,
    checkpoints: kept,
    vault: null,
  });
  return codesOf(report.findings);
}

export function rowOf(sealed: SealedRecord): StoredRecord {
  const { id, seq, stream, version, type, time } = sealed.record;
  return { id, seq, stream, version, type, time, text: textOf(sealed), hash: sealed.hash };
}

function codesOf(findings: readonly { readonly code: string }[]): string[] {
  return [...new Set(findings.map(({ code }) => code))];
}
