// Tasks and their traces against a real daemon and a real MCP server, in a real browser.

import { readFile } from 'node:fs/promises';
import { beforeAll, expect, it } from 'vitest';
import type { TraceView } from '../../../src/surfaces/http/contract.ts';
import { longer } from '../../../bench/long-trace.ts';
import { PHONE } from './browser.ts';
import { describeInBrowser } from './desk.ts';

describeInBrowser('tasks', (desk) => {
  beforeAll(async () => {
    await desk.admitMail();
    await desk.startAgent();
    const mail = { to: 'eve@outside.example', subject: 'Report', body: 'Here it is.' };
    const hold = await desk.agent.send(mail);
    await desk.stage.bob.decide('approve', desk.agent.task.id, hold, 'it is known');
    await desk.agent.client.callTool({ name: 'mail__send_email', arguments: mail });
    const rejected = await desk.agent.send({ to: 'eve@outside.example', subject: 'Again' });
    await desk.stage.bob.decide('reject', desk.agent.task.id, rejected, 'once is enough');
    await desk.agent.send({ to: 'other@outside.example', subject: 'Waits' });
  });

  const address = () => `/tasks/${desk.agent.task.id}`;

  it('lists tasks, and keeps search and status in the address', async () => {
    const { page, trouble, faults, close } = await desk.visit({
      as: desk.stage.bob,
      path: '/tasks',
    });
    await page.getByRole('link', { name: desk.agent.task.id }).waitFor();
    expect(await faults('tasks')).toEqual([]);
    await page.getByLabel('Status').selectOption('closed');
    await page.waitForURL('**/tasks?status=closed');
    await page.getByText('No task fits the filter').waitFor();
    await page.getByLabel('Status').selectOption('');
    await page.getByLabel('Search tasks').fill('scribe');
    await page.waitForURL('**/tasks?q=scribe');
    await page.getByRole('link', { name: desk.agent.task.id }).click();
    await page.waitForURL(`**${address()}`);
    expect(trouble).toEqual([]);
    await close();
  });

  it('opens decision, policy, arguments, origin, credential, record and proof of what was done', async () => {
    const { page, trouble, faults, close } = await desk.visit({
      as: desk.stage.bob,
      path: address(),
    });
    const timeline = page.getByRole('group', { name: 'Timeline' });
    await timeline
      .getByRole('button', { name: /mail\/send_email/ })
      .first()
      .waitFor();
    expect(await faults('task-timeline')).toEqual([]);
    await timeline.getByRole('button', { name: /mail\/send_email.*succeeded/ }).click();
    const panel = page.getByRole('complementary', { name: 'The record' });
    await panel.getByRole('button', { name: 'held' }).first().click();
    await panel.getByRole('heading', { name: 'Decision' }).waitFor();
    await panel.getByRole('heading', { name: 'Policy', exact: true }).waitFor();
    await panel.getByText('eve@outside.example').first().waitFor();
    await panel.getByRole('heading', { name: 'Where the data comes from' }).waitFor();
    await panel.getByText('untrusted', { exact: true }).first().waitFor();
    await panel.getByRole('button', { name: 'Verify' }).click();
    await panel.getByText('that were signed.').waitFor();
    expect(await faults('task-record')).toEqual([]);
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    expect(trouble).toEqual([]);
    await close();
  });

  it('shows the same records as a table and as a graph, each at an address of its own', async () => {
    const { page, faults, close } = await desk.visit({
      as: desk.stage.bob,
      path: `${address()}?view=table`,
    });
    const records = await desk.stage.records(desk.agent.task);
    await page.getByRole('table', { name: 'Records of this task' }).waitFor();
    await page.getByText(`${records.length} records`).waitFor();
    expect(await faults('task-table')).toEqual([]);
    await page.getByRole('link', { name: 'Graph' }).click();
    await page.waitForURL('**view=graph');
    const graph = page.getByRole('application');
    await graph.getByRole('button', { name: /rejected/ }).click();
    await page.getByRole('complementary').getByText('once is enough').waitFor();
    expect(await faults('task-graph')).toEqual([]);
    const address2 = new URL(page.url());
    await close();
    const path = `${address2.pathname}${address2.search}`;
    const dark = await desk.visit({ as: desk.stage.bob, path, dark: true });
    await dark.page.getByRole('complementary').getByText('once is enough').waitFor();
    await dark.page
      .getByRole('application')
      .getByRole('button', { name: /rejected/ })
      .waitFor();
    expect(await dark.faults('task-graph-dark')).toEqual([]);
    await dark.close();
  });

  it('gives the trace as the API answers it, as a file', async () => {
    const { page, close } = await desk.visit({ as: desk.stage.bob, path: address() });
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download' }).click();
    const file = await (await coming).path();
    const trace = JSON.parse(await readFile(file, 'utf8')) as TraceView;
    expect(trace.records).toEqual(await desk.stage.records(desk.agent.task));
    await close();
  });

  it('draws a trace of two thousand calls as few boxes, and opens any of them', async () => {
    const { body } = await desk.stage.bob.ask('GET', `${address()}/trace`);
    const trace = longer(body as TraceView, 2_000);
    const { page, trouble, close } = await desk.visit({ as: desk.stage.bob });
    await page.route('**/trace', (route) => route.fulfill({ json: trace }));
    await page.goto(`${desk.stage.daemon.url}${address()}?view=graph`);
    const graph = page.getByRole('application');
    await graph.getByRole('button', { name: /2,00\d × mail\/read_inbox/ }).click();
    const alike = page.getByRole('group', { name: 'Those that are alike' });
    await alike.getByRole('button').nth(2).click();
    await page.waitForURL('**/tasks/**at=copy_**');
    await expect.poll(() => page.locator('*').count()).toBeLessThan(1_500);
    await page.getByRole('link', { name: 'Timeline' }).click();
    await page.getByRole('group', { name: 'Timeline' }).waitFor();
    await expect.poll(() => page.getByRole('listitem').count()).toBeLessThan(60);
    expect(trouble).toEqual([]);
    await close();
  });

  it('fits a phone', async () => {
    const { page, trouble, faults, close } = await desk.visit({
      as: desk.stage.bob,
      path: address(),
      size: PHONE,
    });
    const timeline = page.getByRole('group', { name: 'Timeline' });
    await timeline
      .getByRole('button', { name: /mail\/send_email/ })
      .first()
      .waitFor();
    expect(await faults('task-phone')).toEqual([]);
    await timeline
      .getByRole('button', { name: /mail\/send_email/ })
      .first()
      .click();
    await page.getByRole('complementary').getByRole('heading', { name: 'On record' }).waitFor();
    expect(await faults('task-record-phone')).toEqual([]);
    await page.getByRole('button', { name: 'Close the record' }).click();
    expect(trouble).toEqual([]);
    await close();
  });

  it('tells a viewer what a quarantine would do, and leaves it to others', async () => {
    const viewer = await desk.register('Dave', ['viewer']);
    const { page, trouble, close } = await desk.visit({ as: viewer, path: address() });
    await page.getByRole('button', { name: 'Quarantine…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Quarantine this task' });
    await dialog.getByText('void 1 hold that waits for people').waitFor();
    await dialog.getByText('Policy leaves this to others: your roles are viewer.').waitFor();
    await expect
      .poll(() => dialog.getByRole('button', { name: 'Quarantine', exact: true }).isDisabled())
      .toBe(true);
    expect(trouble).toEqual([]);
    await close();
  });

  it('says what a quarantine will do, and then what it did and when', async () => {
    const { page, trouble, faults, close } = await desk.visit({
      as: desk.stage.alice,
      path: address(),
    });
    await page.getByRole('button', { name: 'Quarantine…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Quarantine this task' });
    await dialog.getByText('void 1 hold that waits for people').waitFor();
    await dialog.getByLabel('Why').fill('it follows orders of a mail');
    expect(await faults('task-quarantine')).toEqual([]);
    await dialog.getByRole('button', { name: 'Quarantine', exact: true }).click();
    await dialog.getByText('nothing new begins. 1 hold void').waitFor();
    await dialog.getByText('nothing of it runs').waitFor();
    expect(await faults('task-quarantined')).toEqual([]);
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Quarantined', exact: true }).waitFor();
    await page.getByText('6 of 6 acts').waitFor();
    const ended = () => desk.stage.bodies(desk.agent.task, 'task-quarantined');
    await expect.poll(async () => (await ended()).length).toBe(1);
    expect(trouble).toEqual([]);
    await close();
  });
});
