// The log's root commits to every entry and to their order (RFC 6962 §2.1). A frontier is all that an
// append needs: the roots of the complete subtrees, one for each bit set in the size, the largest first.

import { concat } from './bytes.ts';
import type { LedgerCrypto } from './crypto.ts';
import { LedgerFormatError } from './format-error.ts';

export interface Frontier {
  /** Number of leaves. */
  readonly size: number;
  readonly hashes: readonly Uint8Array[];
}

export const HASH_BYTES = 32;
const SIZE_BYTES = 8;
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export const emptyFrontier: Frontier = Object.freeze({ size: 0, hashes: Object.freeze([]) });

/** SHA-256(0x00 ‖ entry). */
export function leafHash(crypto: LedgerCrypto, entry: Uint8Array): Uint8Array {
  return crypto.sha256(concat(LEAF, entry));
}

/** SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(crypto: LedgerCrypto, left: Uint8Array, right: Uint8Array): Uint8Array {
  return crypto.sha256(concat(NODE, left, right));
}

/** The frontier with one more leaf; the one given stays as it was. */
export function appendLeaf(crypto: LedgerCrypto, frontier: Frontier, leaf: Uint8Array): Frontier {
  const hashes = [...frontier.hashes];
  let hash = leaf;
  // Each trailing one of the size is a complete subtree as large as the one just completed.
  for (let size = frontier.size; size % 2 === 1; size = (size - 1) / 2) {
    hash = nodeHash(crypto, hashes.pop()!, hash);
  }
  hashes.push(hash);
  return { size: frontier.size + 1, hashes };
}

/** The tree's root; SHA-256 of nothing for the empty tree. */
export function rootOf(crypto: LedgerCrypto, frontier: Frontier): Uint8Array {
  if (frontier.size === 0) return crypto.sha256(new Uint8Array());
  return frontier.hashes.reduceRight((right, left) => nodeHash(crypto, left, right));
}

/** Size as 8 bytes, big-endian, then the hashes in order. */
export function encodeFrontier(frontier: Frontier): Uint8Array {
  const size = new Uint8Array(SIZE_BYTES);
  new DataView(size.buffer).setBigUint64(0, BigInt(frontier.size));
  return concat(size, ...frontier.hashes);
}

/** Throws `malformed-frontier` unless the bytes are what `encodeFrontier` gives. */
export function decodeFrontier(bytes: Uint8Array): Frontier {
  if (bytes.length < SIZE_BYTES) throw refusal();
  const size = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0));
  if (!Number.isSafeInteger(size)) throw refusal();
  const count = size.toString(2).replaceAll('0', '').length;
  if (bytes.length !== SIZE_BYTES + count * HASH_BYTES) throw refusal();
  const hashes = Array.from({ length: count }, (_, index) => {
    const start = SIZE_BYTES + index * HASH_BYTES;
    return bytes.slice(start, start + HASH_BYTES);
  });
  return { size, hashes };
}

function refusal(): LedgerFormatError {
  return new LedgerFormatError('malformed-frontier', 'not an encoded frontier');
}
