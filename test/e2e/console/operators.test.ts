// The people who decide, as a browser shows and changes them on a real daemon.

import { beforeAll, expect, it } from 'vitest';
import type { Person } from '../../../examples/demo/people.ts';
import { makePasskey, named, PHONE } from './browser.ts';
import { describeInBrowser } from './desk.ts';

describeInBrowser('operators', (desk) => {
  let carol: Person;
  let viewer: Person;

  beforeAll(async () => {
    desk.stage = named(desk.stage);
    carol = await desk.register('Carol', ['approver', 'finance']);
    viewer = await desk.register('Dave', ['viewer']);
  });

  it('lists who decides, finds one by name or role, and leads to them', async () => {
    const { page, faults, close } = await desk.visit({ as: desk.stage.alice, path: '/operators' });
    await page.getByText('Nobody lends anybody a duty').waitFor();
    await page.getByText('holdpoint operator add').waitFor();
    await page.getByRole('cell', { name: 'approver, finance' }).waitFor();
    expect(await faults('operators')).toEqual([]);
    await page.getByLabel('Search operators').fill('finance');
    await page.waitForURL('**/operators?q=finance');
    await expect.poll(() => page.getByRole('row').count()).toBe(2);
    await page.getByRole('link', { name: 'Carol' }).click();
    await page.waitForURL(`**/operators/${carol.id}`);
    await page.getByText('As far as the roles go').waitFor();
    expect(await faults('operator')).toEqual([]);
    await close();
  });

  it('sets how far somebody approves, says what is wrong at once, and lifts it again', async () => {
    const path = `/operators/${carol.id}`;
    const { page, faults, close } = await desk.visit({ as: desk.stage.alice, path });
    await page.getByRole('button', { name: 'Set a limit' }).click();
    const form = page.getByRole('form', { name: 'Set a limit' });
    await form.getByLabel('up to an amount').check();
    await form.getByRole('textbox', { name: 'up to an amount' }).fill('much');
    await form.getByText('Write an amount such as 250 or 99.50.').waitFor();
    await expect.poll(() => form.getByRole('button', { name: 'Set this limit' }).isDisabled()).toBe(true);
    await form.getByRole('textbox', { name: 'up to an amount' }).fill('99.50');
    await form.getByLabel('only to these').check();
    await form.getByRole('textbox', { name: 'only to these' }).fill('own, .example.org');
    expect(await faults('operator-limit')).toEqual([]);
    await form.getByRole('button', { name: 'Set this limit' }).click();
    await page.getByText('up to 99.5; destinations: own, .example.org').waitFor();
    expect(await limitOf(carol)).toEqual({ amount: 995_000, destinations: ['own', '.example.org'] });
    await page.getByRole('button', { name: 'Set a limit' }).click();
    await form.getByRole('checkbox', { name: 'up to an amount' }).uncheck();
    await form.getByRole('checkbox', { name: 'only to these' }).uncheck();
    await form.getByRole('button', { name: 'Limit nothing' }).click();
    await page.getByText('As far as the roles go').waitFor();
    expect(await limitOf(carol)).toBeUndefined();
    await close();
  });

  it('gives somebody other roles, and nobody their own', async () => {
    const path = `/operators/${carol.id}`;
    const { page, trouble, close } = await desk.visit({ as: desk.stage.alice, path });
    await page.getByRole('button', { name: 'Change the roles' }).click();
    await page.getByLabel('Roles, in place of those that they have').fill('approver, finance, security');
    await page.getByRole('button', { name: 'Give these roles' }).click();
    await page.getByText('approver, finance, security').waitFor();
    await page.goto(`${desk.stage.daemon.url}/operators/${desk.stage.alice.id}`);
    await page.getByText('Your own roles are for another admin to change.').waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Change the roles' }).count()).toBe(0);
    expect(trouble).toEqual([]);
    await close();
  });

  it('lends a part of a duty until a day, shows it to both, and takes it back', async () => {
    const bob = await desk.visit({ as: desk.stage.bob, path: `/operators/${carol.id}` });
    await bob.page.getByRole('button', { name: 'Lend them your duty' }).click();
    const form = bob.page.getByRole('form', { name: 'Lend them your duty' });
    await expect.poll(() => form.getByRole('button', { name: 'Lend it' }).isDisabled()).toBe(true);
    await form.getByLabel('approver').check();
    await form.getByRole('checkbox', { name: 'so many in an hour' }).check();
    await form.getByRole('textbox', { name: 'so many in an hour' }).fill('20');
    expect(await bob.faults('operator-lend')).toEqual([]);
    await form.getByLabel('Until').fill('2099-01-01T00:00');
    await form.getByRole('button', { name: 'Lend it' }).click();
    // What the gateway refuses says what to do about it, and what was written stays.
    await form.getByRole('alert').getByText('for at most 90 days').waitFor();
    const tomorrow = new Date(Date.now() + 24 * 3_600_000).toISOString().slice(0, 16);
    await form.getByLabel('Until').fill(tomorrow);
    await form.getByRole('button', { name: 'Lend it' }).click();
    await bob.page.getByText('within 20 an hour').waitFor();
    expect(await bob.faults('operator-lent')).toEqual([]);
    const seen = await desk.visit({ as: carol, path: '/operators' });
    await seen.page.getByRole('button', { name: /^Take back/ }).click();
    await seen.page.getByText('Nobody lends anybody a duty').waitFor();
    await bob.page.getByText('They lend nothing, and are lent nothing.').waitFor();
    await seen.close();
    await bob.close();
  });

  it('tells two alike passkeys apart by name and time, and removes one of somebody else', async () => {
    const own = await desk.visit({ as: carol, path: '/passkeys' });
    await makePasskey(own.page, 'new laptop');
    await own.page.getByText('added just now, has signed nothing yet').waitFor();
    expect(await own.faults('passkeys-named')).toEqual([]);
    await own.close();
    const other = await desk.visit({ as: carol, path: '/passkeys' });
    await makePasskey(other.page, 'old phone');
    await other.close();
    const path = `/operators/${carol.id}`;
    const admin = await desk.visit({ as: desk.stage.alice, path });
    await admin.page.getByRole('button', { name: /^Remove old phone/ }).click();
    await expect.poll(() => admin.page.getByText('old phone').count()).toBe(0);
    await admin.page.getByText('new laptop').waitFor();
    await admin.close();
  });

  it('shows a viewer everything, and says what is for others', async () => {
    const path = `/operators/${carol.id}`;
    const { page, trouble, close } = await desk.visit({ as: viewer, path });
    await page.getByText('Policy leaves this to others: your roles are viewer.').first().waitFor();
    await page.getByText('new laptop').waitFor();
    await expect
      .poll(() => page.getByRole('button', { name: /Set a limit|Change the roles|^Remove/ }).count())
      .toBe(0);
    expect(trouble).toEqual([]);
    await close();
  });

  it('says so where nobody has that name', async () => {
    const { page, faults, close } = await desk.visit({ as: viewer, path: '/operators/op_nobody' });
    await page.getByRole('heading', { name: 'There is no such operator' }).waitFor();
    expect(await faults('operator-none')).toEqual([]);
    await page.getByRole('link', { name: 'See all operators' }).click();
    await page.getByRole('cell', { name: 'viewer' }).waitFor();
    await close();
  });

  it('is read on a phone, in the dark', async () => {
    const night = { as: desk.stage.bob, size: PHONE, dark: true };
    const { page, faults, close } = await desk.visit({ ...night, path: '/operators' });
    await page.getByRole('link', { name: 'Carol' }).click();
    await page.getByText('new laptop').waitFor();
    expect(await faults('operator-phone')).toEqual([]);
    await page.getByRole('button', { name: 'Lend them your duty' }).click();
    expect(await faults('operator-phone-lend')).toEqual([]);
    await close();
  });

  async function limitOf({ id }: Person): Promise<unknown> {
    const { body } = await desk.stage.alice.ask('GET', '/operators');
    const { operators } = body as { operators: { id: string; limit?: object }[] };
    return operators.find((one) => one.id === id)?.limit;
  }
});
