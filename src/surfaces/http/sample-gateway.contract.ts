// A real gateway with a real API over a ledger in memory, and a made-up connector: what the surfaces are
// tested on.

import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { createJwtCredentials } from '../../adapters/credentials/jwt.ts';
import { nodeLedgerCrypto } from '../../adapters/crypto/node.ts';
import { systemClock } from '../../adapters/host/clock.ts';
import { randomIds } from '../../adapters/host/ids.ts';
import { createLocalIssuer } from '../../adapters/identity/local.ts';
import { createTokenVerifier } from '../../adapters/identity/verifier.ts';
import { openFileKeyring } from '../../adapters/keys/keyring-file.ts';
import { openMemoryStore } from '../../adapters/store/memory.ts';
import { openFileVault } from '../../adapters/vault/file.ts';
import { webauthnRegistrar } from '../../adapters/webauthn/registrar.ts';
import type { Core, GatewayOptions } from '../../gateway/core.ts';
import type { CredentialIssuer, Description, LedgerStore, Upstream } from '../../gateway/ports.ts';
import { fakeCheckpoints } from '../../gateway/fakes.contract.ts';
import { startGateway } from '../../gateway/start.ts';
import { found } from '../../gateway/verbs.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { canonicalize } from '../../ledger/canonical.ts';
import { STARTER_POLICY } from '../../policy/starter.ts';
import type { HttpDeps } from './api.ts';
import { createHttpSurface } from './surface.ts';

const OPTIONS = {
  queueLimit: 100,
  queueBytes: 2 ** 24,
  callLimit: 100,
  holdWaitMs: 0,
  policyEngine: 'compiled',
  advisory: false,
} as const;

export const BASE = 'http://127.0.0.1:4180';
export const LOCAL_TOKEN = 'local-token-of-the-test';

export const WORKFLOW = `holdpoint: workflow/v1
id: notes
purpose: Keep the notes in order
owner: ada
agents: [scribe]
expires: 2099-01-01
allow:
  - tool: notes/read_note
  - tool: notes/write_note
`;

/** A key pair whose private half never leaves it. */
export function makeOperatorKey() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'jwk' }).x!;
  const signText = (text: string): string => sign(null, Buffer.from(text), privateKey).toString('base64url');
  return { publicKey: raw, sign: (value: object): string => signText(canonicalize(value)) };
}

export interface SampleGateway {
  readonly core: Core;
  readonly app: Hono;
  /** Where it listens: to be told by a test that lets it. */
  readonly listen: { url: string };
  /** Where a console would be that was built. */
  readonly console: string;
  /** What the connector presents: a test may change it. */
  readonly definitions: { [name: string]: JsonObject };
  readonly store: LedgerStore;
  readonly tokens: Awaited<ReturnType<typeof createLocalIssuer>>;
  readonly key: ReturnType<typeof makeOperatorKey>;
  operatorToken(id: string): Promise<string>;
  call(path: string, init?: CallInit): Promise<Response>;
  stop(): Promise<void>;
}

export type CallBody = string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;

export interface CallInit {
  readonly method?: string;
  readonly token?: string | null;
  readonly json?: unknown;
  readonly body?: CallBody;
  readonly headers?: Record<string, string>;
}

export async function startSample(
  mode: 'separated' | 'solo' = 'separated',
  more: Pick<GatewayOptions, 'witnessing' | 'notifying'> = {},
  surface: Partial<HttpDeps> = {},
): Promise<SampleGateway> {
  const home = await mkdtemp(join(tmpdir(), 'holdpoint-http-'));
  const { privateKey } = generateKeyPairSync('ed25519');
  const tokens = await createLocalIssuer({ key: privateKey, origin: 'test/ledger', audience: 'holdpoint' });
  const { issuer, publicKeys } = tokens;
  const verifier = createTokenVerifier({
    audience: 'holdpoint',
    local: { issuer, publicKeys },
    issuers: [],
    now: () => Date.now(),
  });
  const store = openMemoryStore();
  const definitions = sampleDefinitions();
  const minting = await createJwtCredentials({ key: privateKey, issuer: 'test', now: () => Date.now() });
  const running = await startGateway(
    {
      store,
      vault: await openFileVault(join(home, 'payload.key'), nodeLedgerCrypto),
      keyring: openFileKeyring(join(home, 'keys'), 'test/ledger', nodeLedgerCrypto),
      checkpoints: fakeCheckpoints(),
      clock: systemClock,
      ids: randomIds,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      upstream: sampleUpstream(definitions),
      issuers: { jwt: minting.issuer, static: refuseToMint() },
      tokens,
      crypto: nodeLedgerCrypto,
      revoked: minting.restore,
    },
    { ...OPTIONS, ...more },
  );
  const { core } = running;
  const key = makeOperatorKey();
  const roles = ['admin', 'requester', 'approver', 'security'];
  const ada = { id: 'ada', name: 'Ada Lovelace', roles, publicKey: key.publicKey, identity: null };
  await found(core, { mode, operator: ada, sources: [STARTER_POLICY] });
  const listen = { url: BASE };
  const app = createHttpSurface(core, {
    verifier,
    tokens,
    passkeys: webauthnRegistrar,
    localToken: LOCAL_TOKEN,
    mcp: () => Promise.resolve(new Response('mcp')),
    introspect: minting.introspect,
    jwks: () => minting.jwks,
    version: '0.0.0-test',
    listen,
    console: join(home, 'console'),
    ...surface,
  });
  return {
    core,
    app,
    listen,
    console: join(home, 'console'),
    definitions,
    store,
    tokens,
    key,
    operatorToken: (id) => issueFor(tokens, id),
    call: async (path, init = {}) => app.request(`${BASE}${path}`, toRequest(init)),
    async stop() {
      await running.stop();
      await rm(home, { recursive: true });
    },
  };
}

function issueFor(tokens: SampleGateway['tokens'], subject: string): Promise<string> {
  const issuedAt = Date.now();
  return tokens.issue({ use: 'operator', subject, task: null, issuedAt, expiresAt: issuedAt + 60_000 });
}

function toRequest(init: CallInit): RequestInit {
  const { token = LOCAL_TOKEN, json } = init;
  const headers = new Headers({ host: '127.0.0.1:4180', ...init.headers });
  if (token !== null) headers.set('authorization', `Bearer ${token}`);
  if (json !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json');
  const body = json === undefined ? init.body : JSON.stringify(json);
  const method = init.method ?? (body === undefined ? 'GET' : 'POST');
  return { method, headers, ...(body === undefined ? {} : { body, duplex: 'half' }) };
}

function sampleDefinitions(): { [name: string]: JsonObject } {
  const inputSchema = { type: 'object', properties: { name: { type: 'string' } } };
  return {
    read_note: {
      name: 'read_note',
      description: 'Reads a note',
      inputSchema,
      annotations: { readOnlyHint: true },
    },
    write_note: { name: 'write_note', description: 'Writes a note', inputSchema },
  };
}

function sampleUpstream(definitions: { [name: string]: JsonObject }): Upstream {
  const describe = (): Promise<Description> =>
    Promise.resolve({
      server: { name: 'notes', version: '1', protocol: '2025-11-25' },
      definitions: { ...definitions },
      instructions: null,
    });
  return {
    describe,
    observe: describe,
    list: () => Promise.resolve({}),
    call: () =>
      Promise.resolve({ outcome: 'succeeded', result: { content: [{ type: 'text', text: 'done' }] } }),
    release: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

function refuseToMint(): CredentialIssuer {
  return {
    mint: () => Promise.reject(new Error('no static credentials here')),
    revoke: () => Promise.resolve({ how: 'none' }),
  };
}
