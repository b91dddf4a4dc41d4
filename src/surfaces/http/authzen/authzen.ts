// The AuthZEN policy decision point (Authorization API 1.0): evaluations, searches and the metadata that says
// where they are.

import type { Context, Hono, Next } from 'hono';
import { bindingKeys } from '../../../gateway/access/binding-token.ts';
import type { Api } from '../api.ts';
import { createAuthenticated } from '../caller/authenticated.ts';
import { ACCESS_PREFIX, KEYS_PATH, METADATA_PATH } from '../contract/authzen.ts';
import { routeEvaluation } from './evaluation.ts';
import { OBLIGATION_TYPES } from './obligation.ts';
import { routeRequests } from './access-request.ts';
import { requestsAt } from './access-wire.ts';
import { routeSearch } from './search.ts';

const REQUEST_ID = 'x-request-id';

export function routeAuthzen(app: Hono, api: Api): void {
  const router = createAuthenticated(api);
  routeEvaluation(router, api);
  routeSearch(router, api);
  routeRequests(router, api);
  app.use(`${ACCESS_PREFIX}/*`, echoRequestId);
  app.get(`${ACCESS_PREFIX}${KEYS_PATH}`, (c) => c.json(bindingKeys(api.core)));
  app.route(ACCESS_PREFIX, router);
  app.get(METADATA_PATH, (c) => c.json(describe(new URL(c.req.url).origin)));
}

/** §10.1.2 */
async function echoRequestId(c: Context, next: Next): Promise<void> {
  await next();
  const given = c.req.header(REQUEST_ID);
  if (given !== undefined) c.res.headers.set(REQUEST_ID, given);
}

/** §9.1: at the address by which it was asked for. */
function describe(base: string): object {
  return {
    policy_decision_point: base,
    access_evaluation_endpoint: `${base}${ACCESS_PREFIX}/evaluation`,
    access_evaluations_endpoint: `${base}${ACCESS_PREFIX}/evaluations`,
    search_subject_endpoint: `${base}${ACCESS_PREFIX}/search/subject`,
    search_resource_endpoint: `${base}${ACCESS_PREFIX}/search/resource`,
    search_action_endpoint: `${base}${ACCESS_PREFIX}/search/action`,
    access_request_endpoint: requestsAt(base),
    jwks_uri: `${base}${ACCESS_PREFIX}${KEYS_PATH}`,
    capabilities: [
      'urn:openid:authzen:capability:obligations',
      'urn:openid:authzen:capability:access-request',
    ],
    supported_obligations: OBLIGATION_TYPES,
  };
}
