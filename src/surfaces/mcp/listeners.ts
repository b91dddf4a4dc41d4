// A client that asks to hear of its tasks hears of its own and of no other: an id that is somebody else's is
// passed over like one that there is none of.

import { MissingRequiredClientCapabilityError } from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { Core } from '../../gateway/core.ts';
import type { Caller, Deferrals } from '../../gateway/hold/deferred.ts';
import { codeOf } from '../../gateway/fault.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { declaredIn, TASKS_REQUIRED } from './declared.ts';
import { openSubscription, type Subscription, type TaskWord } from './subscription.ts';
import { describeTask } from './tasks.ts';

export interface Listener {
  readonly task: string;
  readonly agent: string;
  /** When its token ends, Unix milliseconds. */
  readonly until: number;
}

export interface TaskListeners {
  /**
   * Null: the request asks for no such thing, or was refused as `response` says, which else is given up.
   */
  answer(request: unknown, response: Response, listener: Listener): Promise<Response | null>;
}

/** Of one task of ours at once. */
const MOST_LISTENERS = 16;
const CAPABILITIES = 'io.modelcontextprotocol/clientCapabilities';
const TERMINAL: readonly unknown[] = ['completed', 'failed', 'cancelled'];

const LISTEN = z.looseObject({
  id: z.union([z.string(), z.number()]),
  method: z.literal('subscriptions/listen'),
  params: z.looseObject({
    _meta: z.looseObject({ [CAPABILITIES]: z.looseObject({}) }),
    notifications: z.looseObject({ taskIds: z.array(z.string()).min(1).max(64) }),
  }),
});

export function createTaskListeners(
  core: Core,
  deferrals: Deferrals,
  listen: { readonly url: string; readonly origin?: string },
): TaskListeners {
  const open = new Map<string, Set<Subscription>>();
  core.stopping.addEventListener('abort', () => {
    for (const group of open.values()) for (const one of group) one.stop();
  });
  return {
    async answer(request, response, { task, agent, until }) {
      const asked = LISTEN.safeParse(request);
      const isStream = response.headers.get('content-type') === 'text/event-stream';
      if (!asked.success || !isStream) return null;
      await response.body?.cancel();
      const { id, params } = asked.data;
      const declared = declaredIn(params._meta[CAPABILITIES]);
      if (!declared.tasks) return refuse(id, 400, new MissingRequiredClientCapabilityError(TASKS_REQUIRED));
      const caller = { agent, task, supports: declared.supports };
      const url = listen.origin ?? listen.url;
      const look = (one: string): Promise<TaskWord | null> => wordOf(core, deferrals, caller, one, url);
      const ids = [...new Set(params.notifications.taskIds)];
      const words = await Promise.all(ids.map(look));
      const group = open.get(task) ?? new Set();
      if (group.size >= MOST_LISTENERS) return refuse(id, 200, FULL);
      const subscription = openSubscription({
        id,
        tasks: ids.filter((_, place) => words[place] !== null),
        look,
        watch: (moved) => deferrals.watch(task, moved),
        mayHear: () => core.clock.now() < until,
        ended: () => {
          group.delete(subscription);
          if (group.size === 0) open.delete(task);
        },
      });
      open.set(task, group.add(subscription));
      return subscription.response;
    },
  };
}

interface Refusal {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

const FULL = { code: -32_603, message: 'Subscription limit reached' };

function refuse(id: string | number, status: number, { code, message, data }: Refusal): Response {
  return Response.json({ jsonrpc: '2.0', id, error: { code, message, data } }, { status });
}

/** Null: there is none, or nothing can be said of it just now. Never rejects. */
async function wordOf(
  core: Core,
  deferrals: Deferrals,
  caller: Caller,
  id: string,
  url: string,
): Promise<TaskWord | null> {
  try {
    const taken: (() => void)[] = [];
    const found = await deferrals.read(caller, id);
    if (found === null) return null;
    const task = describeTask(found, url, taken) as JsonObject;
    return { task, isOver: TERMINAL.includes(task['status']), taken };
  } catch (error) {
    core.log.info({ code: codeOf(error) }, 'a client is not told just now how its task stands');
    return null;
  }
}
