// The agent of the story: a real MCP client that holds a task token and nothing else.

import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

export interface AgentCall {
  readonly failed: boolean;
  readonly text: string;
  readonly meta: { readonly [key: string]: unknown };
}

export interface Agent {
  readonly protocol: string;
  tools(): Promise<string[]>;
  call(name: string, args: Record<string, unknown>): Promise<AgentCall>;
  close(): Promise<void>;
}

export async function connectAgent(url: string, token: string): Promise<Agent> {
  const client = new Client(
    { name: 'ledger-clerk', version: '1.0.0' },
    { versionNegotiation: { mode: 'auto' } },
  );
  const transport = new StreamableHTTPClientTransport(new URL(`${url}/mcp`), {
    requestInit: { headers: { authorization: `Bearer ${token}` } },
  });
  await client.connect(transport);
  return {
    protocol: client.getNegotiatedProtocolVersion() ?? 'unknown',
    tools: async () => (await client.listTools()).tools.map((tool) => tool.name),
    async call(name, args) {
      const result = await client.callTool({ name, arguments: args });
      const content = (result.content ?? []) as { type: string; text?: string }[];
      return {
        failed: result.isError === true,
        text: content.map((part) => part.text ?? `[${part.type}]`).join('\n'),
        meta: result._meta ?? {},
      };
    },
    close: () => client.close(),
  };
}
