// One factory serves both protocol eras: lists show what the task's scope names, everything else is an
// action.

import {
  createRequestStateCodec,
  Server,
  type McpRequestContext,
  type McpServerFactory,
} from '@modelcontextprotocol/server';
import type { Core } from '../../gateway/core.ts';
import { offeredTools } from '../../gateway/scope-view.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { hex, utf8 } from '../../ledger/bytes.ts';
import { createCancellations } from './cancellations.ts';
import { createCaller, type Caller, type RoundState } from './call.ts';
import { listOffered, listPrompts, listResources, listTemplates } from './lists.ts';
import { createNames, type Names } from './names.ts';
import { createParking } from './parked.ts';
import { sessionOf } from './session.ts';
import { answerCompletion, answerPrompt, answerResource, answerTool } from './results.ts';

export interface ServerFactoryOptions {
  readonly listen: { readonly url: string };
  readonly version: string;
  readonly stateKey: Uint8Array;
}

const INSTRUCTIONS =
  'Tools here are governed by Holdpoint: each call is decided when it is asked for. A refusal says whether ' +
  'a person can approve it; then ask for exactly the same call again after approval. ' +
  'Do not look for ways around a refusal.';
const STATE_SECONDS = 600;
const PRIVATE = { ttlMs: 0, cacheScope: 'private' } as const;

export function createServerFactory(core: Core, options: ServerFactoryOptions): McpServerFactory {
  const parking = createParking(() => core.ids.mint());
  const cancellations = createCancellations();
  const codec = createRequestStateCodec<RoundState>({
    key: options.stateKey,
    ttlSeconds: STATE_SECONDS,
    bind: (ctx) => `${ctx.mcpReq.method}\0${sessionOf(ctx.http?.authInfo).task}`,
  });
  return (context: McpRequestContext) => {
    const session = sessionOf(context.authInfo);
    const server = new Server(
      { name: 'holdpoint', version: options.version, title: 'Holdpoint' },
      {
        capabilities: { tools: {}, resources: {}, prompts: {}, completions: {} },
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
    const names = async (): Promise<Names> => {
      const hash = (text: string): string => hex(core.crypto.sha256(utf8(text)));
      return createNames(await offeredTools(core, session.task), hash);
    };
    const caller = createCaller(core, {
      session,
      parking,
      cancellations,
      url: options.listen.url,
      modern: context.era === 'modern',
      codec,
    });
    register(server, core, names, caller);
    server.setNotificationHandler('notifications/cancelled', ({ params }) => {
      if (params.requestId !== undefined) cancellations.cancel(session.task, params.requestId);
    });
    return server;
  };
}

function register(server: Server, core: Core, names: () => Promise<Names>, caller: Caller): void {
  server.setRequestHandler('tools/list', async () => listOffered(core, await names()));
  server.setRequestHandler('resources/list', async () => listResources(core, await names()));
  server.setRequestHandler('resources/templates/list', async () => listTemplates(core, await names()));
  server.setRequestHandler('prompts/list', async () => listPrompts(core, await names()));
  server.setRequestHandler('tools/call', async ({ params }, ctx) => {
    const target = (await names()).tool(params.name);
    return answerTool(await caller(ctx, target, (params.arguments ?? {}) as JsonObject));
  });
  server.setRequestHandler('resources/read', async ({ params }, ctx) => {
    const { uri, ...target } = (await names()).resource(params.uri);
    return answerResource(await caller(ctx, target, { uri }), { exposed: params.uri, original: uri });
  });
  server.setRequestHandler('prompts/get', async ({ params }, ctx) => {
    const { name, ...target } = (await names()).prompt(params.name);
    const args = params.arguments === undefined ? {} : { arguments: params.arguments };
    return answerPrompt(await caller(ctx, target, { name, ...args }));
  });
  server.setRequestHandler('completion/complete', async ({ params }, ctx) => {
    const { ref, ...target } = (await names()).reference(params.ref);
    const given = params.context === undefined ? {} : { context: params.context as never };
    return answerCompletion(await caller(ctx, target, { ref, argument: params.argument, ...given }));
  });
}
