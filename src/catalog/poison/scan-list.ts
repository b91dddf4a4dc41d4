// A list of tools is scanned as an agent would see it: every tool beside all the others.

import type { JsonObject } from '../../kernel/json.ts';
import type { Finding } from './finding.ts';
import { neighbourhoodOf, scanAmong } from './scan.ts';

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

/** Findings of all tools, in the order of the list; each tool is compared with every other one. */
export function scanList(tools: readonly ScannedTool[]): ToolFinding[] {
  const around = neighbourhoodOf({ siblings: tools.map(({ name }) => name), strangers: [] });
  return tools.flatMap(({ server, name, definition }) =>
    scanAmong(name, definition, around).map((finding) => ({ server, tool: name, ...finding })),
  );
}
