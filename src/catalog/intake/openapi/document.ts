// An OpenAPI document is read whole or refused with places: no operation of it is left out unsaid.

import type { Json, JsonObject } from '../../../kernel/json.ts';
import { isObject, listOf, objectOf, textOf } from '../../member.ts';
import { Problems, type IntakeProblem, type Steps } from '../problem.ts';
import { readAnswer, readBody } from './content.ts';
import { OPERATION, type ApiDocument, type HttpOperation, type OperationTool } from './operation.ts';
import { readParameters } from './parameters.ts';
import { partAt, type Part, type Source } from './reference.ts';
import { Schemas, type Converted } from './schema.ts';
import { readSecurity } from './security.ts';

/** In the order of a path item; `query` is OpenAPI 3.2's. */
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];
const MAX_OPERATIONS = 10_000;
const MAX_NAME_PARTS = 32;

/** Whether a JSON value says that it is an OpenAPI document, of whatever version. */
export function isApiDocument(value: Json): boolean {
  return isObject(value) && (value['openapi'] !== undefined || value['swagger'] !== undefined);
}

/**
 * The operations of an OpenAPI 3.0, 3.1 or 3.2 document as tools, or why not. Linear in the document;
 * references are followed within it only.
 */
export function readApiDocument(
  value: Json,
): { readonly document: ApiDocument } | { readonly problems: readonly IntakeProblem[] } {
  const root = objectOf(value);
  const problems = new Problems();
  const version = /^3\.([012])(?:\.|$)/.exec(textOf(root['openapi']))?.[1];
  if (version === undefined) {
    const isOld = root['swagger'] !== undefined;
    const help = isOld ? 'convert it to OpenAPI 3 first (swagger2openapi does), then try again' : null;
    const what = isOld ? 'is Swagger 2.0' : 'is not OpenAPI 3.0, 3.1 or 3.2';
    problems.add([isOld ? 'swagger' : 'openapi'], what, help);
    return { problems: problems.all };
  }
  const source = { root, problems, minor: Number(version) };
  const reader = new OperationReader(source);
  const tools = operationsIn(source).map((one) => reader.read(one));
  requireDistinct(source, tools);
  if (problems.all.length > 0) return { problems: problems.all };
  const { title, version: own } = objectOf(root['info']);
  return {
    document: {
      title: textOf(title),
      version: textOf(own),
      openapi: textOf(root['openapi']),
      tools: tools.map(({ tool }) => tool),
    },
  };
}

interface Found {
  readonly method: string;
  readonly template: string;
  readonly item: Part;
  readonly operation: Part;
}

function operationsIn(source: Source): Found[] {
  const found: Found[] = [];
  for (const [template, listed] of Object.entries(objectOf(source.root['paths']))) {
    if (template.startsWith('x-')) continue;
    const item = partAt(source, listed, ['paths', template]);
    if (item === null) continue;
    if (!template.startsWith('/')) source.problems.add(item.path, 'is no path: it begins with no /');
    const more = Object.entries(objectOf(item.value['additionalOperations']));
    for (const [method, operation, ...steps] of [
      ...METHODS.map((one) => [one, item.value[one], one] as const),
      ...more.map(([one, own]) => [one, own, 'additionalOperations', one] as const),
    ]) {
      if (operation === undefined) continue;
      const path = [...item.path, ...steps];
      if (!isObject(operation)) source.problems.add(path, 'is no operation');
      else found.push({ method, template, item, operation: { value: operation, path } });
      if (found.length <= MAX_OPERATIONS) continue;
      source.problems.add(path, `is one operation too many: ${MAX_OPERATIONS} are read`);
      return [];
    }
  }
  return found;
}

interface Read {
  readonly tool: OperationTool;
  readonly path: Steps;
}

class OperationReader {
  readonly #source: Source;
  readonly #schemas: Schemas;

  constructor(source: Source) {
    this.#source = source;
    this.#schemas = new Schemas(source);
  }

  read({ method, template, item, operation }: Found): Read {
    const source = this.#source;
    const { operationId, summary, description } = operation.value;
    const isNamed = textOf(operationId) !== '';
    const name = isNamed ? textOf(operationId) : derivedName(method, template);
    const taken = readParameters(source, this.#schemas, [
      { value: item.value['parameters'], path: [...item.path, 'parameters'] },
      { value: operation.value['parameters'], path: [...operation.path, 'parameters'] },
    ]);
    const body = readBody(source, this.#schemas, operation);
    const answer = readAnswer(source, this.#schemas, operation);
    const http: HttpOperation = {
      isNamed,
      method: method.toUpperCase(),
      path: template,
      server: serverOf(source.root, item.value, operation.value),
      isServedApart: serverOf(item.value, operation.value) !== '',
      parameters: taken.bindings,
      contentType: body?.contentType ?? null,
      security: this.#securityOf(operation),
      callsBack: isObject(operation.value['callbacks']),
    };
    const uses = new Set([...taken.uses, ...(body?.uses ?? [])]);
    const inputSchema: JsonObject = {
      type: 'object',
      properties: { ...taken.properties, ...(body === null ? {} : { body: body.schema }) },
      required: [...taken.required, ...(body?.isRequired === true ? ['body'] : [])],
      additionalProperties: false,
    };
    const told = [textOf(summary), textOf(description)].filter((text) => text !== '').join('\n\n');
    const definition: JsonObject = {
      name,
      ...(told === '' ? {} : { description: told }),
      inputSchema: this.#schemas.closeInput({ schema: inputSchema, uses }, operation.path),
      ...(answer === null ? {} : { outputSchema: this.#schemas.closeOutput(answered(answer)) }),
      [OPERATION]: http as unknown as Json,
    };
    return { tool: { name, definition, http }, path: operation.path };
  }

  /** Its own, else the document's. */
  #securityOf({ value, path }: Part): HttpOperation['security'] {
    const own = value['security'];
    if (own !== undefined) return readSecurity(this.#source, own, [...path, 'security']);
    return readSecurity(this.#source, this.#source.root['security'], ['security']);
  }
}

/** An answer is its status and its body. */
function answered({ schema, uses }: Converted): Converted {
  return { schema: { type: 'object', properties: { status: { type: 'integer' }, body: schema } }, uses };
}

/** `GET /users/{id}` is `get_users_by_id`. */
function derivedName(method: string, template: string): string {
  const parts = template.split('/').filter((part) => part !== '');
  const words = parts.slice(0, MAX_NAME_PARTS).map((part) => part.replaceAll(/\{([^{}]*)\}/g, 'by_$1'));
  return [method.toLowerCase(), ...words].join('_');
}

/** The nearest of operation, path and document that names one, variables replaced by their defaults. */
function serverOf(...around: readonly JsonObject[]): string {
  const lists = around.map((one) => listOf(one['servers'])).filter((list) => list.length > 0);
  const server = objectOf(lists.at(-1)?.[0]);
  const variables = objectOf(server['variables']);
  return textOf(server['url']).replaceAll(/\{([^{}]*)\}/g, (whole, name: string) => {
    const variable = Object.hasOwn(variables, name) ? objectOf(variables[name]) : {};
    const chosen = variable['default'];
    return typeof chosen === 'string' ? chosen : whole;
  });
}

/** A name that could mean two operations is never guessed at. */
function requireDistinct({ problems }: Source, read: readonly Read[]): void {
  const names = new Set<string>();
  for (const { tool, path } of read) {
    const at = tool.http.isNamed ? [...path, 'operationId'] : path;
    if (names.has(tool.name)) {
      problems.add(at, `is a second operation called ${tool.name}`, 'give it an operationId of its own');
    }
    if (tool.name.startsWith('@')) problems.add(at, 'begins with @, which is kept for operations of MCP');
    names.add(tool.name);
  }
}
