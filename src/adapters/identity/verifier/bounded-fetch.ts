// What a provider's answers can make this process do is bounded, whoever asks for them: https (or this
// machine, where the issuer is there itself), no redirect, 256 KiB, five seconds.

import { IssuerFault, isLoopback, readBounded, readUrl } from './discovery.ts';

const TIMEOUT_MS = 5_000;

/** Answers that need no body here (RFC 9110 §15.3.5). */
const BODYLESS = [204, 205, 304];

/** @param issuer where the provider is */
export function boundedFetch(issuer: string, fetcher: typeof fetch) {
  const mayBeHere = isLoopback(readUrl(issuer));
  return async (address: string, init: object): Promise<Response> => {
    const url = readUrl(address);
    if (isLoopback(url) && !mayBeHere) {
      throw new IssuerFault('points-inward', 'a remote issuer points at this machine');
    }
    const bounds = { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) } as const;
    const { status, headers, body } = await fetcher(url, { ...init, ...bounds });
    const bytes = body === null ? new Uint8Array() : await readBounded(body);
    return new Response(BODYLESS.includes(status) ? null : new Uint8Array(bytes), { status, headers });
  };
}
