// What the console costs whoever looks at it on a slow machine, beside a bare page in the same browser.

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { connectAgent } from '../examples/demo/agent.ts';
import { setStage, type Stage } from '../examples/demo/stage.ts';
import { BUILT_CONSOLE } from '../src/surfaces/http/console.ts';
import { taskOpened, type TraceView } from '../src/surfaces/http/contract.ts';
import { BUDGET, bundleBytes } from './bundle.ts';
import { longer } from './long-trace.ts';
import { quantile, toResult, type Bench, type Progress, type Result } from './result.ts';
import { firstPaintMs, keyDelaysMs, launchChromium, openSlowly, SLOWER } from './throttled.ts';

const ROUNDS = 5;
const HOLDS = 1_000;
const ACTS = 2_000;
const KEYS = 60;
const BARE = '<!doctype html><title>bare</title><p>Waits.</p><input autofocus>';

export const consolePages: Bench = {
  names: ['console-paint', 'console-ready', 'console-keys-p95', 'console-trace', 'console-trace-keys-p95'],
  async run({ progress }) {
    const browser = await launchChromium();
    if (browser === null) {
      progress('skipped: no Chromium here; set HOLDPOINT_CHROMIUM');
      return [];
    }
    progress(`the browser's processor is slowed down ${SLOWER} times`);
    const stage = await setStage();
    try {
      const page = await openSlowly(browser, stage, stage.alice);
      await page.route('**/bare', (route) => route.fulfill({ contentType: 'text/html', body: BARE }));
      return await measure(stage, page, progress);
    } finally {
      await browser.close();
      await stage.daemon.stop();
      await stage.everything.stop();
      await rm(stage.root, { recursive: true });
    }
  },
};

/** Gzipped, before the first page is there; the other side is the most that it may be. */
export const consoleBundle: Bench = {
  names: ['console-bundle'],
  run: () => {
    const { first } = bundleBytes(BUILT_CONSOLE);
    return Promise.resolve([toResult('console-bundle', 'bytes', [first], [BUDGET.first])]);
  },
};

interface Times {
  readonly ours: number[];
  readonly other: number[];
}

async function measure(stage: Stage, page: Page, progress: Progress): Promise<readonly Result[]> {
  const none = (): Times => ({ ours: [], other: [] });
  const [paint, ready, keys, trace, traceKeys] = [none(), none(), none(), none(), none()];
  const task = await workOnce(stage);
  await fillInbox(page);
  const real = (await stage.alice.ask('GET', `/tasks/${task}/trace`)).body as TraceView;
  const long = longer(real, ACTS, { tools: 40, chain: 5 });
  for (let round = 0; round < ROUNDS; round += 1) {
    await page.goto(`${stage.daemon.url}/bare`);
    const bare = await firstPaintMs(page);
    const typed = quantile(await keyDelaysMs(page, typing()), 0.95);
    const began = performance.now();
    await page.goto(`${stage.daemon.url}/inbox`);
    await page
      .getByRole('status')
      .filter({ hasText: `${HOLDS} waiting` })
      .waitFor();
    ready.ours.push(performance.now() - began);
    paint.ours.push(await firstPaintMs(page));
    keys.ours.push(quantile(await keyDelaysMs(page, ['/', ...typing()]), 0.95));
    for (const side of [paint, ready]) side.other.push(bare);
    keys.other.push(typed);
    for (const [side, shown] of [
      ['ours', long],
      ['other', real],
    ] as const) {
      trace[side].push(await drawTrace(stage, page, task, shown));
      traceKeys[side].push(quantile(await keyDelaysMs(page, moving()), 0.95));
    }
    progress(`round ${round + 1} of ${ROUNDS}`);
  }
  const sides = [paint, ready, keys, trace, traceKeys];
  return consolePages.names.map((name, index) =>
    toResult(name, 'ms', sides[index]!.ours, sides[index]!.other),
  );
}

const typing = (): string[] => Array.from({ length: KEYS }, (_, index) => 'write'[index % 5]!);
const moving = (): string[] => Array.from({ length: KEYS }, (_, index) => (index % 12 < 8 ? 'j' : 'k'));

/** A task whose agent has made one call. */
async function workOnce({ alice, daemon, folder }: Stage): Promise<string> {
  const asked = { workflow: 'month-end', agent: 'ledger-clerk', prompt: 'Please look into the inbox.' };
  const { task, token } = taskOpened.parse((await alice.ask('POST', '/tasks', asked)).body);
  const agent = await connectAgent(daemon.url, token.token);
  await agent.call('files__list_directory', { path: join(folder, 'inbox') });
  const path = join(folder, 'reports', 'list.md');
  const calling = agent.call('files__write_file', { path, content: 'Three files.' });
  for (;;) {
    const { body } = await alice.ask('GET', '/holds');
    if ((body as { holds: object[] }).holds.length > 0) break;
  }
  await agent.close();
  await calling.catch(() => null);
  return task;
}

/** As if the one hold were so many. */
async function fillInbox(page: Page): Promise<void> {
  await page.route('**/api/v1/holds', async (route) => {
    const response = await route.fetch();
    const { holds } = (await response.json()) as { holds: object[] };
    const many = Array.from({ length: HOLDS }, (_, index) => ({ ...holds[0], id: `hold_${index}` }));
    await route.fulfill({ response, json: { holds: many } });
  });
}

/** Milliseconds until its graph is drawn; afterwards the page shows its timeline. */
async function drawTrace(stage: Stage, page: Page, task: string, trace: TraceView): Promise<number> {
  await page.unroute('**/trace');
  await page.route('**/trace', (route) => route.fulfill({ json: trace }));
  const began = performance.now();
  await page.goto(`${stage.daemon.url}/tasks/${task}?view=graph`);
  await page.locator('.react-flow__node').first().waitFor();
  const took = performance.now() - began;
  await page.getByRole('link', { name: 'Timeline' }).click();
  await page.getByRole('group', { name: 'Timeline' }).waitFor();
  return took;
}
