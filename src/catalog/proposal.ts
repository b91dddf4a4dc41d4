// What a connector says of itself becomes a proposal for a person to judge: pinned as given, its
// effects inferred.

import type { Json, JsonObject } from '../kernel/json.ts';
import type { Effect, Tool } from '../kernel/state.ts';
import { inferEffects } from './effects.ts';
import type { Inference } from './effects.ts';
import { isObject, objectOf, textOf } from './member.ts';

type Kind = Tool['kind'];

/** What MCP's other operations are: the protocol says so, no vendor. */
const OPERATIONS: { readonly [name: string]: { readonly kind: Kind; readonly effects: readonly Effect[] } } =
  {
    '@resources/read': { kind: 'resource', effects: ['read'] },
    '@prompts/get': { kind: 'prompt', effects: ['read'] },
    '@completion/complete': { kind: 'completion', effects: ['read'] },
    // The connector asks a person: what they answer leaves for the connector.
    '@elicitation/create': { kind: 'elicitation', effects: ['send'] },
  };

/**
 * The tools of a description, by name.
 *
 * The upstream port sees to it that no vendor names a tool of its own `@…`: those names are the protocol's
 * operations.
 *
 * @param definitions as the upstream gave them, `@…` entries included
 * @param by.digest the digest of a JSON value's canonical form
 */
export function proposeTools(
  definitions: { readonly [name: string]: JsonObject },
  by: { readonly digest: (value: Json) => string },
): Tool[] {
  return Object.entries(definitions)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, definition]) => {
      const { effects } = inferTool(name, definition);
      return {
        name,
        kind: operationOf(name)?.kind ?? 'tool',
        definition: by.digest(definition),
        effects,
        idempotent: isIdempotent(effects, definition),
        inputSchema: schemaOf(definition),
        description: textOf(definition['description']),
      };
    });
}

/** The effects of one entry of a description, and why: what a reviewer is shown. */
export function inferTool(name: string, definition: JsonObject): Inference {
  const operation = operationOf(name);
  if (operation)
    return { effects: operation.effects, evidence: `${operation.effects.join()}: an MCP ${operation.kind}` };
  if (name.startsWith('@')) return { effects: ['unknown'], evidence: 'unknown: no operation of MCP we know' };
  return inferEffects(name, definition);
}

function operationOf(name: string): (typeof OPERATIONS)[string] | undefined {
  return Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined;
}

/** Two witnesses: the vendor's word, and that nothing we see changes anything. */
function isIdempotent(effects: readonly Effect[], definition: JsonObject): boolean {
  const readsOnly = effects.every((effect) => effect === 'read');
  return readsOnly && objectOf(definition['annotations'])['idempotentHint'] === true;
}

/** A definition without a schema takes any object; one whose schema is no schema takes nothing. */
function schemaOf(definition: JsonObject): Json {
  const schema = definition['inputSchema'];
  if (schema === undefined) return { type: 'object' };
  return isObject(schema) || typeof schema === 'boolean' ? schema : false;
}
