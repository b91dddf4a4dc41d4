// The client acts in one task: its token is renewed in time, and what was opened here is closed here.

import { z } from 'zod';
import { answerSchema, renewed, taskOpened } from '../../http/contract.ts';
import { createClient } from '../client.ts';
import { CliError } from '../exit.ts';
import type { DaemonAccess } from './daemon.ts';

export interface WrappedTask {
  readonly id: string;
  /** The newest token. */
  readonly token: () => string;
  /** Renews no more, and closes the task where it was opened here. Throws `CliError`. */
  end(): Promise<void>;
}

export interface TaskInput {
  readonly agent: string | null;
  readonly workflow: string | null;
  /** The token of a task that somebody else opened, and closes. */
  readonly given: string | null;
}

interface Held {
  readonly task: string;
  readonly token: string;
  readonly expiresAt: number;
}

/** What is left then is not worth a request. */
const SHORTEST_MS = 1_000;
const claimsSchema = z.object({ task: z.string(), exp: z.number() });

/** Throws `CliError`: nothing says which task, or it is denied. */
export async function joinTask(
  daemon: DaemonAccess,
  ask: typeof fetch,
  input: TaskInput,
): Promise<WrappedTask> {
  const held = input.given === null ? await openTask(daemon, ask, input) : readToken(input.given);
  const renewal = keepFresh(held, (token) => {
    const client = createClient({ url: daemon.url, token, fetch: ask });
    return client.post(pathOf(held.task, 'token'), {}, renewed).then((answer) => answer.token);
  });
  return {
    id: held.task,
    token: renewal.token,
    async end() {
      renewal.stop();
      if (input.given !== null) return;
      const client = createClient({ url: daemon.url, token: renewal.token(), fetch: ask });
      await client.post(pathOf(held.task, 'close'), {}, answerSchema);
    },
  };
}

/** Renews at half of what is left each time, so that one lost renewal does not matter. */
function keepFresh(
  first: Held,
  renew: (token: string) => Promise<{ readonly token: string; readonly expiresAt: number }>,
): { readonly token: () => string; stop(): void } {
  let current: { readonly token: string; readonly expiresAt: number } = first;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const plan = (): void => {
    const leftMs = current.expiresAt - Date.now();
    if (stopped || leftMs <= SHORTEST_MS) return;
    timer = setTimeout(() => void attempt(), leftMs / 2).unref();
  };
  const attempt = async (): Promise<void> => {
    const next = await renew(current.token).catch(() => null);
    // The task itself ends then: no renewal can help.
    if (next !== null && next.expiresAt <= current.expiresAt) return;
    current = next ?? current;
    plan();
  };
  plan();
  return {
    token: () => current.token,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

async function openTask(daemon: DaemonAccess, ask: typeof fetch, input: TaskInput): Promise<Held> {
  const { agent, workflow } = input;
  if (agent === null || workflow === null) {
    throw new CliError('nothing says which agent works here, under which workflow', {
      help: 'Set wrap.agent and wrap.workflow in holdpoint.yaml, or give --agent and --workflow',
    });
  }
  const client = createClient({ url: daemon.url, token: daemon.localToken, fetch: ask });
  const { task, token } = await client.post('/tasks', { agent, workflow, prompt: null }, taskOpened);
  return { task, ...token };
}

/** Reads what the daemon will verify. */
function readToken(token: string): Held {
  const claims = claimsSchema.safeParse(parse(token.split('.')[1] ?? ''));
  if (!claims.success) {
    throw new CliError('HOLDPOINT_TASK_TOKEN is not the token of a task', {
      help: 'See: holdpoint task open',
    });
  }
  return { task: claims.data.task, token, expiresAt: claims.data.exp * 1000 };
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

function pathOf(task: string, verb: 'token' | 'close'): string {
  return `/tasks/${encodeURIComponent(task)}/${verb}`;
}
