// The demo's story on its real servers, with a browser where people decide; then every page of it, at a desk
// and on a phone. The pictures of the docs are taken here.

import { rm } from 'node:fs/promises';
import { Writable } from 'node:stream';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNarrator } from '../../../examples/demo/narrator.ts';
import type { Person } from '../../../examples/demo/people.ts';
import { setStage, type Stage } from '../../../examples/demo/stage.ts';
import { tellStory, type Told } from '../../../examples/demo/story.ts';
import {
  DESKTOP,
  launch,
  makePasskey,
  named,
  PHONE,
  TAKES_PICTURES,
  visit,
  type Visit,
  WHY_NOT,
} from './browser.ts';
import { PAGES, type ShownPage } from './pages.ts';
import { workOn } from './workweek.ts';

describe.skipIf(WHY_NOT !== '')(`the demo in a browser${WHY_NOT}`, () => {
  let stage: Stage;
  let browser: Browser;
  let told: Told;

  beforeAll(async () => {
    stage = named(await setStage());
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await stage?.daemon.stop();
    await stage?.everything.stop();
    if (stage !== undefined) await rm(stage.root, { recursive: true });
  });

  it('is decided there with passkeys, and by nobody who asked', async () => {
    const [alice, bob] = [await withPasskey(stage.alice), await withPasskey(stage.bob)];
    const lines: string[] = [];
    const heard = new Writable({
      write: (chunk: Buffer, _, done) => (lines.push(String(chunk)), done()),
    });
    told = await tellStory(
      {
        ...stage,
        alice: { ...stage.alice, decide: (...asked) => refused(alice, ...asked) },
        bob: { ...stage.bob, decide: (...asked) => decided(bob, ...asked) },
      },
      createNarrator(heard as unknown as NodeJS.WriteStream),
    );
    expect(lines.filter((line) => line.includes('NOT'))).toEqual([]);
    const given = told.trace.records.filter(({ type }) => type === 'approval-given');
    expect(given.map(({ body }) => 'assertion' in body)).toEqual([true]);
    expect([...alice.trouble, ...bob.trouble]).toEqual([]);
    await alice.close();
    await bob.close();
  });

  it('is read on every page at a desk, where nothing is wrong with any', async () => {
    await workOn(stage);
    const seen = await visit(browser, stage, { as: stage.alice });
    const found: string[] = [];
    for (const page of PAGES) {
      await show(seen, page);
      found.push(...(await seen.faults(page.name)));
      await seen.picture(`${page.name}-desktop`);
      if (page.name !== 'overview') continue;
      await seen.page.emulateMedia({ colorScheme: 'dark' });
      await seen.picture('overview-desktop-dark');
      await seen.page.emulateMedia({ colorScheme: 'light' });
    }
    expect(found).toEqual([]);
    await seen.close();
  });

  it('fits a phone on every page', async () => {
    const seen = await visit(browser, stage, { as: stage.alice, size: PHONE });
    const wide: string[] = [];
    for (const page of PAGES) {
      await show(seen, page);
      if (!(await seen.fits())) wide.push(page.name);
      await seen.picture(`${page.name}-phone`);
    }
    expect(wide).toEqual([]);
    expect(seen.trouble).toEqual([]);
    await seen.close();
  });

  async function show({ page }: Visit, { path, ready }: ShownPage): Promise<void> {
    await page.goto(`${stage.daemon.url}${path(told)}`);
    await ready(page, told);
  }

  async function withPasskey(as: Person): Promise<Visit> {
    const seen = await visit(browser, stage, { as, path: '/passkeys' });
    await makePasskey(seen.page);
    return seen;
  }

  /** Says in the browser what the story says. */
  async function decided(
    seen: Visit,
    ...[verdict, , hold, reason]: Parameters<Person['decide']>
  ): ReturnType<Person['decide']> {
    const { page } = seen;
    await page.goto(`${stage.daemon.url}/inbox/${hold}`);
    await page.getByRole('article').getByText('reports/2026-11-summary.md').first().waitFor();
    if (TAKES_PICTURES && verdict === 'approve') await takeInbox(seen, hold);
    await page.getByLabel('Why').fill(reason);
    await page.getByRole('button', { name: new RegExp(`^${verdict} with passkey`, 'i') }).click();
    await page.getByText(verdict === 'approve' ? 'It was approved' : 'It was rejected').waitFor();
    return { status: 200, body: null };
  }

  /** While the agent waits, which it does not for ever. */
  async function takeInbox(seen: Visit, hold: string): Promise<void> {
    await seen.picture('inbox-desktop');
    for (const [name, size, dark] of [
      ['inbox-phone', PHONE, false],
      ['inbox-desktop-dark', DESKTOP, true],
    ] as const) {
      const other = await visit(browser, stage, { as: stage.bob, path: `/inbox/${hold}`, size, dark });
      await other.page.getByRole('article').getByText('reports/2026-11-summary.md').first().waitFor();
      await other.picture(name);
      await other.close();
    }
  }

  /** Who asked for it may not, in the browser either. */
  async function refused(
    { page }: Visit,
    ...asked: Parameters<Person['decide']>
  ): ReturnType<Person['decide']> {
    const [, , hold, reason] = asked;
    await page.goto(`${stage.daemon.url}/inbox/${hold}`);
    await page.getByLabel('Why').fill(reason);
    await page.getByRole('button', { name: /^approve with passkey/i }).click();
    await page.getByRole('alert').getByText('approver-is-requester').waitFor();
    return stage.alice.decide(...asked);
  }
});
