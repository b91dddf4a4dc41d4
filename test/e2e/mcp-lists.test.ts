// What a connector lists beside its tools reaches a model only where it does not speak to it.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { startHttpServer, type HttpFixture } from '../fixtures/upstream/http-server.ts';
import { connect, setStage, type Stage } from './stage.ts';

let stage: Stage;
let server: HttpFixture;

beforeAll(async () => {
  [stage, server] = await Promise.all([setStage(), startHttpServer()]);
  await stage.admit('old', { transport: 'http', url: server.url }, 'read');
});
afterAll(async () => {
  await stage.stop();
  await server.close();
});

it('withholds a prompt that reads like an attack, and says by which rule', async () => {
  const task = await stage.openTask(['old/@prompts/get', 'old/@resources/read']);
  const client = await connect(stage.daemon.url, task.token, 'auto');
  const { prompts, _meta } = await client.listPrompts();
  expect(prompts.map(({ name }) => name)).toEqual(['old__review']);
  expect(_meta?.['holdpoint/suspicious']).toEqual(expect.arrayContaining([expect.any(String)]));
  const { resources, _meta: none } = await client.listResources();
  expect(resources).toMatchObject([{ name: 'a' }]);
  expect(none?.['holdpoint/suspicious']).toBeUndefined();
  await client.close();
});
