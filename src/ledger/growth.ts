// What an append adds to the tree, hashed once: the new frontier and root, the nodes to keep, and the
// proofs of what was added.

import type { LedgerCrypto } from './crypto.ts';
import { leafHash, nodeHash, rootOf, type Frontier } from './tree.ts';

/** Leaves below a stored node of level 1; of level L, this to the power of L (C2SP tlog-tiles). */
export const TILE_WIDTH = 256;
/** Levels of the binary tree between two levels of stored nodes. */
const TILE_HEIGHT = 8;

/** Root of the complete subtree over the 256^level leaves from number `index` × 256^level on. */
export interface TreeNode {
  readonly level: number;
  readonly index: number;
  readonly hash: Uint8Array;
}

export interface Growth {
  readonly frontier: Frontier;
  /** RFC 6962 root of the grown tree. */
  readonly root: Uint8Array;
  /** The nodes of level 1 and above that were completed, by level, then index. */
  readonly nodes: readonly TreeNode[];
  /**
   * Proof that the new entry number `seq` is in the grown tree (RFC 9162 §2.1.3.1): hashes from the leaf's
   * sibling up, made without hashing anything again. Throws `RangeError` for an entry that is not new.
   */
  readonly inclusion: (seq: number) => Uint8Array[];
}

/** The complete subtrees of 2^level leaves from number `start` on: new ones and what they stand beside. */
interface Row {
  /** Even: a row begins with a left sibling. */
  readonly start: number;
  readonly hashes: readonly Uint8Array[];
  /** Root of the leaves after the last complete subtree of this level; null where there are none. */
  readonly edge: Uint8Array | null;
}

/** Appends entries (record hashes, 32 bytes each) to a tree; the frontier given stays as it was. */
export function grow(crypto: LedgerCrypto, frontier: Frontier, entries: readonly Uint8Array[]): Growth {
  const { size: before } = frontier;
  const size = before + entries.length;
  const rows: Row[] = [];
  const hashes: Uint8Array[] = [];
  const nodes: TreeNode[] = [];
  let fresh = entries.map((entry) => leafHash(crypto, entry));
  let edge: Uint8Array | null = null;
  let used = frontier.hashes.length;
  for (let level = 0, width = 1; width <= size; level++, width *= 2) {
    const wasOdd = isOdd(before / width);
    if (level > 0 && level % TILE_HEIGHT === 0) nodes.push(...nodesOf(level, before / width, fresh));
    const row = wasOdd ? [frontier.hashes[--used]!, ...fresh] : fresh;
    rows.push({ start: Math.floor(before / width) - (wasOdd ? 1 : 0), hashes: row, edge });
    fresh = pairs(crypto, row);
    if (!isOdd(size / width)) continue;
    const last = row.at(-1)!;
    hashes.unshift(last);
    edge = edge === null ? last : nodeHash(crypto, last, edge);
  }
  const root = edge ?? rootOf(crypto, frontier);
  const inclusion = (seq: number): Uint8Array[] => {
    if (!(seq >= before && seq < size)) throw new RangeError(`entry ${seq} was not added here`);
    return rows.flatMap((row, level) => siblingOf(row, Math.floor(seq / 2 ** level)) ?? []);
  };
  return { frontier: { size, hashes }, root, nodes, inclusion };
}

function isOdd(quotient: number): boolean {
  return Math.floor(quotient) % 2 === 1;
}

function nodesOf(level: number, quotient: number, fresh: readonly Uint8Array[]): TreeNode[] {
  const first = Math.floor(quotient);
  return fresh.map((hash, at) => ({ level: level / TILE_HEIGHT, index: first + at, hash }));
}

function pairs(crypto: LedgerCrypto, row: readonly Uint8Array[]): Uint8Array[] {
  const parents: Uint8Array[] = [];
  for (let at = 1; at < row.length; at += 2) parents.push(nodeHash(crypto, row[at - 1]!, row[at]!));
  return parents;
}

/** What stands beside the subtree number `index`, which may be the incomplete one at the right edge. */
function siblingOf({ start, hashes, edge }: Row, index: number): Uint8Array | null {
  const sibling = index % 2 === 0 ? index + 1 : index - 1;
  const end = start + hashes.length;
  if (sibling < end) return hashes[sibling - start]!;
  return sibling === end ? edge : null;
}
