// What tasks may be, as a browser shows it of a real daemon.

import { expect, it } from 'vitest';
import { DESKTOP, PHONE } from './browser.ts';
import { describeInBrowser } from './desk.ts';

describeInBrowser('workflows', (desk) => {
  it('says what to do where there is none, and shows one as it is published', async () => {
    const { page, trouble, axe, faults, close } = await desk.visit({
      as: desk.stage.alice,
      path: '/workflows',
    });
    await page.getByText('No workflow is published').waitFor();
    expect(await axe()).toEqual([]);
    await desk.admitMail();
    await desk.stage.openTask(['mail/read_inbox', 'mail/send_email']);
    await page.getByText('Show that it holds').first().waitFor();
    await page.getByText('mail/send_email').first().waitFor();
    expect(await faults('workflows')).toEqual([]);
    await page.getByRole('link', { name: /^rec_/ }).first().click();
    await page.getByRole('heading', { name: /workflow-published/ }).waitFor();
    expect(trouble).toEqual([]);
    await close();
  });

  it.each([
    ['phone', PHONE],
    ['desktop', DESKTOP],
  ])('fits a %s', async (name, size) => {
    const path = '/workflows';
    const { page, faults, close } = await desk.visit({ as: desk.stage.bob, path, size, dark: true });
    await page.getByText('mail/send_email').first().waitFor();
    expect(await faults(`workflows-dark-${name}`)).toEqual([]);
    await close();
  });
});
