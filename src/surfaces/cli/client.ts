// The commands' way to the daemon: every answer is checked against the contract, and every refusal becomes
// an error that names the next step and the exit code it means.

import type { z } from 'zod';
import { API_PREFIX, errorSchema, type ApiError, type ErrorCode, type Problem } from '../http/contract.ts';
import { CliError, EXIT, type ExitCode } from './exit.ts';
import { reasonLine } from './render/reason-line.ts';

export interface Client {
  get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>>;
  post<Schema extends z.ZodType>(path: string, body: object, schema: Schema): Promise<z.output<Schema>>;
  getText(path: string): Promise<string>;
  getBytes(path: string): Promise<Uint8Array>;
  /** The lines of an NDJSON answer, as they come. */
  getLines(path: string): AsyncIterable<string>;
  postLines<Schema extends z.ZodType>(
    path: string,
    body: object,
    schema: Schema,
  ): AsyncIterable<z.output<Schema>>;
}

export interface ClientOptions {
  readonly url: string;
  readonly token: string;
  readonly fetch: typeof fetch;
}

export function createClient(options: ClientOptions): Client {
  const ask = async (path: string, body?: object): Promise<Response> => {
    const response = await send(options, path, body);
    if (!response.ok) throw await toError(response);
    return response;
  };
  const read = async (response: Response, schema: z.ZodType): Promise<unknown> => {
    const result = schema.safeParse(await response.json().catch(() => null));
    if (result.success) return result.data;
    throw new CliError('the daemon answers in another version of the contract', {
      help: 'Restart it with this version: holdpoint up',
    });
  };
  return {
    get: async (path, schema) => (await read(await ask(path), schema)) as z.output<typeof schema>,
    post: async (path, body, schema) =>
      (await read(await ask(path, body), schema)) as z.output<typeof schema>,
    getText: async (path) => (await ask(path)).text(),
    getBytes: async (path) => new Uint8Array(await (await ask(path)).arrayBuffer()),
    async *getLines(path) {
      yield* linesOf(await ask(path));
    },
    async *postLines(path, body, schema) {
      for await (const line of linesOf(await ask(path, body))) {
        yield schema.parse(JSON.parse(line));
      }
    },
  };
}

async function send(options: ClientOptions, path: string, body?: object): Promise<Response> {
  const headers = new Headers({ authorization: `Bearer ${options.token}`, accept: 'application/json' });
  if (body !== undefined) headers.set('content-type', 'application/json');
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  try {
    return await options.fetch(`${options.url}${API_PREFIX}${path}`, { ...init, headers });
  } catch {
    throw new CliError(`Holdpoint does not answer at ${options.url}`, {
      help: 'Start it with: holdpoint up',
    });
  }
}

async function* linesOf(response: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  try {
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop()!;
      yield* lines;
    }
  } catch {
    throw brokenOff();
  }
  if (rest !== '') throw brokenOff();
}

/** An answer that came line by line ended before its last one. */
export function brokenOff(help = 'See: holdpoint doctor'): CliError {
  return new CliError('the answer broke off', { help });
}

async function toError(response: Response): Promise<CliError> {
  const parsed = errorSchema.safeParse(await response.json().catch(() => null));
  if (!parsed.success) {
    return new CliError(`the daemon answers ${response.status} and nothing that can be read`, {
      help: 'See: holdpoint doctor',
    });
  }
  const { error } = parsed.data;
  const lines = [...(error.reasons ?? []).map(reasonLine), ...(error.problems ?? []).map(problemLine)];
  const recorded = error.receipt === undefined ? [] : [`recorded as ${error.receipt.record}`];
  // The first reason's line says the same.
  const help = error.reasons === undefined ? helpFor(error) : null;
  return new CliError(error.message, {
    exit: exitFor(error),
    help,
    lines: [...lines, ...recorded],
    json: error,
  });
}

export function isNotFound(error: unknown): boolean {
  const code: ErrorCode = 'not-found';
  return error instanceof CliError && 'code' in error.details.json && error.details.json.code === code;
}

function helpFor(error: ApiError): string | null {
  return error.help ?? (error.code === 'unauthenticated' ? 'Sign in again: holdpoint login' : null);
}

function exitFor({ code }: ApiError): ExitCode {
  if (code === 'denied') return EXIT.denied;
  return code === 'invalid' ? EXIT.invalid : EXIT.failed;
}

export function problemLine({ severity, source, line, column, message, help }: Problem): string {
  return `${source}:${line}:${column}: ${severity}: ${message}${help === null ? '' : ` (${help})`}`;
}
