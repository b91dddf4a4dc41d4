// Every bound on what an upstream may take of us stands here: time, memory, messages, tries.

/** What `createMcpUpstream` may be told; every bound has a default. */
export interface McpUpstreamOptions {
  /** How this client names itself to servers. */
  readonly client?: { readonly name: string; readonly version: string };
  /** Monotonic milliseconds. */
  readonly monotonicMs?: () => number;
  /** Standard error of stdio servers by lines, cut at 8 KiB. It may hold secrets: for the operator only. */
  readonly onStderr?: (connector: string, line: string) => void;
  /** Largest result passed on, in bytes of JSON. */
  readonly maxResultBytes?: number;
  /** Time to start a server and agree on a protocol version. */
  readonly connectTimeoutMs?: number;
  /** Time for one page of a list. */
  readonly listTimeoutMs?: number;
  /** How long a description counts as what is presented now. */
  readonly freshMs?: number;
  /** Wait after closing a server's input, and again after SIGTERM, before the next, harder step. */
  readonly endGraceMs?: number;
  /** Wait before trying a failed connector again: doubled with each failure up to the maximum. */
  readonly backoff?: { readonly baseMs: number; readonly maxMs: number };
}

export type Settings = Required<McpUpstreamOptions>;

/** Largest single message that is read at all, in bytes: a longer one ends the connection. */
export const MAX_MESSAGE_BYTES = 10 * 1024 * 1024;

/** More messages than this on one connection within the window end it. */
export const MESSAGE_FLOOD = { messages: 10_000, windowMs: 10_000 } as const;

/** Unsent bytes that may wait for a server which does not read its input. */
export const MAX_PENDING_BYTES = 32 * 1024 * 1024;

export const LIST_BOUNDS = { pages: 200, tools: 2_000, bytes: 4 * 1024 * 1024 } as const;

/** Rounds of asked input (MCP `input_required`) one call may take. */
export const MAX_INPUT_ROUNDS = 10;

export function withDefaults(options: McpUpstreamOptions): Settings {
  return {
    client: { name: 'holdpoint', version: '0.1.0' },
    monotonicMs: () => performance.now(),
    onStderr: () => undefined,
    maxResultBytes: 4 * 1024 * 1024,
    connectTimeoutMs: 45_000,
    listTimeoutMs: 30_000,
    freshMs: 60_000,
    endGraceMs: 2_000,
    backoff: { baseMs: 250, maxMs: 30_000 },
    ...options,
  };
}
