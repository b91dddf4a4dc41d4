// A browser signs in with a code that an operator's key has just asked for, and says who it is.

import type { Hono } from 'hono';
import { operatorName } from '../../../gateway/views.ts';
import type { Api, ApiRouter } from '../api.ts';
import { readJson } from '../body.ts';
import { needOwnPage } from '../browser-session.ts';
import { needOperator } from '../caller.ts';
import { API_PREFIX } from '../contract.ts';
import { browserRequest, type BrowserSignIn, type Me } from '../contract-browser.ts';

/** For whoever has no session yet. */
export function routeBrowserSignIn(app: Hono, { browser }: Api): void {
  app.post(`${API_PREFIX}/session/browser`, async (c) => {
    needOwnPage(c.req.raw);
    const { code } = await readJson(c.req.raw, browserRequest);
    const { cookie, operator, pageKey, expiresAt } = browser.redeem(code, c.req.raw);
    c.header('set-cookie', cookie);
    c.header('cache-control', 'no-store');
    const signedIn: BrowserSignIn = { operator, pageKey, expiresAt };
    return c.json(signedIn);
  });
}

export function routeBrowser(router: ApiRouter, { core, browser }: Api): void {
  router.get('/me', async (c) => {
    const { id } = needOperator(c.get('caller'));
    const session = c.req.header('authorization') === undefined ? browser.find(c.req.raw) : null;
    const me: Me = {
      id,
      name: await operatorName(core, id),
      roles: [...core.world.state(null).org.operators[id]!.roles],
      session: session && { how: session.how, provedAt: session.provedAt, expiresAt: session.expiresAt },
    };
    return c.json(me);
  });
  router.post('/session/end', (c) => {
    c.header('set-cookie', browser.end(c.req.raw));
    return c.json({ ended: true });
  });
}
