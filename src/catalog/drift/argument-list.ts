// A schema is compared argument by argument, wherever its author put each: behind references and choices too.

import type { Json, JsonObject } from '../../kernel/json.ts';
import { escapeStep, isObject, listOf, objectOf } from '../member.ts';

/** What a schema lets an argument be. A null bounds nothing. */
export interface Argument {
  /** JSON pointer into the arguments, `*` for any item of a list, as in a tool's profile. */
  readonly pointer: string;
  readonly types: ReadonlySet<string> | null;
  /** Allowed values as JSON. */
  readonly values: ReadonlySet<string> | null;
  readonly pattern: string | null;
  readonly format: string | null;
  readonly longest: number | null;
  readonly greatest: number | null;
  readonly most: number | null;
  /** As JSON. */
  readonly filled: string | null;
  readonly isRequired: boolean;
}

export interface ArgumentList {
  readonly byPointer: ReadonlyMap<string, Argument>;
  /** False: the schema is too large or too deep, some arguments are missing here. */
  readonly isWhole: boolean;
}

const MAX_DEPTH = 12;
const MAX_VISITS = 5_000;
const CHOICES = ['oneOf', 'anyOf', 'allOf'] as const;

/** All arguments of a schema. References into the schema itself are followed; a cycle ends at `MAX_DEPTH`. */
export function listArguments(schema: Json | undefined): ArgumentList {
  const byPointer = new Map<string, Argument>();
  let visits = 0;
  visit(schema, '', 0, true);
  byPointer.delete('');
  return { byPointer, isWhole: visits <= MAX_VISITS };

  function visit(given: Json | undefined, pointer: string, depth: number, isRequired: boolean): void {
    visits += 1;
    if (visits > MAX_VISITS || depth > MAX_DEPTH) return;
    const found = follow(given, schema);
    if (!isObject(found)) return;
    const choices = CHOICES.flatMap((key) => listOf(found[key]));
    // A choice says what its branches say; what stands beside it holds for each.
    if (choices.length === 0 || found['type'] !== undefined || found['enum'] !== undefined) {
      const one = argumentOf(pointer, found, isRequired);
      const known = byPointer.get(pointer);
      byPointer.set(pointer, known === undefined ? one : eitherOf(known, one));
    }
    for (const choice of choices) visit(choice, pointer, depth + 1, isRequired);
    const required = new Set(listOf(found['required']));
    for (const [name, property] of Object.entries(objectOf(found['properties'])))
      visit(property, `${pointer}/${escapeStep(name)}`, depth + 1, required.has(name));
    if (found['items'] !== undefined) visit(found['items'], `${pointer}/*`, depth + 1, false);
  }
}

function follow(given: Json | undefined, root: Json | undefined): Json | undefined {
  let found = given;
  for (let step = 0; step < MAX_DEPTH; step++) {
    const reference = isObject(found) ? found['$ref'] : undefined;
    if (typeof reference !== 'string') return found;
    if (!reference.startsWith('#/')) return undefined;
    const parts = reference.slice(2).split('/').slice(0, MAX_DEPTH);
    found = parts.reduce<Json | undefined>((at, part) => {
      const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
      return isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
    }, root);
  }
  return undefined;
}

function argumentOf(pointer: string, schema: JsonObject, isRequired: boolean): Argument {
  const types = typeof schema['type'] === 'string' ? [schema['type']] : listOf(schema['type']);
  const allowed = schema['const'] === undefined ? schema['enum'] : [schema['const']];
  return {
    pointer,
    types: types.length === 0 ? null : new Set(types.map(String)),
    values: Array.isArray(allowed) ? new Set(listOf(allowed).map((value) => plainValue(value))) : null,
    pattern: stringOf(schema['pattern']),
    format: stringOf(schema['format']),
    longest: numberOf(schema['maxLength']),
    greatest: numberOf(schema['maximum'] ?? schema['exclusiveMaximum']),
    most: numberOf(schema['maxItems']),
    filled: schema['default'] === undefined ? null : JSON.stringify(schema['default']).slice(0, 1_000),
    isRequired,
  };
}

/** Case is wording. */
function plainValue(value: Json): string {
  return JSON.stringify(value).slice(0, 1_000).toLowerCase();
}

function eitherOf(a: Argument, b: Argument): Argument {
  return {
    pointer: a.pointer,
    types: unionOf(a.types, b.types),
    values: unionOf(a.values, b.values),
    pattern: a.pattern === b.pattern ? a.pattern : null,
    format: a.format === b.format ? a.format : null,
    longest: greaterOf(a.longest, b.longest),
    greatest: greaterOf(a.greatest, b.greatest),
    most: greaterOf(a.most, b.most),
    filled: a.filled ?? b.filled,
    isRequired: a.isRequired && b.isRequired,
  };
}

function unionOf(a: ReadonlySet<string> | null, b: ReadonlySet<string> | null): ReadonlySet<string> | null {
  return a === null || b === null ? null : new Set([...a, ...b]);
}

function greaterOf(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.max(a, b);
}

function stringOf(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function numberOf(value: Json | undefined): number | null {
  return typeof value === 'number' ? value : null;
}
