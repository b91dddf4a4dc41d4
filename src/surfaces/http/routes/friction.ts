// What asking people costs and how they decide, for whoever may read the past: nothing is decided, and
// nothing is written.

import { measureAttention } from '../../../gateway/friction/attention.ts';
import { measureFriction } from '../../../gateway/friction/friction.ts';
import type { Api, ApiRouter } from '../api.ts';
import { needReader } from '../caller/caller.ts';
import { frictionQuery } from '../contract/friction.ts';
import { jsonLines } from '../ndjson.ts';
import { readQuery } from '../query.ts';

export function routeFriction(router: ApiRouter, { core }: Api): void {
  router.get('/friction', (c) => {
    needReader(c.get('caller'));
    const { since } = readQuery(c.req.raw, frictionQuery);
    return jsonLines(measureFriction(core, since));
  });
  router.get('/approvals/report', (c) => {
    needReader(c.get('caller'));
    const { since } = readQuery(c.req.raw, frictionQuery);
    return jsonLines(measureAttention(core, since));
  });
}
