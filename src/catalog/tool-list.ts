// A list of tools is read for what it says of them; whatever else it holds, labels above all, is never read.

import type { Json, JsonObject } from '../kernel/json.ts';
import type { ListedTool } from './intake/sheet.ts';
import { objectOf, textOf } from './member.ts';

/** What a definition is made of. */
const PARTS = ['title', 'description', 'inputSchema', 'outputSchema', 'annotations', 'returns'] as const;

/**
 * The tools of `{"tools": […]}`, of a bare list, or of an answer to MCP `tools/list`. Null where it is
 * none of these, or a tool has no name.
 *
 * @param server of tools that name none
 */
export function readToolList(list: Json, server = ''): ListedTool[] | null {
  const found = entriesIn(list);
  if (found === null) return null;
  const read = found.entries.map((tool) => {
    const name = textOf(objectOf(tool)['name']);
    const own = textOf(objectOf(tool)['server']);
    return { server: own === '' ? server : own, name, definition: definitionOf(objectOf(tool)) };
  });
  return read.some(({ name }) => name === '') ? null : read;
}

export interface Entries {
  /** Where the list stands: keys from the root. */
  readonly path: readonly string[];
  readonly entries: readonly Json[];
}

/** What such a list holds, whatever that is; null where it is none. */
export function entriesIn(list: Json): Entries | null {
  if (Array.isArray(list)) return { path: [], entries: list as readonly Json[] };
  const { tools, result } = objectOf(list);
  const [entries, path] =
    tools === undefined ? [objectOf(result)['tools'], ['result', 'tools']] : [tools, ['tools']];
  return Array.isArray(entries) ? { path, entries: entries as readonly Json[] } : null;
}

function definitionOf(tool: JsonObject): JsonObject {
  const parts = PARTS.flatMap((part) => {
    const value = tool[part];
    return value === undefined || value === null ? [] : [[part, value] as const];
  });
  return { name: textOf(tool['name']), ...Object.fromEntries(parts) };
}
