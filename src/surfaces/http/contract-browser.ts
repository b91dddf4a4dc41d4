// How a browser signs in, and who it is then. The cookie is not enough: each request also bears, in
// `PAGE_HEADER`, the page key that only the console's own origin holds, because cookies know no ports.

import { z } from 'zod';

export const PAGE_HEADER = 'x-holdpoint-page';

/** A code for one sign-in, within a minute. */
export const linkResponse = z.object({ code: z.string(), expiresAt: z.int() });

export const browserRequest = z.strictObject({ code: z.string().min(1).max(128) });

/** What the operator proved themselves with. */
export const howSchema = z.enum(['key', 'passkey', 'provider']);

export const browserResponse = z.object({ operator: z.string(), pageKey: z.string(), expiresAt: z.int() });

export const meResponse = z.object({
  id: z.string(),
  name: z.string().nullable(),
  roles: z.array(z.string()),
  /** Null: no browser's session, a token. */
  session: z.object({ how: howSchema, provedAt: z.int(), expiresAt: z.int() }).nullable(),
});

export type How = z.output<typeof howSchema>;
export type Me = z.output<typeof meResponse>;
export type BrowserSignIn = z.output<typeof browserResponse>;
