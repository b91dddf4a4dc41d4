// Only this machine, by its own names: a web page that made its name resolve here (DNS rebinding), or that
// posts from elsewhere, is refused before anything is read.

import { Failure } from './failure.ts';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Throws `foreign-host` or `foreign-origin`.
 *
 * @param url base address that this process listens on
 */
export function checkLocality(request: Request, url: string): void {
  const port = portOf(url);
  const host = request.headers.get('host') ?? new URL(request.url).host;
  if (!isLocal(`http://${host}`, port))
    throw new Failure('foreign-host', 'this is not an address of Holdpoint');
  const origin = request.headers.get('origin');
  if (origin !== null && !isLocal(origin, port)) {
    throw new Failure('foreign-origin', 'requests from other origins are refused');
  }
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
