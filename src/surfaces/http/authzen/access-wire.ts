// An access request as whoever made it sees it (AuthZEN access request and approval profile).

import type { Context } from 'hono';
import type { AccessTask } from '../../../gateway/access/request.ts';
import type { Caller } from '../caller/caller.ts';
import { ACCESS_PREFIX, REQUESTS_PATH } from '../contract/authzen.ts';

/** A request whose caller is known. */
export type Asking = Context<{ Variables: { caller: Caller } }>;

/** @param base the address by which Holdpoint was asked */
export function requestsAt(base: string): string {
  return `${base}${ACCESS_PREFIX}${REQUESTS_PATH}`;
}

export function toWire(c: Asking, { id, status, expiresAt, asked, given, approval }: AccessTask) {
  const handle = toHandle(c, { id, status, expiresAt });
  const progress = { current_step: Math.min(given, asked), total_steps: asked };
  const task = status === 'pending' ? { ...handle, progress } : handle;
  return approval === null ? { task } : { task, result: toResult(approval) };
}

interface Handle extends Pick<AccessTask, 'id' | 'expiresAt'> {
  readonly status: string;
}

export function toHandle(c: Asking, { id, status, expiresAt }: Handle) {
  const status_endpoint = `${requestsAt(new URL(c.req.url).origin)}/${id}`;
  const handle = { id, status, status_endpoint, expires_at: timeOf(expiresAt) };
  return status === 'pending' ? { ...handle, links: { cancel: `${status_endpoint}/cancel` } } : handle;
}

export function toResult({ id, at, until }: NonNullable<AccessTask['approval']>): object {
  const times = { approved_at: timeOf(at), approved_until: timeOf(until) };
  return { mode: 'reevaluate', approval: { id, ...times } };
}

/** RFC 3339. */
export function timeOf(at: number): string {
  return new Date(at).toISOString();
}
