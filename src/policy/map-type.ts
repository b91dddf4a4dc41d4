// JSON Schema to Cedar type. Every keyword of JSON Schema only narrows, so `type` alone fixes the Cedar type;
// what has no single Cedar type is left out, and a rule that reads it does not validate.

import type { Json, JsonObject } from '../kernel/json.ts';
import { BOOLEAN, DECIMAL, EMPTY_RECORD, LONG, setOf, STRING } from './cedar-type.ts';
import type { Attribute, CedarType, RecordType } from './cedar-type.ts';
import { isWellFormed } from './well-formed.ts';

/** Objects and arrays are mapped this many levels deep; what lies deeper is left out. */
export const MAX_INPUT_DEPTH = 5;

/** The record that a tool's `inputSchema` gives `context.input`; empty where it describes no object. */
export function inputType(schema: Json): RecordType {
  const type = typeOf(schema, 0);
  return type?.type === 'Record' ? type : EMPTY_RECORD;
}

function typeOf(schema: Json | undefined, depth: number): CedarType | null {
  if (!isObject(schema)) return null;
  switch (typeNameOf(schema)) {
    case 'string':
      return STRING;
    case 'integer':
      return LONG;
    case 'number':
      return DECIMAL;
    case 'boolean':
      return BOOLEAN;
    case 'array':
      return depth < MAX_INPUT_DEPTH ? setTypeOf(schema, depth) : null;
    case 'object':
      return depth < MAX_INPUT_DEPTH ? recordTypeOf(schema, depth) : null;
    default:
      return null;
  }
}

function typeNameOf(schema: JsonObject): Json | undefined {
  const values = schema['enum'];
  if (schema['type'] !== undefined || !Array.isArray(values)) return schema['type'];
  return values.every((value) => typeof value === 'string') ? 'string' : undefined;
}

function setTypeOf(schema: JsonObject, depth: number): CedarType | null {
  if (schema['prefixItems'] !== undefined) return null;
  const element = typeOf(schema['items'], depth + 1);
  return element === null ? null : setOf(element);
}

function recordTypeOf(schema: JsonObject, depth: number): RecordType {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const attributes = Object.entries(properties).flatMap(([name, property]): [string, Attribute][] => {
    // `__entity`, `__extn` and `__expr` have a meaning of their own in Cedar's JSON.
    if (name.startsWith('__') || !isWellFormed(name)) return [];
    const { schema: inner, nullable } = withoutNull(property);
    const type = typeOf(inner, depth + 1);
    if (type === null) return [];
    return [[name, { ...type, required: required.includes(name) && !nullable && !isOfDecimals(type) }]];
  });
  return { type: 'Record', attributes: Object.fromEntries(attributes) };
}

/** A number may be one that no decimal can hold, so a rule must ask whether it is there. */
function isOfDecimals(type: CedarType): boolean {
  return type.type === 'Set' ? isOfDecimals(type.element) : type === DECIMAL;
}

/** `string | null` in its two spellings is a string that may be absent. */
function withoutNull(schema: Json): { schema: Json | undefined; nullable: boolean } {
  if (!isObject(schema)) return { schema: undefined, nullable: false };
  const { type } = schema;
  if (isArray(type)) {
    const others = type.filter((name) => name !== 'null');
    const single = others.length === 1 ? { ...schema, type: others[0] ?? null } : undefined;
    return { schema: single, nullable: others.length < type.length };
  }
  const options = schema['anyOf'] ?? schema['oneOf'];
  if (type !== undefined || !isArray(options)) return { schema, nullable: false };
  const others = options.filter((option) => !(isObject(option) && option['type'] === 'null'));
  return { schema: others.length === 1 ? others[0] : undefined, nullable: others.length < options.length };
}

function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
