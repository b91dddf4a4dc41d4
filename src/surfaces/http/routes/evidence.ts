// Evidence for whoever may read the past: nothing is decided and nothing is written.

import { gatherEvidence } from '../../../gateway/evidence/evidence.ts';
import type { Api, ApiRouter } from '../api.ts';
import { needReader } from '../caller/caller.ts';
import { evidenceQuery } from '../contract/evidence.ts';
import { jsonLines } from '../ndjson.ts';
import { readQuery } from '../query.ts';

export function routeEvidence(router: ApiRouter, { core }: Api): void {
  router.get('/evidence', (c) => {
    needReader(c.get('caller'));
    const { since } = readQuery(c.req.raw, evidenceQuery);
    return jsonLines(gatherEvidence(core, since));
  });
}
