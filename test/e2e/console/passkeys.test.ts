// People with passkeys, in a real browser with virtual authenticators: what they sign is checked offline.

import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import type { Person } from '../../../examples/demo/people.ts';
import { STARTER_POLICY } from '../../../src/policy/starter.ts';
import { verifyExport } from '../../../src/verify.ts';
import { makePasskey, named, PHONE } from './browser.ts';
import { describeInBrowser } from './desk.ts';

const TWO_OF_THEM = `@id("test.two")
@hold("sends something, which two people look at")
@approvers("approver:2")
forbid (principal is Agent, action in Action::"send", resource);`;

describeInBrowser('passkeys', (desk) => {
  let carol: Person;

  beforeAll(async () => {
    desk.stage = named(desk.stage);
    await desk.admitMail();
    carol = await desk.register('Carol', ['admin', 'approver']);
    const sources = [STARTER_POLICY, { name: 'two.cedar', text: TWO_OF_THEM }];
    const { body } = await desk.stage.alice.ask('POST', '/policy/proposals', { sources });
    const { digest } = body as { digest: string };
    const published = await carol.ask('POST', '/policy', { digest });
    if (published.status !== 201) throw new Error(JSON.stringify(published.body));
    await desk.startAgent();
  });

  it('fill a quorum of two people, and nobody approves what they asked for', async () => {
    const hold = await desk.agent.send({ to: 'eve@outside.example', subject: 'Report' });
    const alice = await withPasskey(desk.stage.alice);
    await approve(alice.page, hold);
    await alice.page.getByRole('alert').getByText('approver-is-requester').waitFor();
    await alice.close();
    const bob = await withPasskey(desk.stage.bob);
    expect(await bob.axe()).toEqual([]);
    await approve(bob.page, hold);
    await bob.page.getByText('1 of 2 approved').waitFor();
    expect(await bob.faults('hold-passkey')).toEqual([]);
    const other = await withPasskey(carol);
    await approve(other.page, hold);
    await other.page.getByText('2 of 2 approved').waitFor();
    await other.close();
    const given = await desk.stage.bodies(desk.agent.task, 'approval-given');
    expect(given.map((body) => 'assertion' in body)).toEqual([true, true]);
    await expectSoundLedger();
    await bob.page.getByRole('button', { name: 'Sign out' }).first().click();
    await bob.page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await bob.page.getByText('Bob', { exact: true }).first().waitFor();
    await bob.close();
  });

  it('are removed on their page, which fits a phone', async () => {
    const { page, faults, close } = await withPasskey(desk.stage.alice, PHONE);
    expect(await faults('passkeys-phone')).toEqual([]);
    const lines = page.getByRole('button', { name: /^Remove / });
    const count = await lines.count();
    await lines.first().click();
    await expect.poll(() => lines.count()).toBe(count - 1);
    await close();
  });

  /** A device that verifies its person at once, with a passkey made on it. */
  async function withPasskey(as: Person, size?: typeof PHONE) {
    const shown = await desk.visit({
      as,
      path: '/passkeys',
      ...(size === undefined ? {} : { size }),
    });
    await makePasskey(shown.page);
    return shown;
  }

  async function approve(page: Page, hold: string): Promise<void> {
    await page.goto(`${desk.stage.daemon.url}/inbox/${hold}`);
    await page.getByLabel('Why').fill('I looked at it');
    await page.getByRole('button', { name: 'Approve with passkey' }).click();
  }

  async function expectSoundLedger(): Promise<void> {
    const { url, localToken, running } = desk.stage.daemon;
    const headers = { authorization: `Bearer ${localToken}` };
    const response = await fetch(`${url}/api/v1/ledger/export`, { headers });
    const lines = (await response.text()).trimEnd().split('\n');
    const { vkey } = running.core.signer;
    expect(verifyExport(lines, { vkey }).findings).toEqual([]);
  }
});
