// A receipt lets its holder show later what was decided: where the record stands, and a signed checkpoint
// that covers it.

import { encodeBase64 } from '../../ledger/base64.ts';
import { hex } from '../../ledger/bytes.ts';
import type { LedgerKey } from './signing.ts';
import type { Recorded } from '../loop/submission.ts';
import type { World } from '../loop/world.ts';

export interface Receipt {
  /** Origin of the ledger. */
  readonly ledger: string;
  /** `solo` says that one person may have asked and approved. */
  readonly mode: 'separated' | 'solo';
  readonly record: string;
  readonly seq: number;
  /** SHA-256 of the canonical record: the log's entry. */
  readonly hash: string;
  /** C2SP signed note over a tree that holds the record. */
  readonly checkpoint: string;
  /**
   * RFC 6962 inclusion proof of the record in that tree, base64; null where the ledger is to be asked for
   * one.
   */
  readonly inclusion: readonly string[] | null;
}

export function describeReceipt(
  core: { readonly signer: LedgerKey; readonly world: World },
  { placed }: Recorded,
): Receipt {
  const inclusion = placed.inclusion();
  return {
    ledger: core.signer.origin,
    mode: core.world.state(null).org.mode ?? 'separated',
    record: placed.record,
    seq: placed.seq,
    hash: hex(placed.hash),
    checkpoint: placed.checkpoint,
    inclusion: inclusion === null ? null : inclusion.map(encodeBase64),
  };
}
