import { afterEach, beforeEach, expect, it } from 'vitest';
import { startModernServer } from '../../../../test/fixtures/upstream/modern-server.ts';
import type { ModernFixture } from '../../../../test/fixtures/upstream/modern-server.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import type { UpstreamSpec } from '../../../gateway/ports.ts';
import { callOf, resultOf } from '../upstream.contract.ts';
import { createMcpUpstream } from './upstream.ts';

let server: ModernFixture;
let spec: UpstreamSpec;
let upstream = createMcpUpstream();
beforeEach(async () => {
  server = await startModernServer();
  spec = { transport: 'http', url: server.url };
  upstream = createMcpUpstream();
});
afterEach(async () => {
  await upstream.close();
  await server.close();
});

const answerWith = (city: string) => async (request: JsonObject) => ({
  action: 'accept',
  content: { city: `${JSON.stringify(request['message'])}:${city}` },
});

it('speaks the revision of 2026 and passes its result through', async () => {
  expect((await upstream.describe('c', spec, null)).server).toMatchObject({
    name: 'modern',
    protocol: '2026-07-28',
  });
  const result = resultOf(await upstream.call(callOf(spec, 'plain')));
  expect(result).toMatchObject({ content: [{ type: 'text', text: 'plain' }], vendorField: 'kept' });
});

it('answers input_required rounds of calls at the same time, each through its own call', async () => {
  const ask = (message: string) =>
    upstream.call(
      callOf(spec, 'ask', { arguments: { message }, onElicit: answerWith(message.toUpperCase()) }),
    );
  const results = (await Promise.all([ask('a'), ask('b')])).map(resultOf);
  const texts = results.map((result) => JSON.parse((result['content'] as { text: string }[])[0]?.text ?? ''));
  expect(texts).toMatchObject([
    [{ action: 'accept', content: { city: '"a":A' } }, 'opaque'],
    [{ action: 'accept', content: { city: '"b":B' } }, 'opaque'],
  ]);
});

it('gives up a server that asks without end, not knowing what it did', async () => {
  const outcome = await upstream.call(
    callOf(spec, 'ask', { arguments: { message: 'm', again: true }, onElicit: answerWith('x') }),
  );
  expect(outcome).toEqual({ outcome: 'unknown', code: 'upstream-nonsense' });
  expect(server.calls['ask']).toBe(11);
});

it('does not go on with a call whose tool changed while a person was asked', async () => {
  const asked: unknown[] = [];
  const expects = () => asked.push(null) === 1;
  const outcome = await upstream.call(callOf(spec, 'ask', { arguments: { message: 'm' }, expects }));
  expect(outcome).toEqual({ outcome: 'unknown', code: 'definition-changed' });
  expect(server.calls['ask']).toBe(1);
});

it('listens for a changed list', async () => {
  const description = async () =>
    (await upstream.observe('c', spec, false))?.definitions['plain']?.['description'];
  expect(await description()).toBe('first');
  server.swap();
  await expect.poll(description).toBe('second');
});

it('mirrors a parameter into the header that its schema asks for', async () => {
  const call = (region: string) => upstream.call(callOf(spec, 'plain', { arguments: { region } }));
  expect((await call('eu-west')).outcome).toBe('succeeded');
  expect(server.headers.at(-1)).toMatchObject({ 'mcp-param-region': 'eu-west', 'mcp-name': 'plain' });
  expect((await call('Zürich')).outcome).toBe('succeeded');
  expect(server.headers.at(-1)).toMatchObject({ 'mcp-param-region': '=?base64?WsO8cmljaA==?=' });
});

it('lists nothing where the server has no such capability', async () => {
  expect(await upstream.list('c', spec, 'prompts', null)).toEqual({ prompts: [] });
});

it('hangs up on a call that was let go: that is how this era cancels', async () => {
  const controller = new AbortController();
  const call = upstream.call(callOf(spec, 'hang', { signal: controller.signal }));
  await expect.poll(() => server.awaited()).toBe(1);
  controller.abort();
  expect(await call).toEqual({ outcome: 'unknown', code: 'upstream-aborted' });
  await expect.poll(() => server.awaited()).toBe(0);
});
