// What an issuer's documents can make this process do is bounded: https (or loopback, where the issuer is
// there itself), no redirect, 256 KiB, five seconds, and only JSON that means the same to every reader. A
// name that resolves to an inner address gets no further than a TLS handshake that it cannot complete.

import { createLocalJWKSet } from 'jose';
import type { JSONWebKeySet } from 'jose';
import type { JsonObject } from '../../../ledger/canonical.ts';
import { readJsonObject } from './jws.ts';
import type { KeySet } from './keys.ts';

const MAX_BODY_BYTES = 256 * 1024;
const TIMEOUT_MS = 5_000;

export interface KeySource {
  readonly issuer: string;
  /** Where the keys are; found by OpenID Connect Discovery 1.0 §4 when absent. */
  readonly jwksUri?: string | undefined;
  readonly fetcher: typeof fetch;
}

/** The code says for a log what was wrong, and nothing of what was sent. */
export class IssuerFault extends Error {
  readonly code: 'address-not-allowed' | 'points-inward' | 'answer-too-large' | 'other-issuer';
  constructor(code: IssuerFault['code'], problem: string) {
    super(problem);
    this.name = 'IssuerFault';
    this.code = code;
  }
}

/** Fetches an issuer's keys. Throws when a document cannot be had or is not what it should be. */
export async function loadKeySet(source: KeySource): Promise<KeySet> {
  const url = source.jwksUri === undefined ? await discoverKeys(source) : readUrl(source.jwksUri);
  const document: unknown = await fetchJson(url, source.fetcher);
  return createLocalJWKSet(document as JSONWebKeySet);
}

/** The `jwks_uri` of a configuration whose `issuer` is exactly the one asked (§4.3). */
async function discoverKeys({ issuer, fetcher }: KeySource): Promise<URL> {
  const base = readUrl(issuer);
  const url = readUrl(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const { issuer: named, jwks_uri: keys } = await fetchJson(url, fetcher);
  if (named !== issuer) throw new Error('the discovery document is of another issuer');
  if (typeof keys !== 'string') throw new Error('the discovery document has no jwks_uri');
  const found = readUrl(keys);
  if (isLoopback(found) && !isLoopback(base)) throw new Error('a remote issuer points at this machine');
  return found;
}

export function readUrl(text: string): URL {
  const url = new URL(text);
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
  if (!isSafe || url.username !== '' || url.password !== '') {
    throw new IssuerFault('address-not-allowed', 'the address is not allowed');
  }
  return url;
}

export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

async function fetchJson(url: URL, fetcher: typeof fetch): Promise<JsonObject> {
  const response = await fetcher(url, {
    redirect: 'manual',
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (response.status !== 200 || response.body === null) {
    await response.body?.cancel();
    throw new Error('the issuer did not answer 200');
  }
  const document = readJsonObject(await readBounded(response.body));
  if (document === null) throw new Error('the issuer did not answer with a JSON object');
  return document;
}

export async function readBounded(body: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) {
      throw new IssuerFault('answer-too-large', 'the issuer answered with too much');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
