// What a schema refers to within itself stands in its place; what it refers to elsewhere, or in a circle,
// does not exist for policy.

import { isObject } from '../catalog/member.ts';
import type { Json, JsonObject } from '../kernel/json.ts';

export interface Place {
  /** The whole schema: what a reference is looked up in. */
  readonly root: Json;
  /** The references that led here. */
  readonly references: ReadonlySet<string>;
}

/**
 * The schema that stands for `schema`: itself, or what its `$ref` leads to (`#/$defs/…`, `#/definitions/…`,
 * any JSON pointer into the root; RFC 6901 §6). Null where that leads out of the root, nowhere or round in a
 * circle, or where both say a type and not the same.
 */
export function resolveReference(
  schema: JsonObject,
  { root, references }: Place,
): { readonly schema: JsonObject; readonly references: ReadonlySet<string> } | null {
  const reference = schema['$ref'];
  if (reference === undefined) return { schema, references };
  if (typeof reference !== 'string' || references.has(reference)) return null;
  const target = find(root, reference);
  if (!isObject(target)) return null;
  const resolved = resolveReference(target, { root, references: new Set([...references, reference]) });
  if (resolved === null || schema['type'] === undefined) return resolved;
  return JSON.stringify(schema['type']) === JSON.stringify(resolved.schema['type']) ? resolved : null;
}

function find(root: Json, reference: string): Json | undefined {
  if (!reference.startsWith('#/')) return undefined;
  const steps = reference.slice(2).split('/').map(stepOf);
  return steps.reduce<Json | undefined>(
    (found, step) =>
      step !== null && isObject(found) && Object.hasOwn(found, step) ? found[step] : undefined,
    root,
  );
}

/** Null for a step that is not well formed. */
function stepOf(text: string): string | null {
  try {
    return decodeURIComponent(text).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return null;
  }
}
