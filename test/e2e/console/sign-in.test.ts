// People sign in through a real OpenID provider, in a real browser: as what it and the register say
// together, in a session that is new, and in no other way.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  CLIENT,
  startProvider,
  type SampleProvider,
} from '../../../src/surfaces/http/sample-provider.contract.ts';
import { setStage, type Stage } from '../stage.ts';
import type { Visit } from './browser.ts';
import { describeInBrowser } from './desk.ts';

const ROLES = '{claim: groups, map: {on-call: [approver], platform: [admin, approver]}}';

let folder: string;
let provider: SampleProvider;

describeInBrowser(
  'signing in through a provider',
  (desk) => {
    let hold: string;
    let origin: string;

    beforeAll(async () => {
      const { daemon, alice } = desk.stage;
      origin = daemon.url.replace('127.0.0.1', 'localhost');
      for (const [subject, roles] of [
        ['carol', ['admin', 'approver']],
        ['victor', ['approver']],
      ] as const) {
        const identity = { issuer: provider.issuer, subject };
        const known = { id: `op_${subject}`, name: subject, roles, publicKey: null, identity };
        await alice.ask('POST', '/operators', known);
      }
      provider.groups['carol'] = ['on-call'];
      provider.groups['victor'] = ['guests'];
      await desk.admitMail();
      await desk.startAgent();
      hold = await desk.agent.send({ to: 'eve@outside.example', subject: 'Report' });
    });
    afterAll(async () => {
      await provider.stop();
      await rm(folder, { recursive: true });
    });

    const open = async (path = '/'): Promise<Visit> => {
      const shown = await desk.visit({});
      await shown.page.route(/fonts\.g/, (route) => route.abort());
      await shown.page.goto(origin + path);
      return shown;
    };

    /** At the provider's own pages: who it is, and that it may tell Holdpoint. */
    async function proveAt(page: Page, subject: string): Promise<void> {
      await page.getByRole('button', { name: 'Sign in with Example' }).click();
      await page.locator('input[name=login]').fill(subject);
      await page.locator('input[name=password]').fill('anything');
      await page.locator('button[type=submit]').click();
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.waitForURL((url) => url.origin === origin);
    }

    const session = async ({ page }: Visit): Promise<string | undefined> => {
      const cookies = await page.context().cookies(origin);
      return cookies.find(({ name }) => /^holdpoint-\d+$/.test(name))?.value;
    };

    /** What the page may ask for, as it would itself. */
    const ask = ({ page }: Visit, path: string, body: object) =>
      page.evaluate(
        async ([where, json]) => {
          const { localStorage } = globalThis as unknown as {
            localStorage: { getItem(key: string): string };
          };
          const key = localStorage.getItem('holdpoint-page-key');
          const headers = { 'content-type': 'application/json', 'x-holdpoint-page': key };
          const response = await fetch(`/api/v1${where}`, { method: 'POST', headers, body: json });
          return { status: response.status, body: (await response.json()) as object };
        },
        [path, JSON.stringify(body)] as const,
      );

    it('leads back to what was looked for, in a session that nobody knew before', async () => {
      const shown = await open('/');
      const planted = { name: `holdpoint-${new URL(origin).port}`, value: 'planted', url: origin };
      await shown.page.context().addCookies([planted]);
      await shown.page.goto(`${origin}/inbox/${hold}`);
      await proveAt(shown.page, 'carol');
      await shown.page.waitForURL(`${origin}/inbox/${hold}`);
      await shown.page.getByText('eve@outside.example').first().waitFor();
      await shown.page.getByText('carol', { exact: true }).first().waitFor();
      const first = await session(shown);
      expect(first).toMatch(/^[\w-]{43}$/);
      await shown.close();
      const again = await open('/');
      await proveAt(again.page, 'carol');
      await again.page.waitForURL(`${origin}/inbox`);
      expect(await session(again)).not.toBe(first);
      await again.close();
    });

    it('counts of the registered roles those alone that the provider names', async () => {
      const shown = await open('/');
      await proveAt(shown.page, 'carol');
      await shown.page.waitForURL(`${origin}/inbox`);
      expect(
        await ask(shown, '/kill', { target: { kind: 'all' }, lift: false, reason: 'drill' }),
      ).toMatchObject({
        status: 403,
        body: { error: { reasons: [{ code: 'policy-default-deny' }] } },
      });
      const withoutPage = await shown.page.evaluate(() => fetch('/api/v1/me').then(({ status }) => status));
      expect(withoutPage).toBe(401);
      await shown.close();
    });

    it('lets somebody to whom it gives no role look, and decide nothing', async () => {
      const shown = await open(`/inbox/${hold}`);
      await proveAt(shown.page, 'victor');
      await shown.page.waitForURL(`${origin}/inbox/${hold}`);
      await shown.page.getByText('eve@outside.example').first().waitFor();
      const { id: task } = desk.agent.task;
      const drafted = await ask(shown, `/holds/${hold}/statement`, { task, verdict: 'reject', reason: 'no' });
      const decided = await ask(shown, `/holds/${hold}/decision`, {
        statement: drafted.body,
        signature: 'AA',
        reason: 'no',
      });
      expect(decided).toMatchObject({ status: 403 });
      expect(await desk.stage.holds(desk.agent.task)).toMatchObject([{ id: hold }]);
      await shown.close();
    });

    it('ends here and there when the person signs out', async () => {
      const shown = await open('/');
      await proveAt(shown.page, 'carol');
      await shown.page.waitForURL(`${origin}/inbox`);
      const before = await session(shown);
      await shown.page.getByRole('button', { name: 'Sign out' }).first().click();
      await shown.page.waitForURL((url) => url.origin === provider.issuer);
      await shown.page.getByRole('button', { name: /sign me out/i }).click();
      await shown.page.waitForURL((url) => url.origin === origin);
      await shown.page.getByRole('button', { name: 'Sign in with Example' }).waitFor();
      expect(await session(shown)).toBeUndefined();
      const cookie = `holdpoint-${new URL(origin).port}=${String(before)}`;
      const replayed = await fetch(`${origin}/api/v1/me`, { headers: { cookie } });
      expect(replayed.status).toBe(401);
      await shown.close();
    });

    /** As far as the provider, which is not gone to: its address. */
    async function begin({ page }: Visit): Promise<URL> {
      await page.route(`${provider.issuer}/auth*`, (route) => route.fulfill({ body: 'there' }));
      await page.goto(origin);
      const going = page.waitForRequest(`${provider.issuer}/auth*`);
      await page.getByRole('button', { name: 'Sign in with Example' }).click();
      await page.getByText('there').waitFor();
      return new URL((await going).url());
    }

    async function expectRefusal({ page }: Visit, callback: URL, words: string): Promise<void> {
      await page.goto(callback.href);
      await page.getByText(words).first().waitFor();
      await page.goto(`${origin}/inbox`);
      await page.getByRole('button', { name: 'Sign in with Example' }).waitFor();
      expect(await page.evaluate("localStorage.getItem('holdpoint-page-key')")).toBeNull();
    }

    it('takes no answer with another state, issuer or nonce', async () => {
      const shown = await open('/');
      for (const [name, value] of [
        ['state', 'another'],
        ['iss', 'https://elsewhere.example'],
      ] as const) {
        const callback = await provider.signIn((await begin(shown)).href, 'carol');
        callback.searchParams.set(name, value);
        await expectRefusal(shown, callback, 'is not what was asked');
      }
      const asked = await begin(shown);
      asked.searchParams.set('nonce', 'another');
      await expectRefusal(shown, await provider.signIn(asked.href, 'carol'), 'is not what was asked');
      expect(await session(shown)).toBeUndefined();
      await shown.close();
    });

    it('takes no answer to what another browser began', async () => {
      const [own, other, stranger] = [await open('/'), await open('/'), await open('/')];
      const callback = await provider.signIn((await begin(own)).href, 'carol');
      await begin(other);
      await expectRefusal(other, callback, 'is not what was asked');
      await expectRefusal(stranger, callback, 'was begun in another browser, or is over');
      expect(await session(other)).toBeUndefined();
      for (const one of [own, other, stranger]) await one.close();
    });
  },
  setStageWithProvider,
);

async function setStageWithProvider(): Promise<Stage> {
  folder = await mkdtemp(join(tmpdir(), 'holdpoint-sign-in-'));
  const secret = join(folder, 'secret');
  await writeFile(secret, CLIENT.secret, { mode: 0o600 });
  let know!: (origin: string) => void;
  provider = await startProvider(new Promise((resolve) => (know = resolve)));
  const oidc = `{issuer: "${provider.issuer}", name: Example, clientId: ${CLIENT.clientId},
    clientSecret: "file:${secret}", roles: ${ROLES}}`;
  const stage = await setStage('{holdWaitSeconds: 1}', `console: {oidc: ${oidc}}`);
  know(stage.daemon.url.replace('127.0.0.1', 'localhost'));
  return stage;
}
