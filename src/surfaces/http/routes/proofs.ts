// What a stranger needs to check the ledger without it: one record with its proof, or the tree itself as
// tiles (C2SP tlog-proof, tlog-tiles).

import { cosignedCheckpoint, newestCheckpoint } from '../../../gateway/ledger/newest-checkpoint.ts';
import type { LedgerStore, StoredRecord } from '../../../gateway/ports.ts';
import { recordProof } from '../../../gateway/ledger/proofs.ts';
import { readTile } from '../../../gateway/ledger/tiles.ts';
import { TILE_WIDTH } from '../../../ledger/growth.ts';
import { parseTilePath } from '../../../ledger/tile.ts';
import type { Api, ApiRouter } from '../api.ts';
import { needReader } from '../caller/caller.ts';
import { API_PREFIX } from '../contract.ts';
import { cosignedQuery } from '../contract/witnesses.ts';
import { notCosigned, notFound } from '../failure.ts';
import { readQuery } from '../query.ts';

/** Under it, tiles and checkpoint lie as in every log of this kind. */
export const TILES = '/ledger/tiles/';
/** Whoever else may keep it asks with the same token. */
const FOR_EVER = 'private, max-age=31536000, immutable';

export function routeProofs(router: ApiRouter, { core }: Api): void {
  router.get('/records/:ref', async (c) => {
    needReader(c.get('caller'));
    const { text } = await findRecord(core.store, c.req.param('ref'));
    return c.json({ record: JSON.parse(text) as unknown });
  });
  router.get('/records/:ref/proof', async (c) => {
    needReader(c.get('caller'));
    const { cosigned } = readQuery(c.req.raw, cosignedQuery);
    const { seq } = await findRecord(core.store, c.req.param('ref'));
    const checkpoint = cosigned ? await cosignedCheckpoint(core, seq + 1) : await newestCheckpoint(core);
    if (checkpoint === null) throw notCosigned('over this record ');
    return c.text(await recordProof(core, seq, checkpoint));
  });
  router.get(`${TILES}tile/*`, async (c) => {
    needReader(c.get('caller'));
    const tile = parseTilePath(c.req.path.slice(API_PREFIX.length + TILES.length));
    const bytes = tile === null ? null : await readTile(core.store, tile);
    if (tile === null || bytes === null) throw notFound('tile under the newest checkpoint');
    // A partial one is soon asked for no more.
    if (tile.width === TILE_WIDTH) c.header('cache-control', FOR_EVER);
    return c.body(new Uint8Array(bytes), 200, { 'content-type': 'application/octet-stream' });
  });
}

/** By its id, or by its number in the ledger. Throws `not-found`. */
async function findRecord(store: Pick<LedgerStore, 'find' | 'read'>, ref: string): Promise<StoredRecord> {
  const found = /^\d{1,15}$/.test(ref)
    ? (await store.read({ fromSeq: Number(ref), limit: 1 }))[0]
    : await store.find(ref);
  if (found) return found;
  throw notFound(`record: ${ref}`);
}
