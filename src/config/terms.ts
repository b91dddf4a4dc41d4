// What several settings are made of. Nothing here can hold a secret: those are named by reference.

import { z } from 'zod';

export const path = z.string().min(1).max(4096);
export const id = z.string().min(1).max(128);

/** An absolute URL over TLS, or to this machine; a user or password in it would be a secret in a file. */
export const endpoint = z.string().refine((text) => isEndpoint(text), {
  message: 'must be an https URL (http for this machine only) without user, password or fragment',
});

/** `env:NAME` or `file:/path`. */
export const secret = z
  .string()
  .max(4096)
  .regex(
    /^(env:[A-Za-z_][A-Za-z0-9_]*|file:\/.+)$/,
    'must be env:NAME or file:/path, never the secret itself',
  );

function isEndpoint(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, hash } = new URL(text);
  const isLocal = /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
  return (protocol === 'https:' || (protocol === 'http:' && isLocal)) && !username && !password && !hash;
}
