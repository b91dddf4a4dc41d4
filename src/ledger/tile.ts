// A tile's path and bytes say the same to every reader, or are refused (C2SP tlog-tiles): a tile is 256
// hashes of a level, or fewer at the right edge of the tree.

import { concat } from './bytes.ts';
import { LedgerFormatError } from './format-error.ts';
import { TILE_WIDTH } from './growth.ts';

export interface Tile {
  /** 0: leaf hashes; above: roots of complete subtrees of 256^level leaves; or the entries themselves. */
  readonly level: number | 'entries';
  /** Number of the tile in its level. */
  readonly index: number;
  /** Hashes or entries in it: 256, or fewer where it is partial. */
  readonly width: number;
}

const MAX_LEVEL = 63;
const MAX_ENTRY_BYTES = 0xffff;
const LENGTH_BYTES = 2;
const PATH = /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** `tile/<level>/<index>`, `.p/<width>` after it where the tile is partial; the index as `x001/x234/067`. */
export function formatTilePath({ level, index, width }: Tile): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g)!;
  const number = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
  return `tile/${level}/${number}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/** The tile that a path names; null for any text that `formatTilePath` does not give. */
export function parseTilePath(path: string): Tile | null {
  const [, named, number, partial] = PATH.exec(path) ?? [];
  if (named === undefined) return null;
  const level: Tile['level'] = named === 'entries' ? named : Number(named);
  const tile: Tile = {
    level,
    index: Number(number!.replaceAll(/[x/]/g, '')),
    width: partial === undefined ? TILE_WIDTH : Number(partial),
  };
  const isInRange = (level === 'entries' || level <= MAX_LEVEL) && Number.isSafeInteger(tile.index);
  return isInRange && tile.width <= TILE_WIDTH && formatTilePath(tile) === path ? tile : null;
}

/** How wide a tile is in the tree of `size` leaves; 0 where it has nothing yet. */
export function tileWidth(level: Tile['level'], index: number, size: number): number {
  const leavesEach = level === 'entries' ? 1 : TILE_WIDTH ** level;
  return Math.max(0, Math.min(TILE_WIDTH, Math.floor(size / leavesEach) - index * TILE_WIDTH));
}

/** Entries one after the other, each behind its length (16 bits, big-endian). Throws `too-large`. */
export function encodeEntryBundle(entries: readonly Uint8Array[]): Uint8Array {
  return concat(
    ...entries.flatMap((entry) => {
      const { length } = entry;
      if (length > MAX_ENTRY_BYTES)
        throw new LedgerFormatError('too-large', 'an entry of more than 65,535 bytes');
      return [Uint8Array.of(length >> 8, length & 0xff), entry];
    }),
  );
}

/** Throws `malformed-tile` for bytes that end within an entry, or hold more than a tile's. */
export function decodeEntryBundle(bytes: Uint8Array): Uint8Array[] {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    const start = at + LENGTH_BYTES;
    if (start > bytes.length) throw refusal();
    at = start + ((bytes[at]! << 8) | bytes[at + 1]!);
    if (at > bytes.length || entries.length === TILE_WIDTH) throw refusal();
    entries.push(bytes.slice(start, at));
  }
  return entries;
}

function refusal(): LedgerFormatError {
  return new LedgerFormatError('malformed-tile', 'not a bundle of entries');
}
