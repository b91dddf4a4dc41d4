import { expect, it } from 'vitest';
import {
  ben,
  codesOf,
  givenTask,
  HOUR,
  holdpoint,
  holdWrites,
  permitAll,
} from '../../kernel/given.contract.ts';
import type { Scenario } from '../../kernel/given.contract.ts';
import type { Event } from '../../kernel/event.ts';
import { ledgerOf, SILENT, type LedgerOfEvents } from './ledger.contract.ts';
import { createModels, type Models } from './models.ts';

const HELD = { rules: [permitAll, holdWrites()] };

function modelsOf(store: LedgerOfEvents): Models {
  return createModels({ store, log: SILENT });
}

function modelsOver({ events }: Scenario): Models {
  return modelsOf(ledgerOf(...events));
}

const ALL = { limit: 100 };

it('a task is listed with who asked, what was decided and how it ended', async () => {
  const story = givenTask(HELD);
  const { id } = story.task;
  story.act('read');
  story.act('write');
  story.act('write');
  story.act('nothing');
  const open = { id, workflow: 'triage', agent: 'bot', requester: 'ada', permitted: 1, held: 1, denied: 1 };
  expect(await modelsOver(story).task(id)).toMatchObject({ ...open, status: 'open', endedAt: null });
  story.ask('close-task', holdpoint, { task: id });
  expect(await modelsOver(story).task(id)).toMatchObject({
    ...open,
    status: 'closed',
    endedAt: story.at,
    erased: false,
  });
  story.fold(erased(story));
  expect(await modelsOver(story).task(id)).toMatchObject({ status: 'closed', erased: true });
  expect(await modelsOver(story).task('task_0000000000000000')).toBeNull();
});

function erased({ events, task, at }: Scenario): Event {
  const id = `rec_${String(events.length).padStart(16, '0')}.9`;
  const where = { id, time: at, stream: `task/${task.id}`, actor: holdpoint, causes: [] };
  return { ...where, type: 'payloads-erased', body: { task: task.id } };
}

it('a task that outlives its time is listed as expired, and a stopped one as quarantined', async () => {
  const story = givenTask();
  const expired = story.task.id;
  story.at = story.task.expiresAt;
  story.ask('close-task', holdpoint, { task: expired });
  story.open();
  const stopped = story.task.id;
  story.ask('quarantine', holdpoint, { task: stopped, reason: 'hmac-of-reason' });
  story.open();
  const models = modelsOver(story);
  const { rows } = await models.tasks(ALL);
  expect(rows.map(({ id, status }) => [id, status])).toEqual([
    [story.task.id, 'open'],
    [stopped, 'quarantined'],
    [expired, 'expired'],
  ]);
  expect((await models.tasks({ ...ALL, status: 'expired' })).rows).toMatchObject([{ id: expired }]);
});

it('a hold is listed as its task has it, and stays listed when that is over', async () => {
  const story = givenTask(HELD);
  const { id: task } = story.task;
  story.act('write', { arguments: { n: 1 } });
  story.approve(ben);
  const used = story.hold.id;
  const ran = story.act('write', { arguments: { n: 1 } });
  story.settle(ran.action);
  story.act('write', { arguments: { n: 2 } });
  const rejected = story.hold.id;
  story.reject(ben);
  story.act('write', { arguments: { n: 3 } });
  const waiting = story.hold.id;
  const models = modelsOver(story);
  expect(await models.hold(used)).toEqual({ ...story.task.holds[used], task, agent: 'bot' });
  expect(await models.hold(waiting)).toMatchObject({ status: 'pending', expiresAt: story.at + HOUR });
  story.ask('close-task', holdpoint, { task });
  const { rows } = await modelsOver(story).holds({ ...ALL, task });
  expect(rows.map(({ id, status }) => [id, status])).toEqual([
    [waiting, 'void'],
    [rejected, 'rejected'],
    [used, 'used'],
  ]);
  expect(rows).toEqual(rows.map(({ id }) => ({ ...story.task.holds[id], task, agent: 'bot' })));
});

it('the end of a task voids no hold of another', async () => {
  const story = givenTask(HELD);
  const first = story.task.id;
  story.act('write');
  story.open();
  story.act('write');
  const events = [...story.events];
  story.ask('close-task', holdpoint, { task: story.task.id });
  const end = story.events.findLast(({ type }) => type === 'task-closed')!;
  const ledger = ledgerOf(...events);
  const models = modelsOf(ledger);
  expect((await models.holds({ ...ALL, status: 'pending' })).rows).toHaveLength(2);
  ledger.record(end);
  expect((await models.holds({ ...ALL, status: 'pending' })).rows).toMatchObject([{ task: first }]);
  const { rows } = await modelsOver(story).holds(ALL);
  expect(rows.map(({ task, status }) => [task, status])).toEqual([
    [story.task.id, 'void'],
    [first, 'pending'],
  ]);
});

it('a record moves rows of its own task alone, whatever it names', async () => {
  const story = givenTask(HELD);
  story.act('write');
  const { id } = story.hold;
  story.approve(ben);
  const approval = story.events.pop()!;
  const stray = { ...approval, stream: 'task/task_0000000000000000' } as Event;
  const models = modelsOf(ledgerOf(...story.events, stray));
  expect(await models.hold(id)).toMatchObject({ approvals: [] });
  const ledger = ledgerOf(...story.events);
  await modelsOf(ledger).fold();
  ledger.record(stray, { ...approval, stream: 'org' });
  expect(await modelsOf(ledger).hold(id)).toMatchObject({ approvals: [] });
});

it('a lease is listed from its grant to its revocation', async () => {
  const story = givenTask({ ttlSeconds: 300 });
  const { id: task } = story.task;
  const { action } = story.act('read');
  const [lease] = Object.values(story.task.leases);
  const listed = async (): Promise<unknown> => (await modelsOver(story).leases(ALL)).rows;
  const fresh = { task, agent: 'bot', grantedAt: story.at, standing: false, advisory: false };
  expect(await listed()).toEqual([{ ...lease, ...fresh, revokedAt: null, how: null }]);
  const expiresAt = story.at + 60_000;
  const issued = { fact: 'lease-issued', lease: lease!.id, standing: false, advisory: true } as const;
  story.ask('settle', holdpoint, { task, fact: { ...issued, fingerprint: 'sha256:0', expiresAt } });
  expect(await listed()).toMatchObject([{ status: 'issued', advisory: true, expiresAt }]);
  story.settle(action);
  const failed = { fact: 'lease-revocation-failed', lease: lease!.id, code: 'issuer-unavailable' } as const;
  story.ask('settle', holdpoint, { task, fact: failed });
  story.at += 1_000;
  story.ask('settle', holdpoint, { task, fact: { fact: 'lease-revoked', lease: lease!.id, how: 'listed' } });
  expect(await listed()).toEqual([
    {
      ...story.task.leases[lease!.id],
      ...fresh,
      advisory: true,
      revokedAt: story.at,
      how: 'listed',
    },
  ]);
  expect((await modelsOver(story).leases({ ...ALL, status: 'issued' })).rows).toEqual([]);
});

it('every decision on an action is listed with its reasons, and a permit with its outcome', async () => {
  const story = givenTask(HELD);
  const { id: task } = story.task;
  const permitted = story.act('read');
  const held = story.act('write');
  const joined = story.act('write');
  const denied = story.act('nothing');
  story.settle(permitted.action, { outcome: 'failed' });
  story.settle(permitted.action, { outcome: 'unknown' });
  const { rows } = await modelsOver(story).decisions(ALL);
  const about = { task, agent: 'bot', connector: 'crm', outcome: null, code: null, reasons: [] };
  expect(rows).toMatchObject([
    { ...about, tool: 'nothing', verdict: 'deny', reasons: denied.reasons.map(({ code }) => code) },
    { ...about, tool: 'write', verdict: 'hold', hold: held.hold, policies: ['hold-writes'] },
    { ...about, tool: 'write', verdict: 'hold', hold: held.hold },
    { ...about, tool: 'read', verdict: 'permit', hold: null, outcome: 'failed', id: permitted.action },
  ]);
  expect(codesOf(denied).length).toBeGreaterThan(0);
  expect(rows.map(({ record }) => record)).toEqual(
    [denied, joined, held, permitted].map(({ events }) => events[0]!.id),
  );
  expect((await modelsOver(story).decisions({ ...ALL, status: 'deny' })).rows).toHaveLength(1);
});

it('a call that its result, or a reading, contradicts is listed with the checks that say so', async () => {
  const story = givenTask();
  const { id: task } = story.task;
  const told = (by: string, verdict: 'confirmed' | 'contradicted') => ({ verdict, by: [by] }) as const;
  const call = {
    fact: 'call',
    outcome: 'succeeded',
    result: 'hmac',
    durationMs: 1,
    bytes: 1,
    code: null,
  } as const;
  const settle = (action: string | null, by: string, verdict: 'confirmed' | 'contradicted') => {
    const fact = { ...call, action: String(action), verified: told(by, verdict) };
    story.ask('settle', holdpoint, { task, fact });
  };
  const actions = ['a', 'b', 'c'].map((path) => story.act('read', { arguments: { path } }).action);
  settle(actions[0]!, 'count /done', 'contradicted');
  settle(actions[1]!, 'count /done', 'confirmed');
  settle(actions[2]!, 'count /done', 'confirmed');
  const reading = { fact: 'read-back', action: actions[2]!, read: null } as const;
  const what = { connector: 'crm', tool: 'read', verified: told('get echo /title', 'contradicted') };
  const fact = { ...reading, ...what };
  story.ask('settle', holdpoint, { task, fact });
  const { rows } = await modelsOver(story).decisions(ALL);
  expect(rows.map(({ contradicted }) => contradicted)).toEqual([
    ['get echo /title'],
    undefined,
    ['count /done'],
  ]);
});

it('lists are paged newest first, each row once', async () => {
  const story = givenTask();
  for (let n = 0; n < 7; n++) story.act('read', { arguments: { path: String(n) } });
  const models = modelsOver(story);
  const seen: string[] = [];
  let before = Number.MAX_SAFE_INTEGER;
  for (
    let page = await models.decisions({ limit: 3 });
    ;
    page = await models.decisions({ limit: 3, before })
  ) {
    seen.push(...page.rows.map(({ id }) => id));
    if (page.next === null) break;
    before = page.next;
  }
  expect(seen).toHaveLength(7);
  expect(seen).toEqual((await models.decisions(ALL)).rows.map(({ id }) => id));
});

it('a record that nobody knows yet changes nothing', async () => {
  const story = givenTask();
  const { id } = story.task;
  const before = await modelsOver(story).task(id);
  const unknown = {
    ...story.events.at(-1)!,
    id: 'rec_new',
    type: 'moon-risen',
    body: {},
  } as unknown as Event;
  expect(await modelsOf(ledgerOf(...story.events, unknown)).task(id)).toEqual(before);
});
