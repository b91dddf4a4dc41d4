import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBrowserSessions } from './caller/browser-session.ts';
import {
  browserResponse,
  linkResponse,
  meResponse,
  PAGE_HEADER,
  UNATTENDED_HEADER,
} from './contract/browser.ts';
import { errorSchema } from './contract.ts';
import { BASE, startSample, type CallInit, type SampleGateway } from './sample-gateway.contract.ts';

let sample: SampleGateway;

beforeAll(async () => {
  sample = await startSample();
});
afterAll(() => sample.stop());

async function link(): Promise<string> {
  const challenged = await sample.call('/api/v1/session/challenge', { json: { operator: 'ada' } });
  const { challenge, ledger } = (await challenged.json()) as { challenge: string; ledger: string };
  const statement = { v: 1, type: 'holdpoint/login@v1', operator: 'ada', challenge, ledger };
  const json = { operator: 'ada', challenge, signature: sample.key.sign(statement) };
  return linkResponse.parse(await (await sample.call('/api/v1/session/link', { json })).json()).code;
}

const PAGE = { origin: BASE };

async function redeem(code: string, headers: Record<string, string> = PAGE): Promise<Response> {
  return sample.call('/api/v1/session/browser', { token: null, json: { code }, headers });
}

/** What a browser sends after it signed in. */
async function signIn(before: Record<string, string> = {}): Promise<Record<string, string>> {
  const response = await redeem(await link(), { ...PAGE, ...before });
  const cookie = response.headers.get('set-cookie')!;
  const { pageKey } = browserResponse.parse(await response.json());
  return { cookie: cookie.split(';', 1)[0]!, [PAGE_HEADER]: pageKey };
}

async function ask(path: string, headers: Record<string, string>, init: CallInit = {}) {
  const response = await sample.call(`/api/v1${path}`, { token: null, ...init, headers });
  return { status: response.status, body: await response.json() };
}

const AGENT = { json: { id: 'scribe', owner: 'ada', environment: 'test', groups: [], identity: null } };

describe('signing a browser in', () => {
  it('takes a link once, and says who that is and what they proved it with', async () => {
    const code = await link();
    expect((await redeem(code)).status).toBe(200);
    const again = await redeem(code);
    expect(again.status).toBe(401);
    expect(errorSchema.parse(await again.json()).error.help).toContain('holdpoint console');
    const { body } = await ask('/me', await signIn());
    expect(meResponse.parse(body)).toMatchObject({
      id: 'ada',
      name: 'Ada Lovelace',
      session: { how: 'key' },
    });
  });

  it('gives a cookie that no script reads and no other site sends', async () => {
    const cookie = (await redeem(await link())).headers.get('set-cookie')!;
    expect(cookie).toMatch(/^holdpoint-4180=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/);
  });

  it('makes a new session at each sign-in, and ends the one that the browser had', async () => {
    const first = await signIn();
    const second = await signIn({ cookie: first['cookie']! });
    expect(second['cookie']).not.toBe(first['cookie']);
    expect((await ask('/me', first)).status).toBe(401);
    expect((await ask('/me', second)).status).toBe(200);
  });

  it('takes no link that another site, or no page at all, hands in', async () => {
    const code = await link();
    expect((await redeem(code, {})).status).toBe(403);
    expect((await redeem(code, { ...PAGE, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await redeem(code)).status).toBe(200);
  });

  it('gives no link for a signature that is not the operator’s', async () => {
    const challenged = await sample.call('/api/v1/session/challenge', { json: { operator: 'ada' } });
    const { challenge } = (await challenged.json()) as { challenge: string };
    const json = { operator: 'ada', challenge, signature: sample.key.sign({ something: 'else' }) };
    expect((await sample.call('/api/v1/session/link', { json })).status).toBe(401);
  });

  it('forgets a link after a minute, and a session after twelve hours', () => {
    let now = 1_000;
    const sessions = createBrowserSessions({ now: () => now }, { url: BASE });
    const request = new Request(BASE);
    const { code } = sessions.invite({ operator: 'ada', how: 'key' });
    now += 60_000;
    expect(() => sessions.redeem(code, request)).toThrow('this sign-in link is over');
    const { cookie, pageKey } = sessions.issue({ operator: 'ada', how: 'passkey' }, request);
    const headers = { cookie: cookie.split(';', 1)[0]!, [PAGE_HEADER]: pageKey };
    const find = (isUse = true) => sessions.find(new Request(BASE, { headers }), isUse);
    for (let minutes = 30; minutes < 12 * 60; minutes += 30) {
      now += 30 * 60_000;
      expect(find()).toMatchObject({ operator: 'ada', how: 'passkey' });
    }
    now += 30 * 60_000 - 1;
    expect(find()).not.toBeNull();
    now += 1;
    expect(find()).toBeNull();
  });

  it('forgets a session that nobody uses for an hour, though a page of it listens', () => {
    let now = 1_000;
    const sessions = createBrowserSessions({ now: () => now }, { url: BASE });
    const { cookie, pageKey } = sessions.issue({ operator: 'ada', how: 'key' }, new Request(BASE));
    const headers = { cookie: cookie.split(';', 1)[0]!, [PAGE_HEADER]: pageKey };
    now += 3_600_000 - 1;
    expect(sessions.find(new Request(BASE, { headers }), false)).not.toBeNull();
    now += 1;
    expect(sessions.find(new Request(BASE, { headers }))).toBeNull();
  });

  it('forgets one whose page only asks by itself, with nobody at it', () => {
    let now = 1_000;
    const sessions = createBrowserSessions({ now: () => now }, { url: BASE });
    const { cookie, pageKey } = sessions.issue({ operator: 'ada', how: 'key' }, new Request(BASE));
    const headers = { cookie: cookie.split(';', 1)[0]!, [PAGE_HEADER]: pageKey };
    const alone = new Request(BASE, { headers: { ...headers, [UNATTENDED_HEADER]: '1' } });
    now += 3_600_000 - 1;
    expect(sessions.find(alone)).not.toBeNull();
    now += 1;
    expect(sessions.find(new Request(BASE, { headers }))).toBeNull();
  });
});

describe('a browser’s session', () => {
  it('counts only with the key of the page: another port of this machine gets the cookie too', async () => {
    const { cookie } = await signIn();
    expect((await ask('/status', { cookie: cookie! })).status).toBe(401);
    expect((await ask('/status', { cookie: cookie!, [PAGE_HEADER]: 'guessed' })).status).toBe(401);
  });

  it('changes something only where a page from this address asks', async () => {
    const browser = await signIn();
    for (const headers of [browser, { ...browser, ...PAGE, 'sec-fetch-site': 'same-site' }]) {
      const { status, body } = await ask('/agents', headers, AGENT);
      expect(status).toBe(403);
      expect(errorSchema.parse(body).error.code).toBe('foreign-origin');
    }
    expect((await ask('/agents', { ...browser, ...PAGE }, AGENT)).status).toBe(201);
  });

  it('ends when the person signs out', async () => {
    const browser = await signIn();
    expect((await ask('/session/end', { ...browser, ...PAGE }, { method: 'POST' })).status).toBe(200);
    expect((await ask('/me', browser)).status).toBe(401);
  });

  it('gives way to a token: who brings one is who it names', async () => {
    const { body } = await ask('/me', await signIn(), { token: await sample.operatorToken('ada') });
    expect(meResponse.parse(body).session).toBeNull();
  });
});

describe('the console', () => {
  const html = { accept: 'text/html,*/*' };
  const hold = '/holds/hold_0123456789abcdef';

  it('says that it was not built, and a hold’s link then says what to run', async () => {
    const response = await sample.call('/inbox', { token: null, headers: html });
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('npm run build');
    expect((await sample.call('/', { token: null })).status).toBe(503);
    expect(await (await sample.call(hold, { token: null })).text()).toContain('holdpoint approve');
  });

  it('is one page at every address of its own, with nothing of anybody else in it', async () => {
    await mkdir(join(sample.console, 'assets'), { recursive: true });
    await writeFile(join(sample.console, 'index.html'), '<!doctype html><title>console</title>');
    await writeFile(join(sample.console, 'assets', 'index-abc.js'), 'export {};');
    await writeFile(join(sample.console, 'secret.txt'), 'no');
    try {
      for (const path of ['/', '/inbox', '/inbox/hold_x', '/tasks/task_1']) {
        const response = await sample.call(path, { token: null, headers: html });
        expect(await response.text()).toContain('<title>console');
        expect(response.headers.get('cache-control')).toBe('no-store');
        const policy = response.headers.get('content-security-policy')!;
        expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
        expect(policy).not.toContain('unsafe');
      }
      const asset = await sample.call('/assets/index-abc.js', { token: null });
      expect(asset.headers.get('cache-control')).toContain('immutable');
      expect(asset.headers.get('content-type')).toContain('text/javascript');
      const moved = await sample.call(hold, { token: null });
      expect(moved.headers.get('location')).toBe('/inbox/hold_0123456789abcdef');
      for (const path of ['/holds/unknown', '/holds/%2F%2Fevil.example']) {
        const there = await sample.call(path, { token: null, headers: html });
        expect(there.headers.get('location')).toBe(path.replace('/holds/', '/inbox/'));
      }
      for (const path of ['/assets/..%2Fsecret.txt', '/assets/none.js', '/api/v2/x', '/mcp/x', '/access/x']) {
        expect((await sample.call(path, { token: null, headers: html })).status, path).toBe(404);
      }
      expect((await sample.call('/inbox', { token: null })).status).toBe(404);
    } finally {
      await rm(sample.console, { recursive: true });
    }
  });
});
