import { fileURLToPath } from 'node:url';
import { startHttpServer } from '../../../../test/fixtures/upstream/http-server.ts';
import type { UpstreamSpec } from '../../../gateway/ports.ts';
import { describeUpstream } from '../upstream.contract.ts';
import { createMcpUpstream } from './upstream.ts';

const SERVER = fileURLToPath(new URL('../../../../test/fixtures/upstream/stdio-server.js', import.meta.url));

describeUpstream('stdio', async () => {
  const upstream = createMcpUpstream({ endGraceMs: 500 });
  const spec: UpstreamSpec = {
    transport: 'stdio',
    command: process.execPath,
    args: [SERVER],
    cwd: null,
    env: {},
  };
  return { upstream, spec, close: () => upstream.close() };
});

describeUpstream('Streamable HTTP', async () => {
  const upstream = createMcpUpstream();
  const server = await startHttpServer();
  return {
    upstream,
    spec: { transport: 'http', url: server.url },
    async close() {
      await upstream.close();
      await server.close();
    },
  };
});
