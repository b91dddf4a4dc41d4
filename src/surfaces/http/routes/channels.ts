// The channels to people: how they do, a test of one, and what people say in those that take a no.

import type { Hono } from 'hono';
import type { Api, ApiRouter } from '../api.ts';
import { readBytes } from '../body.ts';
import { needOperator, needReader } from '../caller/caller.ts';
import { API_PREFIX } from '../contract.ts';
import { Failure, notFound } from '../failure.ts';

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

/** Slack's interactions: nobody signs in there, the bytes are signed. Taken at once, and decided beside. */
export function routeInteractions(app: Hono, { core }: Api): void {
  app.post(`${API_PREFIX}/channels/:name/interactions`, async (c) => {
    const header = (name: string): string => c.req.header(name) ?? '';
    const signed = {
      timestamp: header('x-slack-request-timestamp'),
      signature: header('x-slack-signature'),
    };
    const said = { ...signed, body: await readBytes(c.req.raw) };
    const heard = (await core.notifying?.hear(c.req.param('name'), said)) ?? 'no-channel';
    if (heard === 'no-channel') throw notFound('channel');
    if (heard === 'not-authentic')
      throw new Failure('unauthenticated', 'that is not signed, not new or not now');
    return c.body(null, 200);
  });
}
