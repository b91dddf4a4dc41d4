import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nodeLedgerCrypto as crypto } from '../adapters/crypto/node.ts';
import { concat, hex } from './bytes.ts';
import {
  appendLeaf,
  decodeFrontier,
  emptyFrontier,
  encodeFrontier,
  leafHash,
  nodeHash,
  rootOf,
  type Frontier,
} from './tree.ts';

const vectors = join(process.env['HOLDPOINT_VECTORS'] ?? '../shared/vectors', 'merkle');

function frontierOf(entries: readonly Uint8Array[]): Frontier {
  return entries.reduce((tree, entry) => appendLeaf(crypto, tree, leafHash(crypto, entry)), emptyFrontier);
}

/** RFC 6962 §2.1, word for word. */
function naiveRoot(entries: readonly Uint8Array[]): Uint8Array {
  const [only] = entries;
  if (only === undefined) return crypto.sha256(new Uint8Array());
  if (entries.length === 1) return crypto.sha256(concat(Uint8Array.of(0), only));
  let split = 1;
  while (split * 2 < entries.length) split *= 2;
  return crypto.sha256(
    concat(Uint8Array.of(1), naiveRoot(entries.slice(0, split)), naiveRoot(entries.slice(split))),
  );
}

/** The eight entries of the Certificate Transparency tests. */
const CT_ENTRIES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((text) => new Uint8Array(Buffer.from(text, 'hex')));

describe('the tree', () => {
  test.each([
    [0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    [1, '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
    [2, 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
    [3, 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'],
    [4, 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'],
    [5, '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4'],
    [6, '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef'],
    [7, 'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c'],
    [8, '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'],
  ])('of the first %d entries of Certificate Transparency has its known root', (size, root) => {
    expect(hex(rootOf(crypto, frontierOf(CT_ENTRIES.slice(0, size))))).toBe(root);
  });

  test.skipIf(!existsSync(vectors))(
    `has the roots of the public vectors (skipped where ${vectors} is absent)`,
    () => {
      let compared = 0;
      for (const number of ['0', '1', '2', '3', '4']) {
        const path = join(vectors, 'consistency', number, 'happy-path.json');
        const vector = JSON.parse(readFileSync(path, 'utf8')) as { [name: string]: string & number };
        for (const side of ['1', '2']) {
          const size = vector[`size${side}`]!;
          const root = rootOf(crypto, frontierOf(CT_ENTRIES.slice(0, size)));
          expect(Buffer.from(root).toString('base64'), path).toBe(vector[`root${side}`]);
          compared++;
        }
      }
      expect(compared).toBe(10);
    },
  );

  test('has the root of RFC 6962, whatever the entries', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 70 }), (entries) => {
        const frontier = frontierOf(entries);
        expect(frontier.size).toBe(entries.length);
        expect(rootOf(crypto, frontier)).toEqual(naiveRoot(entries));
      }),
    );
  });

  test('tells a leaf from a node', () => {
    const [left, right] = [crypto.sha256(Uint8Array.of(1)), crypto.sha256(Uint8Array.of(2))];
    expect(nodeHash(crypto, left, right)).not.toEqual(leafHash(crypto, concat(left, right)));
  });
});

describe('the frontier', () => {
  test('stays as it was when a leaf is appended to it', () => {
    const before = frontierOf(CT_ENTRIES.slice(0, 7));
    const bytes = encodeFrontier(before);
    appendLeaf(crypto, before, leafHash(crypto, CT_ENTRIES[7]!));
    expect(encodeFrontier(before)).toEqual(bytes);
    expect(emptyFrontier).toEqual({ size: 0, hashes: [] });
  });

  test('comes back from its bytes and goes on to the same roots', () => {
    fc.assert(
      fc.property(fc.nat({ max: 40 }), fc.nat({ max: 8 }), (size, more) => {
        const entries = Array.from({ length: size + more }, (_, index) => Uint8Array.of(index));
        const kept = decodeFrontier(encodeFrontier(frontierOf(entries.slice(0, size))));
        const grown = entries
          .slice(size)
          .reduce((tree, entry) => appendLeaf(crypto, tree, leafHash(crypto, entry)), kept);
        expect(rootOf(crypto, grown)).toEqual(naiveRoot(entries));
      }),
    );
  });

  test('is read from the middle of a larger buffer too', () => {
    const bytes = encodeFrontier(frontierOf(CT_ENTRIES.slice(0, 3)));
    const within = concat(Uint8Array.of(9, 9, 9), bytes).subarray(3);
    expect(decodeFrontier(within)).toEqual(frontierOf(CT_ENTRIES.slice(0, 3)));
  });

  test('is refused with a hash too few, a byte too many, or a size beyond 2^53', () => {
    const bytes = encodeFrontier(frontierOf(CT_ENTRIES.slice(0, 3)));
    const beyond = concat(Uint8Array.of(0, 0x20), new Uint8Array(6), new Uint8Array(32));
    for (const bad of [
      new Uint8Array(),
      bytes.slice(0, 7),
      bytes.slice(0, -32),
      concat(bytes, bytes),
      beyond,
    ]) {
      expect(() => decodeFrontier(bad)).toThrow(expect.objectContaining({ code: 'malformed-frontier' }));
    }
  });
});
