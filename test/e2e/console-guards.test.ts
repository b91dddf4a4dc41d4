// What another site, another program on this machine or a page that frames the console can do with a
// person's session: nothing. Over a real socket, with the headers that browsers send.

import { request } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { setStage, type Stage } from './stage.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.stop());

interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

interface Sent {
  readonly method?: string;
  readonly headers?: NodeJS.Dict<string>;
  readonly body?: string;
}

/** Every header as it is given, `Host` too. */
function send(path: string, { method = 'GET', headers = {}, body = '' }: Sent = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(`${stage.daemon.url}${path}`, { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const { statusCode: status = 0, headers: told } = response;
        resolve({ status, headers: told, body: Buffer.concat(chunks).toString() });
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

const JSON_BODY = { 'content-type': 'application/json' };
const own = (): { origin: string; 'sec-fetch-site': string } => ({
  origin: stage.daemon.url,
  'sec-fetch-site': 'same-origin',
});
const cookieOf = ({ headers }: Answer): string => headers['set-cookie']![0]!.split(';', 1)[0]!;

interface Browser {
  readonly cookie: string;
  readonly page: string;
}

/** Signs Alice in as her browser would, with the cookies that it has. */
async function signIn(before: NodeJS.Dict<string> = {}): Promise<Browser> {
  const { daemon, alice } = stage;
  const code = await alice.inviteBrowser(daemon.url, daemon.localToken);
  const headers = { ...JSON_BODY, ...own(), ...before };
  const answer = await send('/api/v1/session/browser', {
    method: 'POST',
    headers,
    body: JSON.stringify({ code }),
  });
  expect(answer.status).toBe(200);
  const { pageKey } = JSON.parse(answer.body) as { pageKey: string };
  return { cookie: cookieOf(answer), page: pageKey };
}

const kill = (headers: NodeJS.Dict<string>): Promise<Answer> => {
  const body = JSON.stringify({ target: { kind: 'agent', id: 'nobody' }, lift: false, reason: 'drill' });
  return send('/api/v1/kill', { method: 'POST', headers, body });
};

it('serves pages that run no foreign or inline script and stand in no frame', async () => {
  const { status, headers } = await send('/inbox', { headers: { accept: 'text/html' } });
  expect([200, 503]).toContain(status);
  const policy = String(headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("base-uri 'none'");
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  });
});

it('gives no other origin leave to read or send anything', async () => {
  const headers = {
    origin: 'https://evil.example',
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'content-type,x-holdpoint-page',
  };
  for (const path of ['/api/v1/kill', '/api/v1/me', '/access/v1/evaluation']) {
    const { status, headers: told } = await send(path, { method: 'OPTIONS', headers });
    expect([path, status]).toEqual([path, 403]);
    expect(Object.keys(told).filter((name) => name.startsWith('access-control'))).toEqual([]);
  }
});

it('takes no change from another site, from a form, or without the key of the page', async () => {
  const { cookie, page } = await signIn();
  const whole = { ...JSON_BODY, ...own(), cookie, 'x-holdpoint-page': page };
  const before = await stage.ledgerSize();
  const { 'x-holdpoint-page': _page, ...withoutKey } = whole;
  const { origin: _origin, ...withoutOrigin } = whole;
  for (const [status, headers] of [
    [401, withoutKey],
    [403, withoutOrigin],
    [403, { ...whole, origin: 'https://evil.example' }],
    [403, { ...whole, origin: 'null' }],
    [403, { ...whole, origin: `${stage.daemon.url}.evil.example` }],
    [403, { ...whole, 'sec-fetch-site': 'cross-site' }],
    [403, { ...whole, 'sec-fetch-site': 'same-site' }],
    [415, { ...whole, 'content-type': 'application/x-www-form-urlencoded' }],
    [415, { ...whole, 'content-type': 'text/plain' }],
  ] as const) {
    const answer = await kill(headers);
    expect([headers, answer.status]).toEqual([headers, status]);
  }
  expect(await stage.ledgerSize()).toBe(before);
  expect((await kill(whole)).status).not.toBe(401);
  expect(await stage.ledgerSize()).toBeGreaterThan(before);
});

it('answers no name but its own, whatever resolves to it', async () => {
  const { port } = new URL(stage.daemon.url);
  for (const host of [
    'evil.example',
    `evil.example:${port}`,
    `127.0.0.1.evil.example:${port}`,
    '127.0.0.1:1',
  ]) {
    expect([host, (await send('/healthz', { headers: { host } })).status]).toEqual([host, 403]);
  }
  for (const header of ['x-forwarded-host', 'x-original-host', 'forwarded']) {
    const headers = { host: 'evil.example', [header]: `localhost:${port}` };
    expect([header, (await send('/healthz', { headers })).status]).toEqual([header, 403]);
  }
});

it('makes a session of its own at each sign-in, and none that somebody chose before', async () => {
  const { port } = new URL(stage.daemon.url);
  const planted = `holdpoint-${port}=${'A'.repeat(43)}`;
  const first = await signIn({ cookie: planted });
  expect(first.cookie).not.toBe(planted);
  const me = (browser: Browser) =>
    send('/api/v1/me', { headers: { cookie: browser.cookie, 'x-holdpoint-page': browser.page } });
  expect((await me({ ...first, cookie: planted })).status).toBe(401);
  const second = await signIn({ cookie: first.cookie });
  expect([(await me(first)).status, (await me(second)).status]).toEqual([401, 200]);
  const third = await signIn();
  expect((await me({ cookie: second.cookie, page: third.page })).status).toBe(401);
});

it('hands in no link twice, nor one that another site sends', async () => {
  const { daemon, alice } = stage;
  const code = await alice.inviteBrowser(daemon.url, daemon.localToken);
  const redeem = (headers: NodeJS.Dict<string>) =>
    send('/api/v1/session/browser', {
      method: 'POST',
      headers: { ...JSON_BODY, ...headers },
      body: JSON.stringify({ code }),
    });
  expect((await redeem({ origin: 'https://evil.example' })).status).toBe(403);
  expect((await redeem({})).status).toBe(403);
  expect((await redeem(own())).status).toBe(200);
  expect((await redeem(own())).status).toBe(401);
});

it('bounds guesses of a sign-in, whatever address, host or path they name', async () => {
  const guess = (path: string, headers: NodeJS.Dict<string>) =>
    send(path, {
      method: 'POST',
      headers: { ...JSON_BODY, ...own(), ...headers },
      body: '{"code":"guessed"}',
    });
  const statuses: number[] = [];
  for (let count = 0; count < 500 && !statuses.includes(429); count++) {
    const headers = {
      'x-forwarded-for': `198.51.100.${count}`,
      'x-real-ip': `198.51.100.${count}`,
      forwarded: `for=198.51.100.${count}`,
    };
    statuses.push((await guess('/api/v1/session/browser', headers)).status);
  }
  expect([...new Set(statuses)]).toEqual([401, 429]);
  for (const path of ['session/browser?x=1', 'session//browser', 'sessio%6E/browser', './session/browser']) {
    await expect.poll(async () => (await guess(`/api/v1/${path}`, {})).status).not.toBe(401);
  }
});
