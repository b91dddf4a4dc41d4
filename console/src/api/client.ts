// The one way to the daemon: same origin, with the page key, and every refusal in the words of the API.

import type { ApiError } from '../../../src/surfaces/http/contract.ts';
import { attendance } from './attendance.ts';
import { pageHeaders } from './session.ts';

const PREFIX = '/api/v1';

export class ApiFailure extends Error {
  readonly code: ApiError['code'] | 'unreachable';
  readonly help: string | null;
  readonly details: ApiError | null;
  constructor(code: ApiFailure['code'], message: string, details: ApiError | null, help?: string) {
    super(message);
    this.name = 'ApiFailure';
    this.code = code;
    this.details = details;
    this.help = details?.help ?? help ?? null;
  }
}

export async function getJson<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  return read(await send(path, signal === undefined ? {} : { signal }));
}

export async function getText(path: string): Promise<string> {
  const response = await send(path, {});
  if (!response.ok) throw await toFailure(response);
  return response.text();
}

export async function postJson<Answer>(path: string, body: object): Promise<Answer> {
  return read(await send(path, posted(body)));
}

function posted(body: object): Sent {
  return { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}

interface LongQuestion {
  /** With one, it is asked by POST. */
  readonly body?: object;
  /** Whoever leaves ends it, for the daemon too. */
  readonly signal?: AbortSignal;
}

/** Lines of JSON, each as it comes. Throws `ApiFailure`. */
export async function* getLines<Line>(
  path: string,
  { body, signal }: LongQuestion = {},
): AsyncGenerator<Line, void> {
  const response = await send(path, {
    ...(signal === undefined ? {} : { signal }),
    ...(body === undefined ? {} : posted(body)),
  });
  if (!response.ok || response.body === null) throw await toFailure(response);
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
    rest = lines.pop()!;
    for (const line of lines) yield JSON.parse(line) as Line;
  }
}

/** The line that is `done`; `heard` is told each before it. Throws `ApiFailure`, also where it broke off. */
export async function getLongAnswer<Line extends { readonly event: string }>(
  path: string,
  heard: (line: Exclude<Line, { readonly event: 'done' }>) => void,
  question: LongQuestion = {},
): Promise<Extract<Line, { readonly event: 'done' }>> {
  for await (const line of getLines<Line>(path, question)) {
    if (line.event === 'done') return line as Extract<Line, { readonly event: 'done' }>;
    heard(line as Exclude<Line, { readonly event: 'done' }>);
  }
  throw new ApiFailure('unreachable', 'The answer broke off', null, 'See: holdpoint doctor');
}

/** A body that is read as it comes. Throws `ApiFailure`. */
export async function getStream(
  path: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const response = await send(path, { headers, signal });
  if (!response.ok || response.body === null) throw await toFailure(response);
  return response.body;
}

interface Sent extends Omit<RequestInit, 'headers'> {
  readonly headers?: Record<string, string>;
}

async function send(path: string, init: Sent): Promise<Response> {
  try {
    return await fetch(`${PREFIX}${path}`, {
      ...init,
      headers: { ...pageHeaders(), ...attendance(), ...init.headers },
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiFailure('unreachable', 'Holdpoint does not answer', null, 'Start it with: holdpoint up');
  }
}

async function read<Answer>(response: Response): Promise<Answer> {
  if (!response.ok) throw await toFailure(response);
  return (await response.json()) as Answer;
}

async function toFailure(response: Response): Promise<ApiFailure> {
  const body = (await response.json().catch(() => null)) as { error?: ApiError } | null;
  const error = body?.error;
  if (error !== undefined) return new ApiFailure(error.code, error.message, error);
  const message = `Holdpoint answers ${response.status} and says nothing`;
  return new ApiFailure('internal', message, null, 'See: holdpoint doctor');
}
