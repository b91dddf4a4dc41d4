// What every route is given, and how it answers.

import type { Hono } from 'hono';
import type { Core } from '../../gateway/core.ts';
import type { PasskeyRegistrar } from '../../gateway/passkey-ports.ts';
import type { TokenIssuer, TokenVerifier } from '../../gateway/ports.ts';
import type { BrowserSessions } from './browser-session.ts';
import type { Caller } from './caller.ts';

export interface HttpDeps {
  readonly verifier: TokenVerifier;
  readonly tokens: TokenIssuer;
  readonly passkeys: PasskeyRegistrar;
  /** Proves that the caller can read this user's files; new at every start. */
  readonly localToken: string;
  /** Serves `/mcp` and `/.well-known/*`. */
  readonly mcp: (request: Request) => Promise<Response>;
  /** RFC 7662 §2.2. */
  readonly introspect: (token: string) => Promise<object>;
  /** RFC 7517 §5. */
  readonly jwks: () => object;
  readonly version: string;
  /** Read at each request: the port may be known only once it is bound. */
  readonly listen: { readonly url: string };
  /** Folder of the built console; absent: beside this build. */
  readonly console?: string;
}

export interface Api {
  readonly core: Core;
  readonly deps: HttpDeps;
  readonly browser: BrowserSessions;
}

export type ApiRouter = Hono<{ Variables: { caller: Caller } }>;
