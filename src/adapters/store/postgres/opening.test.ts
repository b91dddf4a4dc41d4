import { execFileSync } from 'node:child_process';
import { chownSync, copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { Client } from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import type { LedgerStore, StoreFault } from '../../../gateway/ports.ts';
import { append, contentOf, sealing } from '../sealing.contract.ts';
import { POSTGRES } from '../sql/dialect.ts';
import { migrationsFor } from '../sql/migrations.ts';
import { onOwnServer, onServer } from './database.contract.ts';
import { countPostgresRecords, openPostgresStore } from './postgres.ts';
import type { ServerControl, TestServer } from './server.contract.ts';
import { Proxy } from './proxy.contract.ts';

const refusal = (message: RegExp, code = 'store-unavailable') => {
  return { name: 'StoreFault', code, message: expect.stringMatching(message) };
};

const openssl = findOpenssl();

await onServer('PostgreSQL', (server) => {
  describe('opening', () => {
    testOpening(server);
  });
  onOwnServer(server, 'a server', () => testServer(server));
  const tls = openssl ? 'TLS' : 'TLS (skipped: no openssl on this machine)';
  describe.skipIf(!openssl)(tls, () => {
    onOwnServer(server, 'with a server of its own authority', (control) => testTls(server, control));
  });
});

function testOpening(server: TestServer): void {
  it('says what to correct where it cannot be reached, and nothing secret', async () => {
    const url = await server.createDatabase();
    const other = (change: (url: URL) => void): string => {
      const changed = new URL(url);
      change(changed);
      return changed.href;
    };
    const faults: [string, RegExp][] = [
      [
        other((to) => (to.port = '1')),
        /:1\/\w+: nothing listens .* host and port in store\.url \(ECONNREFUSED\)$/,
      ],
      [other((to) => (to.hostname = 'none.invalid')), /no host has that name: .*store\.url \(E\w+\)$/],
      [other((to) => (to.password = 'not-it')), /the user or the password is wrong: .*store\.url \(28P01\)$/],
      [other((to) => (to.pathname = 'nowhere')), /no database of that name: create it, or .* \(3D000\)$/],
      [`${url}?sslrootcert=/none.crt`, /a file that store\.url names .*sslrootcert.* \(ENOENT\)$/],
      [`${url}?sslmode=verify_full`, /sslmode in store\.url is none of verify-full, /],
      [`${url}?sslmode=require&sslmode=`, /sslmode in store\.url is none of verify-full, /],
    ];
    for (const [wrong, says] of faults) {
      const fault = await openPostgresStore({ url: wrong }).catch((error: unknown) => error);
      expect(fault).toMatchObject(refusal(says));
      expect((fault as Error).message).not.toContain(new URL(wrong).password);
    }
    const calledUrl = 'store.url (env:HP_DB)';
    const nonsense = openPostgresStore({ url: 'https://db/holdpoint', calledUrl });
    await expect(nonsense).rejects.toMatchObject(refusal(/^store\.url \(env:HP_DB\) is no URL of the form/));
  });

  it('is not needed to count the records, which makes nothing', async () => {
    const url = await server.createDatabase();
    expect(await countPostgresRecords({ url })).toBeNull();
    expect(await server.run("select to_regnamespace('holdpoint') is null", url)).toEqual([[true]]);
    const store = await openPostgresStore({ url });
    expect(await countPostgresRecords({ url })).toBe(0);
    await append(store, 'org', 'task/a');
    expect(await countPostgresRecords({ url })).toBe(2);
    await store.close();
  });

  it('makes the schema once, however many open an empty database at once', async () => {
    const url = await server.createDatabase();
    const stores = await Promise.all(Array.from({ length: 4 }, () => openPostgresStore({ url })));
    await Promise.all(stores.map((store) => append(store, 'org')));
    expect((await stores[0]!.head()).size).toBe(4);
    const versions = await server.run('select version from holdpoint.migrations order by 1', url);
    expect(versions.flat().map(Number)).toEqual(migrationsFor(POSTGRES).map(({ version }) => version));
    await Promise.all(stores.map((store) => store.close()));
  });

  it('needs no right to change a schema that is up to date, and minds no default of its role', async () => {
    const url = await server.createDatabase();
    await (await openPostgresStore({ url })).close();
    const role = `limited_${new URL(url).pathname.slice(-12)}`;
    await server.run(
      `create role ${role} login password 'limited';
      grant usage on schema holdpoint to ${role};
      grant select, insert, update, delete on all tables in schema holdpoint to ${role};
      alter role ${role} set default_transaction_isolation = 'serializable';
      alter role ${role} set search_path = public`,
      url,
    );
    const limited = new URL(url);
    limited.username = role;
    limited.password = 'limited';
    const open = async (): Promise<LedgerStore> => openPostgresStore({ url: limited.href });
    const [first, second] = [await open(), await open()];
    const appends = Array.from({ length: 20 }, (_, index) =>
      [first, second][index % 2]!.append(0, sealing('org')),
    );
    await Promise.all(appends);
    expect((await first.head()).size).toBe(20);
    await Promise.all([first.close(), second.close()]);
    await server.run(`drop owned by ${role}; drop role ${role}`, url);
  });

  it.each([
    ['a record that is missing at the end', 'delete from holdpoint.records where seq = 2'],
    ['a head that was set back', 'update holdpoint.head set size = 2'],
    ['an epoch that is not the version of its stream', 'update holdpoint.head set epoch = 7'],
  ])('refuses %s', async (_, sql) => {
    const url = await server.createDatabase();
    const store = await openPostgresStore({ url });
    await append(store, 'org', 'org', 'org');
    await store.close();
    await server.run(sql, url);
    const corrupt = refusal(/the head says \d records and epoch \d; the last record is/, 'store-corrupt');
    await expect(openPostgresStore({ url })).rejects.toMatchObject(corrupt);
  });

  it('refuses a ledger that was set back while it was open', async () => {
    const url = await server.createDatabase();
    const store = await openPostgresStore({ url });
    await append(store, 'org');
    const setBack = `delete from holdpoint.records; delete from holdpoint.streams;
      update holdpoint.head set size = 0, epoch = 0, last_time = 0, checkpoint = null`;
    await server.run(setBack, url);
    const plan = () => expect.unreachable();
    await expect(store.append(0, plan)).rejects.toMatchObject(refusal(/was set back/, 'store-corrupt'));
    await store.close();
  });

  it('refuses a schema from the future, and one that is no ledger', async () => {
    const url = await server.createDatabase();
    await (await openPostgresStore({ url })).close();
    await server.run('insert into holdpoint.migrations values (99)', url);
    await expect(openPostgresStore({ url })).rejects.toMatchObject(refusal(/has schema 99/));
    const other = await server.createDatabase();
    await server.run('create schema holdpoint; create table holdpoint.notes (text text)', other);
    const noLedger = refusal(/that is no ledger/, 'store-corrupt');
    await expect(openPostgresStore({ url: other })).rejects.toMatchObject(noLedger);
  });

  it.each([
    ['synchronous_commit', 'off', 'on'],
    ['synchronous_commit', 'local', 'on'],
  ])('refuses %s = %s, and says what to set', async (name, value, needed) => {
    const url = await server.createDatabase(`options=-c%20${name}=${value}`);
    const says = new RegExp(`has ${name} = ${value}, .*: set ${name} = ${needed}$`);
    await expect(openPostgresStore({ url })).rejects.toMatchObject(refusal(says));
  });

  it.each(['not a url', 'mysql://root@localhost/x', 'postgresql://user:hunter2@host:nan/x'])(
    'refuses %j without repeating it',
    async (url) => {
      const fault: unknown = await openPostgresStore({ url }).catch((error: unknown) => error);
      expect(fault).toMatchObject(refusal(/no URL of the form postgresql:/));
      expect(inspect(fault, { depth: 9, showHidden: true })).not.toContain('hunter2');
    },
  );

  it.each([
    ['a wrong password', (url: URL) => void (url.password = 'hunter2')],
    ['a server that is not there', (url: URL) => void (url.port = '9')],
    ['a database that is not there', (url: URL) => void (url.pathname = 'nothing-here')],
    ['a host that is not there', (url: URL) => void (url.hostname = 'nowhere.invalid')],
    ['an authority that cannot be read', (url: URL) => void (url.search = 'sslrootcert=/nothing/here')],
  ])('refuses %s, and never shows the password', async (_, change) => {
    const url = new URL(await server.createDatabase());
    change(url);
    const fault: unknown = await openPostgresStore({ url: url.href }).catch((error: unknown) => error);
    expect(fault).toMatchObject({ name: 'StoreFault', code: 'store-unavailable' });
    expect(inspect(fault, { depth: 9, showHidden: true })).not.toContain(url.password);
  });
}

function testServer(server: TestServer): void {
  it.each(['fsync', 'full_page_writes'])('that may lose commits by %s = off is refused', async (name) => {
    const url = await server.createDatabase();
    const set = async (value: string): Promise<void> => {
      await server.run(`alter system set ${name} = ${value}`);
      await server.run('select pg_reload_conf()');
    };
    await set('off');
    const refused = refusal(new RegExp(`set ${name} = on$`));
    await expect(openPostgresStore({ url })).rejects.toMatchObject(refused);
    await set('on');
    await (await openPostgresStore({ url })).close();
  });

  it('that goes away at any message of a migration leaves a schema that the next one completes', async () => {
    const url = await server.createDatabase();
    const proxy = new Proxy(url);
    const through = await proxy.listen();
    const outcomes: string[] = [];
    for (let hasCut = true; hasCut;) {
      await server.run('drop schema if exists holdpoint cascade', url);
      const when = outcomes.length % 2 === 0 ? 'before it is sent' : 'before its answer comes';
      proxy.arm({ message: outcomes.length, when });
      const outcome = await openPostgresStore({ url: through }).then(
        (store) => store.close().then(() => 'opened'),
        (fault: unknown) => (fault as StoreFault).code,
      );
      hasCut = proxy.disarm();
      outcomes.push(outcome);
      const store = await openPostgresStore({ url });
      await append(store, 'org');
      await store.close();
    }
    expect(new Set(outcomes)).toEqual(new Set(['store-unavailable', 'store-in-doubt', 'opened']));
    const statements = migrationsFor(POSTGRES).flatMap((migration) => migration.statements);
    expect(outcomes.length).toBeGreaterThan(statements.length);
    await proxy.close();
  });
}

function testTls(server: TestServer, control: ServerControl): void {
  const folder = mkdtempSync(join(tmpdir(), 'holdpoint-tls-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is verified in full, and refused where the name or the authority is another', async () => {
    const url = await server.createDatabase();
    const authority = join(folder, 'ca.crt');
    makeCertificate(folder, 'IP:127.0.0.1');
    for (const file of ['server.crt', 'server.key']) {
      const { uid, gid } = statSync(control.folder);
      copyFileSync(join(folder, file), join(control.folder, file));
      chownSync(join(control.folder, file), uid, gid);
    }
    await control.stop('INT');
    await control.start('-c', 'ssl=on');
    const withTls = (host: string, search: string): string => {
      const tls = new URL(url);
      tls.hostname = host;
      tls.search = search;
      return tls.href;
    };
    const verified = withTls('127.0.0.1', `sslmode=verify-full&sslrootcert=${authority}`);
    const store = await openPostgresStore({ url: verified });
    await append(store, 'org');
    await store.peers!.beat('one');
    const sessions = `select distinct ssl from pg_stat_ssl join pg_stat_activity using (pid)
        where application_name = 'holdpoint' and datname = '${new URL(url).pathname.slice(1)}'`;
    expect(await server.run(sessions)).toEqual([[true]]);
    const before = await contentOf(store);
    await store.close();

    const otherName = withTls('localhost', `sslmode=verify-full&sslrootcert=${authority}`);
    await expect(openPostgresStore({ url: otherName })).rejects.toMatchObject(
      refusal(/\(ERR_TLS_CERT_ALTNAME_INVALID\)/),
    );
    const otherAuthority = withTls('127.0.0.1', 'sslmode=verify-full');
    await expect(openPostgresStore({ url: otherAuthority })).rejects.toMatchObject(
      refusal(/certificate.*sslrootcert/),
    );
    const unchecked = await openPostgresStore({ url: withTls('localhost', 'sslmode=no-verify') });
    expect(await contentOf(unchecked)).toEqual(before);
    await unchecked.close();
  });

  it('is refused where the server has none', async () => {
    await control.stop('INT');
    await control.start();
    const url = await server.createDatabase('sslmode=verify-full');
    await expect(openPostgresStore({ url })).rejects.toMatchObject(refusal(/does not speak TLS/));
    const plain = new Client({ connectionString: url.replace('?sslmode=verify-full', '') });
    await plain.connect();
    await plain.end();
  });
}

function findOpenssl(): string | null {
  try {
    return execFileSync('openssl', ['version'], { encoding: 'utf8' });
  } catch {
    return null;
  }
}

/** An authority, and a server's certificate of it for one name. */
function makeCertificate(folder: string, name: string): void {
  const run = (...args: string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  };
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  run('req', '-x509', ...key, '-subj', '/CN=authority', '-keyout', 'ca.key', '-out', 'ca.crt');
  const issued = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-addext', `subjectAltName=${name}`];
  run(
    'req',
    '-x509',
    ...key,
    ...issued,
    '-subj',
    '/CN=server',
    '-keyout',
    'server.key',
    '-out',
    'server.crt',
  );
}
