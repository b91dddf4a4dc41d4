// A cookie goes to this very host and no script; behind TLS no other host, and no plain connection, can set
// or see it (`__Host-`, RFC 6265bis §4.1.3.2).

import { hostOf, isPublic, type Listening } from './locality.ts';

export interface CookieOptions {
  readonly seconds: number;
  /** `Lax`: sent when the browser comes back from another site by a link. */
  readonly sameSite: 'Strict' | 'Lax';
}

export interface Cookie {
  /** What the browser brings. */
  read(request: Request): string | undefined;
  /** Value of a `Set-Cookie`; with 0 seconds it goes. */
  write(request: Request, value: string, options: CookieOptions): string;
}

/** @param kind what it is for; empty: the session */
export function createCookie(listen: Listening, kind: string): Cookie {
  const isSecure = (request: Request): boolean =>
    isPublic(hostOf(request), listen) && listen.origin!.startsWith('https:');
  // Cookies know no ports: those of two daemons on one machine must not meet.
  const nameFor = (request: Request): string =>
    isSecure(request) ? `__Host-holdpoint${kind}` : `holdpoint${kind}-${new URL(listen.url).port || '80'}`;
  return {
    read(request) {
      const start = `${nameFor(request)}=`;
      const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim());
      return pairs.find((pair) => pair.startsWith(start))?.slice(start.length);
    },
    write(request, value, { seconds, sameSite }) {
      const secure = isSecure(request) ? '; Secure' : '';
      const own = `${nameFor(request)}=${value}; Path=/; HttpOnly`;
      return `${own}; SameSite=${sameSite}; Max-Age=${seconds}${secure}`;
    },
  };
}
