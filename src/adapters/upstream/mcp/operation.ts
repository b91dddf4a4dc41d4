// Each kind of tool is exactly one MCP request; its result is checked for its shape and passed on untouched.

import { isSpecType } from '@modelcontextprotocol/client';
import type { StandardSchemaV1 } from '@modelcontextprotocol/client';
import type { Json, JsonObject } from '../../../kernel/json.ts';
import type { UpstreamCall } from '../../../gateway/ports.ts';
import { paramHeadersOf } from './param-headers.ts';

/** A request as it goes to the server. */
export interface Operation {
  readonly method: string;
  readonly params: JsonObject;
  /** Headers that mirror parameters (MCP 2026-07-28, Streamable HTTP); stdio ignores them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly result: StandardSchemaV1<unknown, JsonObject>;
}

/** The operation of a call, or null for what cannot be called: elicitation is asked by the server. */
export function operationOf(
  call: Pick<UpstreamCall, 'kind' | 'tool' | 'arguments'>,
  definition: JsonObject | null,
): Operation | null {
  const params = call.arguments;
  switch (call.kind) {
    case 'tool':
      return {
        method: 'tools/call',
        params: { name: call.tool, arguments: params },
        headers: paramHeadersOf(definition?.['inputSchema'], params),
        result: untouched(isSpecType.CallToolResult),
      };
    case 'resource':
      return {
        method: 'resources/read',
        params,
        headers: {},
        result: untouched(isSpecType.ReadResourceResult),
      };
    case 'prompt':
      return { method: 'prompts/get', params, headers: {}, result: untouched(isSpecType.GetPromptResult) };
    case 'completion':
      return {
        method: 'completion/complete',
        params,
        headers: {},
        result: untouched(isSpecType.CompleteResult),
      };
    case 'elicitation':
      return null;
  }
}

/** A schema that only says yes or no: the SDK's own would drop fields that it does not know. */
export function untouched(isValid: (value: unknown) => boolean): StandardSchemaV1<unknown, JsonObject> {
  return {
    '~standard': {
      version: 1,
      vendor: 'holdpoint',
      validate: (value) =>
        isJsonObject(value) && isValid(value)
          ? { value }
          : { issues: [{ message: 'not the result asked for' }] },
    },
  };
}

/** For values that came out of `JSON.parse`. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** For values that came out of `JSON.parse`. */
export function isJsonArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
