// Access requests (AuthZEN access request and approval profile, draft of September 2026): where a denial says
// that it can be asked for, people are asked, and the task tells how that ended.

import type { Context } from 'hono';
import { readAccessTask, requestAccess, type AccessTask } from '../../../gateway/access-request.ts';
import type { NotRequested } from '../../../gateway/access-request.ts';
import type { Api, ApiRouter } from '../api.ts';
import { ACCESS_PREFIX, accessRequest, REQUESTS_PATH } from '../contract-authzen.ts';
import { granted } from '../failure.ts';
import { askerOf, questionOf } from './question.ts';
import { readRequest } from './request-body.ts';

/** @param base the address by which Holdpoint was asked */
export function requestsAt(base: string): string {
  return `${base}${ACCESS_PREFIX}${REQUESTS_PATH}`;
}

export function routeRequests(router: ApiRouter, { core }: Api): void {
  router.post(REQUESTS_PATH, async (c) => {
    const caller = c.get('caller');
    const { denial, ...question } = await readRequest(c.req.raw, accessRequest);
    const { evaluation_id: evaluation } = denial;
    if (evaluation === undefined) return problem(PROBLEMS.unbound);
    const made = await requestAccess(core, askerOf(caller), questionOf(caller, question), evaluation);
    if ('refused' in made) return c.json(granted(made.refused));
    if ('not' in made) return problem(PROBLEMS[made.not]);
    const wire = toWire(c, made);
    return c.json(wire, 202, { location: wire.task.status_endpoint });
  });
  router.get(`${REQUESTS_PATH}/:task`, async (c) => {
    const task = await readAccessTask(core, askerOf(c.get('caller')), c.req.param('task'));
    return task === null ? problem(UNKNOWN_TASK) : c.json(toWire(c, task));
  });
}

function toWire(c: Context, { id, status, approval }: AccessTask) {
  const task = { id, status, status_endpoint: `${requestsAt(new URL(c.req.url).origin)}/${id}` };
  if (approval === null) return { task };
  const times = { approved_at: timeOf(approval.at), approved_until: timeOf(approval.until) };
  return { task, result: { mode: 'reevaluate', approval: { id: approval.id, ...times } } };
}

/** RFC 3339. */
export function timeOf(at: number): string {
  return new Date(at).toISOString();
}

interface Problem {
  readonly name: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
}

const PROBLEMS: { readonly [not in NotRequested['not']]: Problem } = {
  unbound: {
    name: 'invalid_denial_binding',
    status: 400,
    title: 'This is not the question that was denied',
    detail: 'Send subject, action, resource and context.task of your evaluation denial.evaluation_id.',
  },
  'not-requestable': {
    name: 'not_requestable',
    status: 400,
    title: 'Nobody can be asked for this',
    detail: 'Evaluate it again: only a denial with context.access_request can be asked for.',
  },
  expired: {
    name: 'expired_denial',
    status: 410,
    title: 'The denial is too old',
    detail: 'Evaluate it again, and ask before the expires_at of its access_request.',
  },
};

const UNKNOWN_TASK: Problem = {
  name: 'unknown_task',
  status: 404,
  title: 'No such access request',
  detail: 'Ask with the token of the enforcement point that made the request.',
};

/** RFC 9457. */
function problem({ name, status, title, detail }: Problem): Response {
  const type = `urn:openid:authzen:access-request:error:${name}`;
  return new Response(JSON.stringify({ type, title, status, detail }), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  });
}
