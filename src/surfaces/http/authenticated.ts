// What lies behind here knows who calls; and only those who run Holdpoint hear where its ledger lies.

import { Hono } from 'hono';
import type { Api, ApiRouter } from './api.ts';
import { identify, type Caller } from './caller.ts';
import { withoutPlace } from './failure.ts';

/** A router whose every route has its caller. */
export function createAuthenticated({ core, deps, browser }: Api): ApiRouter {
  const router: ApiRouter = new Hono<{ Variables: { caller: Caller } }>();
  router.use(async (c, next) => {
    c.set('caller', await identify(core, c.req.raw, { ...deps, browser }));
    c.header('cache-control', 'no-store');
    await next();
  });
  router.onError((error, c) => {
    // Unset where it was not found out who calls.
    const caller = c.get('caller') as Caller | undefined;
    const mayKnow = caller?.kind === 'local' || caller?.kind === 'operator';
    throw mayKnow ? error : withoutPlace(error);
  });
  return router;
}
