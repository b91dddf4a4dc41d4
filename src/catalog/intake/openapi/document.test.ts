// What an OpenAPI document says becomes tools, exactly; what cannot be read is refused with its place.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../kernel/json.ts';
import { isApiDocument, readApiDocument } from './document.ts';
import type { OperationTool } from './operation.ts';
import { sheetsOfApi } from './sheets.ts';

function read(paths: JsonObject, more: JsonObject = {}) {
  return readApiDocument({ openapi: '3.1.0', info: { title: 'Shop' }, paths, ...more });
}

function toolsOf(paths: JsonObject, more: JsonObject = {}): readonly OperationTool[] {
  const found = read(paths, more);
  if ('problems' in found) throw new Error(JSON.stringify(found.problems));
  return found.document.tools;
}

function problemsOf(paths: JsonObject, more: JsonObject = {}) {
  const found = read(paths, more);
  return 'problems' in found ? found.problems.map(({ path, message }) => `${path.join('.')} ${message}`) : [];
}

test('parameters and body become arguments, each with its place in the request', () => {
  const [tool] = toolsOf(
    {
      '/orders/{id}': {
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        put: {
          operationId: 'replaceOrder',
          summary: 'Replaces an order',
          parameters: [
            { name: 'id', in: 'query', schema: { type: 'integer' } },
            { name: 'X-Trace', in: 'header', description: 'For the log', schema: { type: 'string' } },
            { name: 'Accept', in: 'header', schema: {} },
          ],
          requestBody: {
            required: true,
            content: {
              'text/csv': {},
              'application/json': { schema: { $ref: '#/components/schemas/Order' } },
            },
          },
          responses: { 404: {}, 200: { content: { 'application/json': { schema: { type: 'object' } } } } },
        },
      },
    },
    { components: { schemas: { Order: { type: 'object', properties: { total: { type: 'number' } } } } } },
  );
  expect(tool?.definition).toMatchObject({
    name: 'replaceOrder',
    description: 'Replaces an order',
    inputSchema: {
      type: 'object',
      properties: {
        id: { type: 'string' },
        'id (query)': { type: 'integer' },
        'X-Trace': { type: 'string', description: 'For the log' },
        body: { $ref: '#/$defs/Order' },
      },
      required: ['id', 'body'],
      additionalProperties: false,
      $defs: { Order: { properties: { total: { type: 'number' } } } },
    },
    outputSchema: { type: 'object', properties: { body: { type: 'object' } } },
  });
  expect(tool?.http.parameters).toEqual([
    { name: 'id', in: 'path', argument: 'id', style: 'simple', explode: false },
    { name: 'id', in: 'query', argument: 'id (query)', style: 'form', explode: true },
    { name: 'X-Trace', in: 'header', argument: 'X-Trace', style: 'simple', explode: false },
  ]);
  expect(tool?.http).toMatchObject({ method: 'PUT', contentType: 'application/json' });
});

test('a schema that contains itself refers to itself', () => {
  const Node = { type: 'object', properties: { next: { $ref: '#/components/schemas/Node' } } };
  const body = { content: { 'application/json': { schema: { $ref: '#/components/schemas/Node' } } } };
  const [tool] = toolsOf(
    { '/nodes': { post: { requestBody: body } } },
    { components: { schemas: { Node } } },
  );
  expect(tool?.definition['inputSchema']).toMatchObject({
    properties: { body: { $ref: '#/$defs/Node' } },
    $defs: { Node: { properties: { next: { $ref: '#/$defs/Node' } } } },
  });
});

test('what OpenAPI 3.0 says in its own way is said as JSON Schema does', () => {
  const schema = { type: 'number', nullable: true, minimum: 0, exclusiveMinimum: true, example: 3, 'x-a': 1 };
  const parameters = [{ name: 'n', in: 'query', schema }];
  const [tool] = toolsOf({ '/a': { get: { parameters } } }, { openapi: '3.0.3' });
  const taken = { properties: { n: { type: ['number', 'null'], exclusiveMinimum: 0 } } };
  expect(tool?.definition['inputSchema']).toMatchObject(taken);
  expect(JSON.stringify(tool?.definition)).not.toMatch(/example|x-a|nullable/);
});

test('an operation without an id is called by method and path; server and credentials stand beside', () => {
  const [tool] = toolsOf(
    { '/users/{id}/files': { get: {} } },
    {
      servers: [{ url: 'https://{region}.example.com/v1', variables: { region: { default: 'eu' } } }],
      security: [{ key: [] }, { login: ['files:read', 'admin'] }],
      components: {
        securitySchemes: {
          key: { type: 'apiKey', in: 'header', name: 'X-Key' },
          login: { type: 'oauth2', flows: {} },
        },
      },
    },
  );
  expect(tool).toMatchObject({
    name: 'get_users_by_id_files',
    http: { server: 'https://eu.example.com/v1' },
  });
  const [sheet] = sheetsOfApi({ title: 'Shop', version: '1', openapi: '3.1.0', tools: [tool!] });
  expect(sheet).toMatchObject({
    server: 'Shop',
    method: 'GET',
    destination: 'https://eu.example.com/v1',
    credentials: ['apiKey in header X-Key', 'oauth2 files:read admin'],
    broadScopes: ['admin'],
  });
});

test.each<[string, JsonObject, JsonObject, string]>([
  ['another version', {}, { openapi: '4.0.0' }, 'openapi is not OpenAPI 3.0, 3.1 or 3.2'],
  ['Swagger 2.0', {}, { openapi: null, swagger: '2.0' }, 'swagger is Swagger 2.0'],
  [
    'a reference to another file',
    { '/a': { get: { parameters: [{ $ref: 'b.yaml#/x' }] } } },
    {},
    'paths./a.get.parameters.0.$ref leads out of the document, or to no JSON pointer: b.yaml#/x',
  ],
  [
    'a schema elsewhere',
    { '/a': { get: { parameters: [{ name: 'q', in: 'query', schema: { $ref: 'http://x/y' } }] } } },
    {},
    'paths./a.get.parameters.0.schema.$ref leads out of the document, or to no JSON pointer: http://x/y',
  ],
  [
    'a reference to nothing',
    { '/a': { post: { requestBody: { $ref: '#/components/requestBodies/A' } } } },
    {},
    'paths./a.post.requestBody.$ref leads to nothing: #/components/requestBodies/A',
  ],
  ['a reference to itself', { '/a': { $ref: '#/paths/~1a' } }, {}, 'paths./a refers to itself'],
  [
    'two operations of one name',
    { '/a': { get: { operationId: 'a' } }, '/b': { get: { operationId: 'a' } } },
    {},
    'paths./b.get.operationId is a second operation called a',
  ],
  [
    'an unknown scheme',
    { '/a': { get: { security: [{ k: [] }] } } },
    {},
    'paths./a.get.security.0.k is no security scheme of the document',
  ],
  ['a path that is none', { a: { get: {} } }, {}, 'paths.a is no path: it begins with no /'],
  [
    'a reserved name',
    { '/a': { get: { operationId: '@a' } } },
    {},
    'paths./a.get.operationId begins with @, which is kept for operations of MCP',
  ],
])('%s is refused with its place', (_what, paths, more, problem) => {
  expect(problemsOf(paths, more)).toEqual([problem]);
});

test('only a document that says so is taken for one', () => {
  expect(isApiDocument({ openapi: '3.0.0' })).toBe(true);
  expect(isApiDocument({ swagger: '2.0' })).toBe(true);
  expect(isApiDocument({ tools: [] })).toBe(false);
});

test('ten thousand operations over schemas that all refer to each other end, as tools or as problems', () => {
  const names = Array.from({ length: 300 }, (_, at) => `S${at}`);
  const all = {
    properties: Object.fromEntries(names.map((name) => [name, { $ref: `#/components/schemas/${name}` }])),
  };
  const schemas = Object.fromEntries(names.map((name) => [name, all]));
  const get = (at: number): JsonObject => ({
    post: {
      requestBody: {
        content: { 'application/json': { schema: { $ref: `#/components/schemas/S${at % 300}` } } },
      },
    },
  });
  const paths = Object.fromEntries(Array.from({ length: 10_001 }, (_, at) => [`/p${at}`, get(at)]));
  expect(problemsOf(paths, { components: { schemas } })[0]).toMatch(/is one operation too many/);
  delete paths['/p0'];
  expect(problemsOf(paths, { components: { schemas } })[0]).toMatch(/refers to more schemas than are read/);
});

test('an answer made of very many schemas is read as far as it helps, and the rest may be anything', () => {
  const schemas = Object.fromEntries(
    Array.from({ length: 500 }, (_, at) => [
      `S${at}`,
      { items: { $ref: `#/components/schemas/S${(at + 1) % 500}` } },
    ]),
  );
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/S0' } } };
  const [tool] = toolsOf({ '/a': { get: { responses: { 200: { content } } } } }, { components: { schemas } });
  const schema = tool?.definition['outputSchema'] as { $defs: JsonObject };
  expect(Object.keys(schema.$defs)).toHaveLength(61);
  expect(schema.$defs).toMatchObject({ S59: { items: { $ref: '#/$defs/S60' } }, S60: {} });
});

test('a chain of a hundred thousand references and a schema nested as deep are not too much', () => {
  const schemas = Object.fromEntries(
    Array.from({ length: 100_000 }, (_, at) => [`S${at}`, { $ref: `#/components/schemas/S${at + 1}` }]),
  );
  const body = { content: { 'application/json': { schema: { $ref: '#/components/schemas/S0' } } } };
  expect(problemsOf({ '/a': { post: { requestBody: body } } }, { components: { schemas } })).not.toEqual([]);
  let deep: Json = {};
  for (let level = 0; level < 100_000; level += 1) deep = { items: deep };
  const parameters = [{ name: 'a', in: 'query', schema: deep }];
  expect(problemsOf({ '/a': { get: { parameters } } })[0]).toMatch(/is nested too deep$/);
});

test('whatever stands in a document, it is read or refused, and never breaks the reader', () => {
  const odd = fc.oneof(
    fc.jsonValue() as fc.Arbitrary<Json>,
    fc.constantFrom<Json>(
      { $ref: '#' },
      { $ref: '#/paths' },
      { $ref: '#/paths/~1a/get' },
      { $ref: '%' },
      null,
      [],
    ),
  );
  const operation = fc.record(
    {
      operationId: odd,
      parameters: fc.oneof(odd, fc.array(fc.record({ name: odd, in: fc.constant('query'), schema: odd }))),
      requestBody: fc.oneof(odd, fc.record({ content: fc.dictionary(fc.constant('application/json'), odd) })),
      responses: fc.oneof(odd, fc.dictionary(fc.constantFrom('200', 'default'), odd)),
      security: odd,
      servers: odd,
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(odd, operation), odd, (get, components) => {
      const found = read({ '/a': { get } }, { components, security: components });
      const tools = 'document' in found ? sheetsOfApi(found.document) : [];
      const problems = 'problems' in found ? found.problems : [];
      expect('document' in found ? tools.length : problems.length).toBeLessThanOrEqual(50);
      expect('document' in found || problems.length > 0).toBe(true);
    }),
    { numRuns: 300 },
  );
});
