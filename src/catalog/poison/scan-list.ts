// A list of tools is scanned as an agent would see it: every tool beside all the others.

import type { JsonObject } from '../../kernel/json.ts';
import type { Finding } from './finding.ts';
import { scanTool } from './scan.ts';

/** A tool of a list. */
export interface ScannedTool {
  readonly server: string;
  readonly name: string;
  readonly definition: JsonObject;
}

export interface ToolFinding extends Finding {
  readonly server: string;
  readonly tool: string;
}

/** More other tools than these are not compared with: time stays linear in the number of tools. */
const MAX_AROUND = 500;

/** Findings of all tools, in the order of the list. */
export function scanList(tools: readonly ScannedTool[]): ToolFinding[] {
  const names = new Map<string, string[]>();
  for (const { server, name } of tools) {
    const list = names.get(server) ?? [];
    if (list.length < MAX_AROUND) list.push(name);
    names.set(server, list);
  }
  const strangers = new Map(
    [...names.keys()].map((server) => [
      server,
      [...names].flatMap(([other, list]) => (other === server ? [] : list)).slice(0, MAX_AROUND),
    ]),
  );
  return tools.flatMap(({ server, name, definition }) => {
    const around = { siblings: names.get(server) ?? [], strangers: strangers.get(server) ?? [] };
    return scanTool(name, definition, around).map((finding) => ({ server, tool: name, ...finding }));
  });
}
