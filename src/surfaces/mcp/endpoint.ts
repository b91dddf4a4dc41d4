// Whoever speaks MCP to Holdpoint proves first which task they speak for. The body is what counts: it is
// parsed strictly, once, and headers that tell another story are refused.

import {
  createMcpHandler,
  hostHeaderValidationResponse,
  localhostAllowedHostnames,
  localhostAllowedOrigins,
  originValidationResponse,
} from '@modelcontextprotocol/server';
import type { Core } from '../../gateway/core.ts';
import { createDeferrals } from '../../gateway/hold/deferred.ts';
import type { TokenVerifier, VerifiedToken } from '../../gateway/ports.ts';
import { parseStrict } from '../../ledger/parse.ts';
import { createTaskListeners } from './listeners.ts';
import { createServerFactory } from './server.ts';
import { toAuthInfo } from './session.ts';

export interface McpSurfaceOptions {
  readonly verifier: TokenVerifier;
  /** Base address of this process, without a path; read at each request. */
  readonly listen: { readonly url: string; readonly origin?: string };
  readonly version: string;
  /** What authorisation servers mint our tokens, for the resource metadata (RFC 9728). */
  readonly issuers: readonly string[];
  readonly bodyBytes: number;
  /** 32 random bytes; new at every start. */
  readonly stateKey: Uint8Array;
}

const MAX_DEPTH = 64;
const METADATA_PATH = '/.well-known/oauth-protected-resource';

export type McpSurface = (request: Request) => Promise<Response>;

/** Serves `/mcp` for both protocol eras, and its resource metadata. */
export function createMcpSurface(core: Core, options: McpSurfaceOptions): McpSurface {
  const deferrals = createDeferrals(core);
  const factory = createServerFactory(core, deferrals, options);
  const listeners = createTaskListeners(core, deferrals, options.listen);
  const handler = createMcpHandler(factory, {
    maxRequestBodySize: options.bodyBytes,
    onerror: () => core.log.info({}, 'an MCP request was refused'),
  });

  return async (request) => {
    const refused =
      hostHeaderValidationResponse(request, localhostAllowedHostnames()) ??
      originValidationResponse(request, localhostAllowedOrigins());
    if (refused !== undefined) return refused;
    const { pathname } = new URL(request.url);
    if (pathname.startsWith(METADATA_PATH)) return metadata(options);
    const token = await authenticate(options.verifier, request);
    if (token === null) return challenge(`${options.listen.url}${METADATA_PATH}/mcp`);
    const body = await readBody(request, options.bodyBytes);
    if ('status' in body) return failure(body.status, body.code, body.message);
    const deliveries: (() => void)[] = [];
    const session = { task: token.task!, agent: token.subject, deliveries };
    const authInfo = toAuthInfo(session, Math.floor(token.expiresAt / 1000));
    const response = await handler.fetch(request, {
      authInfo,
      ...(body.parsed === undefined ? {} : { parsedBody: body.parsed }),
    });
    const told = await listeners.answer(body.parsed, response, { ...session, until: token.expiresAt });
    return told ?? afterDelivery(response, deliveries);
  };
}

async function authenticate(verifier: TokenVerifier, request: Request): Promise<VerifiedToken | null> {
  const [, credentials] = /^Bearer ([^ ]+)$/i.exec(request.headers.get('authorization') ?? '') ?? [];
  if (credentials === undefined) return null;
  const verified = await verifier.verify(credentials);
  return 'token' in verified && verified.token.use === 'task' && verified.token.task !== null
    ? verified.token
    : null;
}

function challenge(metadataUrl: string): Response {
  const header = `Bearer error="invalid_token", resource_metadata="${metadataUrl}"`;
  return new Response(null, { status: 401, headers: { 'www-authenticate': header } });
}

function metadata(options: McpSurfaceOptions): Response {
  return Response.json({
    resource: `${options.listen.url}/mcp`,
    authorization_servers: options.issuers,
    bearer_methods_supported: ['header'],
    resource_name: 'Holdpoint',
  });
}

type Body =
  | { readonly parsed: unknown }
  | { readonly status: number; readonly code: number; readonly message: string };

/** Reads at most `limit` bytes, and refuses what two parsers could read in two ways. */
async function readBody(request: Request, limit: number): Promise<Body> {
  if (request.method !== 'POST') return { parsed: undefined };
  const bytes = await readAtMost(request, limit);
  if (bytes === null) return { status: 413, code: -32600, message: `a body of more than ${limit} bytes` };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const parsed = parseStrict(text, { maxDepth: MAX_DEPTH, maxBytes: limit });
    // No revision served here has batches.
    if (Array.isArray(parsed)) return { status: 400, code: -32600, message: 'a batch of messages' };
    return { parsed };
  } catch (error) {
    const where = error instanceof Error && error.name === 'LedgerFormatError' ? error.message : 'not UTF-8';
    return { status: 400, code: -32700, message: `Parse error: ${where}` };
  }
}

async function readAtMost(request: Request, limit: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > limit) return null;
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function failure(status: number, code: number, message: string): Response {
  return Response.json({ jsonrpc: '2.0', id: null, error: { code, message } }, { status });
}

/**
 * Outcomes are kept until the connection has taken the last byte: whoever sends the answer on asks for more
 * only then. It would read ahead to tell a length, so it is told that there is none.
 */
function afterDelivery(response: Response, deliveries: readonly (() => void)[]): Response {
  if (response.body === null) return response;
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (!done) return controller.enqueue(value);
        for (const deliver of deliveries) deliver();
        controller.close();
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  const headers = new Headers(response.headers);
  headers.set('transfer-encoding', 'chunked');
  return new Response(body, { status: response.status, headers });
}
