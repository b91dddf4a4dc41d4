// A held call is a task of the Tasks extension (io.modelcontextprotocol/tasks, SEP-2663): its hold is the
// task, and its caller comes back for what the call would have answered. Whoever else has the id has nothing.

import {
  MissingRequiredClientCapabilityError,
  ProtocolError,
  ProtocolErrorCode,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { Core } from '../../gateway/core.ts';
import type { Caller, Deferrals, Deferred, Standing } from '../../gateway/hold/deferred.ts';
import { StoreFault } from '../../gateway/ports.ts';
import type { HeldOutcome } from '../../gateway/hold/call.ts';
import type { Hold } from '../../kernel/hold/held.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { declaredBy, TASKS_REQUIRED } from './declared.ts';
import { refuseHeld, refuseStopped, taskOf } from './hold-reply.ts';
import { describeFault, refuse, toToolResult } from './reply.ts';
import { answerCall, REFUSED_CODE } from './results.ts';
import type { Session } from './session.ts';

type Answer = Record<string, unknown>;

const PARAMS = z.looseObject({ taskId: z.string() });
const NO_TASK = 'Task not found: this caller has none of that id. Call the tool again';

export interface TaskOptions {
  readonly session: Session;
  readonly deferrals: Deferrals;
  /** Base address of the links. */
  readonly url: string;
}

/** Serves `tasks/get`, `tasks/update` and `tasks/cancel`. */
export function registerTasks(server: Server, core: Core, options: TaskOptions): void {
  const { session, deferrals, url } = options;
  const serve = (method: string, ask: (caller: Caller, id: string, ctx: ServerContext) => Promise<Answer>) =>
    server.setRequestHandler(method, { params: PARAMS }, async ({ taskId }, ctx) => {
      const declared = declaredBy(ctx, true);
      if (!declared.tasks) throw new MissingRequiredClientCapabilityError(TASKS_REQUIRED);
      const { agent, task } = session;
      const caller = { agent, task, supports: declared.supports };
      return ask(caller, taskId, ctx).catch((error: unknown) => {
        throw told(core, error);
      });
    });
  serve('tasks/get', async (caller, id) => {
    const found = await deferrals.read(caller, id);
    if (found === null) throw unknownTask();
    return describeTask(found, url, session.deliveries);
  });
  serve('tasks/update', async (caller, id, ctx) => {
    const answers = (ctx.mcpReq.inputResponses ?? {}) as { readonly [key: string]: JsonObject };
    if (!(await deferrals.reply(caller, id, answers))) throw unknownTask();
    return {};
  });
  serve('tasks/cancel', async (caller, id) => {
    if (!(await deferrals.cancel(caller, id))) throw unknownTask();
    return {};
  });
}

/**
 * How it stands, with all that its caller is given of it. Throws what a caller that asks is refused with.
 *
 * @param deliveries gets what to do once the answer is delivered
 */
export function describeTask(found: Deferred, url: string, deliveries: Session['deliveries']): Answer {
  return { ...taskOf(found, url), ...payloadOf(found, deliveries) };
}

/** What the call answers, in the form that it would have had at once; or what keeps it from answering. */
function payloadOf({ hold, stands }: Deferred, deliveries: Session['deliveries']): Answer {
  switch (stands.is) {
    case 'waiting':
    case 'running':
      return { status: 'working' };
    case 'asking': {
      const { key, params } = stands.question;
      return { status: 'input_required', inputRequests: { [key]: { method: 'elicitation/create', params } } };
    }
    case 'withdrawn':
      return { status: 'cancelled' };
    case 'expired':
    case 'lost':
    case 'rejected':
      return completed(toToolResult(refuseHeld(hold, stands)));
    case 'denied':
      return completed(toToolResult(refuse(stands.answer)));
    case 'stopped':
      return stopped(hold, stands);
    case 'ended':
      deliveries.push(stands.delivered);
      return endedWith(stands.outcome);
  }
}

function endedWith(outcome: HeldOutcome): Answer {
  try {
    return completed(answerCall(outcome));
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    const { code, message, data } = error;
    return { status: 'failed', error: { code, message, ...(data === undefined ? {} : { data }) } };
  }
}

/** The end of a task is the end of its calls; a kill switch may be lifted, and says nothing of them. */
function stopped(hold: Hold, { reasons, made }: Extract<Standing, { is: 'stopped' }>): Answer {
  const refused = refuseStopped(hold, made);
  if (reasons.some(({ code }) => code !== 'killed')) return completed(toToolResult(refused));
  throw new ProtocolError(REFUSED_CODE, refused.text, { _meta: refused.meta });
}

function completed(result: object): Answer {
  return { status: 'completed', result: { resultType: 'complete', ...result } };
}

function unknownTask(): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, NO_TASK);
}

/** Where the ledger lies is for operators: an agent learns the code alone. */
function told(core: Core, error: unknown): unknown {
  if (!(error instanceof StoreFault)) return error;
  core.log.warn({ code: error.code, why: error.message }, 'a task of a client cannot be read');
  const { text, meta } = describeFault(error.code);
  return new ProtocolError(ProtocolErrorCode.InternalError, text, { _meta: meta });
}
