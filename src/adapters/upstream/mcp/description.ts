// A description is what the server said, whole and unchanged, or there is none: no half list, no name twice.

import type { JsonObject } from '../../../kernel/json.ts';
import { UpstreamFault } from '../../../gateway/ports.ts';
import { isJsonArray, isJsonObject } from './operation.ts';
import { PSEUDO_DEFINITIONS } from './pseudo-definitions.ts';
import { LIST_BOUNDS } from './settings.ts';

/** Asks for one page; without a cursor for the first. */
export type FetchPage = (cursor?: string) => Promise<JsonObject>;

/** What a server says it can do, as far as it matters here. */
export interface Capabilities {
  readonly tools?: unknown;
  readonly resources?: unknown;
  readonly prompts?: unknown;
  readonly completions?: unknown;
}

interface ListedTool {
  readonly name: string;
  readonly tool: JsonObject;
}

/** All definitions by name: the tools without their `_meta`, and an `@…` entry per other operation. */
export async function listDefinitions(
  capabilities: Capabilities,
  fetchPage: FetchPage,
): Promise<Record<string, JsonObject>> {
  const tools = capabilities.tools === undefined ? [] : await listTools(fetchPage);
  const named = new Map<string, JsonObject>();
  for (const { name, tool } of tools) {
    const { _meta, ...definition } = tool;
    if (named.has(name)) throw new UpstreamFault('upstream-nonsense', 'the server lists a tool name twice');
    if (name.startsWith('@'))
      throw new UpstreamFault('upstream-nonsense', 'the server lists a reserved name');
    named.set(name, definition);
  }
  for (const { capability, name, definition } of PSEUDO_DEFINITIONS) {
    const has = capability === null || capabilities[capability] !== undefined;
    if (has) named.set(name, { name, ...definition });
  }
  return Object.fromEntries(named);
}

async function listTools(fetchPage: FetchPage): Promise<ListedTool[]> {
  const tools: ListedTool[] = [];
  let bytes = 0;
  let cursor: string | undefined;
  for (let page = 0; page < LIST_BOUNDS.pages; page += 1) {
    const result = await fetchPage(cursor);
    bytes += Buffer.byteLength(JSON.stringify(result));
    tools.push(...toolsOf(result));
    if (tools.length > LIST_BOUNDS.tools || bytes > LIST_BOUNDS.bytes) throw tooLarge();
    const next = result['nextCursor'];
    if (typeof next !== 'string') return tools;
    cursor = next;
  }
  throw tooLarge();
}

function toolsOf(page: JsonObject): ListedTool[] {
  const { tools } = page;
  if (!isJsonArray(tools)) throw new UpstreamFault('upstream-nonsense', 'the server lists no tools');
  return tools.map((tool) => {
    const name = isJsonObject(tool) ? tool['name'] : undefined;
    if (!isJsonObject(tool) || typeof name !== 'string' || !isJsonObject(tool['inputSchema'])) {
      throw new UpstreamFault('upstream-nonsense', 'the server lists what is no tool');
    }
    // What begins so is ours: it says what is known of a tool apart from its server's word.
    if (Object.keys(tool).some((key) => key.startsWith('@'))) {
      throw new UpstreamFault('upstream-nonsense', 'the server lists a reserved member');
    }
    return { name, tool };
  });
}

function tooLarge(): UpstreamFault {
  return new UpstreamFault('upstream-too-large', 'the server lists more than is read');
}
