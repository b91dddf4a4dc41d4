// What lies behind here knows who calls; and only those who run Holdpoint hear where its ledger lies.

import { Hono } from 'hono';
import type { Api, ApiRouter } from '../api.ts';
import { identify, type Caller } from './caller.ts';
import { withoutPlace } from '../failure.ts';
import { createRateLimit } from './rate-limit.ts';

/** What answers a hold. */
const DECISION = /\/holds\/[^/]+\/(?:decision|batch)$/;

/** What gives out a token, or says of one whether it is good. */
const TOKEN = /\/(?:token|introspect)$/;

/** A router whose every route has its caller. */
export function createAuthenticated({ core, deps, browser }: Api): ApiRouter {
  const router: ApiRouter = new Hono<{ Variables: { caller: Caller } }>();
  const requests = createRateLimit(core.clock, 'requests', { burst: 1_200, perSecond: 20 });
  const decisions = createRateLimit(core.clock, 'decisions', { burst: 300, perSecond: 5 });
  const tokens = createRateLimit(core.clock, 'token requests', { burst: 120, perSecond: 1 });
  router.use(async (c, next) => {
    const caller = await identify(core, c.req.raw, { ...deps, browser });
    c.set('caller', caller);
    if (c.req.method === 'POST' && TOKEN.test(c.req.path)) tokens.take(keyOf(caller));
    if (caller.kind === 'operator') {
      const { id } = caller.principal;
      // Programs that bring a token are held up by the queue; a page could be another's doing.
      if (!c.req.raw.headers.has('authorization')) requests.take(id);
      if (c.req.method === 'POST' && DECISION.test(c.req.path)) decisions.take(id);
    }
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

function keyOf(caller: Caller): string {
  if (caller.kind === 'local') return caller.kind;
  const { kind, id } = caller.principal;
  return caller.kind === 'task' ? caller.task : `${kind}/${id}`;
}
