// One factory serves both protocol eras: lists show what the task's scope names, everything else is an
// action.

import {
  createRequestStateCodec,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type McpRequestContext,
  type McpServerFactory,
} from '@modelcontextprotocol/server';
import type { Core } from '../../gateway/core.ts';
import type { Deferrals } from '../../gateway/hold/deferred.ts';
import { StoreFault } from '../../gateway/ports.ts';
import { offeredTools } from '../../gateway/connectors/scope-view.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { hex, utf8 } from '../../ledger/bytes.ts';
import { createCancellations } from './cancellations.ts';
import { createCaller, type Caller, type RoundState } from './call.ts';
import { TASKS_EXTENSION } from './declared.ts';
import { listOffered, listPrompts, listResources, listTemplates } from './lists.ts';
import { createNames, type Names } from './names.ts';
import { createParking } from './parked.ts';
import { describeFault, toToolResult, type Refused } from './reply.ts';
import { sessionOf } from './session.ts';
import { registerTasks } from './tasks.ts';
import { answerCompletion, answerPrompt, answerResource, answerTool } from './results.ts';

export interface ServerFactoryOptions {
  /** `origin`: where people reach it, where that is another address. */
  readonly listen: { readonly url: string; readonly origin?: string };
  readonly version: string;
  readonly stateKey: Uint8Array;
}

const INSTRUCTIONS =
  'Tools here are governed by Holdpoint: each call is decided when it is asked for. A refusal says whether ' +
  'a person can approve it; then ask for exactly the same call again after approval. ' +
  'Do not look for ways around a refusal.';
const STATE_SECONDS = 600;
const CAPABILITIES = { tools: {}, resources: {}, prompts: {}, completions: {} };
const PRIVATE = { ttlMs: 0, cacheScope: 'private' } as const;

export function createServerFactory(
  core: Core,
  deferrals: Deferrals,
  options: ServerFactoryOptions,
): McpServerFactory {
  const parking = createParking(() => core.ids.mint());
  const cancellations = createCancellations();
  const codec = createRequestStateCodec<RoundState>({
    key: options.stateKey,
    ttlSeconds: STATE_SECONDS,
    bind: (ctx) => `${ctx.mcpReq.method}\0${sessionOf(ctx.http?.authInfo).task}`,
  });
  return (context: McpRequestContext) => {
    const session = sessionOf(context.authInfo);
    const modern = context.era === 'modern';
    const url = options.listen.origin ?? options.listen.url;
    const server = new Server(
      { name: 'holdpoint', version: options.version, title: 'Holdpoint' },
      {
        capabilities: { ...CAPABILITIES, ...(modern ? { extensions: { [TASKS_EXTENSION]: {} } } : {}) },
        instructions: INSTRUCTIONS,
        requestState: { verify: (state, ctx) => codec.verify(state, ctx) },
        cacheHints: {
          'tools/list': PRIVATE,
          'resources/list': PRIVATE,
          'resources/templates/list': PRIVATE,
          'prompts/list': PRIVATE,
          'resources/read': PRIVATE,
          'server/discover': PRIVATE,
        },
      },
    );
    const names = (): Promise<Names | Refused> => namesFor(core, session.task);
    const caller = createCaller(core, {
      session,
      parking,
      cancellations,
      deferrals,
      url,
      modern,
      codec,
    });
    register(server, core, names, caller);
    if (modern) registerTasks(server, core, { session, deferrals, url });
    server.setNotificationHandler('notifications/cancelled', ({ params }) => {
      if (params.requestId !== undefined) cancellations.cancel(session.task, params.requestId);
    });
    return server;
  };
}

/** What a task may use, by its exposed names; a refusal where the ledger does not say. */
async function namesFor(core: Core, task: string): Promise<Names | Refused> {
  const hash = (text: string): string => hex(core.crypto.sha256(utf8(text)));
  try {
    return createNames(await offeredTools(core, task), hash);
  } catch (error) {
    if (!(error instanceof StoreFault)) throw error;
    // Where the ledger lies is for operators: an agent learns the code alone.
    core.log.warn({ task, code: error.code, why: error.message }, 'a task cannot be read');
    return describeFault(error.code);
  }
}

function register(server: Server, core: Core, names: () => Promise<Names | Refused>, caller: Caller): void {
  /** Methods without an error form of their own answer a JSON-RPC error. */
  const known = async (): Promise<Names> => {
    const found = await names();
    if (!('category' in found)) return found;
    throw new ProtocolError(ProtocolErrorCode.InternalError, found.text, { _meta: found.meta });
  };
  server.setRequestHandler('tools/list', async () => listOffered(core, await known()));
  server.setRequestHandler('resources/list', async () => listResources(core, await known()));
  server.setRequestHandler('resources/templates/list', async () => listTemplates(core, await known()));
  server.setRequestHandler('prompts/list', async () => listPrompts(core, await known()));
  server.setRequestHandler('tools/call', async ({ params }, ctx) => {
    const found = await names();
    if ('category' in found) return toToolResult(found);
    return answerTool(await caller(ctx, found.tool(params.name), (params.arguments ?? {}) as JsonObject));
  });
  server.setRequestHandler('resources/read', async ({ params }, ctx) => {
    const { uri, ...target } = (await known()).resource(params.uri);
    return answerResource(await caller(ctx, target, { uri }), { exposed: params.uri, original: uri });
  });
  server.setRequestHandler('prompts/get', async ({ params }, ctx) => {
    const { name, ...target } = (await known()).prompt(params.name);
    const args = params.arguments === undefined ? {} : { arguments: params.arguments };
    return answerPrompt(await caller(ctx, target, { name, ...args }));
  });
  server.setRequestHandler('completion/complete', async ({ params }, ctx) => {
    const { ref, ...target } = (await known()).reference(params.ref);
    const given = params.context === undefined ? {} : { context: params.context as never };
    return answerCompletion(await caller(ctx, target, { ref, argument: params.argument, ...given }));
  });
}
