// The stored nodes of a tree, as any store keeps them: what a proof is read from.

import type { LedgerCrypto } from './crypto.ts';
import { grow, type Growth } from './growth.ts';
import type { NodeRef } from './proof.ts';
import { emptyFrontier, leafHash } from './tree.ts';

export function openNodes(crypto: LedgerCrypto) {
  const levels: Uint8Array[][] = [[]];
  let frontier = emptyFrontier;
  return {
    append(entries: readonly Uint8Array[]): Growth {
      const growth = grow(crypto, frontier, entries);
      levels[0]!.push(...entries.map((entry) => leafHash(crypto, entry)));
      for (const { level, index, hash } of growth.nodes) (levels[level] ??= [])[index] = hash;
      frontier = growth.frontier;
      return growth;
    },
    fetch: (refs: readonly NodeRef[]): Uint8Array[][] =>
      refs.map(({ level, index, count }) => levels[level]!.slice(index, index + count)),
  };
}
