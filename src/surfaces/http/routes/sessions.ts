// Signing in with an operator's key.

import type { Api, ApiRouter } from '../api.ts';
import { readJson } from '../body.ts';
import { needReader } from '../caller/caller.ts';
import { challengeRequest, sessionRequest } from '../contract.ts';
import { createSessions } from '../caller/sessions.ts';

export function routeSessions(router: ApiRouter, { core, deps, browser }: Api): void {
  const sessions = createSessions(core, deps.tokens);
  router.post('/session/challenge', async (c) => {
    needReader(c.get('caller'));
    const { operator } = await readJson(c.req.raw, challengeRequest);
    return c.json(sessions.challenge(operator));
  });
  router.post('/session', async (c) => {
    needReader(c.get('caller'));
    return c.json(await sessions.open(await readJson(c.req.raw, sessionRequest)));
  });
  router.post('/session/link', async (c) => {
    needReader(c.get('caller'));
    const login = await readJson(c.req.raw, sessionRequest);
    sessions.prove(login);
    return c.json(browser.invite({ operator: login.operator, how: 'key' }));
  });
}
