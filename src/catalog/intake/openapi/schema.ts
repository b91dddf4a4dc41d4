// A schema of OpenAPI becomes one of JSON Schema 2020-12 that says the same: it may refer to itself, and is
// read once.

import type { Json, JsonObject } from '../../../kernel/json.ts';
import { isObject, listOf, textOf } from '../../member.ts';
import type { Steps } from '../problem.ts';
import { stepsOf, valueAt, type Source } from './reference.ts';

const MAX_DEPTH = 48;
/** Schemas that the arguments of one tool may be made of, and its answer is read of. */
const MAX_INPUT_PARTS = 400;
const MAX_OUTPUT_PARTS = 60;
/** References that are followed for all tools of a document together. */
const MAX_STEPS_IN_ALL = 2_000_000;

const ONE = new Set(
  `items additionalProperties not contains propertyNames if then else unevaluatedItems
    unevaluatedProperties`.split(/\s+/),
);
const LISTS = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
const MAPS = new Set(['properties', 'patternProperties', 'dependentSchemas']);
const PLAIN = new Set(
  `type enum const required format pattern minLength maxLength minItems maxItems minProperties
    maxProperties minimum maximum exclusiveMinimum exclusiveMaximum multipleOf uniqueItems default title
    description dependentRequired contentEncoding contentMediaType minContains maxContains readOnly
    writeOnly`.split(/\s+/),
);
const DYNAMIC = ['$dynamicRef', '$recursiveRef'];

interface Definition {
  readonly schema: Json;
  /** The definitions that it refers to itself. */
  readonly uses: ReadonlySet<string>;
}

/** A schema as it stands in the document, and the definitions that it refers to. */
export interface Converted {
  readonly schema: Json;
  readonly uses: ReadonlySet<string>;
}

/** The schemas of one document. */
export class Schemas {
  readonly #source: Source;
  readonly #definitions = new Map<string, Definition>();
  /** Definitions that are referred to and not read yet: one after the other, however long the chain. */
  readonly #waiting: { key: string; target: Json; steps: Steps }[] = [];
  #spent = 0;

  constructor(source: Source) {
    this.#source = source;
  }

  convert(schema: Json, path: Steps): Converted {
    const uses = new Set<string>();
    const converted = this.#convert(schema, path, uses, 0);
    for (let next = this.#waiting.pop(); next !== undefined; next = this.#waiting.pop()) {
      const own = new Set<string>();
      const read = this.#convert(next.target, next.steps, own, 0);
      this.#definitions.set(next.key, { schema: read, uses: own });
    }
    return { schema: converted, uses };
  }

  /** A schema of its own, with all that it refers to in `$defs`. */
  closeInput(converted: Converted, path: Steps): Json {
    const { reached, isWhole } = this.#reach(converted.uses, MAX_INPUT_PARTS);
    if (isWhole) return this.#withDefinitions(converted.schema, [...reached]);
    this.#source.problems.add(path, 'refers to more schemas than are read');
    return converted.schema;
  }

  /** The same; what lies farther than is read of an answer may be anything. */
  closeOutput({ schema, uses }: Converted): Json {
    const { reached } = this.#reach(uses, MAX_OUTPUT_PARTS);
    return this.#withDefinitions(schema, [...reached].slice(0, MAX_OUTPUT_PARTS));
  }

  /** Every definition that these lead to; the nearest ones where they are too many. */
  #reach(uses: ReadonlySet<string>, atMost: number): { reached: ReadonlySet<string>; isWhole: boolean } {
    const reached = new Set(uses);
    for (const key of reached) {
      const next = this.#definitions.get(key)?.uses ?? new Set();
      this.#spent += 1 + next.size;
      for (const one of next) reached.add(one);
      if (reached.size > atMost || this.#spent > MAX_STEPS_IN_ALL) return { reached, isWhole: false };
    }
    return { reached, isWhole: true };
  }

  #withDefinitions(schema: Json, kept: readonly string[]): Json {
    if (kept.length === 0 || !isObject(schema)) return schema;
    const definitions = kept.map((key) => [key, this.#definitions.get(key)?.schema ?? {}] as const);
    // One that is referred to always stands there.
    const cut = definitions.flatMap(([key]) => [...(this.#definitions.get(key)?.uses ?? [])]);
    return {
      ...schema,
      $defs: Object.fromEntries([...cut.map((key) => [key, {}] as const), ...definitions]),
    };
  }

  #convert(schema: Json, path: Steps, uses: Set<string>, depth: number): Json {
    const { problems, minor } = this.#source;
    if (typeof schema === 'boolean') return schema;
    if (!isObject(schema) || depth > MAX_DEPTH) {
      problems.add(path, depth > MAX_DEPTH ? 'is nested too deep' : 'is no schema');
      return {};
    }
    if (schema['$ref'] !== undefined) {
      const reference = this.#refer(schema['$ref'], [...path, '$ref'], uses);
      // Up to 3.0 nothing beside a reference counts (OpenAPI 3.0, Reference Object).
      if (minor === 0) return reference;
      const { $ref: _, ...beside } = schema;
      return { ...(this.#convert(beside, path, uses, depth) as JsonObject), ...reference };
    }
    for (const keyword of DYNAMIC) {
      if (schema[keyword] !== undefined) problems.add([...path, keyword], 'is not taken', 'use $ref');
    }
    const inner = (value: Json, ...steps: Steps): Json =>
      this.#convert(value, [...path, ...steps], uses, depth + 1);
    const members = Object.entries(schema).flatMap(([key, value]) => {
      const converted = memberOf(key, value, inner);
      return converted === undefined ? [] : [[key, converted] as const];
    });
    return minor === 0 ? fromOlder(Object.fromEntries(members), schema) : Object.fromEntries(members);
  }

  #refer(reference: Json, path: Steps, uses: Set<string>): JsonObject {
    const steps = stepsOf(this.#source, reference, path);
    const target = steps === null ? undefined : valueAt(this.#source.root, steps);
    if (steps === null || target === undefined) {
      if (steps !== null) this.#source.problems.add(path, `leads to nothing: ${textOf(reference)}`);
      return {};
    }
    const key = keyOf(steps);
    uses.add(key);
    if (!this.#definitions.has(key)) {
      this.#definitions.set(key, { schema: {}, uses: new Set() });
      this.#waiting.push({ key, target, steps });
    }
    return { $ref: `#/$defs/${key.replaceAll('/', '~1')}` };
  }
}

function memberOf(key: string, value: Json, inner: (value: Json, ...steps: Steps) => Json): Json | undefined {
  if (ONE.has(key)) return inner(value, key);
  if (LISTS.has(key)) return listOf(value).map((item, at) => inner(item, key, at));
  if (MAPS.has(key) && isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inner(one, key, name)]));
  }
  return PLAIN.has(key) ? value : undefined;
}

/** What OpenAPI 3.0 says in another way than JSON Schema (OpenAPI 3.0, Schema Object). */
function fromOlder(converted: JsonObject, { nullable, type, enum: choices }: JsonObject): JsonObject {
  const { exclusiveMinimum, exclusiveMaximum, minimum, maximum, ...rest } = converted;
  const isOpen = (bound: Json | undefined): boolean => bound === true;
  return {
    ...rest,
    ...(nullable === true && type !== undefined ? { type: [type, 'null'] } : {}),
    ...(nullable === true && choices !== undefined ? { enum: [...listOf(choices), null] } : {}),
    ...(minimum === undefined
      ? {}
      : { [isOpen(exclusiveMinimum) ? 'exclusiveMinimum' : 'minimum']: minimum }),
    ...(maximum === undefined
      ? {}
      : { [isOpen(exclusiveMaximum) ? 'exclusiveMaximum' : 'maximum']: maximum }),
  };
}

/** One key for each place: short for a plain component, else the place with odd characters as codes. */
function keyOf(steps: readonly string[]): string {
  const plain = steps.map((step) =>
    step.replaceAll(/[^A-Za-z0-9._-]/gu, (character) => `=${character.codePointAt(0)?.toString(16)}=`),
  );
  const [first, second, third] = plain;
  const isComponent = plain.length === 3 && first === 'components' && second === 'schemas';
  return isComponent && third !== undefined ? third : ['', ...plain].join('/');
}
