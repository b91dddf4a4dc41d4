// The least that can stand in between: it passes every byte on over kept-alive connections
// and looks at none.

import { Agent, createServer, request } from 'node:http';
import { close, listen, report } from '../role.ts';

const [target = ''] = process.argv.slice(2);
const { hostname, port } = new URL(target);
const agent = new Agent({ keepAlive: true });

const http = createServer((incoming, outgoing) => {
  const { method = 'GET', url: path = '/', headers } = incoming;
  const onward = request({ agent, hostname, port, method, path, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on('error', () => outgoing.destroy());
  outgoing.on('close', () => onward.destroy());
  incoming.pipe(onward);
});
await report({ url: `${await listen(http)}/mcp`, token: null });
agent.destroy();
await close(http);
