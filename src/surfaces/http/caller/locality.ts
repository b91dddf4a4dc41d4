// Only this machine, by its own names, and the one public address of the console: a web page that made its
// name resolve here (DNS rebinding), or that posts from elsewhere, is refused before anything is read.

import { Failure } from '../failure.ts';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Where this process is reached. */
export interface Listening {
  /** Base address that it listens on; read at each request. */
  readonly url: string;
  /** The console's public address, of the proxy in front; absent: there is none. */
  readonly origin?: string;
}

/** Throws `foreign-host` or `foreign-origin`. */
export function checkLocality(request: Request, listen: Listening): void {
  const port = portOf(listen.url);
  const host = hostOf(request);
  if (!isLocal(`http://${host}`, port) && !isPublic(host, listen))
    throw new Failure('foreign-host', 'this is not an address of Holdpoint');
  const origin = request.headers.get('origin');
  if (origin !== null && !isLocal(origin, port) && origin !== listen.origin) {
    throw new Failure('foreign-origin', 'requests from other origins are refused');
  }
}

/** Throws `foreign-origin` unless a page from this very address asks: no other site, and no program. */
export function needOwnPage(request: Request, listen: Listening): void {
  const { headers } = request;
  const host = hostOf(request);
  const own = isPublic(host, listen) ? listen.origin : `http://${host}`;
  const site = headers.get('sec-fetch-site') ?? 'same-origin';
  if (headers.get('origin') === own && site === 'same-origin') return;
  throw new Failure('foreign-origin', 'only a page of the console may ask for this');
}

/** Whether the request came to the console's public address. */
export function isPublic(host: string, { origin }: Listening): boolean {
  return origin !== undefined && new URL(origin).host === host;
}

export function hostOf(request: Request): string {
  return request.headers.get('host') ?? new URL(request.url).host;
}

function isLocal(address: string, port: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, pathname, search } = new URL(address);
  const bare = username === '' && pathname === '/' && search === '' && !address.endsWith('/');
  return protocol === 'http:' && bare && LOOPBACK.has(hostname) && portOf(address) === port;
}

function portOf(address: string): string {
  return new URL(address).port || '80';
}
