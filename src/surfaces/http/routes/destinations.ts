// Which hosts are the organisation's own, and which others it knows.

import { declareDestinations } from '../../../gateway/verbs.ts';
import type { Api, ApiRouter } from '../api.ts';
import { readJson } from '../body.ts';
import { needOperator, needReader } from '../caller/caller.ts';
import { destinationsRequest } from '../contract/profile.ts';
import { granted } from '../failure.ts';

export function routeDestinations(router: ApiRouter, { core }: Api): void {
  router.get('/destinations', (c) => {
    needReader(c.get('caller'));
    return c.json(core.world.state(null).org.destinations);
  });
  router.post('/destinations', async (c) => {
    const actor = needOperator(c.get('caller'));
    const declared = await readJson(c.req.raw, destinationsRequest);
    return c.json(granted(await declareDestinations(core, actor, declared)));
  });
}
