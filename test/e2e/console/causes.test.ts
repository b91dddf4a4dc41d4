// Tasks that set each other off, as a tree in a real browser, with what each may not any more.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { taskOpened } from '../../../src/surfaces/http/contract.ts';
import { startHttpServer, type HttpFixture } from '../../fixtures/upstream/http-server.ts';
import { PostOffice } from '../post-office.ts';
import { connect, type Task } from '../stage.ts';
import { PHONE } from './browser.ts';
import { describeInBrowser } from './desk.ts';

const MORE = 34;

describeInBrowser('tasks that set each other off', (desk) => {
  let fixture: HttpFixture;
  let post: PostOffice;
  let first: Task;
  let second: string;

  beforeAll(async () => {
    fixture = await startHttpServer();
    post = new PostOffice(desk.stage);
    await post.open(fixture.url);
    first = await post.openMailing();
    await post.call(first, 'sees', 'echo');
    second = taskOpened.parse(await (await post.openByItself()).json()).task;
  });
  afterAll(() => fixture.close());

  it('are a tree, each with its agent, its budget, its state, and what it lost on the way', async () => {
    const path = `/tasks/${first.id}`;
    const { page, faults, close } = await desk.visit({ as: desk.stage.bob, path });
    const tree = page.getByRole('list', { name: 'Tasks that set each other off' });
    await tree.getByText('scribe · 2 of 100 calls').waitFor();
    const below = tree.getByRole('listitem').getByRole('listitem');
    await below.getByText('clerk · 0 of 20 calls').waitFor();
    await below.getByText('post/sees').waitFor();
    await below.getByText('20 calls instead of 100 calls').waitFor();
    await below.getByText('post/counts').waitFor();
    await below.getByText('open', { exact: true }).waitFor();
    expect(await faults('causes')).toEqual([]);
    await below.getByRole('link', { name: 'answers' }).click();
    await page.waitForURL(`**/tasks/${second}`);
    await tree.getByRole('link', { name: 'mailing' }).waitFor();
    await tree.getByText('this one').waitFor();
    await close();
  });

  it('say by themselves that one of them was stopped, on a phone, too', async () => {
    const path = `/tasks/${first.id}`;
    const { page, faults, close } = await desk.visit({ as: desk.stage.bob, path, size: PHONE, dark: true });
    const below = page.getByRole('listitem').getByRole('listitem').filter({ hasText: 'clerk' });
    await below.getByText('open', { exact: true }).waitFor();
    await desk.stage.alice
      .ask('POST', `/tasks/${second}/quarantine`, { reason: 'it answers what it should not' })
      // Answered in lines, which are no one JSON.
      .catch(() => null);
    await below.getByText('quarantined', { exact: true }).waitFor();
    expect(await faults('causes-phone')).toEqual([]);
    await close();
  });

  it('are all reached, however many they are, those that run or wait first, on a phone, too', async () => {
    await openMore();
    for (const size of [undefined, PHONE]) {
      const path = `/tasks/${first.id}`;
      const { page, faults, close } = await desk.visit({ as: desk.stage.bob, path, ...(size && { size }) });
      await page.getByText(`and ${MORE + 1 - 30} more`).waitFor();
      await page.getByRole('button', { name: `Show all ${MORE + 1} below this one` }).click();
      const table = page.getByRole('table', { name: 'Tasks below this one' });
      await table.getByRole('row').filter({ hasText: '1 waits' }).waitFor();
      await expect.poll(() => table.getAttribute('aria-rowcount')).toBe(String(MORE + 2));
      await expect.poll(() => table.getByRole('row').nth(1).innerText()).toContain('1 waits');
      await page.getByLabel('Search the tasks below this one').fill('quarantined');
      await page.getByText(`1 of ${MORE + 1} tasks`).waitFor();
      await table.getByRole('link', { name: second }).waitFor();
      expect(await faults('all-below')).toEqual([]);
      await close();
    }
  });

  it('are counted in what a quarantine will do, and told while it is at work', async () => {
    const path = `/tasks/${first.id}`;
    const { page, faults, close } = await desk.visit({ as: desk.stage.bob, path });
    await page.getByRole('button', { name: 'Quarantine…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Quarantine this task' });
    await dialog.getByText(`in all ${MORE + 1} tasks that are open`).waitFor();
    await dialog.getByText('void 1 hold that waits for people').waitFor();
    await dialog.getByRole('checkbox').uncheck();
    await dialog.getByText('void no holds that wait for people').waitFor();
    await dialog.getByRole('checkbox').check();
    await dialog.getByLabel('Why').fill('it mails too much');
    expect(await faults('quarantine-tree')).toEqual([]);
    // An answer that is long in coming: what is done meanwhile is on record.
    let answer = (): void => undefined;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/quarantine', async (route) => {
      const response = await route.fetch();
      await answered;
      await route.fulfill({ response });
    });
    await dialog.getByRole('button', { name: 'Quarantine', exact: true }).click();
    await dialog.getByText('This task is stopped: nothing new of it begins.').waitFor();
    await dialog.getByText(`${MORE + 1} of ${MORE + 1} tasks below it stopped`).waitFor();
    expect(await faults('quarantine-at-work')).toEqual([]);
    answer();
    await dialog.getByText(new RegExp(`All below stopped after .*: ${MORE} tasks, 1 hold void`)).waitFor();
    await dialog.getByText('nothing of it runs').waitFor();
    await close();
  });

  /** More of one task than a page shows at once; one of them waits for people. */
  async function openMore(): Promise<void> {
    const text = `holdpoint: workflow/v1
id: answers
purpose: Answer mail once somebody has looked
owner: op_alice
agents: [clerk]
unattended: true
expires: 2099-01-01
limits: {depth: 1, calls: 20}
allow: [{tool: post/counts, preapproved: true}, {tool: post/echo}]
`;
    await post.ask('POST', '/workflows', { name: 'answers.workflow.yaml', text });
    const opened: Task[] = [];
    for (let n = 0; n < MORE; n += 1) {
      const { task, token } = taskOpened.parse(await (await post.openByItself()).json());
      opened.push({ id: task, token: token.token });
    }
    const client = await connect(desk.stage.daemon.url, opened.at(-1)!.token, 'auto');
    await client.callTool({ name: 'post__echo', arguments: {} });
    await client.close();
  }
});
