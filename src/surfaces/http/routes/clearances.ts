// What the models behind agents may be given.

import { declareClearances } from '../../../gateway/verbs.ts';
import type { Api, ApiRouter } from '../api.ts';
import { readJson } from '../body.ts';
import { needOperator, needReader } from '../caller/caller.ts';
import { clearancesSchema } from '../contract/profile.ts';
import { granted } from '../failure.ts';

export function routeClearances(router: ApiRouter, { core }: Api): void {
  router.get('/model-clearances', (c) => {
    needReader(c.get('caller'));
    return c.json({ models: core.world.state(null).org.clearances });
  });
  router.post('/model-clearances', async (c) => {
    const actor = needOperator(c.get('caller'));
    const { models } = await readJson(c.req.raw, clearancesSchema);
    return c.json(granted(await declareClearances(core, actor, models)));
  });
}
