// What contradicts a call is seen wherever somebody looks: a real server answers otherwise than it was asked,
// and whoever decides on the next step sees that before anything.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { taskOpened } from '../../../src/surfaces/http/contract.ts';
import { connectorProposed } from '../../../src/surfaces/http/contract/connector.ts';
import { nextStepResponse } from '../../../src/surfaces/http/contract/next.ts';
import { startHttpServer, type HttpFixture } from '../../fixtures/upstream/http-server.ts';
import { connect } from '../stage.ts';
import { PHONE } from './browser.ts';
import { describeInBrowser } from './desk.ts';

const OUTPUT = { sensitivity: 'public', categories: [], integrity: 'trusted' };
const WORKFLOW = `holdpoint: workflow/v1
id: checking
purpose: Compare what was done with what was asked
owner: op_alice
agents: [scribe]
expires: 2099-01-01
allow:
  - {tool: post/echo, preapproved: true}
  - {tool: post/counts, preapproved: true}
  - {tool: post/big, preapproved: true}
  - {tool: post/sees, preapproved: true}
steps:
  - {name: write, tools: [post/echo, post/counts, post/big]}
  - {name: tidy, tools: [post/sees], gate: {approvers: {approver: 1}, reason: See that it was written.}}
`;
/** How the page says it, of the check of the result and of what was read back. */
const ECHOED = 'echo /nested/list/2: expected "unheard-of", found "x"';
const COUNTED = 'counts count /big: expected 7, found 1';

describeInBrowser('what contradicts a call', (desk) => {
  let fixture: HttpFixture;
  let task: string;
  let hold: string;

  const ask = async (path: string, body: object): Promise<unknown> => {
    const { status, body: answer } = await desk.stage.alice.ask('POST', path, body);
    if (status > 201) throw new Error(JSON.stringify(answer));
    return answer;
  };

  beforeAll(async () => {
    fixture = await startHttpServer();
    const upstream = { transport: 'http', url: fixture.url } as const;
    const proposed = await ask('/connectors', { id: 'post', upstream, credential: null });
    const check = (checks: object[]) => ({ egress: 'none', roles: {}, output: OUTPUT, verify: checks });
    const checks = [{ check: 'count', result: '/big', argument: '/times' }];
    await ask('/connectors/post/admit', {
      proposal: connectorProposed.parse(proposed).proposal,
      effects: { echo: ['read'], counts: ['read'], big: ['write'], sees: ['read'] },
      profiles: {
        echo: check([{ check: 'echo', result: '/nested/list/2', argument: '/word' }]),
        counts: check([]),
        big: { ...check([]), readBack: { tool: 'counts', with: {}, checks } },
      },
    });
    await ask('/workflows', { name: 'checking.workflow.yaml', text: WORKFLOW });
    const asked = { workflow: 'checking', agent: 'scribe', prompt: 'Write it' };
    const opened = taskOpened.parse(await ask('/tasks', asked));
    task = opened.task;
    const client = await connect(desk.stage.daemon.url, opened.token.token, 'auto');
    await client.callTool({ name: 'post__echo', arguments: { word: 'x' } });
    await client.callTool({ name: 'post__echo', arguments: { word: 'unheard-of' } });
    await client.callTool({ name: 'post__big', arguments: { bytes: 1, times: 7 } });
    await client.close();
    const next = await ask(`/tasks/${task}/next`, {});
    hold = nextStepResponse.parse(next).hold!;
  });
  afterAll(() => fixture.close());

  it('stands above what the task did, in its timeline, table and graph, and in the detail', async () => {
    const { page, faults, close } = await desk.visit({ as: desk.stage.bob, path: `/tasks/${task}` });
    await page.getByRole('heading', { name: '2 results of this task contradict what was asked' }).waitFor();
    const list = page.getByRole('list', { name: 'What contradicts what was asked' });
    await list.getByText(ECHOED).waitFor();
    await list.getByText(COUNTED).waitFor();
    const timeline = page.getByRole('group', { name: 'Timeline' });
    await timeline.getByRole('button', { name: /post\/echo ?succeeded/ }).waitFor();
    await timeline.getByRole('button', { name: /post\/big ?contradicted/ }).waitFor();
    expect(await faults('contradicted-timeline')).toEqual([]);
    await timeline.getByRole('button', { name: /post\/echo ?contradicted/ }).click();
    const panel = page.getByRole('complementary', { name: 'The record' });
    await panel.getByRole('heading', { name: 'Whether it did what was asked' }).waitFor();
    await panel.getByText('Its result contradicts what was asked: echo /nested/list/2').waitFor();
    await panel.getByText(ECHOED).waitFor();
    expect(await faults('contradicted-detail')).toEqual([]);
    await page.getByRole('link', { name: 'Table' }).click();
    await expect.poll(() => page.getByRole('cell', { name: 'contradicted' }).count()).toBe(2);
    await page.getByRole('link', { name: 'Graph' }).click();
    const graph = page.getByRole('application');
    await graph.getByRole('button', { name: /post\/big ?contradicted/ }).waitFor();
    expect(await faults('contradicted-graph')).toEqual([]);
    await list.getByRole('link', { name: 'post/big' }).click();
    await panel.getByText('What was read back contradicts what was asked: counts count /big').waitFor();
    await panel.getByText(COUNTED).waitFor();
    await close();
  });

  it('is seen by whoever approves the next step, on a phone, too', async () => {
    for (const size of [undefined, PHONE]) {
      const path = `/holds/${hold}`;
      const visited = await desk.visit({ as: desk.stage.bob, path, ...(size && { size, dark: true }) });
      const { page, faults, close } = visited;
      await page.getByRole('heading', { name: '2 results of this task contradict what was asked' }).waitFor();
      await page.getByText(ECHOED).waitFor();
      await page.getByText(COUNTED).waitFor();
      const rows = page.locator('li', { hasText: 'post/echo', has: page.getByText('permitted') });
      await rows.filter({ hasText: 'contradicted' }).waitFor();
      await expect.poll(() => rows.filter({ hasNotText: 'contradicted' }).count()).toBe(1);
      expect(await faults('contradicted-hold')).toEqual([]);
      await close();
    }
  });

  it('is counted in the overview, which lists it, on a phone, too', async () => {
    for (const size of [undefined, PHONE]) {
      const visited = await desk.visit({ as: desk.stage.bob, path: '/overview', ...(size && { size }) });
      const { page, faults, close } = visited;
      await page.getByRole('definition').getByRole('link', { name: '2', exact: true }).click();
      await page.waitForURL('**/overview?q=contradicted');
      const table = page.getByRole('table', { name: 'Decisions, newest first' });
      await expect.poll(() => table.getByRole('row').filter({ hasText: 'contradicted' }).count()).toBe(2);
      await expect.poll(() => table.getAttribute('aria-rowcount')).toBe('3');
      expect(await faults('contradicted-overview')).toEqual([]);
      await close();
    }
  });
});
