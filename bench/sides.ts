// The three ways to the same tool: through Holdpoint, straight, and through a bare proxy. Each has its own
// MCP client of the 2026 revision; a call that is not answered with its own text ends the bench.

import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { CONNECTOR, TOOL } from './home.ts';
import { startRole, type Role, type Serving } from './role.ts';

const REVISION = '2026-07-28';

export interface Side {
  call(): Promise<void>;
}

export interface Sides {
  readonly holdpoint: Side;
  readonly direct: Side;
  readonly proxy: Side;
}

/** Starts all processes, hands the sides over, and stops all of it whatever happens. */
export async function withSides<T>(measure: (sides: Sides) => Promise<T>): Promise<T> {
  const roles: Role[] = [];
  const clients: Client[] = [];
  const start = async (...role: Parameters<typeof startRole>): Promise<Role> => {
    const started = await startRole(...role);
    roles.unshift(started);
    return started;
  };
  const side = async (serving: Serving, tool: string): Promise<Side> => {
    const client = await connect(serving);
    clients.push(client);
    return { call: () => callOnce(client, tool) };
  };
  try {
    const upstream = await start('upstream');
    const daemon = await start('daemon', upstream.url);
    const proxy = await start('proxy', upstream.url);
    return await measure({
      holdpoint: await side(daemon, `${CONNECTOR}__${TOOL}`),
      direct: await side(upstream, TOOL),
      proxy: await side(proxy, TOOL),
    });
  } finally {
    for (const client of clients) await client.close();
    for (const role of roles) await role.stop();
  }
}

async function connect({ url, token }: Serving): Promise<Client> {
  const client = new Client({ name: 'bench', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } });
  const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
  const spoken = client.getNegotiatedProtocolVersion();
  if (spoken !== REVISION) throw new Error(`${url} speaks MCP ${spoken}, not ${REVISION}`);
  return client;
}

let counter = 0;

async function callOnce(client: Client, tool: string): Promise<void> {
  counter += 1;
  const text = `call ${counter}`;
  const result = await client.callTool({ name: tool, arguments: { text } });
  const [part] = (result.content ?? []) as readonly { readonly text?: string }[];
  if (result.isError === true || part?.text !== text) throw new Error(`${tool}: ${JSON.stringify(result)}`);
}
