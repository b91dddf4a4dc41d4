// The channels to people: how they do, and a test of one. Nothing is decided through them.

import type { Api, ApiRouter } from '../api.ts';
import { needOperator, needReader } from '../caller.ts';
import { notFound } from '../failure.ts';

export function routeChannels(router: ApiRouter, { core }: Api): void {
  router.get('/channels', async (c) => {
    needReader(c.get('caller'));
    return c.json({ channels: (await core.notifying?.status()) ?? [] });
  });
  router.post('/channels/:name/test', async (c) => {
    needOperator(c.get('caller'));
    const failure = (await core.notifying?.test(c.req.param('name'))) ?? null;
    if (core.notifying === null || failure === 'no-channel') throw notFound('channel');
    return c.json({ failure });
  });
}
