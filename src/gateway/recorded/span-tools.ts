// What the tools of recorded spans are: as a file says, else as a span tells it, else made of the name and of
// the arguments that were seen: then little is known of it, and whoever reads the verdict is told so.

import { isObject, listOf, objectOf, textOf } from '../../catalog/member.ts';
import type { ListedTool } from '../../catalog/intake/sheet.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { jsonIn } from '../action/remarks.ts';
import type { ReadSpan } from './otlp-span.ts';
import { connectorName, type RecordedCall, type RecordedRun, type RecordedTool } from './recorded-run.ts';

export interface SpanTools {
  readonly tools: readonly RecordedTool[];
  /** `connector/tool` of those whose definition nobody recorded. */
  readonly made: readonly string[];
  /** The connector of a call, where a definition says it better than the span does. */
  readonly homes: (call: RecordedCall) => string;
}

export function toolsOf(
  runs: readonly RecordedRun[],
  spans: readonly ReadSpan[],
  given: readonly ListedTool[],
): SpanTools {
  const told = spans.flatMap(({ attributes }) => definitionsIn(attributes['gen_ai.tool.definitions']));
  const descriptions = new Map(
    spans.flatMap(({ attributes }) => {
      const description = textOf(attributes['gen_ai.tool.description']);
      return description === '' ? [] : [[textOf(attributes['gen_ai.tool.name']), description] as const];
    }),
  );
  const listed = given.map((one) => ({ ...one, server: connectorName(one.server) }));
  const homes = ({ tool, server = '' }: RecordedCall): string => {
    const named = listed.filter(({ name }) => name === tool);
    const isThere = named.some((one) => one.server === server);
    return isThere || named.length !== 1 || named[0]!.server === '' ? server : named[0]!.server;
  };
  const found = new Map<string, RecordedTool>();
  const made: string[] = [];
  const calls = runs.flatMap((run) => run.calls);
  for (const call of calls) {
    const server = homes(call);
    const key = `${server}/${call.tool}`;
    if (found.has(key)) continue;
    const own = listed.find((one) => one.name === call.tool && ['', server].includes(one.server));
    const definition = own?.definition ?? told.find(({ name }) => name === call.tool) ?? null;
    if (definition === null) made.push(key);
    const seen = calls.filter((one) => one.tool === call.tool).map(({ args }) => args);
    const known = definition ?? madeOf(descriptions.get(call.tool) ?? '', seen);
    found.set(key, { server, definition: { ...known, name: call.tool } });
  }
  return { tools: [...found.values()], made, homes };
}

/** As models are told of functions. */
function definitionsIn(value: Json | undefined): (JsonObject & { readonly name: string })[] {
  const list = typeof value === 'string' ? jsonIn(value) : (value ?? null);
  return listOf(list ?? undefined).flatMap((one) => {
    const { name, description, parameters } = objectOf(one);
    if (textOf(name) === '') return [];
    const inputSchema = isObject(parameters) ? { inputSchema: parameters } : {};
    return [{ name: textOf(name), description: textOf(description), ...inputSchema }];
  });
}

function madeOf(description: string, seen: readonly (JsonObject | null)[]): JsonObject {
  const members = seen.flatMap((args) => Object.entries(args ?? {}));
  const properties = Object.fromEntries(members.map(([name, value]) => [name, schemaLike(value)]));
  return { description, inputSchema: { type: 'object', properties } };
}

function schemaLike(value: Json): JsonObject {
  if (Array.isArray(value)) return { type: 'array', items: schemaLike(listOf(value)[0] ?? null) };
  if (isObject(value)) {
    const properties = Object.entries(value).map(([name, one]) => [name, schemaLike(one)] as const);
    return { type: 'object', properties: Object.fromEntries(properties) };
  }
  return value === null ? {} : { type: typeof value };
}
