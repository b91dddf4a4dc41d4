// Proofs are made of the nodes that the store keeps; whoever gets one checks it against signed roots alone.

import type { LedgerCrypto } from '../../ledger/crypto.ts';
import { consistencyNodes, inclusionNodes, proveFrom, type NodeRef } from '../../ledger/proof.ts';
import { formatTlogProof } from '../../ledger/tlog-proof.ts';
import type { LedgerStore } from '../ports.ts';

interface Deps {
  readonly store: Pick<LedgerStore, 'nodes'>;
  readonly crypto: LedgerCrypto;
}

/**
 * That entry `index` is in the tree of the first `size` entries. Throws `RangeError` unless `index` < `size`,
 * `malformed-proof` where a node is missing.
 */
export function inclusionProof(deps: Deps, index: number, size: number): Promise<Uint8Array[]> {
  return prove(deps, inclusionNodes(index, size));
}

/** That the tree of `oldSize` entries is the beginning of that of `newSize`. Throws as above. */
export function consistencyProof(deps: Deps, oldSize: number, newSize: number): Promise<Uint8Array[]> {
  return prove(deps, consistencyNodes(oldSize, newSize));
}

/** One text that proves record `index` to be in the ledger (C2SP tlog-proof). Throws as above. */
export async function recordProof(
  deps: Deps,
  index: number,
  { size, note: checkpoint }: { readonly size: number; readonly note: string },
): Promise<string> {
  return formatTlogProof({ index, hashes: await inclusionProof(deps, index, size), checkpoint });
}

async function prove({ store, crypto }: Deps, refs: readonly NodeRef[]): Promise<Uint8Array[]> {
  const fetched = await Promise.all(refs.map(({ level, index, count }) => store.nodes(level, index, count)));
  return proveFrom(crypto, refs, fetched);
}
