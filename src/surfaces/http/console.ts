// The console is files that were built before: served as they are, from this origin alone, with no script,
// style or frame of anybody else's. An address of a page is answered with the one page that there is.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Context, Hono } from 'hono';

/** Beside this module's own build. */
export const BUILT_CONSOLE = fileURLToPath(new URL('../../../console', import.meta.url));

const TYPES: { readonly [ending: string]: string } = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
  txt: 'text/plain; charset=utf-8',
};

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ');

const HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** A file of the build: a hash in its name, so that it never changes. */
const ASSET = /^[\w-]+(?:\.[\w-]+)*\.(js|css|svg|woff2|txt)$/;
/** What programs ask for: there an unknown address is said in JSON. */
const NOT_PAGES = /^\/(?:api|mcp|access|assets|\.well-known|healthz|metrics|holds)(?:\/|$)/;

/** Answers what no other route does: to be added last. */
export function routeConsole(app: Hono, folder: string): void {
  app.get('/assets/:file', async (c, next) => {
    const file = c.req.param('file');
    const [, ending = ''] = ASSET.exec(file) ?? [];
    const bytes = ending === '' ? null : await read(join(folder, 'assets', file));
    if (bytes === null) return next();
    const caching = 'public, max-age=31536000, immutable';
    return respond(bytes, TYPES[ending]!, caching);
  });
  app.get('*', async (c, next) => {
    if (NOT_PAGES.test(c.req.path) || (c.req.path !== '/' && !isNavigation(c))) return next();
    return (await consolePage(folder)) ?? respond(UNBUILT, 'text/plain; charset=utf-8', 'no-store', 503);
  });
}

/** Null where the console was not built. */
export async function consolePage(folder: string): Promise<Response | null> {
  const html = await read(join(folder, 'index.html'));
  return html === null ? null : respond(html, 'text/html; charset=utf-8', 'no-store');
}

const UNBUILT = `The console is not built here. In a checkout, run: npm run build
Everything else works without it: holdpoint --help
`;

function isNavigation(c: Context): boolean {
  return (c.req.header('accept') ?? '').includes('text/html');
}

function respond(
  body: Uint8Array<ArrayBuffer> | string,
  type: string,
  caching: string,
  status = 200,
): Response {
  return new Response(body, {
    status,
    headers: { ...HEADERS, 'content-type': type, 'cache-control': caching },
  });
}

/** Null where it is not there. */
async function read(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
  return readFile(path).then(
    (bytes) => new Uint8Array(bytes),
    () => null,
  );
}
