// The composition root: the one file that names every adapter, and so the one place where a part is
// exchanged. Starting a daemon here is all that the CLI, the demo and the tests do.

import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pino } from 'pino';
import { createJwtCredentials } from './adapters/credentials/jwt.ts';
import { createStaticCredentials } from './adapters/credentials/static.ts';
import { nodeLedgerCrypto } from './adapters/crypto/node.ts';
import { startInBackground } from './adapters/host/background-process.ts';
import { openCheckpointFile } from './adapters/host/checkpoint-file.ts';
import { systemClock } from './adapters/host/clock.ts';
import { inNewFolders } from './adapters/host/new-folders.ts';
import { readPacks } from './adapters/host/pack-files.ts';
import { randomIds } from './adapters/host/ids.ts';
import { readSecretReference } from './adapters/host/secret-reference.ts';
import { endOnBug } from './adapters/host/bug.ts';
import { guardRuntime } from './adapters/host/runtime.ts';
import { readOrCreatePrivateFile } from './adapters/host/private-file.ts';
import { openSigningKey } from './adapters/identity/key-file.ts';
import { createLocalIssuer, type LocalIssuer } from './adapters/identity/local.ts';
import { examineOpenId } from './adapters/identity/verifier/openid-checkup.ts';
import { createOpenIdProvider } from './adapters/identity/verifier/openid-provider.ts';
import { createTokenVerifier } from './adapters/identity/verifier.ts';
import { createOperatorKey, unlockOperatorKey } from './adapters/keys/operator-key.ts';
import { checkKeyFiles, checkPayloadKey, PAYLOAD_KEY } from './adapters/keys/key-files.ts';
import { listVkeys, openFileKeyring } from './adapters/keys/keyring-file.ts';
import { createTransitRootKey } from './adapters/keys/vault-transit.ts';
import { createChannels } from './adapters/notify/by-kind.ts';
import { createSlack } from './adapters/notify/slack/slack.ts';
import { createSmtp } from './adapters/notify/smtp/smtp.ts';
import { createWebhook } from './adapters/notify/webhook/webhook.ts';
import { countPostgresRecords, openPostgresStore } from './adapters/store/postgres/postgres.ts';
import { openSqliteStore } from './adapters/store/sqlite/sqlite.ts';
import { createUpstreams } from './adapters/upstream/by-transport.ts';
import { createChatProposer } from './adapters/proposer/chat-completions.ts';
import { divideOffered } from './adapters/upstream/http/offered.ts';
import { createOpenApiUpstream } from './adapters/upstream/http/upstream.ts';
import { createMcpUpstream } from './adapters/upstream/mcp/upstream.ts';
import { openFileVault } from './adapters/vault/file.ts';
import { openWitnessMemory } from './adapters/witness/checkpoint-folder.ts';
import { cosignerOf } from './adapters/witness/cosigner.ts';
import { createHttpWitness } from './adapters/witness/http-client.ts';
import { parseConfig, type Config } from './config.ts';
import { readApiText } from './gateway/connectors/api-document.ts';
import { auditStore, type StoreReport } from './gateway/ledger/audit.ts';
import type { GatewayPorts } from './gateway/core.ts';
import { codeOf } from './gateway/fault.ts';
import type { Keyring } from './gateway/ports/keys.ts';
import {
  StoreFault,
  type LedgerStore,
  type Log,
  type TokenVerifier,
  type Upstream,
} from './gateway/ports.ts';
import type { Proposer } from './gateway/ports/proposer.ts';
import { startGateway, type Running } from './gateway/start.ts';
import { found } from './gateway/verbs.ts';
import type { WitnessRules } from './gateway/ledger/witnessing.ts';
import { LedgerFormatError } from './ledger/format-error.ts';
import type { NoteSigner } from './ledger/note.ts';
import { decodeVkey, encodeVkey, verifierKey } from './ledger/vkey.ts';
import { STARTER_POLICY } from './policy/starter.ts';
import type {
  CliDeps,
  DaemonOptions,
  Environment,
  InitOptions,
  Ready,
  Watch,
  WitnessOptions,
} from './surfaces/cli/deps.ts';
import { readDaemonFile, type DaemonFile } from './surfaces/cli/home.ts';
import { webauthnRegistrar } from './adapters/webauthn/registrar.ts';
import { serve, untilTold, type Serving } from './surfaces/http/server.ts';
import { createHttpSurface } from './surfaces/http/surface.ts';
import { createMcpSurface } from './surfaces/mcp/endpoint.ts';
import { createWitnessSurface } from './surfaces/witness/server.ts';
import type { Vault } from './gateway/ports/vault.ts';

guardRuntime();

export const VERSION = '0.1.0';
/** Asked once, at the start. */
const ROOT_KEY_TIMEOUT_MS = 10_000;
/** A witness that takes longer is asked again in the next period. */
const WITNESS_TIMEOUT_MS = 5_000;

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
  /** Seals what MCP clients carry from one request to the next, to whichever replica. */
  readonly stateKey: Uint8Array;
}

/**
 * Opens the home's ledger; a file only for one process at a time. Throws `StoreFault`, `VaultFault` and
 * faults of key files.
 */
export async function openHome(config: Config, log: Log): Promise<OpenedHome> {
  await mkdir(config.home, { recursive: true, mode: 0o700 });
  await mkdir(config.keys.path, { recursive: true, mode: 0o700 });
  const store = await openStore(config.store);
  try {
    return await openOver(store, config, log);
  } catch (error) {
    await store.close().catch(() => undefined);
    throw error;
  }
}

async function openOver(store: LedgerStore, config: Config, log: Log): Promise<OpenedHome> {
  const witnesses = witnessRules(config.witnesses);
  const key = (name: string): string => join(config.keys.path, name);
  await checkKeyFiles(store, [config.keys.path, config.home]);
  const keyring = await openKeyring(config);
  const local = await openSigningKey(key('tokens.pem'), 'ed25519');
  const { audience, issuers } = config.identity;
  const tokens = await createLocalIssuer({ key: local, origin: keyring.origin, audience });
  const credentials = await createJwtCredentials({
    key: await openSigningKey(key('credentials.pem'), 'ed25519'),
    issuer: `urn:holdpoint:${keyring.origin}`,
    now: systemClock.now,
  });
  const makeSecret = (): string => `${randomBytes(32).toString('hex')}\n`;
  const stateKey = Buffer.from(await readOrCreatePrivateFile(key('state.key'), makeSecret), 'hex');
  const vault = await openVault(config.keys);
  await checkPayloadKey(vault, store);
  const ports: GatewayPorts = {
    store,
    vault,
    keyring,
    checkpoints: openCheckpointFile(config.checkpoints.path),
    clock: systemClock,
    ids: randomIds,
    log,
    upstream: createTransports(config.limits.resultBytes),
    ...(config.proposer === undefined ? {} : { proposer: proposerOf(config.proposer, process.env) }),
    issuers: { jwt: credentials.issuer, static: createStaticCredentials({ env: process.env }) },
    tokens,
    crypto: nodeLedgerCrypto,
    revoked: credentials.restore,
  };
  const running = await startGateway(ports, {
    queueLimit: config.limits.queue,
    queueBytes: config.limits.queueBytes,
    callLimit: config.limits.calls,
    holdWaitMs: config.limits.holdWaitSeconds * 1000,
    policyEngine: config.policy.engine,
    advisory: true,
    ...(config.retention.days === null ? {} : { retentionDays: config.retention.days }),
    notifying: createChannels(
      config,
      { webhook: createWebhook, smtp: createSmtp, slack: createSlack },
      process.env,
    ),
    ...witnesses,
  });
  const verifier = createTokenVerifier({ audience, local: tokens, issuers, now: systemClock.now });
  return { running, tokens, verifier, credentials, stateKey };
}

function proposerOf(
  { timeoutSeconds, ...rest }: NonNullable<Config['proposer']>,
  env: Environment,
): Proposer {
  return createChatProposer({ ...rest, env, timeoutMs: timeoutSeconds * 1000 });
}

/** MCP servers and HTTP APIs. */
function createTransports(maxResultBytes: number): Upstream {
  const mcp = createMcpUpstream({ maxResultBytes });
  const openapi = createOpenApiUpstream({ readDocument: readApiText, maxResultBytes });
  return createUpstreams({ stdio: mcp, http: mcp, openapi });
}

/** Throws `malformed-key` for a verifier key that is no witness's: such a one would never count. */
function witnessRules({ list, quorum = list.length, periodSeconds }: Config['witnesses']): {
  readonly witnessing?: WitnessRules;
} {
  for (const { vkey } of list) {
    if (decodeVkey(nodeLedgerCrypto, vkey).algorithm === 'cosignature') continue;
    throw new LedgerFormatError('malformed-key', `witnesses.list: ${vkey} is a log's key, not a witness's`);
  }
  const witnesses = list.map((witness) => createHttpWitness({ ...witness, timeoutMs: WITNESS_TIMEOUT_MS }));
  return list.length === 0 ? {} : { witnessing: { witnesses, quorum, periodSeconds } };
}

/** Throws `StoreFault`; for a reference that leads nowhere too. */
async function openStore(where: Config['store']): Promise<LedgerStore> {
  if (where.url !== undefined) return openPostgresStore(await databaseOf(where, where.url));
  await mkdir(dirname(where.path), { recursive: true, mode: 0o700 });
  return openSqliteStore({ path: where.path });
}

async function databaseOf({ poolSize, statementTimeoutMs }: Config['store'], url: string) {
  if (!/^(env|file):/.test(url)) return { url, poolSize, statementTimeoutMs };
  const read = await readSecretReference(url, process.env).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : 'cannot be read';
    throw new StoreFault('store-unavailable', `store.url is ${url}, which ${why}`, { cause });
  });
  return { url: read, calledUrl: `store.url (${url})`, poolSize, statementTimeoutMs };
}

/** Serves a home on loopback until stopped. `config.listen.port` 0 takes any free port. */
export async function startDaemon(config: Config, log: Log): Promise<Daemon> {
  const home = await openHome(config, log);
  try {
    return await serveHome(config, home);
  } catch (error) {
    await home.running.stop();
    throw error;
  }
}

async function serveHome(config: Config, home: OpenedHome): Promise<Daemon> {
  const localToken = randomBytes(32).toString('base64url');
  const { origin } = config.console;
  const listen = { url: '', ...(origin === undefined ? {} : { origin }) };
  const fetch = surfaceOf(config, home, localToken, listen);
  const server = await serve(fetch, config.listen);
  listen.url = server.url;
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
      await server.stop(() => home.running.stop());
    },
  };
}

/** A witness of other people's ledgers: a folder, a key and a port, and no ledger of its own. */
export async function startWitness(
  { folder, name, listen, logs }: WitnessOptions,
  log: Log,
): Promise<Serving & { readonly vkey: string }> {
  if (!existsSync(witnessKeyFile(folder))) throw new WitnessKeyMissing(witnessKeyFile(folder));
  const witness = cosignerOf(name, await openSigningKey(witnessKeyFile(folder), 'ed25519'));
  const surface = createWitnessSurface({
    crypto: nodeLedgerCrypto,
    witness,
    logs: logs.map((vkey) => decodeVkey(nodeLedgerCrypto, vkey)),
    memory: openWitnessMemory(join(folder, 'logs')),
    clock: systemClock,
    log,
  });
  return { ...(await serve(surface.fetch, listen)), vkey: witnessVkey(witness) };
}

/** A new key would be another witness, one that knows nothing. */
class WitnessKeyMissing extends Error {
  readonly code = 'witness-key-missing';
  constructor(path: string) {
    super(`${path} is not there: restore it from its backup`);
    this.name = 'WitnessKeyMissing';
  }
}

async function createWitness(folder: string, name: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return witnessVkey(cosignerOf(name, await openSigningKey(witnessKeyFile(folder), 'ed25519')));
}

function witnessKeyFile(folder: string): string {
  return join(folder, 'witness.pem');
}

function witnessVkey({ name, publicKey }: NoteSigner): string {
  return encodeVkey(verifierKey(nodeLedgerCrypto, name, publicKey, 'cosignature'));
}

function surfaceOf(
  config: Config,
  { running, tokens, verifier, credentials, stateKey }: OpenedHome,
  localToken: string,
  listen: { readonly url: string; readonly origin?: string },
): (request: Request) => Response | Promise<Response> {
  const mcp = createMcpSurface(running.core, {
    verifier,
    listen,
    issuers: config.identity.issuers.map(({ issuer }) => issuer),
    bodyBytes: config.limits.bodyBytes,
    stateKey,
    version: VERSION,
  });
  const asked = { verifier, tokens, passkeys: webauthnRegistrar, localToken, mcp, version: VERSION, listen };
  const known = { ...asked, ...signInOf(config.console) };
  const introspect = (token: string): Promise<object> => credentials.introspect(token);
  return createHttpSurface(running.core, { ...known, introspect, jwks: () => credentials.jwks }).fetch;
}

/** How people sign in, as the configuration has it. */
function signInOf({ sessionSeconds, idleSeconds, oidc }: Config['console']) {
  const sessions = { sessionSeconds, idleSeconds };
  if (oidc === undefined) return { sessions };
  const provider = createOpenIdProvider({ ...oidc, env: process.env });
  return { sessions, provider: { provider, provision: oidc.provision?.roles ?? null } };
}

/** Logs to standard error: standard output belongs to data. */
export function createLog(level: string): Log {
  return pino({ level, base: null }, pino.destination(2));
}

/** Where the keys of a ledger are, and its name. */
type Keys = { readonly home: string; readonly keys: Pick<Config['keys'], 'path'> };

async function openKeyring(at: Keys): Promise<Keyring> {
  return openFileKeyring(at.keys.path, await originOf(at), nodeLedgerCrypto);
}

async function ledgerKeys(at: Keys): Promise<readonly string[]> {
  const { path } = at.keys;
  return existsSync(path) ? listVkeys(path, await originOf(at), nodeLedgerCrypto) : [];
}

/** The key of the payloads, wrapped by a root key elsewhere where the configuration names one. */
function openVault({ path, payload }: Config['keys']): Promise<Vault> {
  const { transit } = payload;
  const root =
    transit && createTransitRootKey({ ...transit, env: process.env, timeoutMs: ROOT_KEY_TIMEOUT_MS });
  return openFileVault(join(path, PAYLOAD_KEY), nodeLedgerCrypto, root);
}

/**
 * The ledger's name, fixed when its first key is made: an origin names one log for ever, and all replicas
 * that share the keys share it. Homes of earlier versions hold it themselves.
 */
async function originOf({ home, keys }: Keys): Promise<string> {
  const own = await readFile(join(home, 'origin'), 'utf8').catch(() => null);
  const make = (): string => `holdpoint.local/${randomIds.mint()}\n`;
  return (own ?? (await readOrCreatePrivateFile(join(keys.path, 'origin'), make))).trim();
}

/** What the command line needs of the world. `program` is its own script: a daemon is started with it. */
export function createCliDeps(program: string): CliDeps {
  return {
    version: VERSION,
    createProposer: proposerOf,
    examineProvider: examineOpenId,
    leftOutOf: ({ tools }) => divideOffered(tools, null).leftOut,
    crypto: nodeLedgerCrypto,
    fetch: globalThis.fetch,
    parseConfig,
    up,
    spawnDaemon: (options) => spawnDaemon(program, options),
    countRecords,
    init: foundHome,
    createOperatorKey,
    unlockOperatorKey,
    readPacks: () => readPacks(),
    createWitness,
    async runWitness(options, onReady) {
      const log = createLog('info');
      endOnBug(log, codeOf);
      const witness = await startWitness(options, log);
      onReady(witness);
      await untilTold();
      await witness.stop(() => Promise.resolve());
    },
    ledgerKeys,
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

async function up(options: DaemonOptions, onReady: (ready: Ready) => Promise<void>): Promise<void> {
  const config = await readConfig(options);
  const log = createLog(config.log.level);
  endOnBug(log, codeOf);
  const daemon = await startDaemon(config, log);
  const told = untilTold();
  const { mode } = daemon.running.core.world.state(null).org;
  if (mode === null) log.warn({}, 'the ledger has no operator yet, and nobody can ask for anything');
  await onReady({ url: daemon.url, pid: process.pid, home: config.home });
  await told;
  await daemon.stop();
}

/** The daemon outlives the caller; what it logs goes to `daemon.log` in its home. */
async function spawnDaemon(program: string, options: DaemonOptions): Promise<Ready> {
  const { home } = await readConfig(options);
  const flags = [
    ...(options.config === null ? [] : ['--config', options.config]),
    ...(options.home === null ? [] : ['--home', options.home]),
  ];
  return startInBackground({
    argv: [program, 'up', ...flags],
    logPath: join(home, 'daemon.log'),
    async look(pid) {
      const file = await readDaemonFile(home).catch(() => null);
      return file?.pid === pid ? { url: file.url, pid, home } : null;
    },
  });
}

async function foundHome(options: InitOptions): Promise<{ ledger: string; vkey: string }> {
  const { home, keys } = options.settings;
  // In doubt, the ledger may be there.
  const hasFailed = (error: unknown): boolean => codeOf(error) !== 'store-in-doubt';
  return inNewFolders([home, keys.path], () => foundLedger(options), hasFailed);
}

async function foundLedger({ settings, mode, makeOperator }: InitOptions) {
  const config = await readConfig({ config: null, home: settings.home });
  const { running } = await openHome(
    { ...config, home: settings.home, keys: settings.keys, store: settings.store },
    createLog('error'),
  );
  try {
    const { core } = running;
    if (core.world.state(null).org.mode !== null) throw new AlreadyFounded();
    const founder = { ...(await makeOperator()), identity: null };
    const answer = await found(core, { mode, operator: founder, sources: [STARTER_POLICY] });
    if (answer.verdict !== 'permit') throw new AlreadyFounded();
    return { ledger: core.signer.origin, vkey: core.signer.vkey };
  } finally {
    await running.stop();
  }
}

class AlreadyFounded extends Error {
  readonly code = 'already-founded';
  constructor() {
    super('somebody else has made the first operator of this ledger');
    this.name = 'AlreadyFounded';
  }
}

/** Makes nothing. */
async function countRecords({ store: where }: Pick<Config, 'store'>): Promise<number | null> {
  if (where.url !== undefined) return countPostgresRecords(await databaseOf(where, where.url));
  if (!existsSync(where.path)) return null;
  const store = await openStore(where);
  try {
    return (await store.head()).size;
  } finally {
    await store.close();
  }
}

async function audit(
  { home, keys, store: where }: Pick<Config, 'home' | 'keys' | 'store'>,
  checkpoints: readonly string[],
  given?: string,
  watch?: Watch,
): Promise<StoreReport> {
  const vkey = given ?? (await ledgerKeys({ home, keys }))[0]!;
  const store = await openStore(where);
  const vault = existsSync(join(keys.path, PAYLOAD_KEY)) ? await openVault(keys) : null;
  try {
    return await auditStore({ store, crypto: nodeLedgerCrypto, vkey, checkpoints, vault, ...watch });
  } finally {
    await store.close();
  }
}
