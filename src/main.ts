// The composition root: the one file that names every adapter, and so the one place where a part is
// exchanged. Starting a daemon here is all that the CLI, the demo and the tests do.

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { pino } from 'pino';
import { createJwtCredentials } from './adapters/credentials/jwt.ts';
import { createStaticCredentials } from './adapters/credentials/static.ts';
import { nodeLedgerCrypto } from './adapters/crypto/node.ts';
import { openCheckpointFile } from './adapters/host/checkpoint-file.ts';
import { systemClock } from './adapters/host/clock.ts';
import { randomIds } from './adapters/host/ids.ts';
import { guardRuntime } from './adapters/host/runtime.ts';
import { openSigningKey } from './adapters/identity/key-file.ts';
import { createLocalIssuer, type LocalIssuer } from './adapters/identity/local.ts';
import { createTokenVerifier } from './adapters/identity/verifier.ts';
import { createOperatorKey, unlockOperatorKey } from './adapters/keys/operator-key.ts';
import { openFileSigner } from './adapters/keys/signer-file.ts';
import { openSqliteStore } from './adapters/store/sqlite/sqlite.ts';
import { createMcpUpstream } from './adapters/upstream/mcp/upstream.ts';
import { openFileVault } from './adapters/vault/file.ts';
import { parseConfig, type Config } from './config.ts';
import { auditStore, type StoreReport } from './gateway/audit.ts';
import type { GatewayPorts } from './gateway/core.ts';
import type { Log, Signer, TokenVerifier } from './gateway/ports.ts';
import { startGateway, type Running } from './gateway/start.ts';
import { found } from './gateway/verbs.ts';
import { STARTER_POLICY } from './policy/starter.ts';
import type { CliDeps, DaemonOptions, InitOptions, Ready } from './surfaces/cli/deps.ts';
import { createHttpSurface } from './surfaces/http/surface.ts';
import { createMcpSurface } from './surfaces/mcp/endpoint.ts';

guardRuntime();

export const VERSION = '0.1.0';

/** What a running daemon leaves in its home for the same user's other processes; mode 0600. */
export interface DaemonFile {
  readonly url: string;
  readonly pid: number;
  readonly token: string;
  readonly startedAt: number;
}

export interface Daemon {
  readonly url: string;
  /** For this user's own processes: what `daemon.json` holds. */
  readonly localToken: string;
  readonly running: Running;
  /** Takes no more requests, ends what runs, records how, and closes. */
  stop(): Promise<void>;
}

/** The gateway over the files of a home, with what its surfaces need besides. */
export interface OpenedHome {
  readonly running: Running;
  readonly tokens: LocalIssuer;
  readonly verifier: TokenVerifier;
  readonly credentials: Awaited<ReturnType<typeof createJwtCredentials>>;
}

/**
 * Opens the home's ledger; only one process can. Throws `StoreFault`, `VaultFault` and faults of key files.
 */
export async function openHome(config: Config, log: Log): Promise<OpenedHome> {
  const { home } = config;
  const key = (name: string): string => keyFile(home, name);
  await mkdir(join(home, 'keys'), { recursive: true, mode: 0o700 });
  await mkdir(dirname(config.store.path), { recursive: true, mode: 0o700 });
  const signer = await openSigner(home);
  const local = await openSigningKey(key('tokens.pem'), 'ed25519');
  const { audience, issuers } = config.identity;
  const tokens = await createLocalIssuer({ key: local, origin: signer.origin, audience });
  const credentials = await createJwtCredentials({
    key: await openSigningKey(key('credentials.pem'), 'ed25519'),
    issuer: `urn:holdpoint:${signer.origin}`,
    now: systemClock.now,
  });
  const ports: GatewayPorts = {
    store: await openSqliteStore({ path: config.store.path }),
    vault: await openFileVault(key('payload.key'), nodeLedgerCrypto),
    signer,
    checkpoints: openCheckpointFile(config.checkpoints.path),
    clock: systemClock,
    ids: randomIds,
    log,
    upstream: createMcpUpstream({ maxResultBytes: config.limits.resultBytes }),
    issuers: { jwt: credentials.issuer, static: createStaticCredentials({ env: process.env }) },
    tokens,
    crypto: nodeLedgerCrypto,
  };
  const running = await startGateway(ports, {
    owner: `process_${randomIds.mint()}`,
    queueLimit: config.limits.queue,
    holdWaitMs: config.limits.holdWaitSeconds * 1000,
    advisory: true,
  });
  credentials.restore(running.revokedLeases);
  const verifier = createTokenVerifier({ audience, local: tokens, issuers, now: systemClock.now });
  return { running, tokens, verifier, credentials };
}

/** Serves a home on loopback until stopped. `config.listen.port` 0 takes any free port. */
export async function startDaemon(config: Config, log: Log): Promise<Daemon> {
  const home = await openHome(config, log);
  const localToken = randomBytes(32).toString('base64url');
  const listen = { url: '' };
  const fetch = surfaceOf(config, home, localToken, listen);
  const server = createAdaptorServer({ fetch });
  const { host, port } = config.listen;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const bound = server.address() as AddressInfo;
  listen.url = `http://${host.includes(':') ? `[${host}]` : host}:${bound.port}`;
  const file = join(config.home, 'daemon.json');
  const facts: DaemonFile = { url: listen.url, pid: process.pid, token: localToken, startedAt: Date.now() };
  await rm(file, { force: true });
  await writeFile(file, `${JSON.stringify(facts)}\n`, { mode: 0o600 });
  return {
    url: listen.url,
    localToken,
    running: home.running,
    async stop() {
      await rm(file, { force: true });
      const closed = new Promise((resolve) => server.close(resolve));
      await home.running.stop();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
    },
  };
}

function surfaceOf(
  config: Config,
  { running, tokens, verifier, credentials }: OpenedHome,
  localToken: string,
  listen: { readonly url: string },
): (request: Request) => Response | Promise<Response> {
  const mcp = createMcpSurface(running.core, {
    verifier,
    listen,
    issuers: config.identity.issuers.map(({ issuer }) => issuer),
    bodyBytes: config.limits.bodyBytes,
    stateKey: randomBytes(32),
    version: VERSION,
  });
  const deps = {
    verifier,
    tokens,
    localToken,
    mcp,
    introspect: (token: string) => credentials.introspect(token),
    jwks: () => credentials.jwks,
    version: VERSION,
    listen,
  };
  return createHttpSurface(running.core, deps).fetch;
}

/** Logs to standard error: standard output belongs to data. */
export function createLog(level: string): Log {
  return pino({ level, base: null }, pino.destination(2));
}

function keyFile(home: string, name: string): string {
  return join(home, 'keys', name);
}

async function openSigner(home: string): Promise<Signer> {
  return openFileSigner(keyFile(home, 'ledger.pem'), await originOf(home), nodeLedgerCrypto);
}

/** The ledger's name, fixed when the home is made: an origin names one log for ever. */
async function originOf(home: string): Promise<string> {
  const file = join(home, 'origin');
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch {
    const origin = `holdpoint.local/${randomIds.mint()}`;
    await writeFile(file, `${origin}\n`, { flag: 'wx', mode: 0o600 });
    return origin;
  }
}

/** What the command line needs of the world. `program` is its own script: a daemon is started with it. */
export function createCliDeps(program: string): CliDeps {
  return {
    version: VERSION,
    crypto: nodeLedgerCrypto,
    fetch: globalThis.fetch,
    parseConfig,
    up,
    spawnDaemon: (options) => spawnDaemon(program, options),
    init: foundHome,
    createOperatorKey,
    unlockOperatorKey,
    ledgerKey: async (home) => {
      const signer = existsSync(keyFile(home, 'ledger.pem')) ? await openSigner(home) : null;
      return signer?.vkey ?? null;
    },
    auditStore: audit,
  };
}

async function readConfig({ config: file, home }: DaemonOptions): Promise<Config> {
  const path = file ?? join(process.cwd(), 'holdpoint.yaml');
  const text = file === null && !existsSync(path) ? '' : await readFile(path, 'utf8');
  const parsed = parseConfig(text, path, process.env, home === null ? {} : { home });
  if ('config' in parsed) return parsed.config;
  const [first] = parsed.problems;
  throw new Error(`${path}:${first?.line}:${first?.column}: ${first?.path} ${first?.message}`);
}

async function up(options: DaemonOptions, onReady: (ready: Ready) => void): Promise<void> {
  const config = await readConfig(options);
  const daemon = await startDaemon(config, createLog(config.log.level));
  onReady({ url: daemon.url, pid: process.pid, home: config.home });
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  await daemon.stop();
}

/** The daemon outlives the caller; what it logs goes to `daemon.log` in its home. */
async function spawnDaemon(program: string, options: DaemonOptions): Promise<Ready> {
  const { home } = await readConfig(options);
  const flags = [
    ...(options.config === null ? [] : ['--config', options.config]),
    ...(options.home === null ? [] : ['--home', options.home]),
  ];
  const log = await open(join(home, 'daemon.log'), 'a', 0o600);
  const stdio = ['ignore', log.fd, log.fd] as const;
  const child = spawn(process.execPath, [program, 'up', ...flags], { detached: true, stdio: [...stdio] });
  const ended = new Promise<never>((_, reject) => {
    child.once('exit', () => reject(new Error(`the daemon did not start: see ${join(home, 'daemon.log')}`)));
  });
  ended.catch(() => undefined);
  child.unref();
  await log.close();
  return Promise.race([ended, answering(home, child.pid!)]);
}

/** Resolves when the daemon of the home with this process id answers. */
async function answering(home: string, pid: number): Promise<Ready> {
  for (;;) {
    const facts = await readFile(join(home, 'daemon.json'), 'utf8')
      .then((text) => JSON.parse(text) as DaemonFile)
      .catch(() => null);
    if (facts?.pid === pid) return { url: facts.url, pid, home };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function foundHome({
  settings,
  mode,
  operator,
}: InitOptions): Promise<{ ledger: string; vkey: string }> {
  const config = await readConfig({ config: null, home: settings.home });
  const { running } = await openHome(
    { ...config, home: settings.home, store: settings.store },
    createLog('error'),
  );
  try {
    const founder = { ...operator, identity: null };
    const answer = await found(running.core, { mode, operator: founder, sources: [STARTER_POLICY] });
    if (answer.verdict !== 'permit') throw new AlreadyFounded(settings.home);
    const { origin, vkey } = running.core.signer;
    return { ledger: origin, vkey };
  } finally {
    await running.stop();
  }
}

class AlreadyFounded extends Error {
  readonly code = 'already-founded';
  constructor(home: string) {
    super(`${home} already holds a ledger with its first operator`);
    this.name = 'AlreadyFounded';
  }
}

async function audit(path: string, home: string, checkpoints: readonly string[]): Promise<StoreReport> {
  const { vkey } = await openSigner(home);
  const store = await openSqliteStore({ path });
  const payloadKey = keyFile(home, 'payload.key');
  const vault = existsSync(payloadKey) ? await openFileVault(payloadKey, nodeLedgerCrypto) : null;
  try {
    return await auditStore({ store, crypto: nodeLedgerCrypto, vkey, checkpoints, vault });
  } finally {
    await store.close();
  }
}
