// The management API. It translates and decides nothing: locality, size, form and caller are checked for
// each request, then the gateway is asked, and its recorded answer passed on.

import { Hono } from 'hono';
import type { Core } from '../../gateway/core.ts';
import { codeOf } from '../../gateway/fault.ts';
import type { Api, ApiRouter, HttpDeps } from './api.ts';
import { createAuthenticated } from './caller/authenticated.ts';
import { routeAuthzen } from './authzen/authzen.ts';
import { createBrowserSessions } from './caller/browser-session.ts';
import { BUILT_CONSOLE, consolePage, routeConsole } from './console.ts';
import { API_PREFIX } from './contract.ts';
import { notFound, toFailure, toResponse } from './failure.ts';
import { holdPage } from './hold-page.ts';
import { checkLocality } from './caller/locality.ts';
import { addressOf, createRateLimit, HERE } from './caller/rate-limit.ts';
import { routeAlways } from './routes/always.ts';
import { routeBlast } from './routes/blast.ts';
import { routeBrowser, routeBrowserSignIn } from './routes/browser.ts';
import { routeChannels, routeInteractions } from './routes/channels.ts';
import { routeConnectors } from './routes/connectors.ts';
import { routeContainment } from './routes/containment.ts';
import { routeClearances } from './routes/clearances.ts';
import { routeDestinations } from './routes/destinations.ts';
import { routeDuty } from './routes/duty.ts';
import { routeEvidence } from './routes/evidence.ts';
import { routeEvents } from './routes/events.ts';
import { routeHolds } from './routes/holds.ts';
import { routeLedger } from './routes/ledger.ts';
import { routeLists } from './routes/lists.ts';
import { routeLedgerKeys } from './routes/ledger-keys.ts';
import { routePasskeySignIn, routePasskeys } from './routes/passkeys.ts';
import { routePeople } from './routes/people.ts';
import { routeMetrics } from './routes/metrics.ts';
import { routePolicy } from './routes/policy.ts';
import { routeProviderSignIn } from './routes/provider.ts';
import { routeProofs } from './routes/proofs.ts';
import { routeRecords } from './routes/records.ts';
import { routeFriction } from './routes/friction.ts';
import { routeReplay } from './routes/replay.ts';
import { routeSessions } from './routes/sessions.ts';
import { routeStatus } from './routes/status.ts';
import { routeTasks, routeTaskViews } from './routes/tasks.ts';

/**
 * Serves `/mcp`, `/.well-known/*`, `/healthz`, `/metrics`, `/holds/:id`, `/access/v1/*` and `/api/v1/*`; any
 * other address is a page of the console.
 */
export function createHttpSurface(core: Core, deps: HttpDeps): Hono {
  const app = new Hono();
  const api: Api = { core, deps, browser: createBrowserSessions(core.clock, deps.listen, deps.sessions) };
  const built = deps.console ?? BUILT_CONSOLE;
  app.onError((error) => {
    if (toFailure(error).code === 'internal') core.log.error({ code: codeOf(error) }, 'a request failed');
    return toResponse(error);
  });
  app.notFound(() => toResponse(notFound('address')));
  app.use(async (c, next) => {
    checkLocality(c.req.raw, deps.listen);
    await next();
  });
  limitSignIns(app, api);
  app.all('/mcp', (c) => deps.mcp(c.req.raw));
  routeAuthzen(app, api);
  app.all('/.well-known/*', (c) => deps.mcp(c.req.raw));
  app.get('/healthz', (c) => c.json({ ok: true, version: deps.version }));
  routeMetrics(app, api);
  app.get('/holds/:id', async (c) => {
    const id = c.req.param('id');
    return (await consolePage(built)) === null
      ? holdPage(id)
      : c.redirect(`/inbox/${encodeURIComponent(id)}`);
  });
  app.get(`${API_PREFIX}/jwks`, (c) => c.json(deps.jwks()));
  routeBrowserSignIn(app, api);
  routePasskeySignIn(app, api);
  routeProviderSignIn(app, api);
  routeInteractions(app, api);
  app.route(API_PREFIX, createApi(api));
  routeConsole(app, built);
  return app;
}

/** What only somebody who is signed in, or holds the key of this machine's daemon, comes through. */
const KNOWN_ONLY: readonly string[] = ['', '/challenge', '/link', '/end'].map(
  (path) => `${API_PREFIX}/session${path}`,
);

/** A stranger's tries have an end, and take nothing from those who are known before they sign in. */
function limitSignIns(app: Hono, { core, deps }: Api): void {
  const each = createRateLimit(core.clock, 'sign-ins', { burst: 120, perSecond: 1 });
  // Whoever says to come from everywhere, or does, is still not let try without end.
  const together = createRateLimit(core.clock, 'sign-ins', { burst: 1_200, perSecond: 20 });
  app.use(`${API_PREFIX}/session/*`, async (c, next) => {
    const isTry = c.req.method === 'POST' || c.req.path.endsWith('/callback');
    if (isTry && !KNOWN_ONLY.includes(c.req.path)) {
      const address = addressOf(c.req.raw, deps.listen);
      each.take(address);
      if (address !== HERE) together.take('all');
    }
    await next();
  });
}

function createApi(api: Api): ApiRouter {
  const router = createAuthenticated(api);
  routeStatus(router, api);
  routeSessions(router, api);
  routeBrowser(router, api);
  routeEvents(router, api);
  routePeople(router, api);
  routeDuty(router, api);
  routePasskeys(router, api);
  routePolicy(router, api);
  routeConnectors(router, api);
  routeDestinations(router, api);
  routeClearances(router, api);
  routeTasks(router, api);
  routeTaskViews(router, api);
  routeLists(router, api);
  routeContainment(router, api);
  routeHolds(router, api);
  routeAlways(router, api);
  routeLedger(router, api);
  routeLedgerKeys(router, api);
  routeProofs(router, api);
  routeRecords(router, api);
  routeReplay(router, api);
  routeFriction(router, api);
  routeEvidence(router, api);
  routeChannels(router, api);
  routeBlast(router, api);
  return router;
}
