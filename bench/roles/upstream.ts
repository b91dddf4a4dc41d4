// The governed server: one tool that answers what it was told, so that a call costs little but its way.

import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { createMcpHandler, Server } from '@modelcontextprotocol/server';
import { TOOL } from '../home.ts';
import { close, listen, report } from '../role.ts';

const ECHO = {
  name: TOOL,
  description: 'Answers the text it is given.',
  inputSchema: { type: 'object' as const, properties: { text: { type: 'string' } }, required: ['text'] },
};

function makeServer(): Server {
  const server = new Server({ name: 'bench-upstream', version: '1.0.0' }, { capabilities: { tools: {} } });
  server.setRequestHandler('tools/list', () => ({ tools: [ECHO] }));
  server.setRequestHandler('tools/call', ({ params }) => {
    return { content: [{ type: 'text', text: String(params.arguments?.['text']) }] };
  });
  return server;
}

const handler = createMcpHandler(makeServer);
const listener = getRequestListener((request) => handler.fetch(request));
const http = createServer((request, response) => void listener(request, response));
await report({ url: `${await listen(http)}/mcp`, token: null });
await close(http);
