// People decide in the inbox, in a real browser with virtual authenticators, against a real daemon: what they
// sign is what they looked at, with what they say of it.

import type { Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { STARTER_POLICY } from '../../../src/policy/starter.ts';
import type { Person } from '../../../examples/demo/people.ts';
import { connect } from '../stage.ts';
import { makePasskey, named, PHONE, startMailAgent, type MailAgent, type Visit } from './browser.ts';
import { describeInBrowser } from './desk.ts';

describeInBrowser('decisions', (desk) => {
  let carol: Person;
  let bob: Visit;
  let agent: MailAgent;

  beforeAll(async () => {
    desk.stage = named(desk.stage);
    await desk.admitMail();
    carol = await desk.register('Carol', ['admin', 'approver']);
    const text = STARTER_POLICY.text.replaceAll('@approvers(', '@max_uses("3")\n@approvers(');
    await publish({ name: STARTER_POLICY.name, text });
    bob = await desk.visit({ as: desk.stage.bob, path: '/passkeys' });
    await makePasskey(bob.page);
  });

  beforeEach(async () => {
    agent = await startMailAgent(desk.stage);
  });
  afterEach(() => agent.client.close());

  async function publish(...sources: readonly { readonly name: string; readonly text: string }[]) {
    const { body } = await desk.stage.alice.ask('POST', '/policy/proposals', { sources });
    const { digest } = body as { digest: string };
    const published = await carol.ask('POST', '/policy', { digest });
    if (published.status !== 201) throw new Error(JSON.stringify(published.body));
  }

  /** Opens a hold in the tab where the passkey is. */
  async function open({ page }: Visit, hold: string): Promise<Page> {
    await page.goto(`${desk.stage.daemon.url}/inbox/${hold}`);
    await page.getByRole('article').waitFor();
    return page;
  }

  const why = (page: Page) => page.getByRole('textbox', { name: 'Why', exact: true });
  const approve = (page: Page) => page.getByRole('button', { name: /^Approve (all|what|with passkey)/ });
  const reject = (page: Page) => page.getByRole('button', { name: /^Reject.* with passkey$/ });
  const bodies = (type: string) => desk.stage.bodies(agent.task, type);

  it('approves with other arguments, checked and shown as what they change', async () => {
    const hold = await agent.send({ to: 'all@outside.example', subject: 'Report' });
    const page = await open(bob, hold);
    await page.keyboard.press('e');
    const box = page.getByLabel('The whole arguments, as JSON');
    await box.fill('{"to": }');
    await page.getByText('This is not JSON').waitFor();
    await why(page).fill('to Eve alone');
    await expect.poll(() => approve(page).isDisabled()).toBe(true);
    await box.fill('{"to": "eve@outside.example", "subject": 7}');
    await approve(page).click();
    await page.getByRole('alert').getByText('#/subject type: must be string').waitFor();
    await box.fill('{"to": "eve@outside.example", "subject": "Report"}');
    await page.getByRole('group', { name: 'What changes in what you change' }).waitFor();
    expect(await bob.faults('hold-edit')).toEqual([]);
    await page.getByRole('button', { name: 'Approve what you wrote' }).click();
    await page.getByText("wrote other arguments, in place of the agent's").waitFor();
    await page.getByText('1 of 1 approved').waitFor();
    await expect.poll(() => page.getByText('It has changed since you looked').count()).toBe(0);
    const again = await agent.client.callTool({
      name: 'mail__send_email',
      arguments: { to: 'eve@outside.example', subject: 'Report' },
    });
    expect(again.isError ?? false).toBe(false);
    await page.getByText('It was approved, and the action has run. By op_bob,').waitFor();
    expect(await bodies('hold-edited')).toHaveLength(1);
  });

  it('writes out what would turn other arguments around, and copies what it shows', async () => {
    const hold = await agent.send({ to: 'eve@outside.example', subject: 'pay\u202elap' });
    const page = await open(bob, hold);
    await page.getByRole('button', { name: 'Approve with other arguments' }).click();
    const box = page.getByLabel('The whole arguments, as JSON');
    await expect.poll(() => box.inputValue()).toContain(String.raw`pay\u202elap`);
    await box.fill('{"to": "eve@outside.example", "subject": "now\u202elap"}');
    await expect.poll(() => box.inputValue()).toContain(String.raw`now\u202elap`);
    const command = await page.getByRole('group', { name: 'Approve', exact: true }).innerText();
    expect(command).toContain(String.raw`now\u202elap`);
    await expect.poll(() => page.getByRole('article').innerText()).not.toContain('\u202e');
  });

  it('approves for several identical actions, where policy lets people', async () => {
    const mail = { to: 'eve@outside.example', subject: 'Thrice' };
    const hold = await agent.send(mail);
    const page = await open(bob, hold);
    await page.getByLabel('Approve up to').fill('9');
    await expect.poll(() => page.getByLabel('Approve up to').inputValue()).toBe('3');
    await why(page).fill('one for each list');
    await page.getByRole('button', { name: 'Approve, 3 times each' }).click();
    await page.getByText('up to 3 times').waitFor();
    for (let n = 0; n < 3; n += 1) {
      const { isError = false } = await agent.client.callTool({ name: 'mail__send_email', arguments: mail });
      expect(isError).toBe(false);
    }
    const [permit] = (await bodies('action-permitted')).filter((body) => body['hold'] === hold);
    expect(permit).toBeDefined();
    expect((await bodies('action-permitted')).filter((body) => body['hold'] === hold)).toHaveLength(3);
  });

  it('tells the agent what is wrong, and why where it may read it', async () => {
    const hold = await agent.send({ to: 'eve@outside.example', subject: 'No' });
    const page = await open(bob, hold);
    await why(page).fill('Eve has left');
    await page.getByLabel('If you reject, the agent is told').selectOption('wrong-destination');
    await page.getByLabel('and may read why').check();
    expect(await bob.faults('hold-reject')).toEqual([]);
    await reject(page).click();
    await page.getByText('The agent is told: it goes to the wrong place, and why, word for word.').waitFor();
    const told = await agent.client.callTool({
      name: 'mail__send_email',
      arguments: { to: 'eve@outside.example', subject: 'No' },
    });
    expect(JSON.stringify(told)).toContain('Eve has left');
  });

  it('signs nothing that has changed under the page: it is shown, and what was written stays', async () => {
    const hold = await agent.send({ to: 'eve@outside.example', subject: 'Moved' });
    const page = await open(bob, hold);
    await why(page).fill('I know her');
    await page.getByLabel('If you reject, the agent is told').selectOption('unsafe');
    const note = { name: 'note.cedar', text: '// another set\n' };
    await publish(STARTER_POLICY, note);
    const changed = page.getByRole('alert', { name: 'It has changed' });
    await changed.getByRole('group', { name: 'What changes in The policy in force' }).waitFor();
    expect(await bob.faults('hold-changed')).toEqual([]);
    await expect.poll(() => approve(page).isDisabled()).toBe(true);
    await expect.poll(() => why(page).inputValue()).toBe('I know her');
    await changed.getByRole('button', { name: 'I have looked at it as it is now' }).click();
    await changed.waitFor({ state: 'detached' });
    await approve(page).click();
    await page.getByText('1 of 1 approved').waitFor();
  });

  it('shows what somebody else wrote under the page, and signs nothing of it unseen', async () => {
    const hold = await agent.send({ to: 'eve@outside.example', subject: 'Hers' });
    const page = await open(bob, hold);
    await why(page).fill('as Eve asked');
    const hers = await desk.visit({ as: carol, path: '/passkeys' });
    await makePasskey(hers.page);
    await open(hers, hold);
    await hers.page.getByRole('button', { name: 'Approve with other arguments' }).click();
    await hers.page.getByLabel('The whole arguments, as JSON').fill('{"to": "carol@example.com"}');
    await why(hers.page).fill('to me first');
    await approve(hers.page).click();
    await hers.page.getByText('1 of 1 approved').waitFor();
    await hers.close();
    const changed = page.getByRole('alert', { name: 'It has changed' });
    await changed.getByText('"to": "carol@example.com"').waitFor();
    expect(await bob.faults('hold-edited-under-page')).toEqual([]);
    await expect.poll(() => approve(page).isDisabled()).toBe(true);
    await expect.poll(() => why(page).inputValue()).toBe('as Eve asked');
  });

  it('lets hostile arguments be written anew as text, and as nothing else', async () => {
    const bait = '<img src="https://beacon.example/x"><script>document.title="owned"</script>\u202e';
    const hold = await agent.send({ to: 'eve@outside.example', subject: bait, body: bait.repeat(9_000) });
    const page = await open(bob, hold);
    await page.keyboard.press('e');
    const box = page.getByLabel('The whole arguments, as JSON');
    await expect.poll(async () => (await box.inputValue()).length).toBeGreaterThan(700_000);
    await box.fill(JSON.stringify({ to: 'eve@outside.example', subject: `${bait}!` }));
    await page
      .getByRole('group', { name: 'What changes in what you change' })
      .getByText('\\u202e')
      .first()
      .waitFor();
    expect(await page.title()).toBe('Holdpoint');
    await expect.poll(() => page.getByRole('article').locator('img, script').count()).toBe(0);
    expect(bob.trouble).toEqual([]);
  });

  it('leads to what has changed whoever signs before the page knows', async () => {
    const hold = await agent.send({ to: 'eve@outside.example', subject: 'Late' });
    const page = await open(bob, hold);
    await why(page).fill('I know her still');
    await page.route('**/api/v1/events', (route) => route.abort());
    await page.reload();
    await why(page).fill('I know her still');
    await publish(STARTER_POLICY, { name: 'note.cedar', text: '// one more\n' });
    await approve(page).click();
    const changed = page.getByRole('alert', { name: 'It has changed' });
    await changed.waitFor();
    await page.locator('[role=alert]:focus').waitFor();
    await expect.poll(() => why(page).inputValue()).toBe('I know her still');
    expect(await bodies('approval-given')).not.toContainEqual(expect.objectContaining({ hold }));
    await page.unroute('**/api/v1/events');
  });

  it('decides like actions by one signature, each shown with what is other in it', async () => {
    const holds = [];
    for (const subject of ['one', 'two', 'three']) {
      holds.push(await agent.send({ to: 'eve@outside.example', subject }));
    }
    const page = await open(bob, holds[0]!);
    await page.getByText('3 alike').first().waitFor();
    const take = page.getByLabel('With the 2 like actions that wait');
    await expect.poll(() => take.isEnabled()).toBe(true);
    await page.keyboard.press('b');
    await page.getByRole('heading', { name: 'And 2 like it' }).waitFor();
    await page.getByText('"subject": "three"').waitFor();
    expect(await bob.faults('hold-together')).toEqual([]);
    await page.keyboard.press('w');
    await page.keyboard.type('the three of the order');
    await page.getByRole('button', { name: 'Approve all 3 with passkey' }).press('Enter');
    await page.getByText('1 of 1 approved').waitFor();
    const given = await desk.stage.bodies(agent.task, 'approval-given');
    expect(new Set(given.map((body) => body['hold']))).toEqual(new Set(holds));
    expect(new Set(given.map((body) => body['signature'])).size).toBe(1);
  });

  it('keeps what was written while the daemon does not answer, and signs once it does', async () => {
    const hold = await agent.send({ to: 'eve@outside.example', subject: 'Offline' });
    const page = await open(bob, hold);
    await why(page).fill('written on a train');
    await page.context().setOffline(true);
    await page.getByText('Offline: what you see may be old.').waitFor();
    await approve(page).click();
    await page.getByText('Holdpoint does not answer.').waitFor();
    await page.context().setOffline(false);
    await page.getByText('Live', { exact: true }).waitFor();
    await expect.poll(() => why(page).inputValue()).toBe('written on a train');
    await approve(page).click();
    await page.getByText('1 of 1 approved').waitFor();
  });

  it('shows what would be proposed so that nobody is asked again, and proposes it', async () => {
    const task = await desk.stage.openTask(['mail/send_email']);
    const client = await connect(desk.stage.daemon.url, task.token, 'auto');
    await client.callTool({ name: 'mail__send_email', arguments: { to: 'ann@example.com', body: 'Hi' } });
    const path = `/inbox/${await desk.stage.hold(task)}`;
    const { page, faults, close } = await desk.visit({ as: carol, path });
    await page.getByRole('button', { name: 'Show what would be proposed' }).click();
    await page.getByText('would not ask any more where').waitFor();
    await page.getByText('context.input.to == "ann@example.com"').waitFor();
    expect(await faults('hold-always')).toEqual([]);
    await page.getByRole('button', { name: 'Propose it' }).click();
    await page.getByRole('link', { name: 'somebody else publishes it' }).click();
    await page.waitForURL('**/policies?view=proposals');
    await close();
    await client.close();
  });

  it('shows the gate of a step with what the task did until then', async () => {
    const text = `holdpoint: workflow/v1
id: stepped
purpose: Read, then send
owner: op_alice
agents: [scribe]
expires: 2099-01-01
allow: [{tool: mail/read_inbox}, {tool: mail/send_email}]
steps:
  - {name: read, tools: [mail/read_inbox]}
  - {name: tell, tools: [mail/send_email], gate: {approvers: {approver: 1}, reason: See what it read}}
`;
    const { alice } = desk.stage;
    await alice.ask('POST', '/workflows', { name: 'stepped.workflow.yaml', text });
    const asked = { workflow: 'stepped', agent: 'scribe', prompt: 'Go on' };
    const { body } = await alice.ask('POST', '/tasks', asked);
    const { task } = body as { task: string };
    const next = await alice.ask('POST', `/tasks/${task}/next`, {});
    const { hold } = next.body as { hold: string };
    const seen = await desk.visit({ as: desk.stage.bob, path: `/tasks/${task}` });
    await seen.page.getByText('read, 1 of 2').waitFor();
    await seen.page.getByRole('group', { name: 'Timeline' }).getByText('tell', { exact: true }).waitFor();
    expect(await seen.faults('task-step')).toEqual([]);
    await seen.page.getByRole('link', { name: 'the step tell' }).click();
    await seen.page.waitForURL(`**/inbox/${hold}`);
    await seen.close();
    const page = await open(bob, hold);
    const list = page.getByRole('list', { name: 'Holds' });
    await list.getByText('step tell · until then 0 calls').waitFor();
    const part = page.getByRole('article').locator('section', { hasText: 'What it asks to go on with' });
    await part.getByText('0 calls').waitFor();
    await expect
      .poll(() => page.getByRole('button', { name: 'Approve with other arguments' }).count())
      .toBe(0);
    expect(await bob.faults('hold-step')).toEqual([]);
    await why(page).fill('it read what it should');
    await approve(page).click();
    await page.getByText('1 of 1 approved').waitFor();
  });

  it('tells two calls of one tool apart, however alike they begin', async () => {
    const long = 'the same words '.repeat(30);
    for (const end of ['a', 'b']) await agent.send({ to: 'eve@outside.example', subject: long + end });
    const page = bob.page;
    await page.goto(`${desk.stage.daemon.url}/inbox?q=${agent.task.id}`);
    const rows = page.getByRole('list', { name: 'Holds' }).getByRole('link');
    await expect.poll(() => rows.count()).toBe(2);
    await rows.first().getByText('to: eve@outside.example').waitFor();
    const [one, two] = await rows.allInnerTexts();
    expect(one).not.toBe(two);
  });

  it('decides on a phone', async () => {
    const hold = await agent.send({ to: 'eve@outside.example', subject: 'Phone' });
    const phone = await desk.visit({ as: desk.stage.bob, path: `/inbox/${hold}`, size: PHONE });
    const told = ['Exact arguments', 'Why it waits', 'What it sets off', /asked for$/, 'Who decides'];
    const headings = told.map((name) => phone.page.getByRole('heading', { name, exact: true }));
    const tops = await Promise.all(headings.map(async (one) => (await one.boundingBox())!.y));
    expect(tops).toEqual(tops.toSorted((one, other) => one - other));
    await phone.page.getByRole('button', { name: 'Approve with other arguments' }).click();
    await phone.page.getByLabel('The whole arguments, as JSON').fill('{"to": "bob@example.com"}');
    expect(await phone.faults('hold-edit-phone')).toEqual([]);
    await phone.close();
  });
});
