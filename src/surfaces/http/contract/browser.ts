// How a browser signs in, and who it is then. The cookie is not enough: each request also bears, in
// `PAGE_HEADER`, the page key that only the console's own origin holds, because cookies know no ports.

import { z } from 'zod';

export const PAGE_HEADER = 'x-holdpoint-page';

/** On what a page asks by itself, with nobody at it: such a request keeps no session alive. */
export const UNATTENDED_HEADER = 'x-holdpoint-unattended';

/** Address of the console's pages: the public one where there is one; else a name, as passkeys need one. */
export function consoleOrigin({ url, origin }: { readonly url: string; readonly origin?: string }): string {
  const { port } = new URL(url);
  return origin ?? `http://localhost${port === '' ? '' : `:${port}`}`;
}

/** Under `API_PREFIX`: where the identity provider sends browsers back to. */
export const PROVIDER_CALLBACK = '/session/provider/callback';

/** A code for one sign-in, within a minute. */
export const linkResponse = z.object({ code: z.string(), expiresAt: z.int() });

export const browserRequest = z.strictObject({ code: z.string().min(1).max(128) });

/** What the operator proved themselves with. */
export const howSchema = z.enum(['key', 'passkey', 'provider']);

export const browserResponse = z.object({ operator: z.string(), pageKey: z.string(), expiresAt: z.int() });

/** How one can sign in here. */
export const waysResponse = z.object({
  /** Address of the console that has passkeys and the provider. */
  origin: z.string(),
  provider: z.object({ name: z.string() }).nullable(),
});

/** Where the browser goes to sign in. */
export const providerResponse = z.object({ url: z.string() });

/** `next`: where the browser goes to sign out there too; null: nowhere. */
export const endedResponse = z.object({ ended: z.literal(true), next: z.string().nullable() });

export const meResponse = z.object({
  id: z.string(),
  name: z.string().nullable(),
  /** Those that count in this session. */
  roles: z.array(z.string()),
  /** Verbs that rules and policy leave to these roles; each is decided when it is asked for. */
  may: z.array(z.string()),
  /** Null: no browser's session, a token. */
  session: z.object({ how: howSchema, provedAt: z.int(), expiresAt: z.int() }).nullable(),
});

export type Ways = z.output<typeof waysResponse>;
export type ProviderSignIn = z.output<typeof providerResponse>;
export type Ended = z.output<typeof endedResponse>;
export type How = z.output<typeof howSchema>;
export type Me = z.output<typeof meResponse>;
export type BrowserSignIn = z.output<typeof browserResponse>;
