// What the client of one very request says it can do: nothing is remembered from another.

import {
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { JsonObject } from '../../kernel/json.ts';

/** The Tasks extension (SEP-2663), and not the tasks of 2025-11-25. */
export const TASKS_EXTENSION = 'io.modelcontextprotocol/tasks';

export const TASKS_REQUIRED = { requiredCapabilities: { extensions: { [TASKS_EXTENSION]: {} } } };

export interface Declared {
  /** It shows an address to its person. */
  readonly url: boolean;
  /** It comes back for what is not done yet. */
  readonly tasks: boolean;
  /** It can put such a question to its person. */
  readonly supports: (question: JsonObject) => boolean;
}

/** Only 2026-07-28 says so with each request. An empty declaration of elicitation means forms. */
export function declaredBy(ctx: ServerContext, modern: boolean): Declared {
  const envelope = ctx.mcpReq.envelope as { readonly [key: string]: unknown } | undefined;
  const said = envelope?.[CLIENT_CAPABILITIES_META_KEY] as ClientCapabilities | undefined;
  return declaredIn((modern ? said : undefined) ?? {});
}

export function declaredIn({ elicitation, extensions }: ClientCapabilities): Declared {
  const url = elicitation?.url !== undefined;
  const form = elicitation !== undefined && (elicitation.form !== undefined || !url);
  return {
    url,
    tasks: extensions?.[TASKS_EXTENSION] !== undefined,
    supports: (question) => (question['mode'] === 'url' ? url : form),
  };
}
