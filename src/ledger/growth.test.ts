import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nodeLedgerCrypto as crypto } from '../adapters/crypto/node.ts';
import { hex } from './bytes.ts';
import { grow } from './growth.ts';
import { inclusionNodes, proveFrom } from './proof.ts';
import { openNodes } from './nodes.contract.ts';
import { appendLeaf, emptyFrontier, leafHash, rootOf, type Frontier } from './tree.ts';

/** Any 32 bytes will do. */
function entriesOf(from: number, count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, at) => {
    const entry = new Uint8Array(32);
    new DataView(entry.buffer).setUint32(0, from + at);
    return entry;
  });
}

function oneByOne(frontier: Frontier, entries: readonly Uint8Array[]): Frontier {
  return entries.reduce((tree, entry) => appendLeaf(crypto, tree, leafHash(crypto, entry)), frontier);
}

describe('growing', () => {
  test('gives the frontier and the root of appending one by one, however it is cut into batches', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 200 }), { maxLength: 5 }), (batches) => {
        let grown = emptyFrontier;
        let appended = emptyFrontier;
        for (const count of batches) {
          const entries = entriesOf(grown.size, count);
          const growth = grow(crypto, grown, entries);
          grown = growth.frontier;
          appended = oneByOne(appended, entries);
          expect(grown).toEqual(appended);
          expect(growth.root).toEqual(rootOf(crypto, appended));
        }
      }),
      { numRuns: 40 },
    );
  });

  test('leaves the frontier it was given as it was', () => {
    const { frontier } = grow(crypto, emptyFrontier, entriesOf(0, 7));
    const before = frontier.hashes.map(hex);
    grow(crypto, frontier, entriesOf(7, 300));
    expect({ size: frontier.size, hashes: frontier.hashes.map(hex) }).toEqual({ size: 7, hashes: before });
  });

  test('names each completed subtree of 256 and 65,536 leaves once, by level, then index', () => {
    let frontier = emptyFrontier;
    const named: string[] = [];
    const roots = new Map<string, string>();
    for (const count of [0, 255, 1, 1, 511, 64_768, 300]) {
      const entries = entriesOf(frontier.size, count);
      const { nodes, frontier: next } = grow(crypto, frontier, entries);
      for (const { level, index, hash } of nodes) {
        named.push(`${level}/${index}`);
        roots.set(`${level}/${index}`, hex(hash));
      }
      frontier = next;
    }
    expect(named).toEqual([...Array.from({ length: 256 }, (_, index) => `1/${index}`), '2/0', '1/256']);
    const first = oneByOne(emptyFrontier, entriesOf(0, 256));
    expect(roots.get('1/0')).toBe(hex(rootOf(crypto, first)));
    const third = oneByOne(emptyFrontier, entriesOf(512, 256));
    expect(roots.get('1/2')).toBe(hex(rootOf(crypto, third)));
    const lower = Array.from({ length: 256 }, (_, index) => Buffer.from(roots.get(`1/${index}`)!, 'hex'));
    const upper = lower.reduce((tree, hash) => appendLeaf(crypto, tree, hash), emptyFrontier);
    expect(roots.get('2/0')).toBe(hex(rootOf(crypto, upper)));
  });

  test('proves each new entry as the stored nodes would', () => {
    fc.assert(
      fc.property(fc.nat({ max: 700 }), fc.integer({ min: 1, max: 400 }), (before, count) => {
        const store = openNodes(crypto);
        store.append(entriesOf(0, before));
        const { inclusion } = store.append(entriesOf(before, count));
        for (let seq = before; seq < before + count; seq += 1 + Math.floor(count / 9)) {
          const refs = inclusionNodes(seq, before + count);
          expect(inclusion(seq)).toEqual(proveFrom(crypto, refs, store.fetch(refs)));
        }
      }),
      { numRuns: 40 },
    );
  });

  test('proves no entry that is not new', () => {
    const { frontier } = grow(crypto, emptyFrontier, entriesOf(0, 5));
    const { inclusion } = grow(crypto, frontier, entriesOf(5, 3));
    for (const seq of [-1, 4, 8, Number.NaN]) expect(() => inclusion(seq)).toThrow(RangeError);
    expect(inclusion(5)).toHaveLength(3);
  });

  test('hashes each node of the tree once', () => {
    let hashed = 0;
    const counting = { ...crypto, sha256: (bytes: Uint8Array) => (hashed++, crypto.sha256(bytes)) };
    const { inclusion } = grow(counting, emptyFrontier, entriesOf(0, 1024));
    inclusion(77);
    expect(hashed).toBe(1024 + 1023);
  });
});
