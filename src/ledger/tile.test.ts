import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeEntryBundle, encodeEntryBundle, formatTilePath, parseTilePath, tileWidth } from './tile.ts';

describe('the path of a tile', () => {
  test.each([
    [{ level: 0, index: 0, width: 256 }, 'tile/0/000'],
    [{ level: 0, index: 1_234_067, width: 256 }, 'tile/0/x001/x234/067'],
    [{ level: 3, index: 1_000, width: 7 }, 'tile/3/x001/000.p/7'],
    [{ level: 63, index: 42, width: 255 }, 'tile/63/042.p/255'],
    [{ level: 'entries', index: 999, width: 256 }, 'tile/entries/999'],
    [{ level: 'entries', index: 1_000_000, width: 1 }, 'tile/entries/x001/x000/000.p/1'],
  ] as const)('of %j is %s', (tile, path) => {
    expect(formatTilePath(tile)).toBe(path);
    expect(parseTilePath(path)).toEqual(tile);
  });

  test.each([
    'tile/0/0',
    'tile/0/1000',
    'tile/0/x000/001',
    'tile/0/001/x002',
    'tile/00/001',
    'tile/64/001',
    'tile/data/001',
    'tile/0/001.p/0',
    'tile/0/001.p/256',
    'tile/0/001.p/999',
    'tile/0/001.p/07',
    'tile/0/001/',
    '/tile/0/001',
    'tile/0/x009/x007/x199/x254/x740/992',
    'checkpoint',
    '',
  ])('%s is none', (path) => {
    expect(parseTilePath(path)).toBeNull();
  });

  test('comes back from its text, whatever the tile', () => {
    const anyTile = fc.record({
      level: fc.oneof(fc.constant('entries' as const), fc.nat({ max: 63 })),
      index: fc.nat({ max: 2 ** 45 }),
      width: fc.integer({ min: 1, max: 256 }),
    });
    fc.assert(
      fc.property(anyTile, (tile) => {
        expect(parseTilePath(formatTilePath(tile))).toEqual(tile);
      }),
    );
  });
});

test('a tile is as wide as the tree has hashes for it', () => {
  const size = 256 * 256 + 300;
  expect([0, 1, 256, 257, 258].map((index) => tileWidth(0, index, size))).toEqual([256, 256, 256, 44, 0]);
  expect([0, 1, 2].map((index) => tileWidth(1, index, size))).toEqual([256, 1, 0]);
  expect(tileWidth(2, 0, size)).toBe(1);
  expect(tileWidth(3, 0, size)).toBe(0);
  expect(tileWidth('entries', 257, size)).toBe(44);
});

describe('a bundle of entries', () => {
  test('holds each entry behind its length', () => {
    const bundle = encodeEntryBundle([Uint8Array.of(7, 8), new Uint8Array(), new Uint8Array(256)]);
    expect(bundle.slice(0, 8)).toEqual(Uint8Array.of(0, 2, 7, 8, 0, 0, 1, 0));
    expect(bundle).toHaveLength(4 + 2 + 258);
  });

  test('comes back from its bytes, whatever the entries', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 }), (entries) => {
        expect(decodeEntryBundle(encodeEntryBundle(entries))).toEqual(entries);
      }),
    );
    expect(encodeEntryBundle([])).toEqual(new Uint8Array());
  });

  test('is refused where it ends within an entry, or holds more than a tile', () => {
    const refusal = expect.objectContaining({ code: 'malformed-tile' }) as Error;
    const bundle = encodeEntryBundle([Uint8Array.of(1, 2, 3)]);
    for (let end = 1; end < bundle.length; end++) {
      expect(() => decodeEntryBundle(bundle.slice(0, end))).toThrow(refusal);
    }
    const full = Array.from({ length: 256 }, () => Uint8Array.of(1));
    expect(decodeEntryBundle(encodeEntryBundle(full))).toHaveLength(256);
    expect(() => decodeEntryBundle(encodeEntryBundle([...full, Uint8Array.of(1)]))).toThrow(refusal);
  });

  test('takes no entry longer than its length can say', () => {
    expect(encodeEntryBundle([new Uint8Array(65_535)])).toHaveLength(65_537);
    expect(() => encodeEntryBundle([new Uint8Array(65_536)])).toThrow(
      expect.objectContaining({ code: 'too-large' }) as Error,
    );
  });
});
