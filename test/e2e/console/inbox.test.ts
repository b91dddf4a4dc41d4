// The inbox against a real daemon and a real MCP server, in a real browser.

import { beforeAll, expect, it } from 'vitest';
import { PHONE, startMailAgent } from './browser.ts';
import { describeInBrowser } from './desk.ts';

describeInBrowser('the inbox', (desk) => {
  beforeAll(async () => {
    await desk.admitMail();
    await desk.startAgent();
  });

  it('asks whoever is not signed in to sign in, and tells nothing', async () => {
    const { page, trouble, axe, close } = await desk.visit({ path: '/inbox' });
    await page.getByText('Sign in with your operator key').waitFor();
    await page.getByText('holdpoint console').waitFor();
    expect(await axe()).toEqual([]);
    expect(trouble).toEqual([]);
    await close();
  });

  it('shows a hold as it is raised, and says who may decide on what, and where it comes from', async () => {
    const { page, axe, faults, close } = await desk.visit({
      as: desk.stage.bob,
      path: '/inbox',
    });
    await page.getByText('Nothing waits for anybody').waitFor();
    expect(await axe()).toEqual([]);
    const hold = await desk.agent.send({ to: 'eve@outside.example', subject: 'Report', body: 'Here it is.' });
    await page.getByRole('link', { name: /mail\/send_email/ }).waitFor();
    await page.keyboard.press('j');
    await page.waitForURL(`**/inbox/${hold}`);
    const main = page.getByRole('article');
    await main.getByText('eve@outside.example').first().waitFor();
    await main.getByText('untrusted', { exact: true }).first().waitFor();
    await main.getByText('mail/read_inbox').first().waitFor();
    await main.getByText('could: Bob').waitFor();
    await page.getByLabel('Why').fill("it's checked");
    const command = `holdpoint approve ${hold} --operator ${desk.stage.bob.id} --reason 'it'\\''s checked'`;
    await main.getByText(command).waitFor();
    expect(await faults('hold-desktop')).toEqual([]);
    await close();
    const night = { as: desk.stage.bob, path: `/inbox/${hold}`, dark: true };
    const dark = await desk.visit(night);
    await dark.page.getByRole('article').waitFor();
    expect(await dark.faults('hold-desktop-dark')).toEqual([]);
    await dark.close();
  });

  it('is moved through by keys, which it tells, and says how it goes', async () => {
    const { page, trouble, faults, close } = await desk.visit({
      as: desk.stage.bob,
      path: '/inbox',
    });
    await page.getByText('Live', { exact: true }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.getByText('go to Overview').waitFor();
    expect(await faults('keys')).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.getByRole('cell', { name: 'mail/read_inbox' }).first().waitFor();
    await page.getByRole('button', { name: 'Measure again' }).waitFor();
    expect(await faults('overview')).toEqual([]);
    await page.getByLabel('Verdict').selectOption('deny');
    await page.waitForURL('**/overview?verdict=deny');
    await page.getByText('No decision fits the filter').waitFor();
    expect(trouble).toEqual([]);
    await close();
  });

  it('says that somebody else has decided, while one looks', async () => {
    const hold = await desk.agent.send({ to: 'eve@outside.example', subject: 'Second' });
    const { page, close } = await desk.visit({ as: desk.stage.alice, path: `/inbox/${hold}` });
    await page.getByRole('heading', { name: 'mail/send_email' }).waitFor();
    await page.getByText('You asked for this task').waitFor();
    await desk.stage.bob.decide('reject', desk.agent.task.id, hold, 'not to Eve');
    await page.getByText('It was rejected: nothing ran.').waitFor();
    await expect.poll(() => page.getByText('holdpoint approve').count()).toBe(0);
    await close();
  });

  it('says that the agent asks again with other arguments, while one looks', async () => {
    const hold = await desk.agent.send({ to: 'first@outside.example' });
    const { page, close } = await desk.visit({ as: desk.stage.bob, path: `/inbox/${hold}` });
    await page.getByLabel('Approve').first().waitFor();
    await desk.agent.send({ to: 'other@outside.example' });
    await page.getByText('The agent asks again with other arguments.').waitFor();
    await page.getByRole('link', { name: 'See the other one' }).click();
    await page.getByRole('article').getByText('other@outside.example').first().waitFor();
    await expect.poll(() => page.getByText('The agent asks again').count()).toBe(0);
    await close();
  });

  it('lets no argument do anything but be read', async () => {
    const bait =
      '<script>document.title="owned"</script><img src="https://beacon.example/x">' +
      '![x](https://beacon.example/y) [click](https://beacon.example/z) <style>*{display:none}</style>' +
      ' safe\u202egnp.exe\u200b';
    const body = `${bait}\n${'lorem ipsum dolor sit amet \n'.repeat(33_000)}`;
    const hold = await desk.agent.send({ to: 'eve@outside.example', subject: bait, body });
    const { page, trouble, axe, close } = await desk.visit({
      as: desk.stage.bob,
      path: `/inbox/${hold}`,
    });
    const main = page.getByRole('article');
    await main.getByText('<script>document.title').first().waitFor();
    expect(await page.title()).toBe('Holdpoint');
    await main.getByText('⟨U+202E⟩').first().waitFor();
    await expect.poll(() => main.locator('img, a[href*="beacon"]').count()).toBe(0);
    await main.getByRole('button', { name: /Show all \d{3},\d{3} / }).click();
    await main.getByText('lorem ipsum').first().waitFor();
    await expect.poll(() => page.locator('*').count()).toBeLessThan(1_500);
    await main.getByRole('button', { name: 'Show raw' }).click();
    await main.getByRole('group', { name: 'the raw arguments' }).waitFor();
    expect(await axe()).toEqual([]);
    expect(trouble).toEqual([]);
    await close();
  });

  it('says that it is offline, and goes on by itself when it is not any more', async () => {
    const { page, close } = await desk.visit({ as: desk.stage.bob, path: '/inbox' });
    await page.getByText('Live', { exact: true }).waitFor();
    await page.context().setOffline(true);
    await page.getByText('Offline: what you see may be old.').waitFor();
    const other = await startMailAgent(desk.stage);
    const hold = await other.send({ to: 'late@outside.example' });
    await page.context().setOffline(false);
    await page.locator(`a[href="/inbox/${hold}"]`).waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    await expect.poll(() => page.getByText('Offline: what you see').count()).toBe(0);
    await other.client.close();
    await close();
  });

  it('says that the time is over, while one looks', async () => {
    const other = await startMailAgent(desk.stage);
    const hold = await other.send({ to: 'slow@outside.example' });
    const { page, close } = await desk.visit({ as: desk.stage.bob });
    await page.clock.install();
    await page.goto(`${desk.stage.daemon.url}/inbox/${hold}`);
    await page.getByLabel('Approve').first().waitFor();
    await page.clock.fastForward('40:00:00');
    await page.getByText('The time to decide is over').waitFor();
    await expect.poll(() => page.getByLabel('Approve').count()).toBe(0);
    await other.client.close();
    await close();
  });

  it('fits a phone, where list and hold are pages of their own', async () => {
    const { page, trouble, axe, faults, close } = await desk.visit({
      as: desk.stage.bob,
      path: '/inbox',
      size: PHONE,
    });
    await page
      .getByRole('link', { name: /mail\/send_email/ })
      .first()
      .waitFor();
    expect(await faults('inbox-phone')).toEqual([]);
    await page
      .getByRole('link', { name: /mail\/send_email/ })
      .first()
      .click();
    await page.getByRole('article').waitFor();
    await page.getByRole('link', { name: 'All that waits' }).waitFor();
    expect(await axe()).toEqual([]);
    expect(trouble).toEqual([]);
    await close();
  });

  it('leads to every page from a phone, and tells which it is', async () => {
    const { page, faults, close } = await desk.visit({ as: desk.stage.bob, path: '/inbox', size: PHONE });
    const more = page.getByRole('button', { name: 'More' });
    await expect.poll(() => more.getAttribute('aria-current')).toBe('false');
    await more.press('Enter');
    const sheet = page.getByRole('dialog', { name: 'More' });
    await sheet.getByRole('link', { name: 'Ledger' }).waitFor();
    expect(await faults('more-phone')).toEqual([]);
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    await more.click();
    await sheet.getByRole('link', { name: 'Agents' }).click();
    await page.waitForURL('**/agents');
    await sheet.waitFor({ state: 'detached' });
    await expect.poll(() => more.getAttribute('aria-current')).toBe('true');
    expect(await faults('agents-phone')).toEqual([]);
    await close();
  });
});
