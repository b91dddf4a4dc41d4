// Every parameter becomes one argument with a name of its own, and every argument stands in one place of the
// request.

import type { Json, JsonObject } from '../../../kernel/json.ts';
import { isObject, listOf, textOf } from '../../member.ts';
import type { Steps } from '../problem.ts';
import type { Binding } from './operation.ts';
import { partAt, type Part, type Source } from './reference.ts';
import type { Schemas } from './schema.ts';

/** The parameters of an operation as arguments. */
export interface Arguments {
  readonly bindings: readonly Binding[];
  readonly properties: { readonly [name: string]: Json };
  readonly required: readonly string[];
  readonly uses: ReadonlySet<string>;
}

const PLACES: ReadonlyMap<string, Binding['in']> = new Map<string, Binding['in']>([
  ['path', 'path'],
  ['query', 'query'],
  ['header', 'header'],
  ['cookie', 'cookie'],
]);
const STYLES = { path: 'simple', query: 'form', header: 'simple', cookie: 'form' } as const;
/** What the request itself says: a parameter of such a name is ignored (OpenAPI, Parameter Object). */
const RESERVED_HEADERS = new Set(['accept', 'content-type', 'authorization']);
/** The argument that holds the request's body. */
const BODY = 'body';

/** The parameters of an operation and of its path; the operation's own count where both name one. */
export function readParameters(
  source: Source,
  schemas: Schemas,
  lists: readonly { readonly value: Json | undefined; readonly path: Steps }[],
): Arguments {
  const parts = new Map<string, { part: Part; place: Binding['in']; name: string }>();
  for (const { value, path } of lists) {
    for (const [at, item] of listOf(value).entries()) {
      const part = partAt(source, item, [...path, at]);
      if (part === null) continue;
      const place = PLACES.get(textOf(part.value['in']));
      const name = textOf(part.value['name']);
      if (place === undefined || name === '')
        source.problems.add(part.path, 'has no name, or no known place');
      else if (place !== 'header' || !RESERVED_HEADERS.has(name.toLowerCase())) {
        parts.set(`${place} ${name}`, { part, place, name });
      }
    }
  }
  const uses = new Set<string>();
  const bindings: Binding[] = [];
  const properties = new Map<string, Json>();
  const required: string[] = [];
  for (const { part, place, name } of parts.values()) {
    const isTaken = name === BODY || properties.has(name);
    const argument = isTaken ? `${name} (${place})` : name;
    const converted = schemas.convert(...schemaOf(part));
    converted.uses.forEach((key) => uses.add(key));
    bindings.push(bindingOf(part.value, { name, place, argument }));
    properties.set(argument, described(converted.schema, part.value['description']));
    if (place === 'path' || part.value['required'] === true) required.push(argument);
  }
  return { bindings, properties: Object.fromEntries(properties), required, uses };
}

/** Its schema, or that of its only media type. */
function schemaOf({ value, path }: Part): [Json, Steps] {
  const { content, schema } = value;
  if (!isObject(content)) return [schema ?? {}, [...path, 'schema']];
  const [type = '', media] = Object.entries(content)[0] ?? [];
  return [isObject(media) ? (media['schema'] ?? {}) : {}, [...path, 'content', type, 'schema']];
}

function bindingOf(
  parameter: JsonObject,
  { name, place, argument }: { name: string; place: Binding['in']; argument: string },
): Binding {
  const said = textOf(parameter['style']);
  const style = isObject(parameter['content']) ? 'json' : said === '' ? STYLES[place] : said;
  const { explode } = parameter;
  return {
    name,
    in: place,
    argument,
    style,
    explode: explode === undefined ? style === 'form' : explode === true,
  };
}

/** The description of the parameter, where its schema has none. */
export function described(schema: Json, description: Json | undefined): Json {
  if (!isObject(schema) || textOf(description) === '' || textOf(schema['description']) !== '') return schema;
  return { ...schema, description: textOf(description) };
}
