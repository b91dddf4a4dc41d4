// Searches are for trusted enforcement points alone: the kernel refuses everybody else.

import { searchAccess } from '../../../gateway/access/search.ts';
import type { SearchAccess } from '../../../kernel/request.ts';
import type { Api, ApiRouter } from '../api.ts';
import type { Caller } from '../caller/caller.ts';
import { actionSearch, PAGE_RESULTS, resourceSearch, subjectSearch } from '../contract/authzen.ts';
import type { EvaluationRequest, Page } from '../contract/authzen.ts';
import { Failure, granted } from '../failure.ts';
import { toWire } from './obligation.ts';
import { askerOf, questionOf } from './question.ts';
import { readRequest } from './request-body.ts';

/** What a search is for stands empty in its question. */
const SOUGHT = '';

export function routeSearch(router: ApiRouter, api: Api): void {
  router.post('/search/subject', async (c) => {
    const { page, ...asked } = await readRequest(c.req.raw, subjectSearch);
    const { type } = asked.subject;
    const request = { ...asked, subject: { ...asked.subject, id: SOUGHT } };
    return c.json(await find(api, c.get('caller'), 'subject', request, page, (id) => ({ type, id })));
  });
  router.post('/search/resource', async (c) => {
    const { page, ...asked } = await readRequest(c.req.raw, resourceSearch);
    const { type } = asked.resource;
    const request = { ...asked, resource: { ...asked.resource, id: SOUGHT } };
    return c.json(await find(api, c.get('caller'), 'resource', request, page, (id) => ({ type, id })));
  });
  router.post('/search/action', async (c) => {
    const { page, ...asked } = await readRequest(c.req.raw, actionSearch);
    const request = { ...asked, action: { name: SOUGHT } };
    return c.json(await find(api, c.get('caller'), 'action', request, page, (name) => ({ name })));
  });
}

async function find(
  { core }: Api,
  caller: Caller,
  sought: SearchAccess['sought'],
  request: EvaluationRequest,
  { token, limit = PAGE_RESULTS }: Page,
  describe: (id: string) => object,
): Promise<object> {
  const found = await searchAccess(core, askerOf(caller), {
    sought,
    question: questionOf(caller, request),
    limit: Math.min(limit, PAGE_RESULTS),
    // An empty one says that there is no page after (§8.2): asked for all the same, it is the first.
    token: token === undefined || token === '' ? null : token,
  });
  if (found === null) throw new Failure('malformed', 'page.token: none of this search');
  if ('refused' in found) return granted(found.refused);
  const results = found.results.map(({ id, obligations }) => {
    const wire = toWire(obligations);
    return { ...describe(id), ...(wire.length === 0 ? {} : { context: { obligations: wire } }) };
  });
  const page = { next_token: found.next ?? '', count: results.length };
  return { results, page, context: { evaluation_id: found.record } };
}
