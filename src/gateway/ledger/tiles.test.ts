import { expect, test } from 'vitest';
import { openMemoryStore } from '../../adapters/store/memory.ts';
import { tileWidth, type Tile } from '../../ledger/tile.ts';
import type { LedgerStore } from '../ports.ts';
import { readTile } from './tiles.ts';
import { sha256, treeHash } from './tree-hash.contract.ts';
import { growTo } from './witnessed-log.contract.ts';

const WIDTH = 256;
/** Around the bounds of tiles, and where a level has its first node. */
const SIZES = [1, 2, 255, 256, 257, 258, 511, 512, 513, 700];

async function logOf(size: number): Promise<LedgerStore> {
  const store = openMemoryStore();
  await growTo(store, size);
  return store;
}

/** All hashes of a level from its tiles: full ones, then the one that the size leaves. */
async function levelOf(store: LedgerStore, level: Tile['level'], count: number): Promise<Buffer[]> {
  const parts: Buffer[] = [];
  for (let index = 0; index * WIDTH < count; index++) {
    const width = Math.min(WIDTH, count - index * WIDTH);
    parts.push(Buffer.from((await readTile(store, { level, index, width }))!));
  }
  return chunks(Buffer.concat(parts), level === 'entries' ? 34 : 32);
}

function chunks(bytes: Buffer, length: number): Buffer[] {
  expect(bytes.length % length).toBe(0);
  return Array.from({ length: bytes.length / length }, (_, at) =>
    bytes.subarray(at * length, (at + 1) * length),
  );
}

async function signedRoot(store: LedgerStore): Promise<string> {
  return (await store.head()).checkpoint!.split('\n')[2]!;
}

test.each(SIZES)(
  'the tiles of %i records lead to the signed root, entries and upper levels too',
  async (size) => {
    const store = await logOf(size);
    const leaves = await levelOf(store, 0, size);
    expect(treeHash(leaves).toString('base64')).toBe(await signedRoot(store));

    const bundled = await levelOf(store, 'entries', size);
    expect(bundled.every((entry) => entry.readUInt16BE() === 32)).toBe(true);
    const entries = bundled.map((entry) => entry.subarray(2));
    expect(entries.map((entry) => sha256(Buffer.of(0), entry))).toEqual(leaves);
    const records = await store.read({ fromSeq: 0, limit: size });
    expect(entries).toEqual(records.map(({ text }) => sha256(Buffer.from(text))));

    const complete = Math.floor(size / WIDTH);
    const roots = Array.from({ length: complete }, (_, at) =>
      treeHash(leaves.slice(at * WIDTH, (at + 1) * WIDTH)),
    );
    expect(await levelOf(store, 1, complete)).toEqual(roots);
  },
);

test.each(SIZES)('of %i records no tile is given that is wider than what is signed', async (size) => {
  const store = await logOf(size);
  for (const level of ['entries', 0, 1, 2, 63] as const) {
    for (let index = 0; index < 4; index++) {
      const signed = tileWidth(level, index, size);
      const widths = [1, signed, signed + 1, WIDTH].filter((width) => width > 0 && width <= WIDTH);
      for (const width of widths) {
        const given = await readTile(store, { level, index, width });
        expect(given === null, `${level}/${index}.p/${width}`).toBe(width > signed);
      }
    }
  }
});

test('a partial tile stays what it was when the ledger grows over it', async () => {
  const store = await logOf(300);
  const tile = { level: 0, index: 1, width: 44 } as const;
  const before = await readTile(store, tile);
  await growTo(store, 600);
  expect(await readTile(store, tile)).toEqual(before);
  expect(await readTile(store, { ...tile, width: WIDTH })).toHaveLength(WIDTH * 32);
});

test('an empty ledger has no tile', async () => {
  expect(await readTile(openMemoryStore(), { level: 0, index: 0, width: 1 })).toBeNull();
});

test.each(['entries', 0] as const)('a store with a gap gives no tile of %s', async (level) => {
  const store = await logOf(10);
  const gapped = {
    head: () => store.head(),
    read: () => store.read({ fromSeq: 0, limit: 9 }),
    nodes: () => store.nodes(0, 0, 9),
  };
  await expect(readTile(gapped, { level, index: 0, width: 10 })).rejects.toMatchObject({
    code: 'store-corrupt',
  });
});
