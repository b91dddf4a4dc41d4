// Behind a proxy the console has one public address: sessions, passkeys and what may change something go by
// it.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBrowserSessions } from './caller/browser-session.ts';
import { PAGE_HEADER, waysResponse } from './contract/browser.ts';
import { relyingParty } from './caller/relying-party.ts';
import { BASE, startSample, type SampleGateway } from './sample-gateway.contract.ts';

const origin = 'https://holdpoint.example';
const listen = { url: BASE, origin };
const PUBLIC = { host: 'holdpoint.example' };

describe('a public address of the console', () => {
  let sample: SampleGateway;
  beforeAll(async () => {
    sample = await startSample('separated', {}, { listen });
  });
  afterAll(() => sample.stop());

  const ask = async (headers: Record<string, string>) =>
    (await sample.call('/api/v1/session/passkey/challenge', { token: null, method: 'POST', headers })).status;

  it('is the only one beside those of this machine', async () => {
    expect((await sample.call('/healthz', { headers: PUBLIC })).status).toBe(200);
    expect((await sample.call('/healthz')).status).toBe(200);
    expect((await sample.call('/healthz', { headers: { host: 'other.example' } })).status).toBe(403);
    const foreign = { ...PUBLIC, origin: 'https://other.example' };
    expect((await sample.call('/healthz', { headers: foreign })).status).toBe(403);
  });

  it('is what passkeys belong to, and pages must come from it over TLS', async () => {
    expect(relyingParty(listen)).toEqual({ rpId: 'holdpoint.example', origin });
    expect(await ask({ ...PUBLIC, origin })).toBe(200);
    expect(await ask({ ...PUBLIC, origin: 'http://holdpoint.example' })).toBe(403);
    expect(await ask({ ...PUBLIC })).toBe(403);
    expect(await ask({ origin: BASE })).toBe(403);
    const ways = await sample.call('/api/v1/session/ways', { token: null });
    expect(waysResponse.parse(await ways.json())).toEqual({ origin, provider: null });
  });

  it('has a cookie that no other host and no plain connection can set or see', () => {
    const sessions = createBrowserSessions({ now: () => 0 }, listen);
    const at = (headers: Record<string, string>) => new Request(BASE, { headers });
    const { cookie, pageKey } = sessions.issue({ operator: 'ada', how: 'passkey' }, at(PUBLIC));
    expect(cookie).toMatch(/^__Host-holdpoint=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; .*; Secure$/);
    const brought = { cookie: cookie.split(';', 1)[0]!, [PAGE_HEADER]: pageKey };
    expect(sessions.find(at({ ...PUBLIC, ...brought }))).toMatchObject({ operator: 'ada' });
    expect(sessions.find(at(brought))).toBeNull();
  });
});
