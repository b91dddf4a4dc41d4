// What could be reached from one place, and which triggers the ledger hints at: for those who answer for it.

import { blastRadius } from '../../../gateway/connectors/blast-radius.ts';
import { learnTriggers } from '../../../gateway/connectors/triggers.ts';
import type { Api, ApiRouter } from '../api.ts';
import { needReader } from '../caller/caller.ts';
import { blastQuery, triggerQuery } from '../contract/blast.ts';
import { notFound } from '../failure.ts';
import { readQuery } from '../query.ts';

export function routeBlast(router: ApiRouter, { core }: Api): void {
  router.get('/blast-radius', async (c) => {
    needReader(c.get('caller'));
    const { kind, name } = readQuery(c.req.raw, blastQuery);
    const found = await blastRadius(core, kind, name);
    if (found === null) throw notFound(`${kind}: ${name}`);
    return c.json(found);
  });
  router.get('/triggers/learned', async (c) => {
    needReader(c.get('caller'));
    const { since, within } = readQuery(c.req.raw, triggerQuery);
    return c.json(await learnTriggers(core.store, { since, withinSeconds: within }));
  });
}
