// The ledger's page: the browser itself verifies what a real daemon recorded.

import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { PHONE } from './browser.ts';
import { describeInBrowser } from './desk.ts';

describeInBrowser('the ledger', (desk) => {
  beforeAll(async () => {
    await desk.admitMail();
    await desk.startAgent();
  });

  const verify = (page: Page): Promise<void> =>
    page.getByRole('button', { name: 'Verify all records' }).click();

  it('verifies all records here, and remembers them, so that none can be taken back', async () => {
    const { page, faults, close } = await desk.visit({
      as: desk.stage.alice,
      path: '/ledger',
    });
    await page.getByRole('heading', { name: 'Ledger' }).waitFor();
    await page.getByRole('cell', { name: 'task-opened' }).first().waitFor();
    let before = '';
    await page.route('**/api/v1/ledger/export', async (route) => {
      const response = await route.fetch();
      before = await response.text();
      await route.fulfill({ response, body: before });
    });
    await verify(page);
    const size = await desk.stage.ledgerSize();
    await page.getByText(`All ${size} records are whole, in order, and signed`).waitFor();
    expect(await faults('ledger')).toEqual([]);
    await page.unrouteAll();
    await desk.agent.send({ to: 'eve@outside.example' });
    await page.reload();
    await page.getByText(`This browser verified ${size} records`).waitFor();
    await verify(page);
    await page.getByText(`All ${await desk.stage.ledgerSize()} records`).waitFor();
    // The whole ledger of before, signed as it was: only what this browser kept says that there was more.
    await page.route('**/api/v1/ledger/export', (route) => route.fulfill({ body: before }));
    await verify(page);
    await page.getByText('This is not the ledger that was signed').waitFor();
    await close();
  });

  it('believes a changed record from nobody, and a key that it was given over the daemon', async () => {
    const { page, close } = await desk.visit({ as: desk.stage.alice, path: '/ledger' });
    await page.route('**/api/v1/ledger/export', async (route) => {
      const response = await route.fetch();
      const text = await response.text();
      await route.fulfill({ response, body: text.replace('"scribe"', '"scrive"') });
    });
    await verify(page);
    await page.getByText('This is not the ledger that was signed').waitFor();
    await page.unrouteAll();
    await page.getByLabel('The key you trust').fill('nonsense');
    await verify(page);
    await page.getByText('Not verified').waitFor();
    await expect.poll(() => page.getByText(/are whole, in order/).count()).toBe(0);
    await close();
  });

  it('shows a stream, a record with what led to it, and that the ledger holds it', async () => {
    const path = `/ledger?stream=${encodeURIComponent(`task/${desk.agent.task.id}`)}`;
    const { page, faults, close } = await desk.visit({ as: desk.stage.alice, path });
    await page.getByRole('heading', { name: `Records of task/${desk.agent.task.id}` }).waitFor();
    await page
      .getByRole('row', { name: /action-permitted/ })
      .getByRole('link')
      .first()
      .click();
    await page.getByRole('heading', { name: /action-permitted/ }).waitFor();
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText(/It is record \d+ of the \d+ that were signed/).waitFor();
    expect(await faults('ledger-record')).toEqual([]);
    await page.route('**/api/v1/records/*', async (route) => {
      const response = await route.fetch();
      const text = await response.text();
      await route.fulfill({ response, body: text.replace('"scribe"', '"scrive"') });
    });
    await page.reload();
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText('The proof does not hold').waitFor();
    await close();
  });

  it('is read on a phone', async () => {
    const { page, faults, close } = await desk.visit({
      as: desk.stage.alice,
      path: '/ledger',
      size: PHONE,
      dark: true,
    });
    await page.getByRole('cell').first().waitFor();
    expect(await faults('ledger-phone')).toEqual([]);
    await expect.poll(() => page.getByRole('cell').count()).toBeGreaterThan(5);
    await close();
  });
});
