// Slack's Web API over fetch: a call is bounded in time and in what is read of its answer, follows no
// redirect, and says what went wrong in our own few words.

import type { NotifierFault } from '../../../gateway/ports/notifier.ts';
import { isObject } from '../../../ledger/shape.ts';
import { readSecretReference } from '../../host/secret-reference.ts';

export interface SlackApiOptions {
  readonly api: string;
  readonly token: string;
  readonly env: { readonly [name: string]: string | undefined };
  readonly timeoutMs: number;
}

export interface SlackAnswer {
  /** Null: it did what it was asked. */
  readonly failure: NotifierFault | null;
  /** Slack's own word for what went wrong; null: nothing did, or Slack did not say. */
  readonly error: string | null;
  readonly said: { readonly [member: string]: unknown };
}

export interface SlackApi {
  /** Never rejects. */
  call(method: string, body: object, signal: AbortSignal): Promise<SlackAnswer>;
}

const MOST_BYTES = 256 * 1024;
const BUSY: readonly (string | null)[] = ['ratelimited', 'rate_limited', 'service_unavailable'];
/** A header's value: what else there is in a file is no token. */
const TOKEN = /^[\x21-\x7e]+$/;

export function createSlackApi({ api, token: reference, env, timeoutMs }: SlackApiOptions): SlackApi {
  return {
    async call(method, body, signal) {
      const token = await readSecretReference(reference, env).catch(() => '');
      if (!TOKEN.test(token)) return failed('secret-missing');
      if (signal.aborted) return failed('unreachable');
      const limit = AbortSignal.timeout(timeoutMs);
      try {
        const response = await fetch(`${api}/${method}`, {
          method: 'POST',
          redirect: 'error',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' },
          body: JSON.stringify(body),
          signal: AbortSignal.any([signal, limit]),
        });
        return await answerOf(response);
      } catch (error) {
        return failed(limit.aborted && !signal.aborted ? 'timeout' : faultOf(error));
      }
    },
  };
}

async function answerOf(response: Response): Promise<SlackAnswer> {
  if (response.status === 429 || response.status === 503) {
    await response.body?.cancel();
    return failed('slow-down');
  }
  const said = parse(await readSome(response));
  if (response.ok && said['ok'] === true) return { failure: null, error: null, said };
  const error = typeof said['error'] === 'string' ? said['error'] : null;
  return { failure: BUSY.includes(error) ? 'slow-down' : 'refused', error, said };
}

async function readSome(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > MOST_BYTES) return '';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): { readonly [member: string]: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function failed(failure: NotifierFault): SlackAnswer {
  return { failure, error: null, said: {} };
}

/** What fetch hides behind its one error is in its cause. */
function faultOf(error: unknown): NotifierFault {
  const cause = error instanceof Error ? error.cause : null;
  const { code = '', message = '' } = (cause ?? {}) as { readonly code?: string; readonly message?: string };
  if (message.includes('redirect')) return 'refused';
  return /CERT|^ERR_(?:SSL|TLS)|SELF_SIGNED|UNABLE_TO/.test(code) ? 'insecure' : 'unreachable';
}
