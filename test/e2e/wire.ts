// MCP as it goes over the wire, without a client that would correct or forgive anything.

import type { JsonObject } from '../../src/kernel/json.ts';

export interface WireAnswer {
  readonly status: number;
  /** The JSON-RPC message that answers; null where the body is none. */
  readonly message: JsonObject | null;
}

const MODERN = '2026-07-28';

/** A complete request of 2026-07-28: its body, and the headers that must agree with it. */
export function modernRequest(
  method: string,
  params: JsonObject,
): { readonly body: JsonObject; readonly headers: Record<string, string> } {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': MODERN,
    'io.modelcontextprotocol/clientInfo': { name: 'wire', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const name = params['name'] ?? params['uri'] ?? params['taskId'];
  return {
    body: { jsonrpc: '2.0', id: 1, method, params: { ...params, _meta } },
    headers: {
      'mcp-protocol-version': MODERN,
      'mcp-method': method,
      ...(typeof name === 'string' ? { 'mcp-name': name } : {}),
    },
  };
}

export async function post(
  url: string,
  token: string | null,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<WireAnswer> {
  const response = await fetch(`${url}/mcp`, {
    method: 'POST',
    headers: {
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body,
  });
  return { status: response.status, message: messageOf(await response.text()) };
}

/** The last message of a JSON body or of an event stream. */
function messageOf(text: string): JsonObject | null {
  const data = text.split('\n').filter((line) => line.startsWith('data: {'));
  const last = data.at(-1)?.slice('data: '.length) ?? text;
  try {
    return JSON.parse(last) as JsonObject;
  } catch {
    return null;
  }
}

/** How often a tool of the fixture server at the address was called, as that server says itself. */
export async function countsOf(url: string): Promise<{ readonly [tool: string]: number }> {
  const response = await fetch(url, {
    method: 'POST',
    body: JSON.stringify({ jsonrpc: '2.0', id: 'counts', method: 'tools/call', params: { name: 'counts' } }),
  });
  const message = messageOf(await response.text());
  const { structuredContent } = message!['result'] as { structuredContent: Record<string, number> };
  const { counts: _itself, ...others } = structuredContent;
  return others;
}
