// Access requests (AuthZEN access request and approval profile, draft of September 2026): where a denial says
// that it can be asked for, people are asked, and the task tells how that ended.

import { z } from 'zod';
import { underKey } from '../../../gateway/access/key.ts';
import {
  cancelAccess,
  readAccessTask,
  requestAccess,
  type NotRequested,
} from '../../../gateway/access/request.ts';
import { namesItems } from '../../../gateway/access/items.ts';
import type { WantedCallback } from '../../../gateway/access/watch.ts';
import type { Core } from '../../../gateway/core.ts';
import type { Answer } from '../../../gateway/verbs.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import type { Api, ApiRouter } from '../api.ts';
import { complain } from '../body.ts';
import { accessItems, accessRequest, REQUESTS_PATH } from '../contract/authzen.ts';
import type { Callback } from '../contract/authzen.ts';
import { Failure, granted } from '../failure.ts';
import { cancelAll, readAll, requestAll } from './access-items.ts';
import { requestsAt, toWire, type Asking } from './access-wire.ts';
import { deniedIn } from './denial.ts';
import { OVER, problem, PROBLEMS, UNKNOWN_TASK } from './problem.ts';
import { askerOf, questionOf } from './question.ts';
import { readRequest } from './request-body.ts';

export function routeRequests(router: ApiRouter, { core }: Api): void {
  router.post(REQUESTS_PATH, async (c) => {
    const asked = (await readRequest(c.req.raw, z.looseObject({}))) as JsonObject;
    const { about, make } = readAsked(core, c, asked);
    const key = keyOf(c);
    const asker = askerOf(c.get('caller'));
    const made = await (key === null ? make() : underKey(core, asker, about, { key, sent: asked }, make));
    if ('refused' in made) return c.json(granted(made.refused));
    if ('not' in made) return problem(PROBLEMS[made.not]);
    return c.json(made, 202, { location: made.task.status_endpoint });
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

type Made =
  | { readonly task: { readonly status_endpoint: string } }
  | NotRequested
  | { readonly refused: Answer };

/** What is asked for, in which task, and how it is done. Throws `malformed`. */
function readAsked(
  core: Core,
  c: Asking,
  asked: JsonObject,
): { readonly about: string | null; readonly make: () => Promise<Made> } {
  if ('items' in asked) {
    const { callback, ...wanted } = fit(asked, accessItems);
    const told = callback === undefined ? null : callbackOf(core, c, callback);
    return { about: wanted.context.task ?? null, make: () => requestAll(core, c, wanted, told) };
  }
  const { denial, callback, ...question } = fit(asked, accessRequest);
  const told = callback === undefined ? {} : { callback: callbackOf(core, c, callback) };
  const input = questionOf(c.get('caller'), question);
  const make = async (): Promise<Made> => {
    const denied = deniedIn(core, denial);
    if ('not' in denied) return denied;
    const made = await requestAccess(core, askerOf(c.get('caller')), input, { ...denied, ...told });
    return 'id' in made ? toWire(c, made) : made;
  };
  return { about: input.about, make };
}

/** Throws `malformed`. */
function fit<Schema extends z.ZodType>(asked: object, schema: Schema): z.output<Schema> {
  const read = schema.safeParse(asked);
  if (read.success) return read.data;
  throw new Failure('malformed', complain(read.error));
}

/** Null: there is none. Throws `malformed`. */
function keyOf(c: Asking): string | null {
  const key = c.req.header('idempotency-key') ?? null;
  if (key === null || /^[!-~]([ -~]{0,253}[!-~])?$/.test(key)) return key;
  throw new Failure('malformed', 'Idempotency-Key: 1 to 255 printable characters of ASCII');
}

/** Throws `malformed` for an address that is not configured for whoever asks: nothing is sent elsewhere. */
function callbackOf(core: Core, c: Asking, { endpoint, state, events }: Callback): WantedCallback {
  const { id } = askerOf(c.get('caller'));
  const channel = core.notifying?.callbackAt(id, endpoint) ?? null;
  if (channel === null) {
    const help = 'Configure a channel of kind callback with that url and this operator as its asker';
    throw new Failure('malformed', 'callback.endpoint: is not configured for whoever asks', { help });
  }
  // The handle is not known yet: the address ends where its name begins.
  const back = { requests: requestsAt(new URL(c.req.url).origin), ...(state === undefined ? {} : { state }) };
  return { channel, back, ...(events === undefined ? {} : { events }) };
}
