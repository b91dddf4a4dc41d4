// The ledger for whoever checks it: the newest checkpoint, and everything up to it; the lists that are folded
// from it, made again; and RFC 7662 for connectors.

import type { Core } from '../../../gateway/core.ts';
import { listHandovers } from '../../../gateway/ledger/handover.ts';
import {
  cosignedCheckpoint,
  newestCheckpoint,
  type SignedCheckpoint,
} from '../../../gateway/ledger/newest-checkpoint.ts';
import { exportClosing, exportHeader } from '../../../ledger/export.ts';
import type { Api, ApiRouter } from '../api.ts';
import { readFormField } from '../body.ts';
import { needReader } from '../caller/caller.ts';
import type { RebuildEvent } from '../contract/lists.ts';
import { cosignedQuery } from '../contract/witnesses.ts';
import { notCosigned, notFound } from '../failure.ts';
import { ndjson } from '../ndjson.ts';
import { readQuery } from '../query.ts';
import { TILES } from './proofs.ts';

const PAGE = 1000;

export function routeLedger(router: ApiRouter, { core, deps }: Api): void {
  router.on('GET', ['/ledger/checkpoint', `${TILES}checkpoint`], async (c) => {
    needReader(c.get('caller'));
    const { cosigned } = readQuery(c.req.raw, cosignedQuery);
    if (!cosigned) return c.text((await newest(core)).note);
    const known = (await core.witnessing?.newestCosigned()) ?? null;
    if (known === null) throw notCosigned('');
    return c.text(known.note);
  });
  router.get('/ledger/export', async (c) => {
    needReader(c.get('caller'));
    const { cosigned } = readQuery(c.req.raw, cosignedQuery);
    const { size, note } = cosigned ? await askWitnesses(core) : await newest(core);
    return ndjson(exportLines(core, size, note));
  });
  router.post('/ledger/rebuild', (c) => {
    needReader(c.get('caller'));
    return ndjson(rebuild(core));
  });
  router.post('/introspect', async (c) => {
    needReader(c.get('caller'));
    return c.json(await deps.introspect(await readFormField(c.req.raw, 'token')));
  });
}

async function newest(core: Core): Promise<SignedCheckpoint> {
  const checkpoint = await newestCheckpoint(core);
  if (checkpoint === null) throw notFound('checkpoint: the ledger is empty', 'Found it with: holdpoint init');
  return checkpoint;
}

/** Cosigned by enough, and no older than this request. */
async function askWitnesses(core: Core): Promise<SignedCheckpoint> {
  const cosigned = await cosignedCheckpoint(core, (await newest(core)).size);
  if (cosigned === null) throw notCosigned('over all records ');
  return cosigned;
}

/**
 * Exactly the records that the checkpoint was signed over, however many follow meanwhile; and where one key
 * took over from another, the checkpoint by both.
 */
async function* exportLines(core: Core, size: number, checkpoint: string): AsyncGenerator<string> {
  const { origin, vkey } = core.signer;
  const handovers = (await listHandovers(core.store, origin)).filter((one) => one.size < size);
  yield exportHeader({ origin, vkey });
  let fromSeq = 0;
  for (const until of [...handovers, { size, note: checkpoint }]) {
    while (fromSeq < until.size) {
      const limit = Math.min(PAGE, until.size - fromSeq);
      for (const { text } of await core.store.read({ fromSeq, limit })) yield text;
      fromSeq += limit;
    }
    yield exportClosing(until.note);
  }
}

/** A reader who leaves stops nothing: the rest is just not told. */
function rebuild({ models }: Core): ReadableStream<string> {
  let hasLeft = false;
  return new ReadableStream<string>({
    async start(controller) {
      const tell = (event: RebuildEvent): void => {
        if (!hasLeft) controller.enqueue(JSON.stringify(event));
      };
      const rebuilt = await models.rebuild((records, of) => tell({ event: 'folded', records, of }));
      tell({ event: 'rebuilt', ...rebuilt });
      if (!hasLeft) controller.close();
    },
    cancel() {
      hasLeft = true;
    },
  });
}
