// A schema is somebody else's program: it is compiled alone, within bounds, or not at all.

import { Ajv, type Options, type ValidateFunction } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Json } from '../kernel/json.ts';

/** Why a schema or a value cannot be handled. The message names no part of a value. */
export class SchemaFault extends Error {
  readonly code = 'schema-unusable';
}

const MAX_CHARACTERS = 256 * 1024;
const MAX_DEPTH = 64;
const MAX_PATTERN_SUBJECT = 16 * 1024;

const LATEST = 'https://json-schema.org/draft/2020-12/schema';
const DIALECTS: { readonly [uri: string]: new (options: Options) => Ajv } = {
  [LATEST]: Ajv2020,
  'https://json-schema.org/draft/2019-09/schema': Ajv2019,
  'http://json-schema.org/draft-07/schema': Ajv,
  'http://json-schema.org/draft-06/schema': Ajv,
};

const ATOM = String.raw`(?:\\.|\[(?:\\.|[^\]\\])*\]|[^()\\|[\]+*?{}])`;
/** A repeated group of which no part is both required and single, as in `(a+)+` or `(\d+-?)*`. */
const REPEATED_REPETITION = new RegExp(
  String.raw`\((?:\?:|\?<\w+>)?(?:${ATOM}(?:[+*?]|\{[\d,]*\})\??)+\)(?:[+*]|\{\d+,\d*\})`,
);

/**
 * Compiles a schema of draft 2020-12 (taken when `$schema` is absent), 2019-09, 07 or 06.
 *
 * An `authored` schema, written by the organisation, must be plain: unknown keywords and formats, and
 * keywords of another type than the schema's, are faults, for a typing error there would silently widen
 * what is allowed. A `received` one comes from a connector, where both are common and ignored as the
 * standard says.
 *
 * Bounded: size (256 Ki characters of JSON), depth (64), strings under a `pattern` (16 Ki characters),
 * work for `uniqueItems` (linear), patterns that repeat a repetition (refused). Nothing is fetched: a
 * `$ref` that leads out of the schema is a fault. Each schema has a compiler of its own, so none can
 * define names for another. Not bounded: other patterns that backtrack (a cubic one is slow on long
 * strings), and schemas that multiply through `$ref` into many alternatives; both need a hostile schema
 * that a person admitted.
 *
 * Throws `SchemaFault`, or whatever the compiler throws for a schema that makes no sense.
 */
export function compileSchema(schema: Json, from: 'authored' | 'received'): ValidateFunction {
  if (JSON.stringify(schema).length > MAX_CHARACTERS) throw new SchemaFault('is too large');
  requireShallow(schema, MAX_DEPTH);
  if (typeof schema !== 'boolean' && !isObject(schema)) throw new SchemaFault('is no object or boolean');
  const named = isObject(schema) ? (schema['$schema'] ?? LATEST) : LATEST;
  const uri = typeof named === 'string' ? named.replace(/#$/, '') : '';
  const Compiler = Object.hasOwn(DIALECTS, uri) ? DIALECTS[uri] : undefined;
  if (!Compiler) throw new SchemaFault('is of a dialect that is not supported');
  requireMetaValid(schema, uri, Compiler);
  const ajv = new Compiler({ ...OPTIONS, ...(from === 'authored' ? AUTHORED : { strict: false }) });
  formats.default(ajv);
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({ keyword: 'uniqueItems', type: 'array', schemaType: 'boolean', compile: requireUnique });
  const validate = ajv.compile(schema as object | boolean);
  // Its answer would be a promise, and a promise is truthy.
  if ('$async' in validate) throw new SchemaFault('is asynchronous');
  return validate;
}

const OPTIONS: Options = {
  meta: false,
  validateSchema: false,
  logger: false,
  // Else `required: [constructor]` is met by every object.
  ownProperties: true,
  inlineRefs: false,
  code: { regExp: Object.assign(compilePattern, { code: '' }) },
};

const AUTHORED: Options = {
  strictSchema: true,
  strictTypes: true,
  strictTuples: false,
  strictRequired: false,
  allowUnionTypes: true,
};

/** One validator of schemas per dialect, apart from the compilers: meta-schemas are the same for all. */
const metaValidators = new Map<string, Ajv>();

function requireMetaValid(schema: Json, uri: string, Compiler: new (options: Options) => Ajv): void {
  const known = metaValidators.get(uri) ?? new Compiler({ strict: false, logger: false });
  metaValidators.set(uri, known);
  // Draft 06 differs from 07 in keywords that 07 adds, so 07's meta-schema serves both.
  const meta = known.getSchema(uri) ?? known.getSchema('http://json-schema.org/draft-07/schema');
  if (meta?.(schema) !== true) {
    const [error] = meta?.errors ?? [];
    throw new SchemaFault(`is no valid JSON Schema at #${error?.instancePath ?? ''}`);
  }
}

function requireShallow(value: Json, levels: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (levels === 0) throw new SchemaFault('is nested too deep');
  if (Object.hasOwn(value, '__proto__')) throw new SchemaFault('has a key named __proto__');
  for (const part of Object.values(value)) requireShallow(part, levels - 1);
}

function compilePattern(
  pattern: string,
  flags: string,
): { test: (subject: string) => boolean; toString: () => string } {
  if (REPEATED_REPETITION.test(pattern)) throw new SchemaFault('has a pattern that repeats a repetition');
  const expression = new RegExp(pattern, flags);
  return {
    // The compiler tells patterns apart by this text.
    toString: () => String(expression),
    test(subject) {
      // Not "no match": under `not` that would be a match.
      if (subject.length > MAX_PATTERN_SUBJECT) throw new SchemaFault('pattern: the text is too long for it');
      return expression.test(subject);
    },
  };
}

function requireUnique(wanted: boolean): (items: readonly Json[]) => boolean {
  return (items) => !wanted || new Set(items.map(textOf)).size === items.length;
}

/** One text for values that JSON Schema calls equal: the order of members does not count. */
function textOf(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join()}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${textOf(member)}`).join()}}`;
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
