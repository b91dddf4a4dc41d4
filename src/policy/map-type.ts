// JSON Schema to Cedar type. Every keyword of JSON Schema only narrows, so whatever says the type fixes it;
// what has no single Cedar type is left out, and a rule that reads it does not validate.

import { isObject } from '../catalog/member.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import { BOOLEAN, DECIMAL, EMPTY_RECORD, LONG, setOf, STRING } from './cedar-type.ts';
import type { Attribute, CedarType, RecordType } from './cedar-type.ts';
import { resolveReference } from './schema-reference.ts';
import type { Place } from './schema-reference.ts';
import { isWellFormed } from './well-formed.ts';

/** Objects and arrays are mapped this many levels deep; what lies deeper is left out. */
export const MAX_INPUT_DEPTH = 5;

/** A tool's arguments have at most so many attributes, those of inner records counted; more are left out. */
const MAX_ATTRIBUTES = 2_000;

/** What a schema says of a value: its type (null: it has no single one), and whether null stands for none. */
interface Reading {
  readonly type: CedarType | null;
  readonly nullable: boolean;
}

const LEFT_OUT: Reading = { type: null, nullable: false };

/** Where in a schema we are. */
interface At extends Place {
  readonly depth: number;
  /** What is left of the attributes of the whole. */
  readonly budget: { attributes: number };
}

/** The record that a tool's `inputSchema` gives `context.input`; empty where it describes no object. */
export function inputType(schema: Json): RecordType {
  const budget = { attributes: MAX_ATTRIBUTES };
  const { type } = read(schema, { root: schema, references: new Set(['#']), depth: 0, budget });
  return type?.type === 'Record' ? type : EMPTY_RECORD;
}

function read(given: Json | undefined, at: At): Reading {
  if (!isObject(given)) return LEFT_OUT;
  const resolved = resolveReference(given, at);
  if (resolved === null) return LEFT_OUT;
  const { schema, references } = resolved;
  const here = { ...at, references };
  const names = typeNamesOf(schema);
  if (names === null) return readCombined(schema, here);
  const others = names.filter((name) => name !== 'null');
  return { type: namedType(others, schema, here), nullable: others.length < names.length };
}

function namedType(names: readonly Json[], schema: JsonObject, at: At): CedarType | null {
  if (names.length === 2 && names.includes('integer') && names.includes('number')) return DECIMAL;
  switch (names.length === 1 ? names[0] : undefined) {
    case 'string':
      return STRING;
    case 'integer':
      return LONG;
    case 'number':
      return DECIMAL;
    case 'boolean':
      return BOOLEAN;
    case 'array':
      return at.depth < MAX_INPUT_DEPTH ? setTypeOf(schema, at) : null;
    case 'object':
      return at.depth < MAX_INPUT_DEPTH ? recordTypeOf(schema, at) : null;
    default:
      return null;
  }
}

/** The types that a value may have: as `type` says, or the values that are listed. Null: neither says. */
function typeNamesOf(schema: JsonObject): readonly Json[] | null {
  const { type } = schema;
  if (type !== undefined) return isArray(type) ? type : [type];
  const values = Object.hasOwn(schema, 'const') ? [schema['const']!] : schema['enum'];
  return isArray(values) ? [...new Set(values.map(typeNameOf))] : null;
}

/** What a listed list or object has in it is for no rule to read. */
function typeNameOf(value: Json): string {
  if (value === null) return 'null';
  if (typeof value === 'object') return 'something listed';
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value;
}

/** One of several that all have one plain type, or several at once of which one says the type. */
function readCombined(schema: JsonObject, at: At): Reading {
  const options = schema['anyOf'] ?? schema['oneOf'];
  if (isArray(options)) {
    const others = options.filter((option) => !isNull(option));
    const readings = others.map((option) => read(option, at));
    const nullable = others.length < options.length || readings.some((reading) => reading.nullable);
    return { type: commonType(readings.map(({ type }) => type)), nullable };
  }
  const parts = isArray(schema['allOf']) ? schema['allOf'].map((part) => read(part, at)) : [];
  const [only, ...more] = parts.filter(({ type }) => type !== null);
  return only === undefined || more.length > 0 ? LEFT_OUT : only;
}

function isNull(option: Json): boolean {
  return isObject(option) && (option['type'] === 'null' || option['const'] === null);
}

function commonType(types: readonly (CedarType | null)[]): CedarType | null {
  const [first = null] = types;
  if (types.length === 1) return first;
  if (types.some((type) => type === null || !PLAIN.includes(type))) return null;
  const distinct = new Set(types);
  if (distinct.size === 1) return first;
  return distinct.size === 2 && distinct.has(LONG) && distinct.has(DECIMAL) ? DECIMAL : null;
}

const PLAIN: readonly CedarType[] = [STRING, LONG, BOOLEAN, DECIMAL];

function setTypeOf(schema: JsonObject, at: At): CedarType | null {
  if (schema['prefixItems'] !== undefined) return null;
  const { type, nullable } = read(schema['items'], { ...at, depth: at.depth + 1 });
  return type === null || nullable ? null : setOf(type);
}

function recordTypeOf(schema: JsonObject, at: At): RecordType {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const required = isArray(schema['required']) ? schema['required'] : [];
  const attributes = Object.entries(properties).flatMap(([name, property]): [string, Attribute][] => {
    // `__entity`, `__extn` and `__expr` have a meaning of their own in Cedar's JSON.
    if (name.startsWith('__') || !isWellFormed(name) || at.budget.attributes <= 0) return [];
    at.budget.attributes -= 1;
    const { type, nullable } = read(property, { ...at, depth: at.depth + 1 });
    if (type === null) return [];
    return [[name, { ...type, required: required.includes(name) && !nullable && !isOfDecimals(type) }]];
  });
  return { type: 'Record', attributes: Object.fromEntries(attributes) };
}

/** A number may be one that no decimal can hold, so a rule must ask whether it is there. */
function isOfDecimals(type: CedarType): boolean {
  return type.type === 'Set' ? isOfDecimals(type.element) : type === DECIMAL;
}

function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
