// Policies in a browser: read, changed, checked as they are typed, tried on what was really asked, proposed
// by one person and published by another.

import { beforeAll, expect, it } from 'vitest';
import type { Person } from '../../../examples/demo/people.ts';
import { PHONE } from './browser.ts';
import { describeInBrowser } from './desk.ts';

const NO_READING = `
@id("test.no-reading")
forbid (principal is Agent, action in [Action::"read"], resource);
`;

const READING = `tests:
  - name: agents read no mail
    action: mail/read_inbox
    expect: { verdict: deny }
`;

describeInBrowser('policies', (desk) => {
  let carol: Person;

  beforeAll(async () => {
    await desk.admitMail();
    carol = await desk.register('Carol', ['admin']);
    await desk.startAgent();
  });

  it('checks a change as it is typed, tries it on what was asked, and proposes it', async () => {
    const { page, trouble, faults, close } = await desk.visit({
      as: desk.stage.alice,
      path: '/policies',
    });
    await page.getByText('@id').first().waitFor();
    expect(await faults('policies')).toEqual([]);
    await page.getByRole('button', { name: 'Change' }).click();
    const text = page.getByRole('textbox', { name: 'Text of starter.cedar' });
    const before = await text.inputValue();
    await text.fill(`${before}\nforbid (principal, action, nobody);`);
    await page.getByText(/starter\.cedar:\d+:\d+/).waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Propose it' }).isDisabled()).toBe(true);
    await text.fill(before + NO_READING);
    await page.getByText('It fits the admitted tools.').waitFor();
    await page.getByRole('button', { name: 'Try it on what was asked' }).click();
    await page.getByText(/1 of \d+ decisions\s+would be others/).waitFor();
    await page.getByRole('row', { name: /mail\/read_inbox/ }).waitFor();
    await page.getByRole('heading', { name: 'What it changes' }).scrollIntoViewIfNeeded();
    expect(await faults('policies-change')).toEqual([]);
    const tests = page.getByRole('textbox', { name: /A test file/ });
    await tests.fill(READING.replace('deny', 'permit'));
    await page.getByRole('button', { name: 'Run the tests' }).click();
    await page.getByText('0 of 1 pass.').waitFor();
    await page.getByText('verdict: expected permit, got deny').waitFor();
    await tests.fill(READING.replace('read_inbox', 'raed_inbox'));
    await page.getByRole('button', { name: 'Run the tests' }).click();
    await page.getByText('policy-test.yaml:3:').waitFor();
    const file = { name: 'mail.policy-test.yaml', mimeType: 'text/yaml', buffer: Buffer.from(READING) };
    await page.getByLabel('A test file', { exact: true }).setInputFiles(file);
    await page.getByRole('button', { name: 'Run the tests' }).click();
    await page.getByText('1 of 1 pass.').waitFor();
    expect(await faults('policies-tests')).toEqual([]);
    await page.getByRole('button', { name: 'Propose it' }).click();
    await page.getByRole('link', { name: 'see the proposals' }).click();
    await page.getByText('You proposed it').waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Publish it' }).isDisabled()).toBe(true);
    expect(trouble).toEqual([]);
    await close();
  });

  it('lets another person publish it, and bring the one before back', async () => {
    const { page, trouble, faults, close } = await desk.visit({
      as: carol,
      path: '/policies?view=proposals',
    });
    await page.getByText('test.no-reading').waitFor();
    await page.getByRole('button', { name: 'Publish it' }).click();
    await page.getByText('Nothing is proposed').waitFor();
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByLabel('Why').fill('agents must read');
    expect(await faults('policies-history')).toEqual([]);
    await page.getByRole('button', { name: 'Bring it back' }).click();
    await page.getByRole('heading', { name: 'Brought back by op_carol' }).waitFor();
    await page.getByText('agents must read').waitFor();
    await page.getByRole('link', { name: 'Shadow' }).click();
    await page.getByText('No set is tried').waitFor();
    expect(trouble).toEqual([]);
    await close();
  });

  it('is read on a phone', async () => {
    const { page, faults, close } = await desk.visit({
      as: desk.stage.alice,
      path: '/policies',
      size: PHONE,
      dark: true,
    });
    await page.getByText('@id').first().waitFor();
    expect(await faults('policies-phone')).toEqual([]);
    await close();
  });

  it('offers nobody what policy leaves to others, and says so', async () => {
    const { page, close } = await desk.visit({ as: desk.stage.bob, path: '/policies' });
    await page.getByRole('button', { name: 'Change' }).click();
    const text = page.getByRole('textbox', { name: 'Text of starter.cedar' });
    await text.fill(`${await text.inputValue()}${NO_READING}`);
    await page.getByText('It fits the admitted tools.').waitFor();
    await page.getByText('Policy leaves this to others: your roles are approver.').waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Propose it' }).isDisabled()).toBe(true);
    await close();
  });
});
