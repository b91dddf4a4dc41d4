// What a connector lists beside its tools reaches a model only where it does not speak to it.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { startHttpServer, type HttpFixture } from '../fixtures/upstream/http-server.ts';
import { taskOpened } from '../../src/surfaces/http/contract.ts';
import { connect, DENIAL, setStage, type Stage } from './stage.ts';

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

it('lists the tools of all steps of a task, and a call outside its step says which is for it', async () => {
  const text = `holdpoint: workflow/v1
id: two-steps
purpose: Look, then say it
owner: op_alice
agents: [scribe]
expires: 2099-01-01
allow: [{tool: old/counts}, {tool: old/big}]
steps:
  - {name: look, tools: [old/counts]}
  - {name: say, tools: [old/big]}
`;
  await stage.alice.ask('POST', '/workflows', { name: 'two-steps.workflow.yaml', text });
  const asked = { workflow: 'two-steps', agent: 'scribe', prompt: 'Say hello' };
  const { task, token } = taskOpened.parse((await stage.alice.ask('POST', '/tasks', asked)).body);
  const client = await connect(stage.daemon.url, token.token, 'auto');
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toEqual(['old__big', 'old__counts']);
  const early = await client.callTool({ name: 'old__big', arguments: {} });
  expect(early._meta?.[DENIAL]).toMatchObject({ category: 'outside-step' });
  const said = JSON.stringify(early.content).replaceAll('\\"', "'");
  expect(said).toContain(`in the step 'look'. The step for it is 'say'.`);
  expect(said).toContain(`holdpoint task next ${task}`);
  expect((await stage.alice.ask('POST', `/tasks/${task}/next`, {})).status).toBe(200);
  const then = await client.callTool({ name: 'old__big', arguments: { bytes: 3 } });
  expect(then.isError).toBeFalsy();
  await client.close();
});
