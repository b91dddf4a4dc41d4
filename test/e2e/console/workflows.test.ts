// What tasks may be, as a browser shows it of a real daemon.

import { expect, it } from 'vitest';
import { DESKTOP, PHONE } from './browser.ts';
import { describeInBrowser } from './desk.ts';

const NARROWER = `holdpoint: workflow/v1
id: ID
purpose: Show that it holds
owner: op_alice
agents: [scribe]
expires: 2099-01-01
allow:
  - tool: mail/send_email
`;

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
    await page.getByRole('button', { name: 'What was published, and what it changed' }).click();
    await page.getByText('It is the first one of this name.').waitFor();
    const { body } = await desk.stage.alice.ask('GET', '/workflows');
    const [{ id }] = (body as { workflows: [{ id: string }] }).workflows;
    await page.getByRole('button', { name: 'Review a file, and publish it' }).click();
    const file = page.getByRole('textbox', { name: /workflow.yaml/ });
    await file.fill(NARROWER.replace('ID', id).replace('agents', 'agnets'));
    await page.getByText('new.workflow.yaml:5:1').waitFor();
    await file.fill(NARROWER.replace('ID', id));
    await page.getByText('Whoever publishes it wrote it: nobody else has looked.').waitFor();
    const changes = page.getByRole('group', { name: `What changes in ${id}` });
    await changes.getByText('mail/read_inbox').waitFor();
    expect(await faults('workflows-review')).toEqual([]);
    await page.getByRole('button', { name: 'Publish it' }).click();
    await page.getByText(`${id} is published.`).waitFor();
    await page.getByText('What it changed in the one that op_alice published').waitFor();
    expect(await faults('workflows-changed')).toEqual([]);
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
