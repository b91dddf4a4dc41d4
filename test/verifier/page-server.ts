// The compiled modules as a site would serve them: as they are, with an import map, from loopback alone.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BUILD = fileURLToPath(new URL('../../', import.meta.url));
const ROOT = join(BUILD, '..');
const IMPORTS = {
  'holdpoint/verify': '/build/src/verify-browser.js',
  '@noble/curves/': '/node_modules/@noble/curves/',
  '@noble/hashes/': '/node_modules/@noble/hashes/',
};
const PAGE = `<!doctype html><title>verifier</title>
<script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script>
<script type="module">globalThis.verifier = await import('holdpoint/verify');</script>`;
/** Scripts of this place and nothing else: no evaluation of text, no connections. */
const HEADERS = {
  'content-security-policy': "default-src 'none'; script-src 'self' 'unsafe-inline'",
};

export interface PageServer {
  readonly url: string;
  /** Paths of the modules that were asked for. */
  readonly served: readonly string[];
  close(): Promise<void>;
}

export async function servePage(): Promise<PageServer> {
  const served: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    if (path === '/') {
      response.writeHead(200, { ...HEADERS, 'content-type': 'text/html' }).end(PAGE);
      return;
    }
    if (!/^\/(build\/src|node_modules\/@noble)\/[\w@./-]+\.js$/.test(path) || path.includes('..')) {
      response.writeHead(404).end();
      return;
    }
    served.push(path);
    readFile(fileOf(path)).then(
      (text) => response.writeHead(200, { 'content-type': 'text/javascript' }).end(text),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    served,
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

function fileOf(path: string): string {
  return path.startsWith('/build/') ? join(BUILD, path.slice('/build/'.length)) : join(ROOT, path);
}
