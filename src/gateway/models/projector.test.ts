import * as fc from 'fast-check';
import { afterEach, expect, it, vi } from 'vitest';
import { ben, givenTask, holdpoint, holdWrites, permitAll } from '../../kernel/given.contract.ts';
import type { Scenario } from '../../kernel/given.contract.ts';
import type { EventOf } from '../../kernel/event.ts';
import { SOON } from '../loop/timeline.contract.ts';
import { StoreFault, type Views } from '../ports.ts';
import { ledgerOf, rowsOf, SILENT, type LedgerOfEvents } from './ledger.contract.ts';
import { createModels, type Models } from './models.ts';

const CALLS = ['read', 'write', 'pay', 'nothing'] as const;

type Step = (story: Scenario, n: number) => void;

/** What may happen in a task: some of it is refused, and that is recorded too. */
const STEPS: readonly Step[] = [
  ...CALLS.map(
    (tool): Step =>
      (story, n) =>
        story.act(tool, { arguments: { path: String(n % 2) } }),
  ),
  (story) => hasHold(story) && story.approve(ben),
  (story) => hasHold(story) && story.reject(ben),
  (story) => story.settle(lastOf(story.task.actions)),
  (story) => story.deliver(lastOf(story.task.actions)),
  (story) => settleLease(story, 'lease-issued'),
  (story) => settleLease(story, 'lease-revoked'),
  (story) => story.ask('close-task', holdpoint, { task: story.task.id }),
  (story) => story.ask('quarantine', holdpoint, { task: story.task.id, reason: 'hmac-of-reason' }),
  (story) => story.open(),
];

function hasHold({ task }: Scenario): boolean {
  return Object.keys(task.holds).length > 0;
}

function lastOf(entries: object): string | null {
  return Object.keys(entries).at(-1) ?? null;
}

function settleLease(story: Scenario, kind: 'lease-issued' | 'lease-revoked'): void {
  const lease = lastOf(story.task.leases);
  if (lease === null) return;
  const issued = { fingerprint: 'sha256:0', standing: false, advisory: false, expiresAt: story.at + 1 };
  const fact =
    kind === 'lease-issued' ? { fact: kind, lease, ...issued } : { fact: kind, lease, how: 'listed' };
  story.ask('settle', holdpoint, { task: story.task.id, fact });
}

function modelsOf(store: LedgerOfEvents): Models {
  return createModels({ store, log: SILENT });
}

it('rows folded step by step, by two at once, equal those of one rebuild and of one fold', async () => {
  const steps = fc.array(fc.nat({ max: STEPS.length - 1 }), { minLength: 5, maxLength: 60 });
  const sizes = fc.infiniteStream(fc.integer({ min: 1, max: 9 }));
  await fc.assert(
    fc.asyncProperty(steps, sizes, async (chosen, pages) => {
      const story = givenTask({ rules: [permitAll, holdWrites()], ttlSeconds: 60 });
      const ledger = ledgerOf(...story.events);
      ledger.pageSize = () => pages.next().value!;
      const [one, other] = [modelsOf(ledger), modelsOf(ledger)];
      const folds: Promise<void>[] = [];
      for (const [n, step] of chosen.entries()) {
        const from = story.events.length;
        STEPS[step]!(story, n);
        ledger.record(...story.events.slice(from));
        if (pages.next().value! > n % 7) folds.push(one.fold(), other.fold());
        if (n % 3 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      await Promise.all([...folds, one.fold(), other.fold()]);
      const rows = await rowsOf(ledger.views);
      const { records, rows: counts } = await one.rebuild();
      expect(await rowsOf(ledger.views)).toEqual(rows);
      const whole = ledgerOf(...story.events);
      await modelsOf(whole).fold();
      expect(rows).toEqual(await rowsOf(whole.views));
      expect(records).toBe(story.events.length);
      expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(rows.length);
      expect(rows.length).toBeGreaterThan(0);
    }),
    { numRuns: 60 },
  );
});

it('what was recorded before a list is asked for is on it, also while others fold', async () => {
  const story = givenTask();
  const ledger = ledgerOf(...story.events);
  const models = modelsOf(ledger);
  for (let n = 0; n < 20; n++) {
    const from = story.events.length;
    const { events } = story.act('read', { arguments: { path: String(n) } });
    void models.fold();
    for (let turns = 0; turns < n; turns++) await Promise.resolve();
    ledger.record(...story.events.slice(from));
    const { rows } = await models.decisions({ limit: 1 });
    expect(rows).toMatchObject([{ record: events[0]!.id }]);
  }
});

it('whoever asks during a rebuild waits, and finds the whole list', async () => {
  const story = givenTask();
  const ledger = ledgerOf(...story.events);
  ledger.pageSize = () => 1;
  const models = modelsOf(ledger);
  const before = await models.tasks({ limit: 9 });
  for (let n = 0; n < 20; n++) {
    const listed = models.tasks({ limit: 9 });
    for (let turns = 0; turns < n; turns++) await Promise.resolve();
    const rebuilt = models.rebuild();
    for (let turns = 0; turns < n; turns++) await Promise.resolve();
    expect([await listed, await models.tasks({ limit: 9 })]).toEqual([before, before]);
    await rebuilt;
  }
});

it('a rebuild says how far it is, and leaves nothing that the records do not say', async () => {
  const story = givenTask();
  const ledger = ledgerOf(...story.events);
  const models = modelsOf(ledger);
  await models.fold();
  const rows = await rowsOf(ledger.views);
  const [row] = rows;
  const at = story.events.length;
  await ledger.views.write({
    from: at,
    to: at,
    rows: [
      { ...row!, doc: '{"status":"forged"}', status: 'forged' },
      { ...row!, id: 'task_forged' },
    ],
  });
  ledger.pageSize = () => 4;
  const told: number[][] = [];
  await models.rebuild((done, total) => told.push([done, total]));
  expect(told).toEqual(
    story.events.flatMap((_, n) => ((n + 1) % 4 === 0 || n + 1 === at ? [[n + 1, at]] : [])),
  );
  expect(await rowsOf(ledger.views)).toEqual(rows);
});

it('more rows than one page holds are all voided, and all counted', async () => {
  const story = givenTask({ rules: [permitAll, holdWrites()] });
  const ledger = ledgerOf(...story.events);
  const [held] = story.act('write').events as EventOf<'action-held'>[];
  for (let n = 0; n < 1_100; n++) {
    const body = { ...held!.body, hold: `hold_${n}`, action: `act_${n}` };
    ledger.record({ ...held!, body });
  }
  const models = modelsOf(ledger);
  await models.fold();
  ledger.record(...story.ask('close-task', holdpoint, { task: story.task.id }).events);
  expect((await models.holds({ status: 'pending', limit: 1 })).rows).toEqual([]);
  const { rows } = await models.rebuild();
  expect(rows).toEqual({ task: 1, hold: 1_100, lease: 0, decision: 1_100, notice: 0, key: 0 });
});

it('a head that counts records which are not there is a fault, and no endless wait', async () => {
  const ledger = ledgerOf(...givenTask().events);
  ledger.pageSize = () => 0;
  await expect(modelsOf(ledger).fold()).rejects.toMatchObject({ code: 'store-corrupt' });
});

afterEach(() => {
  vi.useRealTimers();
});

it('in the background one step is made at a time, and the rest once nothing is added', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const { events } = givenTask();
  const ledger = ledgerOf(...events.slice(0, -1));
  ledger.pageSize = () => 2;
  const models = modelsOf(ledger);
  const cursorAfterTick = async (): Promise<number> => {
    models.start();
    vi.advanceTimersByTime(1_000);
    await models.stop();
    return ledger.views.cursor();
  };
  expect(await cursorAfterTick()).toBe(2);
  ledger.record(events.at(-1)!);
  expect(await cursorAfterTick()).toBe(4);
  expect(await cursorAfterTick()).toBe(events.length);
});

it('in the background a fault is logged and the next fold makes up for it', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const ledger = ledgerOf(...givenTask().events);
  const { views } = ledger;
  let isDown = true;
  const cursor = (): Promise<number> =>
    isDown ? Promise.reject(new StoreFault('store-unavailable', 'gone')) : views.cursor();
  const broken: Views = { ...views, cursor };
  const warned: object[] = [];
  const log = { ...SILENT, warn: (facts: object) => void warned.push(facts) };
  const models = createModels({ store: { ...ledger, views: broken }, log });
  await expect(models.task('task_x')).rejects.toMatchObject({ code: 'store-unavailable' });
  models.start();
  vi.advanceTimersByTime(1_000);
  await vi.waitFor(() => expect(warned).toEqual([{ code: 'store-unavailable' }]), SOON);
  isDown = false;
  vi.advanceTimersByTime(1_000);
  await models.stop();
  expect(await rowsOf(views)).toHaveLength(1);
  vi.advanceTimersByTime(60_000);
  expect(vi.getTimerCount()).toBe(0);
});
