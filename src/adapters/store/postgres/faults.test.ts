import { setTimeout } from 'node:timers/promises';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { StoreFault, type LedgerStore, type StoredRecord } from '../../../gateway/ports.ts';
import { append, contentOf, sealing } from '../sealing.contract.ts';
import { holdHead, onOwnServer, onServer } from './database.contract.ts';
import { openPostgresStore } from './postgres.ts';
import { Proxy, type Cut } from './proxy.contract.ts';
import type { ServerControl, TestServer } from './server.contract.ts';

await onServer('PostgreSQL', (server) => {
  describe('a way to the server that breaks', () => {
    testWay(server);
  });
  onOwnServer(server, 'a server that fails', (control) => testServer(server, control));
  describe('what the server reports', () => {
    testReports(server);
  });
});

function testWay(server: TestServer): void {
  const whens: readonly Cut['when'][] = ['before it is sent', 'before its answer comes'];

  it.each(whens)('at any message of an append, %s, leaves all of it or nothing', async (when) => {
    const url = await server.createDatabase();
    const proxy = new Proxy(url);
    const store = await openPostgresStore({ url: await proxy.listen() });
    const witness = await openPostgresStore({ url });
    const outcomes: string[] = [];
    for (let message = 0; ; message++) {
      // A connection that works, and what is there before.
      await append(store, 'org', 'task/a');
      const { size } = await witness.head();
      proxy.arm({ message, when });
      const fault = await store.append(size, sealing('org', 'task/new', 'org')).catch((e: unknown) => e);
      if (!proxy.disarm()) break;
      // Behind the head's lock: what was sent has been done by then, or never will be.
      const news = await newsSince(witness, size);
      outcomes.push(`${(fault as StoreFault).code} ${news.length}`);
    }
    const doubt = when === 'before it is sent' ? 'store-in-doubt 0' : 'store-in-doubt 3';
    expect(new Set(outcomes)).toEqual(new Set(['store-unavailable 0', doubt]));
    expect(outcomes.length).toBeGreaterThan(6);
    const records = await witness.read({ fromSeq: 0, limit: 1_000 });
    expect(records.map(({ seq }) => seq)).toEqual(records.map((_, index) => index));
    await Promise.all([store.close(), witness.close()]);
    await proxy.close();
  });

  it('shows what became of an append in doubt in the news of the next', async () => {
    const url = await server.createDatabase();
    const proxy = new Proxy(url);
    const store = await openPostgresStore({ url: await proxy.listen() });
    await append(store, 'org');
    let found: readonly StoredRecord[] = [];
    for (let message = 0; found.length === 0; message++) {
      const { size } = await store.head();
      proxy.arm({ message, when: 'before its answer comes' });
      await store.append(size, sealing('task/a')).catch(() => undefined);
      expect(proxy.disarm()).toBe(true);
      found = await newsSince(store, size);
    }
    expect(found.map(({ stream, version }) => [stream, version])).toEqual([['task/a', 1]]);
    await append(store, 'task/a');
    expect((await store.streams('task/'))[0]!.version).toBe(2);
    await store.close();
    await proxy.close();
  });

  it('on which the server greets and ends in one breath is a fault, not the end of all', async () => {
    const proxy = new Proxy(await server.createDatabase());
    const url = await proxy.listen();
    proxy.endWhenReady();
    await expect(openPostgresStore({ url })).rejects.toMatchObject({ code: 'store-unavailable' });
    const store = await openPostgresStore({ url });
    await append(store, 'org');
    proxy.endWhenReady();
    const ended = store.append(1, sealing('org')).then(
      () => 'done',
      (fault: unknown) => (fault as StoreFault).code,
    );
    expect(['done', 'store-in-doubt', 'store-unavailable']).toContain(await ended);
    await append(store, 'org');
    await store.close();
    await proxy.close();
  });

  it('is given up after a while where it just goes silent', async () => {
    const url = await server.createDatabase();
    const proxy = new Proxy(url);
    const store = await openPostgresStore({ url: await proxy.listen(), statementTimeoutMs: 2_000 });
    await append(store, 'org');
    proxy.freeze();
    await expect(store.append(1, sealing('org'))).rejects.toMatchObject({ code: 'store-unavailable' });
    await store.append(1, sealing('org'));
    await store.close();
    await proxy.close();
  });

  it('under a process that has the head costs it the head, and what it was about to write', async () => {
    const url = await server.createDatabase();
    const proxy = new Proxy(url);
    const limits = { statementTimeoutMs: 4_000, idleInTransactionMs: 2_000 };
    const frozen = await openPostgresStore({ url: await proxy.listen(), ...limits });
    const other = await openPostgresStore({ url });
    await append(frozen, 'org');
    const attempt = frozen.append(1, (locked) => {
      proxy.freeze();
      return sealing('org', 'task/frozen')(locked);
    });
    const refused = attempt.catch((fault: unknown) => fault);
    await append(other, 'org');
    expect(await refused).toMatchObject({ code: 'store-unavailable' });
    await frozen.append(2, sealing('org'));
    expect(await other.streams('')).toEqual([{ stream: 'org', version: 3 }]);
    await Promise.all([frozen.close(), other.close()]);
    await proxy.close();
  });
}

function testServer(server: TestServer, control: ServerControl): void {
  // A test that failed in between must not leave the next ones to wait for a standby.
  afterEach(() => setOn(server, "synchronous_standby_names = ''"));

  /** A session takes a changed setting over between two statements: the first commits may not wait yet. */
  async function appendUntilItWaits(
    store: LedgerStore,
  ): Promise<{ readonly appending: Promise<unknown>; readonly since: number }> {
    for (let since = 1; ; since += 2) {
      let isDone = false;
      const appending = store.append(since, sealing('org', 'task/a')).then(
        () => (isDone = true),
        (fault: unknown) => fault,
      );
      while (!isDone && !(await waitsFor('SyncRep'))) await setTimeout(5);
      if (!isDone) return { appending, since };
    }
  }

  it.each(['INT', 'QUIT', 'KILL'] as const)(
    'in the middle of a commit (%s) leaves the append in doubt, and has it after all',
    async (signal) => {
      const url = await server.createDatabase();
      const store = await openPostgresStore({ url });
      await append(store, 'org');
      // A commit is on the disk, and not confirmed, until a standby has it that does not exist.
      await setOn(server, "synchronous_standby_names = 'nobody'");
      const { appending, since } = await appendUntilItWaits(store);
      await control.stop(signal);
      expect(await appending).toMatchObject({ name: 'StoreFault', code: 'store-in-doubt' });
      await control.start();
      await setOn(server, "synchronous_standby_names = ''");
      const news = await eventually(() => newsSince(store, since));
      expect(news.map(({ stream }) => stream)).toEqual(['org', 'task/a']);
      await append(store, 'task/a');
      await store.close();
    },
  );

  it('denies everything while it is down, at once, and nothing once it is back', async () => {
    const store = await openPostgresStore({ url: await server.createDatabase() });
    await append(store, 'org');
    const before = await contentOf(store);
    await control.stop('INT');
    const denied = { name: 'StoreFault', code: 'store-unavailable' };
    await expect(store.append(1, sealing('org'))).rejects.toMatchObject(denied);
    await expect(store.head()).rejects.toMatchObject(denied);
    await expect(store.append(1, sealing('org'))).rejects.toMatchObject(denied);
    await expect(store.peers!.beat('one')).rejects.toMatchObject(denied);
    await control.start();
    expect(await eventually(() => contentOf(store))).toEqual(before);
    await append(store, 'org');
    await store.close();
  });

  it('that waits for a standby to commit, and is told not to, leaves the append in doubt', async () => {
    const store = await openPostgresStore({ url: await server.createDatabase() });
    await append(store, 'org');
    await setOn(server, "synchronous_standby_names = 'nobody'");
    const { appending, since } = await appendUntilItWaits(store);
    await server.run("select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'");
    const says = expect.stringContaining('synchronous replication');
    expect(await appending).toMatchObject({ code: 'store-in-doubt', message: says });
    await setOn(server, "synchronous_standby_names = ''");
    expect(await newsSince(store, since)).toHaveLength(2);
    await store.close();
  });

  const waitsFor = async (event: string): Promise<boolean> =>
    (await server.run(`select from pg_stat_activity where wait_event = '${event}'`)).length > 0;
}

function testReports(server: TestServer): void {
  it.each([
    ['53100', 'store-full'],
    ['25006', 'store-unavailable'],
    ['XX001', 'store-corrupt'],
    ['XX002', 'store-corrupt'],
    ['58030', 'store-unavailable'],
    ['57P01', 'store-unavailable'],
    ['40P01', 'store-unavailable'],
    ['23514', undefined],
  ])('as %s in an append is %s, and nothing is written', async (state, code) => {
    const url = await server.createDatabase();
    const store = await openPostgresStore({ url });
    await append(store, 'org');
    const before = await contentOf(store);
    const raise = `raise exception 'as told' using errcode = '${state}', detail = new::text`;
    await server.run(
      `create function holdpoint.fail() returns trigger language plpgsql as $$ begin ${raise}; end $$;
      create trigger fail before insert on holdpoint.nodes for each row execute function holdpoint.fail();
      create trigger fail before insert on holdpoint.records
        for each row when (new.stream = 'task/bad') execute function holdpoint.fail()`,
      url,
    );
    const secret = { stream: 'task/bad', text: '"secret-of-a-record"' };
    const fault = await store.append(1, sealing('org', secret)).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(code === undefined ? Error : StoreFault);
    expect((fault as { code?: string }).code).toBe(code);
    expect((fault as Error).message).toContain(`as told (${state})`);
    expect(everything(fault)).not.toContain('secret');
    expect(await contentOf(store)).toEqual(before);
    await append(store, 'org');
    await store.close();
  });

  it('of a statement that takes too long is a fault, and the store goes on', async () => {
    const url = await server.createDatabase();
    const store = await openPostgresStore({ url, statementTimeoutMs: 2_000 });
    await server.run(
      `create function holdpoint.wait() returns trigger language plpgsql
        as $$ begin perform pg_sleep(60); return new; end $$;
      create trigger wait before insert on holdpoint.records
        for each row when (new.stream = 'task/slow') execute function holdpoint.wait()`,
      url,
    );
    const slow = store.append(0, sealing('task/slow'));
    await expect(slow).rejects.toMatchObject({ code: 'store-unavailable' });
    await append(store, 'org');
    expect(await store.streams('')).toEqual([{ stream: 'org', version: 1 }]);
    await store.close();
  });

  it('of a head that another holds is a fault once the wait is over; who waits longer gets it', async () => {
    const url = await server.createDatabase();
    const brief = await openPostgresStore({ url, lockTimeoutMs: 1_000 });
    const patient = await openPostgresStore({ url });
    await append(brief, 'org');
    const holder = await holdHead(url);
    const waiting = patient.append(1, sealing('org'));
    await expect(brief.append(1, sealing('org'))).rejects.toMatchObject({ code: 'store-unavailable' });
    await holder.end();
    await waiting;
    expect((await brief.head()).size).toBe(2);
    await Promise.all([brief.close(), patient.close()]);
  });
}

const setOn = async (server: TestServer, setting: string): Promise<void> => {
  await server.run(`alter system set ${setting}`);
  await server.run('select pg_reload_conf()');
};

/** What was written from a size on, read behind the head's lock; nothing is written. */
async function newsSince(store: LedgerStore, since: number): Promise<readonly StoredRecord[]> {
  let seen: readonly StoredRecord[] = [];
  await store.append(since, (locked) => {
    seen = locked.news;
    return sealing()(locked);
  });
  return seen;
}

/** What the server is asked for, again and again, until it is there. */
async function eventually<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if ((error as StoreFault).code !== 'store-unavailable') throw error;
      await setTimeout(20);
    }
  }
}

/** An error with all that hangs on it, as a log may show it. */
function everything(error: unknown): string {
  return inspect(error, { depth: 9, showHidden: true });
}
