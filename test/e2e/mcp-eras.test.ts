// One endpoint, both protocol eras: the same task sees the same scope, and what passes, passes unharmed.

import { ProtocolError, type Client } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEverything, type HttpServer } from '../../examples/demo/servers.ts';
import type { JsonObject } from '../../src/kernel/json.ts';
import { startHttpServer, type HttpFixture } from '../fixtures/upstream/http-server.ts';
import { connect, DENIAL, RECEIPT, setStage, type Stage, type Task } from './stage.ts';
import { countsOf, modernRequest, post } from './wire.ts';

let stage: Stage;
let everything: HttpServer;
let fixture: HttpFixture;

beforeAll(async () => {
  [stage, everything, fixture] = await Promise.all([setStage(), startEverything(), startHttpServer()]);
  await stage.admit('all', { transport: 'http', url: everything.url }, 'read');
  await stage.admit('fix', { transport: 'http', url: fixture.url }, 'read');
});
afterAll(async () => {
  await stage.stop();
  await everything.stop();
  await fixture.close();
});

const ERAS = [
  ['auto', '2026-07-28'],
  ['legacy', '2025-11-25'],
] as const;

describe.each(ERAS)('a client that negotiates %s', (mode, version) => {
  let task: Task;
  let client: Client;
  const begin = async (...tools: string[]): Promise<void> => {
    task = await stage.openTask(tools);
    client = await connect(stage.daemon.url, task.token, mode);
  };

  it('speaks its version and sees the tools of its task and no others', async () => {
    await begin('all/echo', 'fix/fail');
    expect(client.getNegotiatedProtocolVersion()).toBe(version);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['all__echo', 'fix__fail']);
    const direct = await connect(everything.url.replace('/mcp', ''), '', 'legacy');
    const own = (await direct.listTools()).tools.find(({ name }) => name === 'echo');
    expect(tools[0]).toMatchObject({ description: own?.description, inputSchema: own?.inputSchema });
    await direct.close();
    await client.close();
  });

  it('calls what is in scope and is told in structured form what is not', async () => {
    await begin('all/echo');
    const answer = await client.callTool({ name: 'all__echo', arguments: { message: 'hello' } });
    expect(answer).toMatchObject({ content: [{ type: 'text', text: 'Echo: hello' }] });
    expect(answer._meta?.[RECEIPT]).toMatchObject({ mode: 'separated' });
    const before = await countsOf(fixture.url);
    const denied = await client.callTool({ name: 'fix__fail', arguments: {} });
    expect(denied).toMatchObject({ isError: true });
    expect(denied._meta?.[DENIAL]).toMatchObject({
      reason: 'insufficient_authorization',
      category: 'not-allowed',
      remediation: 'undisclosed',
    });
    expect(JSON.stringify(denied).replace('holdpoint policy explain', '')).not.toMatch(/scope|polic/i);
    expect(await countsOf(fixture.url)).toEqual(before);
    expect(await stage.bodies(task, 'action-denied')).toMatchObject([
      { tool: 'fail', reasons: expect.arrayContaining([expect.objectContaining({ rule: 'scope' })]) },
    ]);
    await client.close();
  });

  it('says what its arguments carry: that is recorded, and comes back with the answer', async () => {
    await begin('all/echo');
    const labels = { sensitivity: 'restricted', categories: ['merger'], integrity: 'trusted' };
    const _meta = { 'holdpoint/labels': labels };
    const answer = await client.callTool({ name: 'all__echo', arguments: { message: 'hello' }, _meta });
    expect(answer._meta?.['holdpoint/labels']).toMatchObject({
      sensitivity: 'restricted',
      categories: expect.arrayContaining(['merger']) as string[],
    });
    expect(await stage.bodies(task, 'action-permitted')).toMatchObject([{ sent: labels }]);
    await client.close();
  });

  it('gets structured content, images and resource links of a published server as they are', async () => {
    await begin('all/*');
    const direct = await connect(everything.url.replace('/mcp', ''), '', 'legacy');
    const calls = [
      ['get-structured-content', { location: 'Chicago' }],
      ['get-tiny-image', {}],
      ['get-resource-links', { count: 4 }],
      ['get-annotated-message', { messageType: 'error', includeImage: true }],
    ] as const;
    for (const [tool, args] of calls) {
      const own = await direct.callTool({ name: tool, arguments: args });
      const { _meta, ...passed } = await client.callTool({ name: `all__${tool}`, arguments: args });
      expect(withoutEra(passed)).toEqual(withoutEra(own));
      expect(_meta).toHaveProperty([RECEIPT]);
    }
    await direct.close();
    await client.close();
  });

  it('gets the progress of the upstream before its answer', async () => {
    await begin('fix/progress');
    const seen: unknown[] = [];
    const onprogress = (progress: unknown): void => void seen.push(progress);
    await client.callTool({ name: 'fix__progress', arguments: {} }, { onprogress });
    expect(seen).toMatchObject([
      { progress: 1, total: 2, message: 'step 1' },
      { progress: 2, total: 2, message: 'step 2' },
    ]);
    await client.close();
  });

  it('cancels a call at the upstream, and the ledger says that its outcome is unknown', async () => {
    await begin('fix/hang');
    const cancelled = fixture.behaviour.cancelled.length;
    const before = (await countsOf(fixture.url))['hang'] ?? 0;
    const abort = new AbortController();
    const calling = client.callTool({ name: 'fix__hang', arguments: {} }, { signal: abort.signal });
    const failing = calling.catch((error: unknown) => error);
    await expect.poll(async () => (await countsOf(fixture.url))['hang']).toBe(before + 1);
    abort.abort();
    expect(await failing).toBeInstanceOf(Error);
    await expect.poll(() => fixture.behaviour.cancelled.length).toBe(cancelled + 1);
    await expect
      .poll(() => stage.bodies(task, 'action-settled'))
      .toMatchObject([{ outcome: 'unknown', code: 'upstream-aborted' }]);
    await client.close();
  });

  it("gets the upstream's own error with its code, message and data", async () => {
    await begin('fix/refuse');
    const calling = client.callTool({ name: 'fix__refuse', arguments: {} });
    const error = await calling.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(ProtocolError);
    expect(error).toMatchObject({ code: -32050, data: { why: ['x'] } });
    expect((error as Error).message).toContain('refused here');
    expect(await stage.bodies(task, 'action-settled')).toMatchObject([{ outcome: 'failed' }]);
    await client.close();
  });

  it('reads resources, gets prompts and completes where its scope says so, each as an action', async () => {
    await begin('all/@resources/read', 'all/@prompts/get', 'all/@completion/complete');
    const { resources } = await client.listResources();
    const [first] = resources;
    expect(first?.uri).toMatch(/^all\+/);
    const read = await client.readResource({ uri: first!.uri });
    expect(read.contents[0]).toMatchObject({ uri: first!.uri, text: expect.any(String) });
    const { prompts } = await client.listPrompts();
    expect(prompts.map(({ name }) => name)).toContain('all__simple-prompt');
    const prompt = await client.getPrompt({ name: 'all__simple-prompt' });
    expect(prompt.messages[0]?.content).toMatchObject({ type: 'text' });
    const ref = { type: 'ref/prompt' as const, name: 'all__completable-prompt' };
    const completed = await client.complete({ ref, argument: { name: 'department', value: 'S' } });
    expect(completed.completion.values).toEqual(['Sales', 'Support']);
    const permitted = await stage.bodies(task, 'action-permitted');
    expect(permitted.map((body) => body['tool'])).toEqual([
      '@resources/read',
      '@prompts/get',
      '@completion/complete',
    ]);
    await client.close();
  });

  it('is denied resources, prompts and completion outside its scope, on the record', async () => {
    await begin('all/echo');
    expect((await client.listResources()).resources).toEqual([]);
    expect((await client.listPrompts()).prompts).toEqual([]);
    const ref = { type: 'ref/prompt' as const, name: 'all__completable-prompt' };
    const asked = [
      () => client.readResource({ uri: 'all+demo://resource/static/document/features.md' }),
      () => client.getPrompt({ name: 'all__simple-prompt' }),
      () => client.complete({ ref, argument: { name: 'department', value: 'S' } }),
    ];
    for (const ask of asked) {
      await expect(ask()).rejects.toMatchObject({
        code: 40_300,
        data: { _meta: { [DENIAL]: { category: 'not-allowed' } } },
      });
    }
    expect(await stage.bodies(task, 'action-permitted')).toEqual([]);
    expect(await stage.bodies(task, 'action-denied')).toHaveLength(3);
    await client.close();
  });
});

it('says on the wire of 2026 that a list is private to its task', async () => {
  const task = await stage.openTask(['all/echo']);
  const { body, headers } = modernRequest('tools/list', {});
  const { message } = await post(stage.daemon.url, task.token, JSON.stringify(body), headers);
  expect(message!['result']).toMatchObject({
    cacheScope: 'private',
    ttlMs: 0,
    tools: [{ name: 'all__echo' }],
  });
});

it("passes structured content of any shape, and the upstream's own members, on the wire", async () => {
  const task = await stage.openTask(['fix/echo']);
  const { body, headers } = modernRequest('tools/call', { name: 'fix__echo', arguments: {} });
  const { message } = await post(stage.daemon.url, task.token, JSON.stringify(body), headers);
  expect(message!['result']).toMatchObject({
    content: [
      { type: 'text', text: 'hello' },
      { type: 'image', data: 'aGk=', mimeType: 'image/png' },
      { type: 'resource', resource: { uri: 'test://a', text: 'a' } },
      { type: 'resource_link', uri: 'test://b', name: 'b' },
    ],
    structuredContent: { nested: { list: [1, null, 'x'] } },
    vendorField: 'kept too',
    _meta: { 'example.com/trace': 't', [RECEIPT]: { mode: 'separated' } },
  });
});

/** What only the revision of 2026 adds to a result, and nothing of the upstream's. */
function withoutEra(result: object): JsonObject {
  const { resultType: _resultType, _meta, ...rest } = result as JsonObject;
  return rest;
}
