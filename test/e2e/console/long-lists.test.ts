// Ten thousand rows of a real ledger: nothing moves by itself while somebody reads, and more comes in.

import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { setStage } from '../stage.ts';
import { readInbox, startBusyAgent, type Busy } from './crowd.ts';
import { describeInBrowser } from './desk.ts';

const ROWS = 10_000;
/** What Web Vitals calls good, of a whole visit. */
const MOST_SHIFT = 0.1;

/** Sums what moved though nobody pressed a key or a button (Layout Instability API). */
const WATCH = `
globalThis.shifted = 0;
new PerformanceObserver((list) => {
  for (const { hadRecentInput, value } of list.getEntries()) if (!hadRecentInput) globalThis.shifted += value;
}).observe({ type: 'layout-shift', buffered: true });`;

describeInBrowser(
  'long lists',
  (desk) => {
    let busy: Busy;

    beforeAll(async () => {
      await desk.admitMail();
      busy = await startBusyAgent(desk.stage);
      while ((await desk.stage.ledgerSize()) < ROWS) await readInbox(busy, 500);
      return () => busy.client.close();
    });

    it('of records stay where somebody reads them, while new ones come', async () => {
      const { page, faults, close } = await read('/ledger');
      const table = page.getByRole('table', { name: 'Records, newest first' });
      const rows = async (): Promise<number> => Number(await table.getAttribute('aria-rowcount')) - 1;
      await table.waitFor();
      while ((await rows()) < ROWS) {
        const before = await rows();
        await page.getByRole('button', { name: 'Show earlier ones' }).click();
        await expect.poll(rows).toBeGreaterThan(before);
      }
      await table.hover();
      await page.mouse.wheel(0, 150_000);
      const seen = await middleOf(table, RECORD);
      const before = await rows();
      const known = await desk.stage.ledgerSize();
      await readInbox(busy, 20);
      const size = await desk.stage.ledgerSize();
      await expect.poll(rows).toBe(before + size - known);
      expect(await placeOf(table, RECORD, seen.id)).toEqual(seen);
      await scrollThrough(page);
      await expect.poll(() => page.locator('*').count()).toBeLessThan(1_500);
      expect(await shifted(page)).toBeLessThan(MOST_SHIFT);
      expect(await faults('ten-thousand-records')).toEqual([]);
      await close();
    });

    it('of what a task did stay where somebody reads them, while it goes on', async () => {
      const { page, faults, close } = await read(`/tasks/${busy.task.id}`);
      const timeline = page.getByRole('group', { name: 'Timeline' });
      await timeline.waitFor();
      const count = page.getByRole('status').filter({ hasText: 'records' });
      const before = await count.innerText();
      await timeline.hover();
      await page.mouse.wheel(0, 40_000);
      const seen = await middleOf(timeline, ACT);
      const going = readInbox(busy, 300);
      await expect.poll(() => count.innerText()).not.toBe(before);
      await going;
      expect(await placeOf(timeline, ACT, seen.id)).toEqual(seen);
      await scrollThrough(page);
      await expect.poll(() => page.locator('*').count()).toBeLessThan(1_500);
      expect(await shifted(page)).toBeLessThan(MOST_SHIFT);
      expect(await faults('ten-thousand-acts')).toEqual([]);
      await close();
    });

    async function read(path: string) {
      const visited = await desk.visit({ as: desk.stage.bob });
      await visited.page.addInitScript({ content: WATCH });
      await visited.page.goto(`${desk.stage.daemon.url}${path}`);
      return visited;
    }
  },
  () => setStage('{holdWaitSeconds: 0}'),
);

/** How a row is found, and told from the others. */
interface RowSign {
  readonly selector: string;
  readonly attribute: string;
}

const RECORD: RowSign = { selector: 'a[href^="/ledger/"]', attribute: 'href' };
const ACT: RowSign = { selector: 'li[aria-posinset]', attribute: 'aria-posinset' };

interface Place {
  readonly id: string;
  /** Pixels from the top of the window. */
  readonly top: number;
}

interface Element {
  querySelectorAll(selector: string): Iterable<Element>;
  getAttribute(name: string): string | null;
  getBoundingClientRect(): { readonly top: number };
}

/** Runs in the page. */
function placesIn(list: unknown, { selector, attribute }: RowSign): readonly Place[] {
  return [...(list as Element).querySelectorAll(selector)].map((row) => ({
    id: row.getAttribute(attribute) ?? '',
    top: Math.round(row.getBoundingClientRect().top),
  }));
}

/** A row that is looked at. */
async function middleOf(list: Locator, sign: RowSign): Promise<Place> {
  const places = await list.evaluate(placesIn, sign);
  return places[Math.floor(places.length / 2)]!;
}

async function placeOf(list: Locator, sign: RowSign, id: string): Promise<Place | undefined> {
  return (await list.evaluate(placesIn, sign)).find((place) => place.id === id);
}

async function scrollThrough(page: Page): Promise<void> {
  for (let step = 0; step < 20; step += 1) {
    await page.mouse.wheel(0, step % 2 === 0 ? 9_000 : -4_000);
    await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
  }
}

function shifted(page: Page): Promise<number> {
  return page.evaluate<number>('globalThis.shifted');
}
