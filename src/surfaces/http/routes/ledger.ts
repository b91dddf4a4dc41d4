// The ledger for whoever checks it: the newest checkpoint, everything up to it, one record; and RFC 7662
// for connectors.

import type { Core } from '../../../gateway/core.ts';
import { exportClosing, exportHeader } from '../../../ledger/export.ts';
import type { Api, ApiRouter } from '../api.ts';
import { readFormField } from '../body.ts';
import { needReader } from '../caller.ts';
import { notFound } from '../failure.ts';
import { ndjson } from '../ndjson.ts';

const PAGE = 1000;

export function routeLedger(router: ApiRouter, { core, deps }: Api): void {
  router.get('/ledger/checkpoint', async (c) => {
    needReader(c.get('caller'));
    const { checkpoint } = await core.store.head();
    if (checkpoint === null) throw notFound('checkpoint: the ledger is empty');
    return c.text(checkpoint);
  });
  router.get('/ledger/export', async (c) => {
    needReader(c.get('caller'));
    const { size, checkpoint } = await core.store.head();
    if (checkpoint === null) throw notFound('checkpoint: the ledger is empty');
    return ndjson(exportLines(core, size, checkpoint));
  });
  router.get('/records/:id', async (c) => {
    needReader(c.get('caller'));
    const text = await findRecord(core, c.req.param('id'));
    if (text === null) throw notFound(`record: ${c.req.param('id')}`);
    return c.json({ record: JSON.parse(text) as unknown });
  });
  router.post('/introspect', async (c) => {
    needReader(c.get('caller'));
    return c.json(await deps.introspect(await readFormField(c.req.raw, 'token')));
  });
}

/** Exactly the records that the checkpoint was signed over, however many follow meanwhile. */
async function* exportLines(core: Core, size: number, checkpoint: string): AsyncGenerator<string> {
  const { origin, vkey } = core.signer;
  yield exportHeader({ origin, vkey });
  for (let fromSeq = 0; fromSeq < size; fromSeq += PAGE) {
    const page = await core.store.read({ fromSeq, limit: Math.min(PAGE, size - fromSeq) });
    for (const { text } of page) yield text;
  }
  yield exportClosing(checkpoint);
}

async function findRecord(core: Core, id: string): Promise<string | null> {
  const { size } = await core.store.head();
  for (let fromSeq = 0; fromSeq < size; fromSeq += PAGE) {
    const page = await core.store.read({ fromSeq, limit: PAGE });
    const found = page.find((record) => record.id === id);
    if (found !== undefined) return found.text;
  }
  return null;
}
