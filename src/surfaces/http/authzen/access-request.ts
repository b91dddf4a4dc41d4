// Access requests (AuthZEN access request and approval profile, draft of September 2026): where a denial says
// that it can be asked for, people are asked, and the task tells how that ended.

import { z } from 'zod';
import { cancelAccess, readAccessTask, requestAccess } from '../../../gateway/access-request.ts';
import type { WantedCallback } from '../../../gateway/access-request.ts';
import { namesItems } from '../../../gateway/access-items.ts';
import type { Asker } from '../../../gateway/asker.ts';
import type { Core } from '../../../gateway/core.ts';
import type { Api, ApiRouter } from '../api.ts';
import { complain } from '../body.ts';
import { accessItems, accessRequest, REQUESTS_PATH } from '../contract-authzen.ts';
import type { AccessRequest } from '../contract-authzen.ts';
import { Failure, granted } from '../failure.ts';
import { cancelAll, readAll, requestAll } from './access-items.ts';
import { requestsAt, toWire, type Asking } from './access-wire.ts';
import { OVER, problem, PROBLEMS, UNKNOWN_TASK } from './problem.ts';
import { askerOf, questionOf } from './question.ts';
import { readRequest } from './request-body.ts';

export function routeRequests(router: ApiRouter, { core }: Api): void {
  router.post(REQUESTS_PATH, async (c) => {
    const caller = c.get('caller');
    const asked = await readRequest(c.req.raw, z.looseObject({}));
    if ('items' in asked) return requestAll(core, c, fit(asked, accessItems));
    const { denial, callback: wanted, ...question } = fit(asked, accessRequest);
    const { evaluation_id: evaluation } = denial;
    if (evaluation === undefined) return problem(PROBLEMS.unbound);
    const asker = askerOf(caller);
    const callback = wanted === undefined ? {} : { callback: callbackOf(core, asker, wanted, c) };
    const made = await requestAccess(core, asker, questionOf(caller, question), { evaluation, ...callback });
    if ('refused' in made) return c.json(granted(made.refused));
    if ('not' in made) return problem(PROBLEMS[made.not]);
    const wire = toWire(c, made);
    return c.json(wire, 202, { location: wire.task.status_endpoint });
  });
  router.get(`${REQUESTS_PATH}/:task`, async (c) => {
    if (namesItems(c.req.param('task'))) return readAll(core, c, c.req.param('task'));
    const task = await readAccessTask(core, askerOf(c.get('caller')), c.req.param('task'));
    return task === null ? problem(UNKNOWN_TASK) : c.json(toWire(c, task));
  });
  const cancel = async (c: Asking, id: string): Promise<Response> => {
    if (namesItems(id)) return cancelAll(core, c, id);
    const task = await cancelAccess(core, askerOf(c.get('caller')), id);
    if (task === null) return problem(UNKNOWN_TASK);
    return task === 'over' ? problem(OVER) : c.json(toWire(c, task));
  };
  router.post(`${REQUESTS_PATH}/:task/cancel`, (c) => cancel(c, c.req.param('task')));
  router.delete(`${REQUESTS_PATH}/:task/cancel`, (c) => cancel(c, c.req.param('task')));
}

/** Throws `malformed`. */
function fit<Schema extends z.ZodType>(asked: object, schema: Schema): z.output<Schema> {
  const read = schema.safeParse(asked);
  if (read.success) return read.data;
  throw new Failure('malformed', complain(read.error));
}

/** Throws `malformed` for an address that is not configured for whoever asks: nothing is sent elsewhere. */
function callbackOf(
  { notifying }: Core,
  { id }: Asker,
  { endpoint, state, events }: NonNullable<AccessRequest['callback']>,
  c: Asking,
): WantedCallback {
  const channel = notifying?.callbackAt(id, endpoint) ?? null;
  if (channel === null) {
    const help = 'Configure a channel of kind callback with that url and this operator as its asker';
    throw new Failure('malformed', 'callback.endpoint: is not configured for whoever asks', { help });
  }
  // The handle is not known yet: the address ends where its name begins.
  const back = { requests: requestsAt(new URL(c.req.url).origin), ...(state === undefined ? {} : { state }) };
  return { channel, back, ...(events === undefined ? {} : { events }) };
}
