// Where people reach the console and who vouches for them. A provider narrows what a person may do; it can
// make nobody an admin.

import { z } from 'zod';
import { endpoint, id, secret } from './terms.ts';

const roles = z.array(id).max(64);

const oidc = z.strictObject({
  issuer: endpoint.describe('OpenID provider: what its tokens say as `iss`, exactly'),
  name: z.string().min(1).max(64).exactOptional().describe('What people call it; absent: its host'),
  clientId: z.string().min(1).max(512).describe('What the provider calls this Holdpoint'),
  clientSecret: secret
    .exactOptional()
    .describe('Reference to the secret that it gave out; absent: a public client, which PKCE alone protects'),
  scopes: z.array(id).max(32).default(['profile']).describe('Asked for beside `openid`'),
  maxAgeSeconds: z
    .int()
    .min(0)
    .max(86_400)
    .default(300)
    .describe('Who proved themselves there longer ago is asked again'),
  clockSkewSeconds: z.int().min(0).max(300).default(30).describe('How far its clock may be off'),
  roles: z
    .strictObject({
      claim: id.describe('Claim of the ID token that lists groups or roles'),
      map: z
        .record(z.string().min(1).max(256), roles)
        .describe('Roles here by what it lists: of those that the operator has, these alone count'),
    })
    .exactOptional()
    .describe('Lets the provider narrow what a person may do; absent: what is registered here counts'),
  provision: z
    .strictObject({
      roles: roles
        .min(1)
        .refine((given) => !given.includes('admin'), 'must not hold admin: an admin makes admins')
        .describe('Roles of whoever is registered by signing in'),
    })
    .exactOptional()
    .describe('Registers people when they first sign in, as policy allows; absent: an admin does'),
});

/** Settings of the console. */
export const consoleSettings = z
  .strictObject({
    origin: z
      .string()
      .refine(isOrigin, 'must be https://name, or http://localhost with a port, and nothing after it')
      .exactOptional()
      .describe('The one address of the console, of the proxy in front; absent: localhost and its port'),
    sessionSeconds: z
      .int()
      .min(60)
      .max(86_400)
      .default(43_200)
      .describe('How long a browser stays signed in'),
    idleSeconds: z
      .int()
      .min(60)
      .max(86_400)
      .default(3_600)
      .describe('How long it stays so while its pages ask for nothing'),
    oidc: oidc.exactOptional().describe('OpenID provider that people sign in with; absent: none'),
  })
  .prefault({});

/** A name, as passkeys and cookies need one; plain HTTP for this machine alone. */
function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { origin, protocol, hostname } = new URL(text);
  const isName = /[a-z]/.test(hostname) && !hostname.startsWith('[');
  return (
    origin === text && (protocol === 'https:' ? isName : hostname === 'localhost' && protocol === 'http:')
  );
}
