// A thousand holds of real tasks on a real daemon: none is lost, and a person gets through them by keys.

import { beforeAll, expect, it } from 'vitest';
import { setStage } from '../stage.ts';
import { makePasskey, named } from './browser.ts';
import { askForMails, startBusyAgent, type Busy } from './crowd.ts';
import { describeInBrowser } from './desk.ts';

const TASKS = 10;
const EACH = 100;

describeInBrowser(
  'a thousand holds',
  (desk) => {
    const busy: Busy[] = [];

    beforeAll(async () => {
      desk.stage = named(desk.stage);
      await desk.admitMail();
      await desk.stage.alice.ask('POST', '/agents/scribe/holds', { holds: 2 * TASKS * EACH });
      for (let index = 0; index < TASKS; index += 1) busy.push(await startBusyAgent(desk.stage));
      await Promise.all(busy.map((one) => askForMails(one, EACH)));
      return async () => {
        await Promise.all(busy.map(({ client }) => client.close()));
      };
    });

    it('are drawn as far as they are in sight, moved through by keys, and decided', async () => {
      const { page, faults, close } = await desk.visit({ as: desk.stage.bob, path: '/passkeys' });
      await makePasskey(page);
      await page.goto(`${desk.stage.daemon.url}/inbox`);
      const waiting = page.getByRole('status').filter({ hasText: 'waiting' });
      await expect.poll(() => waiting.innerText()).toBe('1000 waiting');
      const list = page.getByRole('list', { name: 'Holds' });
      await expect.poll(() => list.getByRole('listitem').count()).toBeLessThan(40);
      const { body } = await desk.stage.bob.ask('GET', '/holds');
      const { holds } = body as { holds: { id: string }[] };
      // As quick as a key repeats: no page is waited for.
      for (let index = 0; index < 30; index += 1) await page.keyboard.press('j');
      await page.waitForURL(`**/inbox/${holds[29]!.id}`);
      const chosen = list.locator('a[aria-current]');
      await expect.poll(() => chosen.getAttribute('href')).toBe(`/inbox/${holds[29]!.id}`);
      expect(await chosen.evaluate(isInSight)).toBe(true);
      await page.getByRole('article').getByText('@outside.example').first().waitFor();
      expect(await faults('thousand-holds')).toEqual([]);
      await page.keyboard.press('w');
      await page.keyboard.type('I looked at it');
      await page.getByRole('button', { name: 'Reject with passkey' }).click();
      await page.getByText('It was rejected: nothing ran.').waitFor();
      await expect.poll(() => waiting.innerText()).toBe('999 waiting');
      await close();
    });

    it('are searched, and another one comes as it is raised', async () => {
      const { page, trouble, close } = await desk.visit({ as: desk.stage.bob, path: '/inbox' });
      const waiting = page.getByRole('status').filter({ hasText: 'waiting' });
      await expect.poll(() => waiting.innerText()).toBe('999 waiting');
      const [{ task, client }] = busy as [Busy];
      const mail = { to: 'late@outside.example', subject: 'One more' };
      await client.callTool({ name: 'mail__send_email', arguments: mail });
      await expect.poll(() => waiting.innerText()).toBe('1000 waiting');
      await page.keyboard.press('/');
      await page.keyboard.type(task.id);
      await expect.poll(() => waiting.innerText()).toMatch(/^(100|101) of 1000 waiting$/);
      expect(trouble).toEqual([]);
      await close();
    });
  },
  () => setStage('{holdWaitSeconds: 0}'),
);

/** Runs in the page. */
function isInSight(element: unknown): boolean {
  type Box = { readonly top: number; readonly bottom: number };
  const { top, bottom } = (element as { getBoundingClientRect(): Box }).getBoundingClientRect();
  return top >= 0 && bottom <= (globalThis as unknown as { innerHeight: number }).innerHeight;
}
