// What became of no access request, in the problem types of the profile (RFC 9457).

import type { NotRequested } from '../../../gateway/access/request.ts';

export interface Problem {
  readonly name: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
}

export const PROBLEMS: { readonly [not in NotRequested['not'] | 'duplicate']: Problem } = {
  unbound: {
    name: 'invalid_denial_binding',
    status: 400,
    title: 'This is not the question that was denied',
    detail: 'Send the evaluation’s subject, action, resource and context.task, and name it in denial.',
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
  duplicate: {
    name: 'duplicate_request',
    status: 409,
    title: 'Something else was sent under this Idempotency-Key',
    detail: 'Take a key of its own for each request, and send the same under it again only as it was.',
  },
};

export const UNKNOWN_TASK: Problem = {
  name: 'unknown_task',
  status: 404,
  title: 'No such access request',
  detail: 'Ask with the token of the enforcement point that made the request.',
};

export const OVER: Problem = {
  name: 'invalid_task_state',
  status: 409,
  title: 'The access request has ended',
  detail: 'Read its status_endpoint: what has ended cannot be cancelled.',
};

/** RFC 9457. */
export function problem({ name, status, title, detail }: Problem): Response {
  const type = `urn:openid:authzen:access-request:error:${name}`;
  return new Response(JSON.stringify({ type, title, status, detail }), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  });
}
