// A store is believed in nothing: every record, checkpoint and payload in it is recomputed from its bytes.
// That words are gone is a finding, unless the ledger itself says by whose order.

import type { Finding, VerificationReport } from '../../ledger/finding.ts';
import { utf8 } from '../../ledger/bytes.ts';
import type { LedgerCrypto } from '../../ledger/crypto.ts';
import { parseStrict } from '../../ledger/parse.ts';
import { createVerifier } from '../../ledger/verification.ts';
import { decodeVkey } from '../../ledger/vkey.ts';
import { createNodeAudit, type NodeFinding } from './node-audit.ts';
import { createPayloadAudit } from './payload-audit.ts';
import type { ErasureFinding, PayloadFinding, PayloadReport, ReadRecord } from './payload-audit.ts';
import type { LedgerStore, StoredRecord } from '../ports.ts';
import type { Vault } from '../ports/vault.ts';

const PAGE = 1_000;
const NO_PAYLOADS: PayloadReport = { payloadsVerified: 0, payloadsErased: 0, findings: [] };

/** What a store keeps beside each record's text to find it by. */
const COLUMNS = ['id', 'seq', 'stream', 'version', 'type', 'time'] as const;

/** A column beside the record's text says something else than the text: what is looked up by it is hidden. */
export interface ColumnFinding {
  readonly code: 'column-changed';
  readonly seq: number;
  readonly column: (typeof COLUMNS)[number];
}

/** Records without the log's own signature over them: nobody vouches for them. */
export interface UnsignedFinding {
  readonly code: 'checkpoint-missing';
  readonly seq: number;
}

export type StoreFinding =
  | Finding
  | ColumnFinding
  | NodeFinding
  | UnsignedFinding
  | PayloadFinding
  | ErasureFinding;

export interface StoreReport extends Omit<VerificationReport, 'findings'> {
  readonly payloadsVerified: number;
  /** Those that an order of erasure took: not missed. */
  readonly payloadsErased: number;
  readonly findings: readonly StoreFinding[];
}

export interface AuditInput {
  readonly store: LedgerStore;
  readonly crypto: LedgerCrypto;
  /** The log's verifier key, from a source that the reader trusts. */
  readonly vkey: string;
  /** Checkpoints kept elsewhere: only these show that the tail was cut off. */
  readonly checkpoints: readonly string[];
  /** Verifier keys of witnesses, and how many of them must have cosigned the newest checkpoint. */
  readonly witnesses?: readonly string[];
  readonly quorum?: number;
  /** Opens payloads; null: only the records are checked. */
  readonly vault: Vault | null;
}

/** Recomputes a whole store. Throws `StoreFault` where it cannot be read at all. */
export async function auditStore(input: AuditInput): Promise<StoreReport> {
  const { store, crypto, vkey, witnesses = [], quorum = 0 } = input;
  const kept = (await store.checkpoints()).map(({ note }) => note);
  const origin = decodeVkey(crypto, vkey).name;
  const verifier = createVerifier(crypto, {
    origin,
    keys: [vkey],
    checkpoints: [...kept, ...input.checkpoints],
    witnesses,
    quorum,
  });
  const beside: Exclude<StoreFinding, Finding>[] = [];
  const payloads = input.vault === null ? null : createPayloadAudit(store, input.vault);
  const nodes = createNodeAudit(store, crypto);
  const add = async (page: readonly StoredRecord[]): Promise<void> => {
    for (const stored of page) {
      verifier.add({ seq: stored.seq, bytes: utf8(stored.text), storedHash: stored.hash });
      const record = readRecord(stored.text);
      beside.push(...checkColumns(stored, record));
      await payloads?.check(stored, record);
    }
    beside.push(...(await nodes.check(page)));
  };
  const closing = await readAll(store, add);
  const { findings, ...report } = verifier.finish(closing ?? undefined);
  if (closing === null && report.size > 0)
    beside.push({ code: 'checkpoint-missing', seq: report.coveredSize });
  const { findings: ofPayloads, ...counts } = (await payloads?.finish()) ?? NO_PAYLOADS;
  beside.push(...ofPayloads);
  return {
    ...report,
    ok: report.ok && beside.length === 0,
    ...counts,
    findings: [...findings, ...beside],
  };
}

/** The checkpoint of the head. Others append meanwhile: all that it covers is read, as far as it is there. */
async function readAll(
  store: LedgerStore,
  add: (page: readonly StoredRecord[]) => Promise<void>,
): Promise<string | null> {
  for (let fromSeq = 0, covered = 0; ;) {
    const page = await store.read({ fromSeq, limit: PAGE });
    await add(page);
    fromSeq = (page.at(-1)?.seq ?? fromSeq - 1) + 1;
    if (page.length === PAGE) continue;
    const { size, checkpoint } = await store.head();
    // What a head covered before its page was read, and that is not there, is missing.
    if (size <= fromSeq || (page.length === 0 && covered > fromSeq)) return checkpoint;
    covered = size;
  }
}

function checkColumns(stored: StoredRecord, record: ReadRecord | null): ColumnFinding[] {
  if (record === null) return [];
  const changed = COLUMNS.filter((column) => record[column] !== stored[column]);
  return changed.map((column) => ({ code: 'column-changed', seq: stored.seq, column }));
}

/** Null for a text that is no record: the verifier says so. */
function readRecord(text: string): ReadRecord | null {
  try {
    return parseStrict(text) as ReadRecord;
  } catch {
    return null;
  }
}
