// A browser signs in with a code that somebody who proved who they are has just been given, and says who it
// is and what it may ask for.

import type { Hono } from 'hono';
import { countedRoles, permittedVerbs } from '../../../gateway/may.ts';
import { operatorName } from '../../../gateway/views.ts';
import type { Api, ApiRouter } from '../api.ts';
import { readJson } from '../body.ts';
import { needOperator } from '../caller/caller.ts';
import { API_PREFIX } from '../contract.ts';
import { browserRequest, type BrowserSignIn, type Ended, type Me, type Ways } from '../contract/browser.ts';
import { needOwnPage } from '../caller/locality.ts';
import { relyingParty } from '../caller/relying-party.ts';

/** For whoever has no session yet. */
export function routeBrowserSignIn(app: Hono, { deps, browser }: Api): void {
  app.get(`${API_PREFIX}/session/ways`, (c) => {
    const { provider } = deps;
    const ways: Ways = {
      origin: relyingParty(deps.listen).origin,
      provider: provider === undefined ? null : { name: provider.provider.name },
    };
    return c.json(ways);
  });
  app.post(`${API_PREFIX}/session/browser`, async (c) => {
    needOwnPage(c.req.raw, deps.listen);
    const { code } = await readJson(c.req.raw, browserRequest);
    const { cookie, operator, pageKey, expiresAt } = browser.redeem(code, c.req.raw);
    c.header('set-cookie', cookie);
    c.header('cache-control', 'no-store');
    const signedIn: BrowserSignIn = { operator, pageKey, expiresAt };
    return c.json(signedIn);
  });
}

export function routeBrowser(router: ApiRouter, { core, deps, browser }: Api): void {
  router.get('/me', async (c) => {
    const asker = needOperator(c.get('caller'));
    const { id } = asker;
    const session = c.req.header('authorization') === undefined ? browser.find(c.req.raw) : null;
    const me: Me = {
      id,
      name: await operatorName(core, id),
      roles: countedRoles(core, asker),
      may: permittedVerbs(core, asker),
      session: session && { how: session.how, provedAt: session.provedAt, expiresAt: session.expiresAt },
    };
    return c.json(me);
  });
  router.post('/session/end', async (c) => {
    const { cookie, ended } = browser.end(c.req.raw);
    c.header('set-cookie', cookie);
    const { origin } = relyingParty(deps.listen);
    const idToken = ended?.idToken;
    const next = idToken === undefined ? null : await deps.provider?.provider.end(idToken, `${origin}/`);
    const answer: Ended = { ended: true, next: next ?? null };
    return c.json(answer);
  });
}
