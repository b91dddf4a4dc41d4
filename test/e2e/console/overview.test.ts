// How it goes, drawn and in tables, of what a real daemon decided.

import { beforeAll, expect, it } from 'vitest';
import { PHONE } from './browser.ts';
import { describeInBrowser } from './desk.ts';

describeInBrowser('the overview', (desk) => {
  beforeAll(async () => {
    await desk.admitMail();
    await desk.startAgent();
    const hold = await desk.agent.send({ to: 'eve@outside.example' });
    await desk.stage.bob.decide('reject', desk.agent.task.id, hold, 'not to Eve');
    await desk.agent.client.callTool({ name: 'mail__send_email', arguments: { to: 'eve@outside.example' } });
    await desk.agent.client.callTool({ name: 'mail__read_inbox', arguments: {} });
  });

  it('says in tables what its pictures show, and measures what asking costs', async () => {
    const { page, faults, close } = await desk.visit({
      as: desk.stage.alice,
      path: '/overview',
    });
    await page.getByRole('heading', { name: 'Verdicts over time' }).waitFor();
    await page.getByText('never since the start').waitFor();
    await expect.poll(() => page.locator('figure canvas').count()).toBeGreaterThanOrEqual(3);
    await page.getByText('As a table').first().click();
    await page.getByRole('columnheader', { name: 'Permitted' }).waitFor();
    const read = page.getByRole('row', { name: /mail\/read_inbox/ }).first();
    await expect.poll(() => read.innerText()).toContain('0 %');
    await page.getByText(/half within/).waitFor();
    await page.getByRole('table', { name: 'How people decide, by who' }).getByText('op_bob').waitFor();
    expect(await faults('overview-desktop')).toEqual([]);
    await close();
  });

  it('is read on a phone, in the dark', async () => {
    const { page, faults, close } = await desk.visit({
      as: desk.stage.alice,
      path: '/overview',
      size: PHONE,
      dark: true,
    });
    await page.getByRole('heading', { name: 'Verdicts over time' }).waitFor();
    await page.getByRole('heading', { name: 'Verdicts over time' }).scrollIntoViewIfNeeded();
    await page.getByText('never since the start').waitFor();
    expect(await faults('overview-phone')).toEqual([]);
    await close();
  });

  it('says of what it asks by itself that nobody is at it', async () => {
    await desk.agent.send({ to: 'zoe@outside.example' });
    const { page, close } = await desk.visit({ as: desk.stage.alice, path: '/inbox' });
    await page.getByText('zoe@outside.example').first().waitFor();
    const asked = async (to: string): Promise<string | undefined> => {
      const request = page.waitForRequest((one) => one.url().includes('/holds'));
      await desk.agent.send({ to });
      return (await request).headers()['x-holdpoint-unattended'];
    };
    await page.mouse.move(100, 100);
    expect(await asked('kim@outside.example')).toBeUndefined();
    await page.evaluate(() => {
      const { document } = globalThis as unknown as { document: object };
      Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });
    });
    expect(await asked('sam@outside.example')).toBe('1');
    await close();
  });
});
