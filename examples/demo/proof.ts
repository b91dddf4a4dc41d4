// What the ledger says happened, counted; and the ledger itself, checked from its bytes.

import { readFile, writeFile } from 'node:fs/promises';
import { nodeLedgerCrypto } from '../../src/adapters/crypto/node.ts';
import { openSqliteStore } from '../../src/adapters/store/sqlite/sqlite.ts';
import type { Config } from '../../src/config.ts';
import type { TraceView } from '../../src/surfaces/http/contract.ts';
import { auditStore, type StoreReport } from '../../src/gateway/ledger/audit.ts';

export interface Counts {
  readonly actions: number;
  readonly permitted: number;
  readonly denied: number;
  readonly held: number;
  readonly approved: number;
  readonly leasesIssued: number;
  readonly leasesRevoked: number;
}

export function countTrace({ records }: TraceView): Counts {
  const count = (type: string): number =>
    records.filter((record) => record.type === type && record.body['joined'] !== true).length;
  const [permitted, denied, held] = [count('action-permitted'), count('action-denied'), count('action-held')];
  return {
    actions: permitted + denied + held,
    permitted,
    denied,
    held,
    approved: count('approval-given'),
    leasesIssued: count('lease-issued'),
    leasesRevoked: count('lease-revoked'),
  };
}

/**
 * Audits a store file; with `flip`, after one byte of the text in the middle of its last record about it is
 * changed.
 */
export async function auditCopy(
  config: Config,
  vkey: string,
  path: string,
  flip?: string,
): Promise<StoreReport> {
  if (flip !== undefined) await flipByte(path, flip);
  const store = await openSqliteStore({ path });
  try {
    const note = await readFile(config.checkpoints.path, 'utf8');
    return await auditStore({ store, crypto: nodeLedgerCrypto, vkey, checkpoints: [note], vault: null });
  } finally {
    await store.close();
  }
}

async function flipByte(path: string, needle: string): Promise<void> {
  const bytes = await readFile(path);
  const at = bytes.lastIndexOf(Buffer.from(`"stream":"task/${needle}"`));
  if (at < 0) throw new Error('the copy does not hold the task');
  // The last character of the task's id: still valid JSON, another record.
  const place = at + `"stream":"task/${needle}`.length - 1;
  bytes[place] = bytes[place]! ^ 1;
  await writeFile(path, bytes);
}
