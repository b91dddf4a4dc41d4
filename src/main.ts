// The composition root: the one file that names every adapter, and so the one place where a part is
// exchanged. Starting a daemon here is all that the CLI, the demo and the tests do.

import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
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
import { openSigningKey } from './adapters/identity/key-file.ts';
import { createLocalIssuer, type LocalIssuer } from './adapters/identity/local.ts';
import { createTokenVerifier } from './adapters/identity/verifier.ts';
import { openFileSigner } from './adapters/keys/signer-file.ts';
import { openSqliteStore } from './adapters/store/sqlite/sqlite.ts';
import { createMcpUpstream } from './adapters/upstream/mcp/upstream.ts';
import { openFileVault } from './adapters/vault/file.ts';
import type { Config } from './config.ts';
import type { GatewayPorts } from './gateway/core.ts';
import type { Log, TokenVerifier } from './gateway/ports.ts';
import { startGateway, type Running } from './gateway/start.ts';
import { createHttpSurface } from './surfaces/http/surface.ts';
import { createMcpSurface } from './surfaces/mcp/endpoint.ts';

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
  const key = (name: string): string => join(home, 'keys', name);
  await mkdir(join(home, 'keys'), { recursive: true, mode: 0o700 });
  await mkdir(dirname(config.store.path), { recursive: true, mode: 0o700 });
  const signer = await openFileSigner(key('ledger.pem'), await originOf(home), nodeLedgerCrypto);
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
  const { introspect, jwks } = credentials;
  const deps = { verifier, tokens, localToken, mcp, introspect, jwks: () => jwks, version: VERSION, listen };
  return createHttpSurface(running.core, deps).fetch;
}

/** Logs to standard error: standard output belongs to data. */
export function createLog(level: string): Log {
  return pino({ level, base: null }, pino.destination(2));
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
