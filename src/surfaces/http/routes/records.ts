// The ledger page by page, for whoever looks into it: records in their order, streams, and the checkpoints
// that were kept.

import type { Api, ApiRouter } from '../api.ts';
import { needReader } from '../caller/caller.ts';
import { recordsQuery, streamsQuery } from '../contract/ledger.ts';
import { MAX_PAGE_ROWS } from '../contract/lists.ts';
import { readQuery } from '../query.ts';

export function routeRecords(router: ApiRouter, { core }: Api): void {
  const { store } = core;
  router.get('/ledger/records', async (c) => {
    needReader(c.get('caller'));
    const { from, ...rest } = readQuery(c.req.raw, recordsQuery);
    const found = await store.read({ fromSeq: from, ...rest });
    const last = found.at(-1);
    return c.json({
      records: found.map(({ text }) => JSON.parse(text) as unknown),
      next: last !== undefined && found.length === rest.limit ? last.seq + 1 : null,
    });
  });
  router.get('/ledger/streams', async (c) => {
    needReader(c.get('caller'));
    const streams = await store.streams(readQuery(c.req.raw, streamsQuery).prefix);
    return c.json({ streams: streams.slice(0, MAX_PAGE_ROWS), more: streams.length > MAX_PAGE_ROWS });
  });
  router.get('/ledger/checkpoints', async (c) => {
    needReader(c.get('caller'));
    const checkpoints = await store.checkpoints();
    return c.json({ checkpoints: checkpoints.slice(-MAX_PAGE_ROWS).toReversed() });
  });
}
