// A receipt lets its holder show later what was decided: where the record stands, and a signed checkpoint
// that covers it.

import { hex } from '../ledger/bytes.ts';
import type { Signer } from './ports.ts';
import type { Recorded } from './queue.ts';
import type { World } from './world.ts';

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
}

export function describeReceipt(
  core: { readonly signer: Signer; readonly world: World },
  { placed }: Recorded,
): Receipt {
  return {
    ledger: core.signer.origin,
    mode: core.world.state(null).org.mode ?? 'separated',
    record: placed.record,
    seq: placed.seq,
    hash: hex(placed.hash),
    checkpoint: placed.checkpoint,
  };
}
