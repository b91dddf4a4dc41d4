// "Always allow" proposes a policy set, for somebody else to publish.

import { proposeAlways } from '../../../gateway/hold/always-allow.ts';
import { draftAlways } from '../../../gateway/hold/always-draft.ts';
import type { Api, ApiRouter } from '../api.ts';
import { needOperator, needReader } from '../caller/caller.ts';
import { Failure, granted, notFound } from '../failure.ts';

export function routeAlways(router: ApiRouter, { core }: Api): void {
  router.get('/holds/:id/always', async (c) => {
    needReader(c.get('caller'));
    const draft = await draftAlways(core, c.req.param('id'));
    if (draft === null) throw notFound(`hold: ${c.req.param('id')}`);
    if (draft.kind === 'refused') return c.json(draft);
    const { sources: _, ...view } = draft;
    return c.json(view);
  });
  router.post('/holds/:id/always', async (c) => {
    const actor = needOperator(c.get('caller'));
    const answer = await proposeAlways(core, actor, c.req.param('id'));
    if (answer === null) throw notFound(`hold: ${c.req.param('id')}`);
    if ('kind' in answer) throw new Failure('not-allowed', `it is not proposed: ${answer.why}`);
    return c.json(granted(answer), 201);
  });
}
