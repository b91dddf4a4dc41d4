// Without a record there is no action; what already happened waits until it is written; a ledger that cannot
// be read is not served.

import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createPerson } from '../../examples/demo/people.ts';
import { createJwtCredentials } from '../../src/adapters/credentials/jwt.ts';
import { nodeLedgerCrypto } from '../../src/adapters/crypto/node.ts';
import { systemClock } from '../../src/adapters/host/clock.ts';
import { randomIds } from '../../src/adapters/host/ids.ts';
import { openSigningKey } from '../../src/adapters/identity/key-file.ts';
import { createLocalIssuer } from '../../src/adapters/identity/local.ts';
import { createTokenVerifier } from '../../src/adapters/identity/verifier.ts';
import { openFileKeyring } from '../../src/adapters/keys/keyring-file.ts';
import { openSqliteStore } from '../../src/adapters/store/sqlite/sqlite.ts';
import { createMcpUpstream } from '../../src/adapters/upstream/mcp/upstream.ts';
import { openFileVault } from '../../src/adapters/vault/file.ts';
import { parseConfig, type Config } from '../../src/config.ts';
import { auditStore } from '../../src/gateway/ledger/audit.ts';
import { StoreFault, type LedgerStore } from '../../src/gateway/ports.ts';
import { fakeCheckpoints } from '../../src/gateway/fakes.contract.ts';
import { startGateway, type Running } from '../../src/gateway/start.ts';
import { openTask } from '../../src/gateway/tasks.ts';
import { admitConnector, proposeConnector } from '../../src/gateway/connectors/connector-verbs.ts';
import { found, publishWorkflow, registerAgent } from '../../src/gateway/verbs.ts';
import { trace } from '../../src/gateway/views.ts';
import { createLog, openHome, startDaemon } from '../../src/main.ts';
import { STARTER_POLICY } from '../../src/policy/starter.ts';
import { createMcpSurface } from '../../src/surfaces/mcp/endpoint.ts';
import { startHttpServer, type HttpFixture } from '../fixtures/upstream/http-server.ts';
import { connect, DENIAL, type Task } from './stage.ts';
import { countsOf } from './wire.ts';

const URL_OF_NOTHING = 'http://127.0.0.1:4180';
const ALICE = { kind: 'operator', id: 'op_alice' } as const;
const WORKFLOW = `holdpoint: workflow/v1
id: echo
purpose: Show that it holds
owner: op_alice
agents: [scribe]
expires: 2099-01-01
allow:
  - tool: fix/echo
`;

let home: string;
let fixture: HttpFixture;

/** A disk: it takes so many appends, then is full until it is given room. */
interface Disk {
  room: number;
  refused: number;
}

function onDisk(store: LedgerStore, disk: Disk): LedgerStore {
  const append = store.append.bind(store);
  return Object.assign(store, {
    append: ((streams, seal) => {
      if (disk.room > 0) {
        disk.room -= 1;
        return append(streams, seal);
      }
      disk.refused += 1;
      return Promise.reject(new StoreFault('store-full', 'the disk is full'));
    }) satisfies LedgerStore['append'],
  });
}

interface Site {
  readonly running: Running;
  readonly disk: Disk;
  readonly fetch: typeof fetch;
}

/** A gateway with its MCP surface over a real store on a disk whose room the test decides. */
async function startSite(): Promise<Site> {
  const disk: Disk = { room: Number.POSITIVE_INFINITY, refused: 0 };
  const key = await openSigningKey(join(home, 'tokens.pem'), 'ed25519');
  const tokens = await createLocalIssuer({ key, origin: 'test/ledger', audience: 'holdpoint' });
  const minting = await createJwtCredentials({ key, issuer: 'test', now: systemClock.now });
  const ports = {
    store: onDisk(await openSqliteStore({ path: join(home, 'holdpoint.db') }), disk),
    vault: await openFileVault(join(home, 'payload.key'), nodeLedgerCrypto),
    keyring: openFileKeyring(join(home, 'keys'), 'test/ledger', nodeLedgerCrypto),
    checkpoints: fakeCheckpoints(),
    clock: systemClock,
    ids: randomIds,
    log: createLog('silent'),
    upstream: createMcpUpstream(),
    issuers: { jwt: minting.issuer, static: minting.issuer },
    tokens,
    crypto: nodeLedgerCrypto,
    revoked: minting.restore,
  };
  const limits = { queueLimit: 100, queueBytes: 2 ** 24, callLimit: 100, holdWaitMs: 0 };
  const options = { ...limits, policyEngine: 'compiled', advisory: false } as const;
  const running = await startGateway(ports, options);
  const verifier = createTokenVerifier({
    audience: 'holdpoint',
    local: tokens,
    issuers: [],
    now: systemClock.now,
  });
  const surface = createMcpSurface(running.core, {
    verifier,
    listen: { url: URL_OF_NOTHING },
    issuers: [],
    bodyBytes: 65_536,
    stateKey: new Uint8Array(32).fill(7),
    version: '0',
  });
  const fetch: Site['fetch'] = (input, init) => {
    const request = new Request(input, init);
    request.headers.set('host', new URL(URL_OF_NOTHING).host);
    return surface(request);
  };
  return { running, disk, fetch };
}

async function openEcho({ core }: Running, url: string): Promise<Task> {
  const roles = ['admin', 'requester'];
  const operator = { id: ALICE.id, name: 'Alice', roles, publicKey: null, identity: null };
  await found(core, { mode: 'separated', operator, sources: [STARTER_POLICY] });
  const agent = { id: 'scribe', owner: ALICE.id, environment: 'test', groups: [], identity: null };
  await registerAgent(core, ALICE, agent);
  const fix = { id: 'fix', upstream: { transport: 'http', url }, credential: null } as const;
  const { proposal } = await proposeConnector(core, ALICE, fix);
  await admitConnector(core, ALICE, { connector: 'fix', proposal, effects: { echo: ['read'] } });
  await publishWorkflow(core, ALICE, { name: 'echo.workflow.yaml', text: WORKFLOW });
  const asked = { workflow: 'echo', agent: 'scribe', prompt: 'Please do it.' };
  const { task, token } = await openTask(core, ALICE, asked);
  return { id: task!, token: token!.token };
}

const ECHO = { name: 'fix__echo', arguments: {} };

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'holdpoint-e2e-store-'));
  fixture = await startHttpServer();
});
afterEach(async () => {
  await fixture.close();
  await rm(home, { recursive: true });
});

async function typesOf({ running }: Site, task: Task): Promise<string[]> {
  return (await trace(running.core, task.id))!.records.map(({ type }) => type);
}

async function isWhole({ running }: Site): Promise<boolean> {
  const { store, crypto, signer } = running.core;
  return (await auditStore({ store, crypto, vkey: signer.vkey, checkpoints: [], vault: null })).ok;
}

it.each(['auto', 'legacy'] as const)(
  'answers a client (%s) that it is unavailable while the disk is full, and calls nobody',
  async (mode) => {
    const site = await startSite();
    const task = await openEcho(site.running, fixture.url);
    const client = await connect(URL_OF_NOTHING, task.token, mode, { fetch: site.fetch });
    const before = await typesOf(site, task);
    site.disk.room = 0;
    for (let tries = 0; tries < 3; tries += 1) {
      const answer = await client.callTool(ECHO);
      expect(answer).toMatchObject({ isError: true, _meta: { [DENIAL]: { category: 'unavailable' } } });
      expect(JSON.stringify(answer.content)).toContain('store-full');
    }
    expect(await countsOf(fixture.url)).toEqual({});
    expect(await typesOf(site, task)).toEqual(before);
    site.disk.room = Number.POSITIVE_INFINITY;
    expect(await client.callTool(ECHO)).toMatchObject({ content: [{}, {}, {}, {}] });
    expect(await countsOf(fixture.url)).toEqual({ echo: 1 });
    expect(await typesOf(site, task)).toEqual([...before, 'action-permitted', 'action-settled']);
    expect(await isWhole(site)).toBe(true);
    await client.close();
    await site.running.stop();
  },
);

it.each(['auto', 'legacy'] as const)(
  'tells a client (%s) the code of a fault, and no place',
  async (mode) => {
    const site = await startSite();
    const { core } = site.running;
    const task = await openEcho(site.running, fixture.url);
    const client = await connect(URL_OF_NOTHING, task.token, mode, { fetch: site.fetch });
    const load = core.load.bind(core);
    core.load = () =>
      Promise.reject(new StoreFault('store-unavailable', 'postgresql://db.internal/x: no answer'));
    const answer = await client.callTool(ECHO);
    expect(answer).toMatchObject({ isError: true, _meta: { [DENIAL]: { category: 'unavailable' } } });
    const listing = await client.listResources().catch((error: unknown) => error);
    expect(listing).toBeInstanceOf(Error);
    for (const said of [JSON.stringify(answer.content), String(listing)]) {
      expect(said).toContain('store-unavailable');
      expect(said).toContain('holdpoint doctor');
      expect(said).not.toContain('db.internal');
    }
    core.load = load;
    expect(await countsOf(fixture.url)).toEqual({});
    await client.close();
    await site.running.stop();
  },
);

it('keeps the outcome of a call that ran as the disk filled up until there is room for it', async () => {
  const site = await startSite();
  const task = await openEcho(site.running, fixture.url);
  const client = await connect(URL_OF_NOTHING, task.token, 'auto', { fetch: site.fetch });
  const before = await typesOf(site, task);
  site.disk.room = 1;
  let isAnswered = false;
  const calling = client.callTool(ECHO).finally(() => {
    isAnswered = true;
  });
  await expect.poll(() => site.disk.refused).toBeGreaterThan(2);
  expect(await countsOf(fixture.url)).toEqual({ echo: 1 });
  expect(await typesOf(site, task)).toEqual([...before, 'action-permitted']);
  expect(isAnswered).toBe(false);
  site.disk.room = Number.POSITIVE_INFINITY;
  expect(await calling).toMatchObject({ content: [{}, {}, {}, {}] });
  expect(await typesOf(site, task)).toEqual([...before, 'action-permitted', 'action-settled']);
  expect(await countsOf(fixture.url)).toEqual({ echo: 1 });
  expect(await isWhole(site)).toBe(true);
  await client.close();
  await site.running.stop();
});

it('stops while the disk is full, and settles the call as unknown at the next start', async () => {
  const site = await startSite();
  const task = await openEcho(site.running, fixture.url);
  const client = await connect(URL_OF_NOTHING, task.token, 'auto', { fetch: site.fetch });
  site.disk.room = 1;
  const calling = client.callTool(ECHO).catch(() => null);
  await expect.poll(() => site.disk.refused).toBeGreaterThan(0);
  await Promise.all([calling, site.running.stop()]);
  await client.close();
  const next = await startSite();
  const last = (await trace(next.running.core, task.id))!.records.at(-1);
  expect(last).toMatchObject({ type: 'action-settled', body: { outcome: 'unknown', code: 'claim-lapsed' } });
  expect(await countsOf(fixture.url)).toEqual({ echo: 1 });
  expect(await isWhole(next)).toBe(true);
  await next.running.stop();
});

function readConfig(folder: string): Config {
  const text = 'home: .\nlisten: {port: 0}\n';
  const parsed = parseConfig(text, join(folder, 'holdpoint.yaml'), {}, {});
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
}

const DAMAGE: [string, (path: string) => Promise<void>][] = [
  ['whose head is overwritten', (path) => overwrite(path, 0, 100)],
  ['that is another file', (path) => writeFile(path, 'this is no database\n'.repeat(500))],
  ['that was cut', async (path) => truncate(path, Math.floor((await readFile(path)).length / 2))],
  ['with garbage in its middle', async (path) => overwrite(path, 4_096, (await readFile(path)).length)],
];

async function overwrite(path: string, from: number, to: number): Promise<void> {
  const bytes = await readFile(path);
  await writeFile(path, bytes.fill(0xa5, from, to));
}

it.each(DAMAGE)('refuses to serve a database %s, and leaves it as it is', async (_title, damage) => {
  const config = readConfig(home);
  const { running } = await openHome(config, createLog('silent'));
  const { id, publicKey } = await createPerson('op_alice', join(home, 'alice.key'), 'a passphrase of hers');
  const operator = { id, name: 'Alice', roles: ['admin'], publicKey, identity: null };
  await found(running.core, { mode: 'separated', operator, sources: [STARTER_POLICY] });
  await running.stop();
  await damage(config.store.path);
  const before = await readFile(config.store.path);
  await expect(startDaemon(config, createLog('silent'))).rejects.toMatchObject({ code: 'store-corrupt' });
  expect((await readFile(config.store.path)).equals(before)).toBe(true);
});
