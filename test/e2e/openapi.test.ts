// An HTTP API that a document describes is governed as any connector: proposed, admitted, decided, called
// once with the credential that the gateway puts in, and not at all when its description has changed.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listen, stop } from '../fixtures/upstream/http-server.ts';
import { connectorProposed } from '../../src/surfaces/http/contract/connector.ts';
import { connect, DENIAL, setStage, type Stage } from './stage.ts';

const DOCUMENT = `openapi: 3.1.0
info: { title: Pages, version: "1" }
security: [{ key: [] }]
components:
  securitySchemes:
    key: { type: apiKey, in: query, name: key }
paths:
  /pages/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    get: { operationId: getPage, responses: { 200: { description: A page } } }
    delete: { operationId: deletePage }
`;

let stage: Stage;
let server: Server;
let folder: string;
let url: string;
const seen: string[] = [];
const SECRET = 'the key of the pages';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdpoint-api-'));
  await writeFile(join(folder, 'key'), SECRET, { mode: 0o600 });
  await writeFile(join(folder, 'openapi.yaml'), DOCUMENT);
  server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"title":"Hello"}');
  });
  url = await listen(server);
  stage = await setStage('{holdWaitSeconds: 0}');
});
afterAll(async () => {
  await stage.stop();
  await stop(server);
  await rm(folder, { recursive: true });
});

it('proposes its operations, runs what is admitted as a read, and holds what deletes', async () => {
  const upstream = { transport: 'openapi', url: `${url}/v1`, document: join(folder, 'openapi.yaml') };
  const inject = { as: 'query', name: 'key', prefix: '' };
  const reference = `file:${join(folder, 'key')}`;
  const credential = { issuer: 'static', audience: url, ttlSeconds: 60, inject, reference };
  const { body } = await stage.alice.ask('POST', '/connectors', { id: 'pages', upstream, credential });
  const { proposal } = connectorProposed.parse(body);
  const { status } = await stage.alice.ask('POST', '/connectors/pages/admit', { proposal, effects: {} });
  expect(status).toBe(200);
  const task = await stage.openTask(['pages/getPage', 'pages/deletePage']);
  const client = await connect(stage.daemon.url, task.token, 'auto');
  const page = await client.callTool({ name: 'pages__getPage', arguments: { id: '../a?b' } });
  expect(page.structuredContent).toEqual({ status: 200, body: { title: 'Hello' } });
  const held = await client.callTool({ name: 'pages__deletePage', arguments: { id: 'a' } });
  expect(held._meta?.[DENIAL]).toMatchObject({ category: 'held' });
  expect(seen).toEqual(['GET /v1/pages/..%2Fa%3Fb?key=the%20key%20of%20the%20pages']);
  expect(JSON.stringify(await stage.records(task))).not.toContain(SECRET);
  await writeFile(join(folder, 'openapi.yaml'), DOCUMENT.replace('/pages/{id}:', '/admin/{id}:'));
  const changed = await client.callTool({ name: 'pages__getPage', arguments: { id: 'a' } });
  expect(changed.isError).toBe(true);
  expect(seen).toHaveLength(1);
  await client.close();
});
