// Whatever an upstream does wrong, its call is made once and ends in an outcome that claims no more than is
// known; the caller is told, and the daemon goes on.

import { fileURLToPath } from 'node:url';
import type { Client } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { UpstreamSpec } from '../../src/gateway/ports.ts';
import { startHttpServer, type HttpFixture } from '../fixtures/upstream/http-server.ts';
import { connect, DENIAL, setStage, type Stage, type Task } from './stage.ts';
import { countsOf } from './wire.ts';

const STDIO: UpstreamSpec = {
  transport: 'stdio',
  command: process.execPath,
  args: [fileURLToPath(new URL('../fixtures/upstream/stdio-server.js', import.meta.url))],
  cwd: null,
  env: {},
};

let stage: Stage;
let fixture: HttpFixture;

beforeAll(async () => {
  [stage, fixture] = await Promise.all([setStage('{resultBytes: 1048576}'), startHttpServer()]);
  await stage.admit('web', { transport: 'http', url: fixture.url }, 'read');
  await stage.admit('pipe', STDIO, 'read');
});
afterAll(async () => {
  await stage.stop();
  await fixture.close();
});

/** Calls the tool in a task of its own whose calls may take a second. */
async function callOnce(
  tool: string,
  args: Record<string, unknown> = {},
  limits = '{call: 1s}',
): Promise<{ task: Task; answer: Awaited<ReturnType<Client['callTool']>> }> {
  const task = await stage.openTask([tool], limits);
  const client = await connect(stage.daemon.url, task.token, 'auto');
  const answer = await client.callTool({ name: tool.replace('/', '__'), arguments: args });
  await client.close();
  return { task, answer };
}

const CASES: [string, string, Record<string, unknown>, string][] = [
  ['hangs', 'hang', {}, 'upstream-timeout'],
  ['breaks off in the middle of a call', 'crash', {}, 'upstream-closed'],
  ['answers with what is no message', 'nonsense', {}, 'upstream-closed'],
  ['answers with a result of another shape', 'misshapen', {}, 'upstream-nonsense'],
  ['answers with more than is passed on', 'big', { bytes: 2_097_152 }, 'upstream-too-large'],
];

it.each(CASES)('records as unknown what an HTTP upstream did that %s', async (_title, tool, args, code) => {
  const before = (await countsOf(fixture.url))[tool] ?? 0;
  const { task, answer } = await callOnce(`web/${tool}`, args);
  expect(answer.isError).toBe(true);
  expect(JSON.stringify(answer.content)).toMatch(`outcome is unknown. It may have happened`);
  expect(answer._meta).not.toHaveProperty([DENIAL]);
  expect(await stage.bodies(task, 'action-settled')).toMatchObject([{ outcome: 'unknown', code }]);
  expect((await countsOf(fixture.url))[tool]).toBe(before + 1);
});

it.each([
  ['crashes in the middle of a call', 'crash', 'upstream-closed', '{call: 10s}'],
  ['floods', 'flood', 'upstream-too-large', '{call: 30s}'],
  ['writes a line without end', 'long-line', 'upstream-too-large', '{call: 30s}'],
  ['hangs', 'hang', 'upstream-timeout', '{call: 1s}'],
])(
  'ends a server that %s, records the call as unknown, and starts it anew',
  async (_title, tool, code, limits) => {
    const { task } = await callOnce(`pipe/${tool}`, {}, limits);
    expect(await stage.bodies(task, 'action-settled')).toMatchObject([{ outcome: 'unknown', code }]);
    await expect
      .poll(async () => (await callOnce('pipe/counts', {}, '{call: 10s}')).answer)
      .toMatchObject({ structuredContent: { counts: expect.any(Number) } });
  },
);

it('refuses a tool whose definition changed until a person admits it again', async () => {
  const swapping = await startHttpServer();
  const spec = { transport: 'http', url: swapping.url } as const;
  await stage.admit('swap', spec, 'read');
  const task = await stage.openTask(['swap/echo', 'swap/swap']);
  const client = await connect(stage.daemon.url, task.token, 'auto');
  const names = async (): Promise<string[]> => (await client.listTools()).tools.map(({ name }) => name);
  expect(await names()).toEqual(['swap__echo', 'swap__swap']);
  await client.callTool({ name: 'swap__swap', arguments: {} });
  await expect.poll(names).toEqual(['swap__swap']);
  const refused = await client.callTool({ name: 'swap__echo', arguments: {} });
  expect(refused).toMatchObject({ isError: true, _meta: { [DENIAL]: { category: 'not-allowed' } } });
  expect(await countsOf(swapping.url)).toEqual({ swap: 1 });
  expect(await stage.bodies(task, 'action-denied')).toMatchObject([
    {
      tool: 'echo',
      reasons: expect.arrayContaining([expect.objectContaining({ code: 'definition-changed' })]),
    },
  ]);
  await stage.admit('swap', spec, 'read');
  expect(await names()).toEqual(['swap__echo', 'swap__swap']);
  const again = await connect(stage.daemon.url, task.token, 'legacy');
  expect(await again.callTool({ name: 'swap__echo', arguments: {} })).toMatchObject({
    content: [{}, {}, {}, {}],
  });
  expect(await countsOf(swapping.url)).toEqual({ swap: 1, echo: 1 });
  await client.close();
  await again.close();
  await swapping.close();
});

it('sends nothing over a connection that presents another definition at the last moment', async () => {
  const swapping = await startHttpServer();
  await stage.admit('sly', { transport: 'http', url: swapping.url }, 'read');
  const task = await stage.openTask(['sly/echo', 'sly/swap']);
  const client = await connect(stage.daemon.url, task.token, 'legacy');
  await client.callTool({ name: 'sly__swap', arguments: {} });
  const answer = await client.callTool({ name: 'sly__echo', arguments: {} });
  expect(answer.isError).toBe(true);
  expect((await countsOf(swapping.url))['echo']).toBeUndefined();
  await client.close();
  await swapping.close();
});

it('says that nothing was performed where the upstream cannot be reached', async () => {
  const gone = await startHttpServer();
  await stage.admit('gone', { transport: 'http', url: gone.url }, 'read');
  await gone.close();
  const { task, answer } = await callOnce('gone/echo');
  expect(answer.isError).toBe(true);
  expect(JSON.stringify(answer.content)).toContain('not performed');
  expect((await stage.bodies(task, 'action-settled')).map((body) => body['outcome'])).not.toContain(
    'succeeded',
  );
});
