// What a connector says of itself becomes a proposal for a person to judge: pinned as given, its
// effects inferred.

import type { Json, JsonObject } from '../kernel/json.ts';
import type { Effect } from '../kernel/effect.ts';
import type { Tool, ToolProfile } from '../kernel/state.ts';
import type { Claim } from './intake/claim.ts';
import { classifyDefinition } from './intake/openapi/evidence.ts';
import type { Reversibility } from './intake/reversibility.ts';
import { dataIn, type ToolSheet } from './intake/sheet.ts';
import { ALONE, surroundingsOf } from './intake/surroundings.ts';
import type { Surroundings } from './intake/surroundings.ts';
import { isObject, textOf } from './member.ts';
import { profileOf, proposeProfile } from './profile.ts';

type Kind = Tool['kind'];

export interface Inference {
  /** The main one first. */
  readonly effects: readonly Effect[];
  /** Why, for the person who admits it. */
  readonly evidence: string;
  readonly idempotent: boolean;
  readonly profile: ToolProfile;
  readonly reversibility: Reversibility;
  /** 0 (nothing is known) to 1. */
  readonly confidence: number;
  /** Kinds of data that go in, by JSON pointer. */
  readonly inputData: ToolSheet['inputData'];
}

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
 * @param server what the connector is called
 */
export function proposeTools(
  definitions: { readonly [name: string]: JsonObject },
  by: { readonly digest: (value: Json) => string },
  server = '',
): Tool[] {
  const surroundings = surroundingsOf(server, Object.keys(definitions));
  return Object.entries(definitions)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, definition]) => {
      const { effects, idempotent, profile } = inferTool(name, definition, surroundings);
      return {
        name,
        kind: operationOf(name)?.kind ?? 'tool',
        definition: by.digest(definition),
        effects,
        idempotent,
        inputSchema: schemaOf(definition),
        ...(isObject(definition['outputSchema']) ? { outputSchema: definition['outputSchema'] } : {}),
        description: textOf(definition['description']),
        profile,
      };
    });
}

/**
 * The effects of one entry of a description, why, and what else is thought of it: what a reviewer is shown.
 *
 * @param surroundings what the connector's tools have in common
 */
export function inferTool(
  name: string,
  definition: JsonObject,
  surroundings: Surroundings = ALONE,
): Inference {
  const operation = operationOf(name);
  if (operation !== undefined || name.startsWith('@')) {
    const effects = operation?.effects ?? ['unknown'];
    const because = operation === undefined ? 'no operation of MCP we know' : `an MCP ${operation.kind}`;
    const profile = proposeProfile(effects, schemaOf(definition));
    const confidence = operation === undefined ? 0 : 1;
    const rest = { idempotent: false, reversibility: 'unknown', confidence, inputData: {} } as const;
    return { effects, evidence: `${effects.join()}: ${because}`, profile, ...rest };
  }
  const classified = classifyDefinition(name, definition, surroundings);
  const { effects, claims, idempotent, reversibility, confidence, fields } = classified;
  const profile = profileOf(name, definition, classified);
  const evidence = evidenceOf(effects, claims);
  const inputData = dataIn(fields);
  return { effects, evidence, idempotent, profile, reversibility, confidence, inputData };
}

/** The first reason for each effect. */
function evidenceOf(effects: readonly Effect[], claims: readonly Claim[]): string {
  return effects
    .map((effect) => `${effect}: ${claims.find((claim) => claim.effect === effect)?.because}`)
    .join('; ');
}

function operationOf(name: string): (typeof OPERATIONS)[string] | undefined {
  return Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined;
}

/** A definition without a schema takes any object; one whose schema is no schema takes nothing. */
function schemaOf(definition: JsonObject): Json {
  const schema = definition['inputSchema'];
  if (schema === undefined) return { type: 'object' };
  return isObject(schema) || typeof schema === 'boolean' ? schema : false;
}
