// People sign in through a real OpenID provider: who is vouched for, as what, and who is not.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOpenIdProvider } from '../../adapters/identity/verifier/openid-provider.ts';
import { addOperator } from '../../gateway/verbs.ts';
import { browserResponse, endedResponse, meResponse, PAGE_HEADER } from './contract/browser.ts';
import { errorSchema } from './contract.ts';
import { startSample, type SampleGateway } from './sample-gateway.contract.ts';
import { CLIENT, startProvider, type SampleProvider } from './sample-provider.contract.ts';

const ORIGIN = 'http://localhost:4180';
const PAGE = { host: 'localhost:4180', origin: ORIGIN, 'sec-fetch-site': 'same-origin' };
const ROLES = { claim: 'groups', map: { approvers: ['approver'], all: ['admin', 'approver', 'security'] } };
const ADA = { kind: 'operator', id: 'ada' } as const;

let sample: SampleGateway;
let provider: SampleProvider;

beforeEach(async () => {
  provider = await startProvider(ORIGIN);
});
afterEach(async () => {
  await sample.stop();
  await provider.stop();
});

async function start(provision: readonly string[] | null = null, roles?: typeof ROLES): Promise<void> {
  const client = createOpenIdProvider({
    issuer: provider.issuer,
    name: 'Example',
    clientId: CLIENT.clientId,
    clientSecret: 'env:SECRET',
    scopes: ['profile'],
    maxAgeSeconds: 300,
    clockSkewSeconds: 30,
    ...(roles === undefined ? {} : { roles }),
    env: { SECRET: CLIENT.secret },
  });
  sample = await startSample('separated', {}, { provider: { provider: client, provision } });
}

async function register(subject: string, roles: readonly string[]): Promise<void> {
  const identity = { issuer: provider.issuer, subject };
  await addOperator(sample.core, ADA, {
    id: `op_${subject}`,
    name: subject,
    roles,
    publicKey: null,
    identity,
  });
}

async function begin(): Promise<{ readonly url: string; readonly cookie: string }> {
  const init = { token: null, method: 'POST', headers: PAGE };
  const response = await sample.call('/api/v1/session/provider', init);
  const { url } = (await response.json()) as { url: string };
  const set = response.headers.get('set-cookie')!;
  expect(set).toContain('; HttpOnly; SameSite=Lax; Max-Age=600');
  return { url, cookie: set.split(';', 1)[0]! };
}

/** As the browser comes back; the code behind the `#`. */
async function comeBack(callback: URL, cookie: string): Promise<string> {
  const headers = { host: 'localhost:4180', cookie };
  const response = await sample.call(`${callback.pathname}${callback.search}`, { token: null, headers });
  expect(response.status).toBe(302);
  const [path, code] = response.headers.get('location')!.split('#');
  expect(path).toBe('/sign-in');
  return code!;
}

function redeem(code: string): Promise<Response> {
  return sample.call('/api/v1/session/browser', { token: null, json: { code }, headers: PAGE });
}

async function signIn(subject: string): Promise<Response> {
  const { url, cookie } = await begin();
  return redeem(await comeBack(await provider.signIn(url, subject), cookie));
}

async function sessionOf(response: Response): Promise<Record<string, string>> {
  const cookie = response.headers.get('set-cookie')!.split(';', 1)[0]!;
  const { pageKey } = browserResponse.parse(await response.json());
  return { ...PAGE, cookie, [PAGE_HEADER]: pageKey };
}

async function me(session: Record<string, string>) {
  const response = await sample.call('/api/v1/me', { token: null, headers: session });
  return meResponse.parse(await response.json());
}

async function refusalIn(response: Response) {
  const { error } = errorSchema.parse(await response.json());
  return { status: response.status, ...error };
}

describe('signing in through a provider', () => {
  it('is for the operator who is registered with that issuer and subject', async () => {
    await start();
    await register('carol', ['approver']);
    const known = await me(await sessionOf(await signIn('carol')));
    expect(known).toMatchObject({ id: 'op_carol', roles: ['approver'], session: { how: 'provider' } });
    expect(known.may).toEqual(expect.arrayContaining(['approve', 'reject', 'quarantine']));
    expect(known.may).not.toContain('kill');
    expect(Date.now() - known.session!.provedAt).toBeLessThan(60_000);
  });

  it('tells somebody whom nobody registered what an admin has to run', async () => {
    await start();
    const refused = await refusalIn(await signIn('dave'));
    expect(refused).toMatchObject({ status: 403, code: 'not-allowed' });
    expect(refused.help).toContain(`--issuer ${provider.issuer} --subject dave`);
  });

  it('takes no answer with another state, issuer or nonce, none twice, none in another browser', async () => {
    await start();
    await register('carol', ['approver']);
    for (const [name, value] of [
      ['state', 'another'],
      ['iss', 'https://elsewhere.example'],
    ] as const) {
      const { url, cookie } = await begin();
      const callback = await provider.signIn(url, 'carol');
      callback.searchParams.set(name, value);
      expect((await redeem(await comeBack(callback, cookie))).status).toBe(401);
    }
    const other = await begin();
    const changed = new URL(other.url);
    changed.searchParams.set('nonce', 'another');
    const forged = await comeBack(await provider.signIn(changed.href, 'carol'), other.cookie);
    expect((await refusalIn(await redeem(forged))).message).toContain('is not what was asked');
    const { url, cookie } = await begin();
    const callback = await provider.signIn(url, 'carol');
    expect((await redeem(await comeBack(callback, (await begin()).cookie))).status).toBe(401);
    expect((await redeem(await comeBack(callback, cookie))).status).toBe(200);
    expect((await refusalIn(await redeem(await comeBack(callback, cookie)))).message).toContain('is over');
  });

  it('is begun by a page of the console alone, under its name', async () => {
    await start();
    const ask = (headers: Record<string, string>) =>
      sample.call('/api/v1/session/provider', { token: null, method: 'POST', headers });
    expect((await ask({ host: 'localhost:4180' })).status).toBe(403);
    const address = { host: '127.0.0.1:4180', origin: 'http://127.0.0.1:4180' };
    expect((await refusalIn(await ask(address))).help).toContain(ORIGIN);
  });

  it('ends there too, when the person signs out', async () => {
    await start();
    await register('carol', ['approver']);
    const headers = await sessionOf(await signIn('carol'));
    const ended = await sample.call('/api/v1/session/end', { token: null, method: 'POST', headers });
    const { next } = endedResponse.parse(await ended.json());
    expect(next).toContain(`${provider.issuer}/session/end?`);
    expect(new URL(next!).searchParams.get('post_logout_redirect_uri')).toBe(`${ORIGIN}/`);
    expect((await sample.call('/api/v1/me', { token: null, headers })).status).toBe(401);
  });
});

describe('what the provider says of roles', () => {
  const killing = { target: { kind: 'all' }, lift: false, reason: 'drill' };

  it('narrows what is registered, in what the kernel decides and in what pages are told', async () => {
    await start(null, ROLES);
    await register('carol', ['admin', 'approver']);
    provider.groups['carol'] = ['approvers'];
    const headers = await sessionOf(await signIn('carol'));
    expect(await me(headers)).toMatchObject({ roles: ['approver'] });
    const asked = await sample.call('/api/v1/kill', { token: null, json: killing, headers });
    expect((await refusalIn(asked)).reasons).toMatchObject([{ code: 'policy-default-deny' }]);
  });

  it('never widens it, and nobody’s groups are no roles at all', async () => {
    await start(null, ROLES);
    await register('carol', ['approver']);
    provider.groups['carol'] = ['all', 'constructor'];
    expect((await me(await sessionOf(await signIn('carol')))).roles).toEqual(['approver']);
    provider.groups['carol'] = [];
    const none = await me(await sessionOf(await signIn('carol')));
    expect(none.roles).toEqual([]);
    expect(none.may).toEqual(['add-passkey']);
  });

  it('registers somebody by a record where the configuration says so, once', async () => {
    await start(['viewer']);
    const first = await me(await sessionOf(await signIn('erin')));
    expect(first).toMatchObject({ roles: ['viewer'], name: 'erin of the provider' });
    const again = await me(await sessionOf(await signIn('erin')));
    expect(again.id).toBe(first.id);
    const holds = await sample.call('/api/v1/holds', { headers: {} });
    expect(holds.status).toBe(200);
  });
});
