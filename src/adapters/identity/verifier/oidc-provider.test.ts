// A certified OpenID provider on loopback: discovery, keys and RFC 9068 access tokens as they are.

import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeProtectedHeader, exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTokenVerifier } from '../verifier.ts';

const AUDIENCE = 'https://holdpoint.test';
const LOCAL = { issuer: 'urn:holdpoint:house.test', publicKeys: [] };

interface ProviderModule {
  readonly default: new (issuer: string, configuration: object) => { callback(): RequestListener };
}

let server: Server;
let issuer: string;

beforeAll(async () => {
  // The package has no types.
  const name: string = 'oidc-provider';
  const { default: Provider } = (await import(name)) as ProviderModule;
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: 'provider' }] },
    clients: [
      {
        client_id: 'billing-bot',
        client_secret: 'a-secret-of-this-test',
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
      },
    ],
    features: {
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_: unknown, resource: string) => ({
          scope: 'tasks',
          audience: resource,
          accessTokenTTL: 300,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  });
  server.on('request', provider.callback());
});

afterAll(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

async function requestToken(resource: string): Promise<string> {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('billing-bot:a-secret-of-this-test')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'tasks', resource }),
  });
  const answer = (await response.json()) as { access_token?: string };
  if (answer.access_token === undefined) throw new Error(`no token: ${JSON.stringify(answer)}`);
  return answer.access_token;
}

function verifierOf(algorithms: readonly string[], now: () => number = Date.now) {
  return createTokenVerifier({ audience: AUDIENCE, local: LOCAL, issuers: [{ issuer, algorithms }], now });
}

test('an access token for us is accepted: issuer, subject and expiry as the provider says', async () => {
  const token = await requestToken(AUDIENCE);
  expect(decodeProtectedHeader(token)).toEqual({ alg: 'RS256', typ: 'at+jwt', kid: 'provider' });
  const answer = await verifierOf(['RS256']).verify(token);
  expect(answer).toEqual({
    token: { use: 'external', issuer, subject: 'billing-bot', task: null, expiresAt: expect.any(Number) },
  });
});

test('an access token for somebody else is refused', async () => {
  const token = await requestToken('https://other.test');
  expect(await verifierOf(['RS256']).verify(token)).toEqual({ refusal: 'audience-mismatch' });
});

test('an access token is refused once it expired, and with an algorithm that is not allowed', async () => {
  const token = await requestToken(AUDIENCE);
  const later = () => Date.now() + 331_000;
  expect(await verifierOf(['RS256'], later).verify(token)).toEqual({ refusal: 'token-expired' });
  expect(await verifierOf(['ES256']).verify(token)).toEqual({ refusal: 'algorithm-not-allowed' });
});

test('an access token with a changed payload is refused', async () => {
  const [header, payload = '', signature] = (await requestToken(AUDIENCE)).split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  const changed = Buffer.from(JSON.stringify({ ...claims, sub: 'admin' })).toString('base64url');
  expect(await verifierOf(['RS256']).verify(`${header}.${changed}.${signature}`)).toEqual({
    refusal: 'signature-invalid',
  });
});
