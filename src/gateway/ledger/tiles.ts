// A tile is given exactly as far as the newest signed checkpoint reaches: whoever has the one can check the
// other (C2SP tlog-tiles).

import { concat } from '../../ledger/bytes.ts';
import { TILE_WIDTH } from '../../ledger/growth.ts';
import { encodeEntryBundle, tileWidth, type Tile } from '../../ledger/tile.ts';
import { StoreFault, type LedgerStore } from '../ports.ts';

/**
 * A tile's bytes: its hashes, or for `entries` a bundle of the records' hashes. Null where it is wider than
 * what is signed. Throws `StoreFault`.
 */
export async function readTile(
  store: Pick<LedgerStore, 'head' | 'nodes' | 'read'>,
  { level, index, width }: Tile,
): Promise<Uint8Array | null> {
  const { size } = await store.head();
  if (width > tileWidth(level, index, size)) return null;
  const from = index * TILE_WIDTH;
  const hashes =
    level === 'entries' ? await readEntries(store, from, width) : await store.nodes(level, from, width);
  if (hashes.length !== width)
    throw new StoreFault('store-corrupt', 'a tile has gaps: see holdpoint ledger verify');
  return level === 'entries' ? encodeEntryBundle(hashes) : concat(...hashes);
}

async function readEntries(
  store: Pick<LedgerStore, 'read'>,
  fromSeq: number,
  limit: number,
): Promise<Uint8Array[]> {
  const records = await store.read({ fromSeq, limit });
  return records.map(({ hash }) => hash);
}
