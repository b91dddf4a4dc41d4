// A store is believed in nothing: every record, checkpoint and payload in it is recomputed from its bytes.

import type { Finding, VerificationReport } from '../ledger/finding.ts';
import { utf8 } from '../ledger/bytes.ts';
import type { LedgerCrypto } from '../ledger/crypto.ts';
import { parseStrict } from '../ledger/parse.ts';
import { isCommitment } from '../ledger/commitment.ts';
import { createVerifier } from '../ledger/verification.ts';
import { decodeVkey } from '../ledger/vkey.ts';
import { codeOf } from './facts.ts';
import type { LedgerStore, StoredRecord, Vault } from './ports.ts';

const PAGE = 1_000;

/** What a store keeps beside each record's text to find it by. */
const COLUMNS = ['id', 'seq', 'stream', 'version', 'type', 'time'] as const;

export interface PayloadFinding {
  readonly code: 'payload-damaged' | 'payload-missing' | 'payload-key-missing';
  /** The record that commits to it. */
  readonly seq: number;
  readonly commitment: string;
}

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

export type StoreFinding = Finding | ColumnFinding | UnsignedFinding | PayloadFinding;

export interface StoreReport extends Omit<VerificationReport, 'findings'> {
  readonly payloadsVerified: number;
  readonly findings: readonly StoreFinding[];
}

export interface AuditInput {
  readonly store: LedgerStore;
  readonly crypto: LedgerCrypto;
  /** The log's verifier key, from a source that the reader trusts. */
  readonly vkey: string;
  /** Checkpoints kept elsewhere: only these show that the tail was cut off. */
  readonly checkpoints: readonly string[];
  /** Opens payloads; null: only the records are checked. */
  readonly vault: Vault | null;
}

/** Recomputes a whole store. Throws `StoreFault` where it cannot be read at all. */
export async function auditStore(input: AuditInput): Promise<StoreReport> {
  const { store, crypto, vkey } = input;
  const kept = (await store.checkpoints()).map(({ note }) => note);
  const origin = decodeVkey(crypto, vkey).name;
  const verifier = createVerifier(crypto, {
    origin,
    keys: [vkey],
    checkpoints: [...kept, ...input.checkpoints],
  });
  const beside: (ColumnFinding | UnsignedFinding | PayloadFinding)[] = [];
  let payloadsVerified = 0;
  for (let fromSeq = 0; ;) {
    const page = await store.read({ fromSeq, limit: PAGE });
    for (const stored of page) {
      verifier.add({ seq: stored.seq, bytes: utf8(stored.text), storedHash: stored.hash });
      beside.push(...checkColumns(stored));
      const checked = input.vault === null ? [] : await checkPayloads(store, input.vault, stored);
      beside.push(...checked.filter((one) => one !== null));
      payloadsVerified += checked.filter((one) => one === null).length;
    }
    if (page.length < PAGE) break;
    fromSeq = page.at(-1)!.seq + 1;
  }
  const closing = (await store.head()).checkpoint;
  const { findings, ...report } = verifier.finish(closing ?? undefined);
  if (closing === null && report.size > 0)
    beside.push({ code: 'checkpoint-missing', seq: report.coveredSize });
  return {
    ...report,
    ok: report.ok && beside.length === 0,
    payloadsVerified,
    findings: [...findings, ...beside],
  };
}

function checkColumns(stored: StoredRecord): ColumnFinding[] {
  const record = readRecord(stored.text);
  if (record === null) return [];
  const changed = COLUMNS.filter((column) => record[column] !== stored[column]);
  return changed.map((column) => ({ code: 'column-changed', seq: stored.seq, column }));
}

/** Null for a text that is no record: the verifier says so. */
function readRecord(text: string): { readonly [key: string]: unknown } | null {
  try {
    return parseStrict(text) as { readonly [key: string]: unknown };
  } catch {
    return null;
  }
}

/** For each payload that the record commits to: what is wrong with it, or null. */
async function checkPayloads(
  store: LedgerStore,
  vault: Vault,
  { seq, text }: StoredRecord,
): Promise<(PayloadFinding | null)[]> {
  const committed = readCommitments(text);
  return Promise.all(
    committed.map(async ({ commitment, scope }): Promise<PayloadFinding | null> => {
      const payload = await store.payload(commitment, scope);
      if (payload === null) return { code: 'payload-missing', seq, commitment };
      try {
        if (!vault.has(scope)) {
          const key = await store.key(scope);
          if (key === null) return { code: 'payload-key-missing', seq, commitment };
          vault.load(key);
        }
        vault.open(payload);
        return null;
      } catch (error) {
        const missing = codeOf(error) === 'payload-key-missing';
        return { code: missing ? 'payload-key-missing' : 'payload-damaged', seq, commitment };
      }
    }),
  );
}

/** A record's commitments with the scope whose key they stand under. An unreadable record has none. */
function readCommitments(text: string): { commitment: string; scope: string }[] {
  const record = readRecord(text);
  if (record === null) return [];
  const { stream, body, actor } = record as {
    readonly stream?: unknown;
    readonly body?: { readonly operator?: { readonly id?: unknown } };
    readonly actor?: { readonly id?: unknown };
  };
  // What the organisation's records commit to is a person's: the operator they add, else the one who asks.
  const person = body?.operator?.id ?? actor?.id;
  const scope = stream === 'org' ? `operator/${String(person)}` : String(stream);
  return commitmentsIn(body).map((commitment) => ({ commitment, scope }));
}

/** Every commitment that a record's body holds, however deep. */
export function commitmentsIn(value: unknown): string[] {
  if (typeof value === 'string') return isCommitment(value) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(commitmentsIn);
}
