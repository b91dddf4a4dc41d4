// What the client on standard input and output talks to: every request goes to the daemon and every answer
// comes back as it is, in either protocol era. Where nothing is governed, there are no tools.

import type { Client } from '@modelcontextprotocol/client';
import {
  CLIENT_CAPABILITIES_META_KEY,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type ClientCapabilities,
  type McpRequestContext,
  type McpServerFactory,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { explainFailure, TaskAnswer } from './link.ts';
import { createShown } from './shown.ts';

type Answer = Record<string, unknown>;

const METHODS = [
  'tools/list',
  'tools/call',
  'resources/list',
  'resources/templates/list',
  'resources/read',
  'prompts/list',
  'prompts/get',
  'completion/complete',
] as const;

/** Of the Tasks extension, which only 2026-07-28 has. */
const TASK_METHODS = ['tasks/get', 'tasks/update', 'tasks/cancel'] as const;

const PRIVATE = { ttlMs: 0, cacheScope: 'private' } as const;
const CACHE_HINTS = {
  'tools/list': PRIVATE,
  'resources/list': PRIVATE,
  'resources/templates/list': PRIVATE,
  'resources/read': PRIVATE,
  'prompts/list': PRIVATE,
  'server/discover': PRIVATE,
} as const;

/** The SDK's own schemas would drop members that they do not know. */
const UNTOUCHED = z.looseObject({});

/** The daemon bounds its calls and waits itself. This is the longest that Node has. */
const NO_TIMEOUT_MS = 2 ** 31 - 1;

/** Passes everything on to the daemon. `task` stands in what is said when it does not answer. */
export function createRelay(daemon: Client, task: string): McpServerFactory {
  return ({ era }: McpRequestContext) => {
    const { extensions, ...capabilities } = daemon.getServerCapabilities() ?? {};
    const extended = era === 'modern' && extensions !== undefined;
    const server = new Server(daemon.getServerVersion() ?? { name: 'holdpoint', version: '' }, {
      capabilities: extended ? { ...capabilities, extensions } : capabilities,
      instructions: daemon.getInstructions() ?? '',
      cacheHints: CACHE_HINTS,
    });
    const shown = createShown((id) => server.createElicitationCompletionNotifier(id)());
    for (const method of extended ? [...METHODS, ...TASK_METHODS] : METHODS) {
      server.setRequestHandler(method, { params: UNTOUCHED }, async (params, ctx) => {
        const declared = declaredBy(server, ctx, extended);
        try {
          const answer = await passOn(daemon, { method, params }, ctx, declared);
          if (era === 'modern') return answer;
          shown.end(ctx.mcpReq.requestState(), answer);
          return shown.name(answer);
        } catch (error) {
          return answerFailure(method, error, task);
        }
      });
    }
    return server;
  };
}

async function passOn(
  daemon: Client,
  { method, params }: { readonly method: string; readonly params: Answer },
  ctx: ServerContext,
  capabilities: ClientCapabilities,
): Promise<Answer> {
  const { inputResponses, _meta } = ctx.mcpReq;
  const requestState = ctx.mcpReq.requestState();
  const sent = {
    ...params,
    ...(inputResponses === undefined ? {} : { inputResponses }),
    ...(requestState === undefined ? {} : { requestState }),
    _meta: { ..._meta, [CLIENT_CAPABILITIES_META_KEY]: capabilities },
  };
  const answer: Answer = await daemon.request({ method, params: sent }, UNTOUCHED, {
    signal: ctx.mcpReq.signal,
    timeout: NO_TIMEOUT_MS,
    allowInputRequired: true,
    ...passProgress(ctx),
  });
  const { structuredContent } = answer;
  return structuredContent instanceof TaskAnswer ? structuredContent.task : answer;
}

/** Nothing where the client did not ask for it. */
function passProgress(ctx: ServerContext): { onprogress?: (progress: Answer) => void } {
  const progressToken = ctx.mcpReq._meta?.progressToken;
  if (progressToken === undefined) return {};
  return {
    onprogress(progress) {
      const params = { ...progress, progressToken } as never;
      // A client that is gone needs no progress.
      ctx.mcpReq.notify({ method: 'notifications/progress', params }).catch(() => undefined);
    },
  };
}

/** With the request (2026-07-28) or once at the start (2025-11-25), as far as it is the daemon's business. */
function declaredBy(server: Server, ctx: ServerContext, extended: boolean): ClientCapabilities {
  const envelope = ctx.mcpReq.envelope as { readonly [key: string]: unknown } | undefined;
  const said = envelope?.[CLIENT_CAPABILITIES_META_KEY] as ClientCapabilities | undefined;
  const { elicitation, extensions } = said ?? server.getClientCapabilities() ?? {};
  return {
    ...(elicitation === undefined ? {} : { elicitation }),
    ...(extended && extensions !== undefined ? { extensions } : {}),
  };
}

/** The daemon's own error goes on with its code and data. */
function answerFailure(method: string, error: unknown, task: string): Answer {
  const text = explainFailure(error, task);
  if (text === null) throw error;
  if (method === 'tools/call') return { isError: true, content: [{ type: 'text', text }] };
  throw new ProtocolError(ProtocolErrorCode.InternalError, text);
}

/** No tools, and the reason in words for the model and its user. */
export function createEmptyServer(version: string, instructions: string): McpServerFactory {
  return () => {
    const server = new Server(
      { name: 'holdpoint', version, title: 'Holdpoint' },
      { capabilities: { tools: {} }, instructions, cacheHints: CACHE_HINTS },
    );
    server.setRequestHandler('tools/list', () => ({ tools: [] }));
    return server;
  };
}
