// What every route is given, and how it answers.

import type { Hono } from 'hono';
import type { Core } from '../../gateway/core.ts';
import type { PasskeyRegistrar } from '../../gateway/ports/passkeys.ts';
import type { TokenIssuer, TokenVerifier } from '../../gateway/ports.ts';
import type { SignInProvider } from '../../gateway/ports/provider.ts';
import type { BrowserSessions, SessionLife } from './caller/browser-session.ts';
import type { Caller } from './caller/caller.ts';
import type { Listening } from './caller/locality.ts';

/** An identity provider, and what becomes of those it vouches for whom nobody registered. */
export interface SignInWith {
  readonly provider: SignInProvider;
  /** Roles that they are registered with; null: they are not. */
  readonly provision: readonly string[] | null;
}

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
  readonly listen: Listening;
  /** How long browsers stay signed in; absent: as by default. */
  readonly sessions?: SessionLife;
  /** Whom people can sign in with beside their keys; absent: nobody. */
  readonly provider?: SignInWith;
  /** Folder of the built console; absent: beside this build. */
  readonly console?: string;
}

export interface Api {
  readonly core: Core;
  readonly deps: HttpDeps;
  readonly browser: BrowserSessions;
}

export type ApiRouter = Hono<{ Variables: { caller: Caller } }>;
