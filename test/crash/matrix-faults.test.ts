// What a host does to a gateway over a real SQLite file: a full disk, a failing one, one that cannot be
// written, a clock that jumps, a request that comes twice, a second process, a copy that goes its own way.

import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeLedgerCrypto } from '../../src/adapters/crypto/node.ts';
import { openSqliteStore } from '../../src/adapters/store/sqlite/sqlite.ts';
import { auditStore } from '../../src/gateway/ledger/audit.ts';
import { fakeClock } from '../../src/gateway/fakes.contract.ts';
import { StoreFault, type LedgerStore } from '../../src/gateway/ports.ts';
import type { Submission } from '../../src/gateway/loop/submission.ts';
import { makeFolder } from './images.ts';
import { expectRecovered, startSiteProcess } from './recovery.ts';
import { databaseOf, openSite, secondPlaceOf, verifySite, type Site } from './site.ts';
import type { Said } from './site-entry.ts';

const DAY_MS = 24 * 3_600_000;

let home: string;
beforeEach(() => {
  home = makeFolder();
});
afterEach(() => {
  chmodSync(home, 0o700);
  rmSync(home, { recursive: true });
});

function saidOf({ receipt }: { readonly receipt: { record: string; seq: number; hash: string } }): Said {
  return { receipt };
}

describe('a disk', () => {
  it('that is full takes nothing more, and everything again once it has room', async () => {
    const first = await openSite(home);
    const task = await first.openTask('Fill it');
    await first.stop();
    const { length } = readFileSync(databaseOf(home));
    const store = await openSqliteStore({ path: databaseOf(home), maxBytes: length + 100_000 });
    const full = whenFull(store);
    const site = await openSite(home, { store });
    const said: Said[] = [];
    for (let isFull = false; !isFull;) {
      const answered = await Promise.race([full, site.call(task, 'desk/look', said.length)]);
      isFull = answered === 'full' || answered.verdict === 'fault';
      if (answered !== 'full' && answered.verdict === 'permit') said.push(saidOf(answered));
    }
    const [before, fault] = [await store.head(), { verdict: 'fault', code: 'store-full' }];
    expect(await site.call(task, 'desk/look', -1)).toMatchObject(fault);
    expect(await store.head()).toEqual(before);
    expect(said.length).toBeGreaterThan(3);
    await site.stop();

    await expectRecovered(home, said);
    const roomy = await openSite(home);
    expect(await roomy.call(task, 'desk/look', -2)).toMatchObject({ verdict: 'permit' });
    await roomy.stop();
  });

  it('that fails ends the answers, and everything answered before is there', async () => {
    await (await openSite(home)).stop();
    // In blocks of 512 bytes: the log outgrows it, and SQLite is told of an input/output error.
    const child = startSiteProcess(home, 1, 'ulimit -f 2000;');
    const said: Said[] = [];
    for await (const line of createInterface(child.stdout)) said.push(JSON.parse(line) as Said);
    expect(said.length).toBeGreaterThan(10);
    expect(said.at(-1)).toEqual({ fault: 'store-unavailable' });
    await expectRecovered(home, said);
  });
});

/** Resolves when the store refuses an append for want of room. */
function whenFull(store: LedgerStore): Promise<'full'> {
  const append = store.append.bind(store);
  return new Promise((resolve) => {
    Object.assign(store, {
      append: async (...given: Parameters<typeof append>): Promise<void> => {
        try {
          await append(...given);
        } catch (error) {
          if (error instanceof StoreFault && error.code === 'store-full') resolve('full');
          throw error;
        }
      },
    });
  });
}

describe('a place that cannot be written', () => {
  const NOBODY = 65_534;
  const asUser = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const STORE = fileURLToPath(new URL('../../src/adapters/store/sqlite/sqlite.js', import.meta.url));
  const OPEN = `import(process.argv[1])
    .then(({ openSqliteStore }) => process.argv[2] && openSqliteStore({ path: process.argv[2] }))
    .then(() => process.exit(), (error) => { console.log(error.code); process.exit(); });`;

  /** What a user without special rights is told who opens the store; of no path: nothing. */
  function openAsUser(path: string): string {
    const { stdout, status, error } = spawnSync(process.execPath, ['-e', OPEN, STORE, path], { ...asUser });
    return error === undefined && status === 0 ? stdout.toString().trim() : 'cannot run';
  }

  it.for([
    ['the file', 0o700, 0o400],
    ['its folder', 0o500, 0o600],
  ] as const)('%s is refused at the start, and nothing is changed', async (where, context) => {
    const [, folderMode, fileMode] = where;
    const why = `the tests run as root, and nobody else may run ${STORE}`;
    if (openAsUser('') === 'cannot run') return context.skip(why);
    const site = await openSite(home);
    await site.call(await site.openTask('Look'), 'notes/read', 1);
    const { vkey } = site.core.signer;
    await site.stop();
    const before = readFileSync(databaseOf(home));
    for (const path of [home, databaseOf(home)]) if ('uid' in asUser) chownSync(path, NOBODY, NOBODY);
    chmodSync(databaseOf(home), fileMode);
    chmodSync(home, folderMode);
    expect(openAsUser(databaseOf(home))).toBe('store-unavailable');
    expect(readFileSync(databaseOf(home)).equals(before)).toBe(true);
    chmodSync(home, 0o700);
    chmodSync(databaseOf(home), 0o600);
    expect(openAsUser(databaseOf(home))).toBe('');
    const store = await openSqliteStore({ path: databaseOf(home) });
    expect(await verifySite(home, store, vkey)).toMatchObject({ ok: true });
    await store.close();
  });
});

async function timesOf({ core }: Site): Promise<number[]> {
  return (await core.store.read({ fromSeq: 0, limit: 9_999 })).map(({ time }) => time);
}

it('a clock that jumps moves no record back, and ends tasks only when it says so', async () => {
  const clock = fakeClock(Date.UTC(2026, 10, 20));
  let site = await openSite(home, { clock });
  const task = await site.openTask('Wait');
  for (const jump of [-DAY_MS, 0]) {
    clock.advance(jump);
    expect(await site.call(task, 'notes/read', jump)).toMatchObject({ verdict: 'permit' });
    await site.core.sweeper.all();
    expect(site.core.world.task(task)).toMatchObject({ status: 'open' });
    await site.stop();
    site = await openSite(home, { clock });
  }
  expect(new Set((await timesOf(site)).slice(-4))).toEqual(new Set([Date.UTC(2026, 10, 20)]));
  clock.advance(2 * DAY_MS);
  expect(await site.call(task, 'notes/read', 2)).toMatchObject({
    verdict: 'deny',
    reasons: [{ code: 'task-expired' }],
  });
  await site.core.sweeper.all();
  expect((await site.core.store.read({ fromSeq: 0, limit: 9_999 })).at(-1)).toMatchObject({
    type: 'task-closed',
    time: Date.UTC(2026, 10, 21),
  });
  clock.advance(-DAY_MS);
  const later = await site.openTask('Go on');
  expect(await site.call(later, 'desk/look', 3)).toMatchObject({ verdict: 'permit' });
  const times = await timesOf(site);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  await site.stop();
  await expectRecovered(home, []);
});

describe('a request that comes twice', () => {
  /** The submissions of everything that is asked from now on. */
  function intercept({ core: { queue } }: Site): Submission[] {
    const submissions: Submission[] = [];
    const submit = queue.submit.bind(queue);
    Object.assign(queue, {
      submit: (submission: Submission) => {
        submissions.push(submission);
        return submit(submission);
      },
    });
    return submissions;
  }

  async function recordsOf(site: Site, { request }: Submission): Promise<string[]> {
    const records = await site.core.store.read({ fromSeq: 0, limit: 9_999 });
    const named = request.id.slice('req_'.length);
    return records.map(({ id }) => id).filter((id) => id.startsWith(`rec_${named}.0`));
  }

  it('is recorded once: at once, later, and after a restart', async () => {
    let site = await openSite(home);
    const submissions = intercept(site);
    const task = await site.openTask('Twice');
    await site.call(task, 'notes/read', 1);
    await site.closeTask(task);
    const asked = submissions.filter(({ request }) => request.kind !== 'settle');
    expect(asked.map(({ request }) => request.kind)).toEqual(['open-task', 'act', 'close-task']);
    const { size } = await site.core.store.head();
    for (const moment of ['later', 'after a restart']) {
      for (const one of asked) {
        const again = site.core.queue.submit(one);
        await expect(again, `${one.request.kind} ${moment}`).rejects.toThrow('constraint failed: records.id');
        expect(await recordsOf(site, one)).toHaveLength(1);
      }
      expect((await site.core.store.head()).size).toBe(size);
      await site.stop();
      site = await openSite(home);
    }
    const fresh = await site.openTask('At once');
    const close = { ...asked[2]!, task: fresh };
    const request = { ...close.request, id: 'req_0123456789abcdef', task: fresh } as Submission['request'];
    const both = [1, 2].map(() => site.core.queue.submit({ ...close, request }));
    const outcomes = (await Promise.allSettled(both)).map(({ status }) => status);
    expect(outcomes.toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await recordsOf(site, { ...close, request })).toHaveLength(1);
    await site.stop();
    await expectRecovered(home, []);
  });
});

it('a second process is kept out for as long as the first one lives, and does not disturb it', async () => {
  await (await openSite(home)).stop();
  const child = startSiteProcess(home, 1);
  const lines = createInterface(child.stdout);
  const said: Said[] = [];
  lines.on('line', (line) => said.push(JSON.parse(line) as Said));
  for (let tries = 0; tries < 3; tries++) {
    await once(lines, 'line');
    await expect(openSite(home)).rejects.toMatchObject({ code: 'store-locked' });
  }
  await once(lines, 'line');
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(said.filter((one) => 'fault' in one)).toEqual([]);
  await expectRecovered(home, said);
});

describe('two gateways with one key over copies of one database', () => {
  async function goOn(where: string, calls: number): Promise<string> {
    const site = await openSite(where);
    const task = await site.openTask('Fork');
    for (let n = 0; n < calls; n++) await site.call(task, 'notes/read', n);
    await site.stop();
    return readFileSync(secondPlaceOf(where), 'utf8');
  }

  it('are found out by whoever has the checkpoints of both', async () => {
    const [first, second] = [join(home, 'first'), join(home, 'second')];
    mkdirSync(first);
    await goOn(first, 1);
    cpSync(first, second, { recursive: true });
    const [long, short] = [await goOn(first, 5), await goOn(second, 2)];
    const vkey = await vkeyOf(first);
    for (const where of [first, second]) {
      const store = await openSqliteStore({ path: databaseOf(where) });
      const given = { store, crypto: nodeLedgerCrypto, vkey, vault: null };
      const alone = await auditStore({ ...given, checkpoints: [] });
      expect(alone).toMatchObject({ ok: true, findings: [] });
      const { ok, findings } = await auditStore({ ...given, checkpoints: [long, short] });
      const code = where === first ? 'checkpoint-conflict' : 'tail-missing';
      expect([ok, findings.map((one) => one.code)]).toEqual([false, [code]]);
      await store.close();
    }
    // Each with the other's second place, as where both write to one.
    writeFileSync(secondPlaceOf(first), short);
    writeFileSync(secondPlaceOf(second), long);
    await expect(openSite(first)).rejects.toMatchObject({ message: expect.stringContaining('was forked') });
    await expect(openSite(second)).rejects.toMatchObject({
      message: expect.stringContaining('lost its tail'),
    });
  });

  async function vkeyOf(where: string): Promise<string> {
    const site = await openSite(where);
    await site.stop();
    return site.core.signer.vkey;
  }
});
