// Behind every commitment stand its words, until an order that is recorded destroys them. Words that went
// without one are missed; words that stayed in spite of one are found.

import { isCommitment } from '../../ledger/commitment.ts';
import { codeOf } from '../fault.ts';
import { loadKey } from '../loop/loading.ts';
import type { LedgerStore, StoredRecord } from '../ports.ts';
import type { Vault } from '../ports/vault.ts';

export interface PayloadFinding {
  readonly code: 'payload-damaged' | 'payload-missing' | 'payload-key-missing';
  /** The record that commits to it. */
  readonly seq: number;
  readonly commitment: string;
}

/** The ledger says that a task's payloads are erased, and their key is there. */
export interface ErasureFinding {
  readonly code: 'erasure-undone';
  /** The record that says so. */
  readonly seq: number;
}

export interface PayloadReport {
  readonly payloadsVerified: number;
  /** Those that an order of erasure took. */
  readonly payloadsErased: number;
  readonly findings: readonly (PayloadFinding | ErasureFinding)[];
}

export interface PayloadAudit {
  /** @param record what the stored text says; null where that is no record */
  check(stored: StoredRecord, record: ReadRecord | null): Promise<void>;
  finish(): Promise<PayloadReport>;
}

export type ReadRecord = { readonly [member: string]: unknown };

interface Committed {
  readonly seq: number;
  readonly commitment: string;
  /** Whose key it stands under. */
  readonly scope: string;
}

export function createPayloadAudit(store: LedgerStore, vault: Vault): PayloadAudit {
  const ordered = new Set<string>();
  const done = new Map<string, number>();
  const amiss: (PayloadFinding & Committed)[] = [];
  let payloadsVerified = 0;

  const look = async (committed: Committed): Promise<void> => {
    const code = await judge(store, vault, committed);
    if (code === null) payloadsVerified += 1;
    else amiss.push({ ...committed, code });
  };

  return {
    async check({ seq }, record) {
      if (record === null) return;
      const stream = String(record['stream']);
      if (record['type'] === 'erasure-ordered') ordered.add(stream);
      if (record['type'] === 'payloads-erased') done.set(stream, seq);
      await Promise.all(commitmentsOf(record).map((one) => look({ ...one, seq })));
    },
    async finish() {
      const missed = amiss.filter(({ code, scope }) => code === 'payload-damaged' || !ordered.has(scope));
      const findings: (PayloadFinding | ErasureFinding)[] = missed.map(({ code, seq, commitment }) => ({
        code,
        seq,
        commitment,
      }));
      for (const [scope, seq] of done) {
        if ((await store.key(scope)) !== null) findings.push({ code: 'erasure-undone', seq });
      }
      return { payloadsVerified, payloadsErased: amiss.length - missed.length, findings };
    },
  };
}

/** What is wrong with a payload, or null. */
async function judge(
  store: LedgerStore,
  vault: Vault,
  { commitment, scope }: Committed,
): Promise<PayloadFinding['code'] | null> {
  const payload = await store.payload(commitment, scope);
  if (payload === null) return (await store.key(scope)) === null ? 'payload-key-missing' : 'payload-missing';
  try {
    await loadKey({ store, vault }, scope);
    vault.open(payload);
    return null;
  } catch (error) {
    return codeOf(error) === 'payload-key-missing' ? 'payload-key-missing' : 'payload-damaged';
  }
}

/** A record's commitments with the scope whose key they stand under. */
function commitmentsOf(record: ReadRecord): Omit<Committed, 'seq'>[] {
  const { stream, body, actor } = record as {
    readonly stream?: unknown;
    readonly body?: { readonly operator?: { readonly id?: unknown } };
    readonly actor?: { readonly id?: unknown };
  };
  // What the organisation's records commit to is a person's: the operator they add, else the one who asks.
  const person = body?.operator?.id ?? actor?.id;
  const scope = stream === 'org' ? `operator/${String(person)}` : String(stream);
  // Behind an address among the arguments no payload stands of its own.
  const kept = Object.entries(body ?? {}).filter(([member]) => member !== 'destinations');
  return kept.flatMap(([, value]) => commitmentsIn(value).map((commitment) => ({ commitment, scope })));
}

/** Every commitment that a record's body holds, however deep. */
export function commitmentsIn(value: unknown): string[] {
  if (typeof value === 'string') return isCommitment(value) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(commitmentsIn);
}
