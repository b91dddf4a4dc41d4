// A browser on a slow machine: Chromium whose processor is slowed down, and what a person waits for in it.

import { chromium, type Browser, type Page } from 'playwright-core';
import type { Person } from '../examples/demo/people.ts';
import type { Stage } from '../examples/demo/stage.ts';
import { findChromium } from '../tools/check/chromium.ts';

/** How many times slower. */
export const SLOWER = 4;

/** Null where there is none on this machine. */
export async function launchChromium(): Promise<Browser | null> {
  const executablePath = findChromium();
  return executablePath === undefined ? null : chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** A page of a fresh profile, slowed down, with a person signed in. */
export async function openSlowly(
  browser: Browser,
  { daemon }: Pick<Stage, 'daemon'>,
  as: Person,
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 832 } });
  const page = await context.newPage();
  const code = await as.inviteBrowser(daemon.url, daemon.localToken);
  await page.goto(`${daemon.url}/sign-in#${code}`);
  await page.waitForURL(`${daemon.url}/inbox`);
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  return page;
}

// What runs in the page is text: it knows a browser's names, which this tree does not.

const FIRST_PAINT = `new Promise((resolve) => new PerformanceObserver((list) => {
  const found = list.getEntries().find(({ name }) => name === 'first-contentful-paint');
  if (found !== undefined) resolve(found.startTime);
}).observe({ type: 'paint', buffered: true }))`;

/** Milliseconds from the start of the navigation until something is painted. */
export function firstPaintMs(page: Page): Promise<number> {
  return page.evaluate<number>(FIRST_PAINT);
}

const LISTEN = `globalThis.delays = [];
if (!globalThis.isListening) addEventListener('keydown', ({ timeStamp }) => requestAnimationFrame(() => {
  const shown = new MessageChannel();
  shown.port1.onmessage = () => globalThis.delays.push(performance.now() - timeStamp);
  shown.port2.postMessage(null);
}), { capture: true });
globalThis.isListening = true;`;

const shown = (index: number): string => `new Promise((resolve) => {
  const look = () => (globalThis.delays.length > ${index} ? resolve() : requestAnimationFrame(look));
  look();
})`;

/** Milliseconds from each key to the frame that shows what it did; the next one is pressed after it. */
export async function keyDelaysMs(page: Page, keys: readonly string[]): Promise<readonly number[]> {
  await page.evaluate(LISTEN);
  for (const [index, key] of keys.entries()) {
    await page.keyboard.press(key);
    await page.evaluate(shown(index));
  }
  return page.evaluate<number[]>('globalThis.delays');
}
