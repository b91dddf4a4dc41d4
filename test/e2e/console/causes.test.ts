// Tasks that set each other off, as a tree in a real browser, with what each may not any more.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { taskOpened } from '../../../src/surfaces/http/contract.ts';
import { startHttpServer, type HttpFixture } from '../../fixtures/upstream/http-server.ts';
import { PostOffice } from '../post-office.ts';
import type { Task } from '../stage.ts';
import { PHONE } from './browser.ts';
import { describeInBrowser } from './desk.ts';

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
});
