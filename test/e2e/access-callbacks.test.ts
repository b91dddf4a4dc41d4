// An enforcement point that is called back hears how its access requests ended, signed, once, and from nobody
// else's address.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ask, setAccessStage, type AccessStage } from './access-client.ts';

let access: AccessStage;

beforeAll(async () => {
  access = await setAccessStage();
});
beforeEach(() => access.begin());
afterAll(() => access.stop());

describe('a callback', () => {
  const wanted = (more: object = {}) => ({
    callback: { endpoint: access.receiver.url, state: 'flow-7 "quoted" é', ...more },
  });

  async function begin(more: object = {}) {
    const question = ask();
    return (await access.edge.request(question, await access.edge.evaluate(question), wanted(more))).body
      .task;
  }

  it('says how it ended, signed, with what the asker wanted said back', async () => {
    const [yes, no, off] = [await begin(), await begin(), await begin()];
    await access.decide(yes.id, 'approve');
    await access.decide(no.id, 'reject');
    await access.edge.send(off.links!.cancel!, {});
    for (const [{ id, status_endpoint: where }, status] of [
      [yes, 'approved'],
      [no, 'denied'],
      [off, 'cancelled'],
    ] as const) {
      await expect
        .poll(() => access.toldOf(id))
        .toEqual([{ state: 'flow-7 "quoted" é', task: { id, status, status_endpoint: where } }]);
    }
  });

  it('tells of the wanted ends alone, and of the end of the task as well', async () => {
    const unwanted = await begin({ events: ['denied'] });
    await access.decide(unwanted.id, 'approve');
    const waiting = await begin();
    await access.stage.alice.ask('POST', `/tasks/${access.task.id}/close`, {});
    await expect.poll(() => access.toldOf(waiting.id)).toMatchObject([{ task: { status: 'cancelled' } }]);
    expect(access.toldOf(unwanted.id)).toEqual([]);
  });

  it('tells of several that were asked for at once when the last of them has ended, once', async () => {
    const { body } = await access.edge.requestAll([ask(), ask(), ask()], wanted());
    const { id, status_endpoint: where, links } = body.task;
    const [first, second] = id.slice('items_'.length).split('.') as [string, string];
    await access.decide(`hold_${first}`, 'approve');
    await access.decide(`hold_${second}`, 'reject');
    const single = await begin();
    await access.edge.send(single.links!.cancel!, {});
    // What came later has been told: nothing was said of those that wait.
    await expect.poll(() => access.toldOf(single.id)).toHaveLength(1);
    expect(access.toldOf(id)).toEqual([]);
    await access.edge.send(links!.cancel!, {});
    const told = { state: 'flow-7 "quoted" é', task: { id, status: 'partial', status_endpoint: where } };
    await expect.poll(() => access.toldOf(id)).toEqual([told]);
  });

  it('tells of several whose task ended, and of none whose end is not wanted', async () => {
    const approved = await access.edge.requestAll([ask(), ask()], wanted({ events: ['approved'] }));
    const unwanted = await access.edge.requestAll(
      [ask(), ask()],
      wanted({ events: ['approved', 'partial'] }),
    );
    for (const name of approved.body.task.id.slice('items_'.length).split('.')) {
      await access.decide(`hold_${name}`, 'approve');
    }
    const { id } = approved.body.task;
    await expect.poll(() => access.toldOf(id)).toMatchObject([{ task: { status: 'approved' } }]);
    const all = await access.edge.requestAll([ask(), ask()], wanted());
    await access.stage.alice.ask('POST', `/tasks/${access.task.id}/close`, {});
    const told = [{ task: { id: all.body.task.id, status: 'cancelled' } }];
    await expect.poll(() => access.toldOf(all.body.task.id)).toMatchObject(told);
    expect(access.toldOf(unwanted.body.task.id)).toEqual([]);
    expect(access.toldOf(id)).toHaveLength(1);
  });

  it('is for whoever comes second as well, and comes at once where all is over', async () => {
    const question = ask();
    const alone = await access.edge.request(question, await access.edge.evaluate(question));
    const joined = await access.edge.request(question, await access.edge.evaluate(question), wanted());
    expect(joined.body.task.id).toBe(alone.body.task.id);
    await access.decide(alone.body.task.id, 'reject');
    await expect
      .poll(() => access.toldOf(alone.body.task.id))
      .toMatchObject([{ task: { status: 'denied' } }]);
    const late = ask();
    const denied = await access.edge.evaluate(late);
    const made = await access.edge.request(late, denied);
    await access.decide(made.body.task.id, 'approve');
    await access.edge.request(late, denied, wanted());
    await access.edge.request(late, denied, wanted());
    await expect
      .poll(() => access.toldOf(made.body.task.id))
      .toMatchObject([{ task: { status: 'approved' } }]);
  });

  it('goes to no address but the one that is configured for its asker', async () => {
    const count = access.receiver.taken.length;
    const question = ask();
    const denied = await access.edge.evaluate(question);
    for (const endpoint of [
      'http://169.254.169.254/latest/meta-data',
      `${access.receiver.url}&more=1`,
      access.receiver.url.replace('127.0.0.1', 'localhost'),
      'https://attacker.example/',
    ]) {
      const made = await access.edge.request(question, denied, { callback: { endpoint } });
      expect([endpoint, made.status]).toEqual([endpoint, 400]);
    }
    const stranger = access.other;
    const theirs = await stranger.request(question, await stranger.evaluate(question), wanted());
    expect(theirs.status).toBe(400);
    expect(access.receiver.taken).toHaveLength(count);
  });

  it('is sent again until it is taken, also after a restart, under one id', async () => {
    access.receiver.status = 503;
    const made = await begin();
    await access.decide(made.id, 'approve');
    await expect.poll(() => access.toldOf(made.id).length).toBeGreaterThan(0);
    await access.stage.restart(() => {
      access.receiver.status = 204;
      return Promise.resolve();
    });
    const tries = access.receiver.taken.filter(({ body }) => body.includes(made.id)).length;
    await expect.poll(() => access.toldOf(made.id).length).toBe(tries + 1);
    const ids = access.receiver.taken.filter(({ body }) => body.includes(made.id));
    expect(new Set(ids.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });
});
