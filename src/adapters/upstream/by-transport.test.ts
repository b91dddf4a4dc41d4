import { expect, test } from 'vitest';
import type { Upstream, UpstreamSpec } from '../../gateway/ports.ts';
import { createUpstreams } from './by-transport.ts';
import { callOf } from './upstream.contract.ts';

test('a connector is reached by its own transport, and all of them end', async () => {
  const asked: string[] = [];
  const fake = (name: string): Upstream => ({
    describe: async () => ({
      server: { name, version: '', protocol: '' },
      definitions: {},
      instructions: null,
    }),
    observe: async () => null,
    list: async () => ({ name }),
    call: async () => ({ outcome: 'succeeded', result: { name } }),
    release: async (task) => void asked.push(`${name} releases ${task}`),
    close: async () => void asked.push(`${name} closes`),
  });
  const mcp = fake('mcp');
  const upstreams = createUpstreams({ stdio: mcp, http: mcp, openapi: fake('openapi') });
  const web: UpstreamSpec = { transport: 'http', url: 'https://example.com' };
  const api: UpstreamSpec = { transport: 'openapi', url: 'https://example.com', document: '/api.yaml' };
  expect((await upstreams.describe('c', web, null)).server.name).toBe('mcp');
  expect(await upstreams.observe('c', web, false)).toBeNull();
  expect(await upstreams.list('c', api, 'prompts', null)).toEqual({ name: 'openapi' });
  expect(await upstreams.call(callOf(api, 'x'))).toMatchObject({ result: { name: 'openapi' } });
  await upstreams.release('t');
  await upstreams.close();
  expect(asked).toEqual(['mcp releases t', 'openapi releases t', 'mcp closes', 'openapi closes']);
});
