// A proof is made of stored nodes and checked with nothing but hashes: an entry is in a tree, a tree is the
// beginning of another (RFC 9162 §2.1.3, §2.1.4).

import { equalBytes } from './bytes.ts';
import type { LedgerCrypto } from './crypto.ts';
import { LedgerFormatError } from './format-error.ts';
import { TILE_WIDTH } from './growth.ts';
import { isCount } from './shape.ts';
import { appendLeaf, emptyFrontier, HASH_BYTES, nodeHash } from './tree.ts';

/**
 * A run of stored nodes, to be read with `LedgerStore.nodes(level, index, count)`: level 0 are the leaf
 * hashes. It never crosses the bounds of a tile (256 nodes).
 */
export interface NodeRef {
  readonly level: number;
  readonly index: number;
  readonly count: number;
  /** The run belongs to the same hash of the proof as the run before it: both lie on the right edge. */
  readonly continues: boolean;
}

/** 256^6: no tree of up to 2^53 leaves has a complete subtree of the next level. */
const TOP_LEVEL = 6;

interface Range {
  readonly from: number;
  readonly until: number;
}

/**
 * The nodes that prove entry `index` to be in the tree of the first `size` entries, in the proof's order.
 * Throws `RangeError` unless `index` < `size`.
 */
export function inclusionNodes(index: number, size: number): NodeRef[] {
  if (!isCount(index) || !isCount(size) || index >= size) throw new RangeError('no such entry in the tree');
  const path: Range[] = [];
  let [from, until] = [0, size];
  while (until - from > 1) {
    const middle = from + splitOf(until - from);
    if (index < middle) {
      path.push({ from: middle, until });
      until = middle;
    } else {
      path.push({ from, until: middle });
      from = middle;
    }
  }
  return path.toReversed().flatMap(nodesOver);
}

/**
 * The nodes that prove the tree of the first `oldSize` entries to be the beginning of that of `newSize`.
 * None where the sizes are equal or the old tree is empty: there is nothing to prove. Throws `RangeError`
 * unless `oldSize` <= `newSize`.
 */
export function consistencyNodes(oldSize: number, newSize: number): NodeRef[] {
  if (!isCount(oldSize) || !isCount(newSize) || oldSize > newSize) throw new RangeError('no such trees');
  if (oldSize === 0) return [];
  const path: Range[] = [];
  let [from, until] = [0, newSize];
  while (until > oldSize) {
    const middle = from + splitOf(until - from);
    if (oldSize <= middle) {
      path.push({ from: middle, until });
      until = middle;
    } else {
      path.push({ from, until: middle });
      from = middle;
    }
  }
  // Where the old tree is itself a complete subtree the verifier has its root already.
  if (from > 0) path.push({ from, until });
  return path.toReversed().flatMap(nodesOver);
}

/**
 * The proof that the named nodes make: `fetched` holds the hashes of each run, in the same order. Throws
 * `malformed-proof` where a run is not as long as it was named: a node is missing.
 */
export function proveFrom(
  crypto: LedgerCrypto,
  refs: readonly NodeRef[],
  fetched: readonly (readonly Uint8Array[])[],
): Uint8Array[] {
  const parts: Uint8Array[][] = [];
  for (const [at, { count, continues }] of refs.entries()) {
    const run = fetched[at] ?? [];
    if (run.length !== count)
      throw new LedgerFormatError('malformed-proof', 'a node of the proof is missing');
    const { hashes } = run.reduce((tree, hash) => appendLeaf(crypto, tree, hash), emptyFrontier);
    if (continues) parts.at(-1)!.push(...hashes);
    else parts.push([...hashes]);
  }
  return parts.map((hashes) => hashes.reduceRight((right, left) => nodeHash(crypto, left, right)));
}

export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  /** RFC 6962 leaf hash. */
  readonly leaf: Uint8Array;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** RFC 9162 §2.1.3.2. False, never an exception, for anything that does not hold. */
export function verifyInclusion(crypto: LedgerCrypto, claim: InclusionClaim): boolean {
  const { index, size, leaf, root, proof } = claim;
  if (!isCount(index) || !isCount(size) || index >= size || !areHashes([leaf, root, ...proof])) return false;
  let hash = leaf;
  let [node, last] = [index, size - 1];
  for (const sibling of proof) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(crypto, sibling, hash);
      [node, last] = upToRight(node, last);
    } else hash = nodeHash(crypto, hash, sibling);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && equalBytes(hash, root);
}

export interface ConsistencyClaim {
  readonly oldSize: number;
  readonly oldRoot: Uint8Array;
  readonly newSize: number;
  readonly newRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/**
 * RFC 9162 §2.1.4.2. False, never an exception, for anything that does not hold, and for an old tree that
 * is empty: every tree begins with it, so nothing was proven.
 */
export function verifyConsistency(crypto: LedgerCrypto, claim: ConsistencyClaim): boolean {
  const { oldSize, oldRoot, newSize, newRoot, proof } = claim;
  if (!isCount(oldSize) || !isCount(newSize) || oldSize === 0 || oldSize > newSize) return false;
  if (!areHashes([oldRoot, newRoot, ...proof])) return false;
  if (oldSize === newSize) return proof.length === 0 && equalBytes(oldRoot, newRoot);
  let [node, last] = upToEven(oldSize - 1, newSize - 1);
  const [first, ...rest] = node === 0 ? [oldRoot, ...proof] : proof;
  if (first === undefined) return false;
  let [older, newer] = [first, first];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      older = nodeHash(crypto, sibling, older);
      newer = nodeHash(crypto, sibling, newer);
      [node, last] = upToRight(node, last);
    } else newer = nodeHash(crypto, newer, sibling);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && equalBytes(older, oldRoot) && equalBytes(newer, newRoot);
}

/** The largest power of two smaller than a count of at least two. */
function splitOf(count: number): number {
  let split = 1;
  while (split * 2 < count) split *= 2;
  return split;
}

/** The runs of stored nodes that cover leaves of one subtree: one where it is complete. */
function nodesOver({ from, until }: Range): NodeRef[] {
  const refs: NodeRef[] = [];
  let at = from;
  for (let level = TOP_LEVEL; level >= 0; level--) {
    const span = TILE_WIDTH ** level;
    const count = Math.floor((until - at) / span);
    if (count > 0) refs.push({ level, index: at / span, count, continues: refs.length > 0 });
    at += count * span;
  }
  return refs;
}

/** Up past the levels at which the last node stands alone, to where it is a right child. */
function upToRight(node: number, last: number): [number, number] {
  return node % 2 === 1 || node === 0 ? [node, last] : upToRight(half(node), half(last));
}

function upToEven(node: number, last: number): [number, number] {
  return node % 2 === 0 ? [node, last] : upToEven(half(node), half(last));
}

function half(count: number): number {
  return Math.floor(count / 2);
}

function areHashes(hashes: readonly Uint8Array[]): boolean {
  return hashes.every((hash) => hash.length === HASH_BYTES);
}
