import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createTokenVerifier } from '../verifier.ts';
import type { ExternalIssuer } from '../verifier.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
const AUDIENCE = 'https://holdpoint.test';
const ISSUER = 'https://idp.test';
const DISCOVERY = `${ISSUER}/.well-known/openid-configuration`;
const KEYS = `${ISSUER}/keys`;
const LOCAL = { issuer: 'urn:holdpoint:house.test', publicKeys: [] };

const pair = await generateKeyPair('ES256', { extractable: true });
const privateJwk = await exportJWK(pair.privateKey);
const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'one' };

type Pages = Record<string, Record<string, unknown> | (() => Response)>;
const PAGES: Pages = { [DISCOVERY]: { issuer: ISSUER, jwks_uri: KEYS }, [KEYS]: { keys: [jwk] } };

/** An issuer on an imagined network: counts what is asked of it. */
function imagine(pages: Pages = PAGES, settings: Partial<ExternalIssuer> = {}) {
  const clock = { now: NOW };
  const asked: string[] = [];
  const fetcher: typeof fetch = async (input) => {
    const url = input instanceof Request ? input.url : input.toString();
    asked.push(url);
    const page = pages[url];
    if (page === undefined) throw new TypeError('fetch failed');
    return typeof page === 'function' ? page() : new Response(JSON.stringify(page));
  };
  const verifier = createTokenVerifier({
    audience: AUDIENCE,
    local: LOCAL,
    issuers: [{ issuer: ISSUER, algorithms: ['ES256'], ...settings }],
    fetcher,
    now: () => clock.now,
  });
  return { verify: (token: string) => verifier.verify(token), asked, clock };
}

function sign(claims: Record<string, unknown> = {}, header: Record<string, unknown> = {}): Promise<string> {
  return new SignJWT({ iss: ISSUER, aud: AUDIENCE, sub: 'ci-runner', exp: NOW / 1000 + 9000, ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'one', ...header })
    .sign(pair.privateKey);
}

describe('a token of a configured issuer', () => {
  test('is external and names no task, whatever it claims', async () => {
    expect(await imagine().verify(await sign({ task: 'k3jv90aq2m5x7c1z', use: 'task' }))).toEqual({
      token: {
        use: 'external',
        issuer: ISSUER,
        subject: 'ci-runner',
        task: null,
        expiresAt: NOW + 9_000_000,
      },
    });
  });

  test('says when its bearer proved who they are where its issuer does, not when it was issued', async () => {
    const { verify } = imagine();
    expect(await verify(await sign({ iat: NOW / 1000 }))).not.toHaveProperty('token.provedAt');
    const proved = await verify(await sign({ iat: NOW / 1000, auth_time: NOW / 1000 - 60 }));
    expect(proved).toHaveProperty('token.provedAt', NOW - 60_000);
  });

  test.each([undefined, 'JWT', 'at+jwt', 'application/at+jwt', 'JOSE'])('may be of type %s', async (typ) => {
    expect(await imagine().verify(await sign({}, { typ }))).toHaveProperty('token');
  });

  test.each(['holdpoint-task+jwt', 'holdpoint-operator+jwt', 'logout+jwt', 'dpop+jwt'])(
    'is refused as %s',
    async (typ) => {
      expect(await imagine().verify(await sign({}, { typ }))).toEqual({ refusal: 'token-malformed' });
    },
  );

  test('cannot be one of the local issuer, even where that one is listed too', async () => {
    const { verify } = imagine({}, { issuer: LOCAL.issuer });
    const token = await sign({ iss: LOCAL.issuer });
    expect(await verify(token)).toEqual({ refusal: 'algorithm-not-allowed' });
  });

  test('is held to its issuer’s own audience and clock skew', async () => {
    const { verify } = imagine(PAGES, { audience: 'api://holdpoint', clockSkewSeconds: 0 });
    expect(await verify(await sign())).toEqual({ refusal: 'audience-mismatch' });
    expect(await verify(await sign({ aud: 'api://holdpoint' }))).toHaveProperty('token');
    const late = await sign({ aud: 'api://holdpoint', exp: NOW / 1000 });
    expect(await verify(late)).toEqual({ refusal: 'token-expired' });
  });

  test('is held to its issuer’s own algorithms, of which symmetric ones and none are never', async () => {
    const rsaOnly = imagine(PAGES, { algorithms: ['RS256'] });
    expect(await rsaOnly.verify(await sign())).toEqual({ refusal: 'algorithm-not-allowed' });
    const careless = imagine(PAGES, { algorithms: ['HS256', 'none'] });
    const token = await new SignJWT({ iss: ISSUER })
      .setProtectedHeader({ alg: 'HS256', kid: 'one' })
      .sign(new TextEncoder().encode(JSON.stringify(jwk)));
    expect(await careless.verify(token)).toEqual({ refusal: 'algorithm-not-allowed' });
    expect(careless.asked).toEqual([]);
  });

  test('of an issuer that is not configured causes no request', async () => {
    const { verify, asked } = imagine();
    expect(await verify(await sign({ iss: 'https://evil.test' }))).toEqual({ refusal: 'issuer-not-allowed' });
    expect(asked).toEqual([]);
  });

  test('of a SPIFFE workload is accepted with an algorithm that JWT-SVIDs may have', async () => {
    const token = await sign({ sub: 'spiffe://house.test/bot' });
    expect(await imagine().verify(token)).toHaveProperty('token.subject', 'spiffe://house.test/bot');
  });
});

describe('keys', () => {
  test('are fetched once for many tokens at a time, and kept', async () => {
    const { verify, asked } = imagine();
    const token = await sign();
    const answers = await Promise.all(Array.from({ length: 20 }, () => verify(token)));
    for (const answer of answers) expect(answer).toHaveProperty('token');
    expect(asked).toEqual([DISCOVERY, KEYS]);
  });

  test('are fetched from a configured address without discovery', async () => {
    const jwksUri = 'https://cdn.test/keys.json';
    const { verify, asked } = imagine({ [jwksUri]: { keys: [jwk] } }, { jwksUri });
    expect(await verify(await sign())).toHaveProperty('token');
    expect(asked).toEqual([jwksUri]);
  });

  test('of unknown names are asked for once per cool-down', async () => {
    const { verify, asked, clock } = imagine();
    await verify(await sign());
    for (const kid of ['two', 'three']) {
      expect(await verify(await sign({}, { kid }))).toEqual({ refusal: 'key-unknown' });
    }
    expect(asked).toHaveLength(2);
    clock.now += 10_000;
    for (const kid of ['two', 'three']) await verify(await sign({}, { kid }));
    expect(asked).toHaveLength(4);
  });

  test('without a name are no token’s keys, and a token that names none causes no request', async () => {
    const { verify, asked } = imagine({ ...PAGES, [KEYS]: { keys: [{ ...jwk, kid: '' }] } });
    for (const kid of [undefined, '']) {
      expect(await verify(await sign({}, { kid }))).toEqual({ refusal: 'key-unknown' });
    }
    expect(asked).toEqual([]);
  });

  test('that were added are found after the cool-down', async () => {
    const pages = { ...PAGES };
    const { verify, clock } = imagine(pages);
    const token = await sign({}, { kid: 'two' });
    expect(await verify(token)).toEqual({ refusal: 'key-unknown' });
    pages[KEYS] = { keys: [{ ...jwk, kid: 'two' }] };
    expect(await verify(token)).toEqual({ refusal: 'key-unknown' });
    clock.now += 10_000;
    expect(await verify(token)).toHaveProperty('token');
  });

  test.each([
    ['ten minutes later', 600_000],
    ['when the clock was set back', -1],
  ])('that were withdrawn are not believed %s', async (_, elapsed) => {
    const pages = { ...PAGES };
    const { verify, clock } = imagine(pages);
    const token = await sign();
    expect(await verify(token)).toHaveProperty('token');
    pages[KEYS] = { keys: [] };
    clock.now += elapsed;
    expect(await verify(token)).toEqual({ refusal: 'key-unknown' });
  });

  test('of an issuer that is away are asked for again after the cool-down only', async () => {
    const pages: Pages = {};
    const { verify, asked, clock } = imagine(pages);
    const token = await sign();
    for (let times = 0; times < 3; times++) {
      expect(await verify(token)).toEqual({ refusal: 'issuer-unreachable' });
    }
    expect(asked).toHaveLength(1);
    Object.assign(pages, PAGES);
    clock.now += 10_000;
    expect(await verify(token)).toHaveProperty('token');
  });

  test.each([
    ['private', privateJwk],
    ['for encryption', { ...jwk, use: 'enc' }],
    ['of another curve', { kty: 'OKP', crv: 'Ed25519', x: 'AAAA' }],
    ['damaged', { ...jwk, x: 'AAAA' }],
    ['nameless', { ...jwk, kid: undefined }],
  ])('that are %s are unknown', async (_, key) => {
    const { verify } = imagine({ ...PAGES, [KEYS]: { keys: [{ kid: 'one', ...key }] } });
    expect(await verify(await sign())).toEqual({ refusal: 'key-unknown' });
  });
});

describe('an issuer is unreachable', () => {
  const text = (body: string | null, init?: ResponseInit) => () => new Response(body, init);
  const configuration = (changes: object) => ({ issuer: ISSUER, jwks_uri: KEYS, ...changes });

  test.each<[string, Pages]>([
    ['when its configuration is of another', { [DISCOVERY]: configuration({ issuer: `${ISSUER}/` }) }],
    ['when its configuration has no keys', { [DISCOVERY]: configuration({ jwks_uri: undefined }) }],
    ['when it answers 500', { [KEYS]: text('{"keys":[]}', { status: 500 }) }],
    ['when it answers nothing', { [KEYS]: text(null) }],
    ['when it answers no JSON', { [KEYS]: text('<html>') }],
    ['when it answers a list', { [KEYS]: text('[]') }],
    ['when it answers no key set', { [KEYS]: { keys: 'none' } }],
    ['when it answers a member twice', { [KEYS]: text('{"keys":[],"keys":[]}') }],
    ['when it answers too much', { [KEYS]: text(`{"keys":[]${' '.repeat(256 * 1024)}}`) }],
  ])('%s', async (_, pages) => {
    const { verify } = imagine({ ...PAGES, ...pages });
    expect(await verify(await sign())).toEqual({ refusal: 'issuer-unreachable' });
  });

  test.each([
    ['not on https', 'http://idp.test/keys'],
    ['on this machine', 'https://127.0.0.1/keys'],
    ['on this machine by name', 'https://localhost/keys'],
    ['on this machine by number', 'https://2130706433/keys'],
    ['on this machine in IPv6', 'https://[::1]/keys'],
    ['in a file', 'file:///etc/keys'],
    ['behind a login', 'https://user:word@idp.test/keys'],
    ['under a user name', 'https://user@idp.test/keys'],
  ])('when its keys are %s: they are not asked for', async (_, address) => {
    const pages = {
      [DISCOVERY]: configuration({ jwks_uri: address }),
      [new URL(address).href]: { keys: [jwk] },
    };
    const { verify, asked } = imagine(pages);
    expect(await verify(await sign())).toEqual({ refusal: 'issuer-unreachable' });
    expect(asked).toEqual([DISCOVERY]);
  });

  test('when its own address is not on https, and it is not even asked', async () => {
    const { verify, asked } = imagine({}, { issuer: 'http://idp.test' });
    expect(await verify(await sign({ iss: 'http://idp.test' }))).toEqual({ refusal: 'issuer-unreachable' });
    expect(asked).toEqual([]);
  });
});

describe('on a real socket', () => {
  let server: Server;

  async function listen(handler: Parameters<typeof createServer>[1]): Promise<string> {
    server = createServer(handler);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  const verifierOf = (issuer: string) =>
    createTokenVerifier({
      audience: AUDIENCE,
      local: LOCAL,
      issuers: [{ issuer, algorithms: ['ES256'], jwksUri: `${issuer}/keys` }],
      now: () => NOW,
    });

  afterEach(() => {
    vi.restoreAllMocks();
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });

  test('a redirect is not followed', async () => {
    const asked: (string | undefined)[] = [];
    const issuer = await listen((request, response) => {
      asked.push(request.url);
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    expect(await verifierOf(issuer).verify(await sign({ iss: issuer }))).toEqual({
      refusal: 'issuer-unreachable',
    });
    expect(asked).toEqual(['/keys']);
  });

  test('an issuer that hangs in the middle of its answer is given up', async () => {
    const giveUp = new AbortController();
    vi.spyOn(AbortSignal, 'timeout').mockReturnValue(giveUp.signal);
    const issuer = await listen((_, response) => {
      response.writeHead(200).write('{"keys":', () => giveUp.abort());
    });
    expect(await verifierOf(issuer).verify(await sign({ iss: issuer }))).toEqual({
      refusal: 'issuer-unreachable',
    });
  });

  test('an endless answer is cut off', async () => {
    const closed: Promise<void>[] = [];
    const issuer = await listen((_, response) => {
      closed.push(new Promise((resolve) => response.once('close', resolve)));
      const pour = () => {
        while (!response.destroyed && response.write(' '.repeat(65_536)));
      };
      response.on('drain', pour);
      pour();
    });
    expect(await verifierOf(issuer).verify(await sign({ iss: issuer }))).toEqual({
      refusal: 'issuer-unreachable',
    });
    await Promise.all(closed);
    expect(closed).toHaveLength(1);
  });
});
