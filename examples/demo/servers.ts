// The connectors of the story are published MCP servers, started as anyone would start them.

import { spawn, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** Path of the program that an installed server package runs. */
export function programOf(name: string): string {
  const manifest = require.resolve(`${name}/package.json`);
  const { bin } = require(manifest) as { bin: string | { [name: string]: string } };
  return join(dirname(manifest), typeof bin === 'string' ? bin : Object.values(bin)[0]!);
}

export interface HttpServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts server-everything over Streamable HTTP on a free port of this machine. */
export async function startEverything(): Promise<HttpServer> {
  const port = await freePort();
  const program = programOf('@modelcontextprotocol/server-everything');
  const child = spawn(process.execPath, [program, 'streamableHttp'], {
    env: { PATH: process.env['PATH'], PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await ready(child);
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await ended;
    },
  };
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error('server-everything ended before it listened')));
    child.stderr!.on('data', (text: Buffer) => {
      if (/listening on port/i.test(String(text))) resolve();
    });
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
