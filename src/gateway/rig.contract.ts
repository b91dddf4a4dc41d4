// A real gateway with real keys over a ledger in memory, fake time and fake neighbours; restarting it keeps
// what a real restart keeps: the ledger, the key files and the outside world.

import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeLedgerCrypto } from '../adapters/crypto/node.ts';
import { openFileKeyring } from '../adapters/keys/keyring-file.ts';
import { openMemoryDatabase, type MemoryDatabase } from '../adapters/store/memory.ts';
import { openFileVault } from '../adapters/vault/file.ts';
import type { Effect } from '../kernel/effect.ts';
import type { JsonObject } from '../kernel/json.ts';
import { canonicalize } from '../ledger/canonical.ts';
import { STARTER_POLICY } from '../policy/starter.ts';
import { act, type ActAnswer, type ActInput } from './action/act.ts';
import { auditStore, type StoreReport } from './ledger/audit.ts';
import type { Core, GatewayOptions, GatewayPorts } from './core.ts';
import * as fakes from './fakes.contract.ts';
import { startGateway, type Running } from './start.ts';
import { closeTask, decideHold, draftStatement, openTask, type HoldDecision } from './tasks.ts';
import { admitConnector, proposeConnector } from './connectors/connector-verbs.ts';
import { addOperator, found, publishWorkflow } from './verbs.ts';
import { registerAgent, type Answer } from './verbs.ts';

export const ADA = { kind: 'operator', id: 'ada' } as const;
export const GRACE = { kind: 'operator', id: 'grace' } as const;
export const STARTED_AT = Date.UTC(2026, 10, 20);

const BASIC: GatewayOptions = {
  queueLimit: 1_000,
  queueBytes: 64 * 2 ** 20,
  callLimit: 1_000,
  holdWaitMs: 0,
  policyEngine: 'compiled',
  advisory: false,
};

const LIMITS = 'limits: {calls: 200, wall: 4000s, call: 10s, holds: 100}';

/** What agents and people ask of one gateway. */
export interface Doors {
  open(prompt?: string): Promise<string>;
  call(task: string, tool: string, args?: JsonObject, more?: Partial<ActInput>): Promise<ActAnswer>;
  /** `who` reads the hold, signs and decides. */
  decide(
    who: 'ada' | 'grace',
    verdict: 'approve' | 'reject',
    task: string,
    hold: string,
    also?: readonly string[],
    more?: Pick<HoldDecision, 'times' | 'edit' | 'category' | 'tell'>,
  ): Promise<Answer>;
  close(task: string): Promise<Answer>;
}

export interface Joined extends Doors {
  readonly core: Core;
  readonly store: fakes.FakeStore;
  stop(): Promise<void>;
  /** The process is gone as by `kill -9`: nothing of it reaches the ledger any more. */
  crash(): Promise<void>;
}

export interface Rig extends Doors {
  readonly journal: fakes.Journal;
  readonly clock: fakes.FakeClock;
  readonly upstream: fakes.FakeUpstream;
  readonly issuer: fakes.FakeIssuer;
  readonly log: fakes.FakeLog;
  /** What issuers were told to refuse: lease and expiry. */
  readonly revoked: Map<string, number>;
  /** Those of the gateway that runs now. */
  readonly store: fakes.FakeStore;
  /** The rows that all of its gateways read: whoever changes them here has no key. */
  readonly data: MemoryDatabase['data'];
  readonly ports: GatewayPorts;
  readonly core: Core;
  /** The process is gone as by `kill -9`, and another one starts on what it left. */
  restart(): Promise<Running>;
  /** The same without the crash: a gateway that only reads what the ledger says now. */
  portsOfNewProcess(): Promise<GatewayPorts>;
  /** Another process on the same ledger, keys and outside world; the rig stops it at its own end. */
  join(): Promise<Joined>;
  audit(): Promise<StoreReport>;
  stop(): Promise<void>;
}

export interface RigOptions {
  readonly seed?: number;
  readonly options?: Partial<GatewayOptions>;
  /** YAML of the workflow's `limits`. */
  readonly limits?: string;
  readonly readMax?: number;
  /** Several gateways may share the ledger. */
  readonly replicas?: boolean;
}

export async function startRig(given: RigOptions = {}): Promise<Rig> {
  const { seed = 1, options = {}, limits, readMax, replicas = false } = given;
  const home = await mkdtemp(join(tmpdir(), 'holdpoint-gateway-'));
  const parts = createParts(seed);
  const { journal, upstream, issuer } = parts;
  const portsOver = async (store: fakes.FakeStore): Promise<GatewayPorts> => ({
    ...parts,
    store,
    vault: await openFileVault(join(home, 'payload.key'), nodeLedgerCrypto),
    keyring: openFileKeyring(join(home, 'keys'), 'test/ledger', nodeLedgerCrypto),
    issuers: { jwt: issuer, static: issuer },
    tokens: fakes.fakeTokens(),
    crypto: nodeLedgerCrypto,
    revoked: (leases) => leases.forEach(({ id, expiresAt }) => parts.revoked.set(id, expiresAt)),
  });
  const database = openMemoryDatabase({ now: parts.clock.now, isShared: replicas });
  const connect = (): fakes.FakeStore => fakes.fakeStore(journal, database.connect());
  let store = connect();
  let ports = await portsOver(store);
  const start = (): Promise<Running> => startGateway(ports, { ...BASIC, ...options });
  let running = await start();
  const keys = { ada: makeKey(), grace: makeKey() };
  const others: Joined[] = [];
  await populate(running.core, keys, workflowText(limits ?? LIMITS, readMax));
  return {
    ...parts,
    data: database.data,
    get store() {
      return store;
    },
    get ports() {
      return ports;
    },
    get core() {
      return running.core;
    },
    async restart() {
      await crash(store, upstream, running);
      store = store.reopen();
      ports = await portsOver(store);
      running = await start();
      return running;
    },
    portsOfNewProcess: () => portsOver(store.reopen()),
    ...doorsOf(() => running.core, keys),
    async join() {
      const itsStore = connect();
      const other = await startGateway(await portsOver(itsStore), { ...BASIC, ...options });
      const joined: Joined = {
        ...doorsOf(() => other.core, keys),
        core: other.core,
        store: itsStore,
        stop: () => other.stop(),
        crash: () => crash(itsStore, upstream, other),
      };
      others.push(joined);
      return joined;
    },
    audit: () => auditStore(auditOf(ports, running.core.signer.vkey)),
    async stop() {
      for (const other of others) await other.stop();
      store.fault = () => null;
      await running.stop();
      await rm(home, { recursive: true });
    },
  };
}

function doorsOf(core: () => Core, keys: { ada: Key; grace: Key }): Doors {
  return {
    async open(prompt = 'Please tidy my notes') {
      const opened = await openTask(core(), ADA, { workflow: 'notes', agent: 'scribe', prompt });
      if (opened.task === null) throw new Error(`no task: ${JSON.stringify(opened.reasons)}`);
      return opened.task;
    },
    call: (task, tool, args = {}, more = {}) => act(core(), { ...callOf(task, tool, args), ...more }),
    decide: (who, verdict, task, hold, also = [], more = {}) =>
      decideAs(core(), who, keys[who], { verdict, task, hold, also, ...more }),
    close: (task) => closeTask(core(), ADA, task),
  };
}

function createParts(seed: number) {
  const journal: fakes.Journal = [];
  return {
    journal,
    clock: fakes.fakeClock(STARTED_AT),
    ids: fakes.seededIds(fakes.seededRandom(seed)),
    log: fakes.fakeLog(),
    checkpoints: fakes.fakeCheckpoints(),
    revoked: new Map<string, number>(),
    upstream: fakes.fakeUpstream(journal, definitions()),
    issuer: fakes.fakeIssuer(journal),
  };
}

/** Nothing of the old process reaches the ledger any more, and nothing of it lives on in the tests. */
async function crash(store: fakes.FakeStore, upstream: fakes.FakeUpstream, running: Running): Promise<void> {
  await store.close();
  const { answer } = upstream;
  await running.stop();
  upstream.answer = answer;
}

function makeKey() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const publicText = publicKey.export({ format: 'jwk' }).x!;
  return {
    publicText,
    sign: (text: string): string => sign(null, Buffer.from(text), privateKey).toString('base64url'),
  };
}

type Key = ReturnType<typeof makeKey>;

function definitions(): fakes.FakeUpstream['presents'] {
  const inputSchema = { type: 'object' };
  const tool = (name: string): JsonObject => ({ name, description: `It will ${name}`, inputSchema });
  const notes = { read: tool('read'), write: tool('write') };
  return { notes, desk: { look: tool('look'), drop: tool('drop') } };
}

function workflowText(limits: string, readMax: number | undefined): string {
  return `holdpoint: workflow/v1
id: notes
purpose: Keep the notes in order
owner: ada
agents: [scribe]
expires: 2099-01-01
task: {ttl: 30m}
${limits}
allow:
  - tool: notes/read
${readMax === undefined ? '' : `    max: ${readMax}\n`}  - tool: notes/write
  - tool: desk/look
  - tool: desk/drop
`;
}

async function populate(core: Core, keys: { ada: Key; grace: Key }, workflow: string): Promise<void> {
  const ada = { id: 'ada', name: 'Ada', publicKey: keys.ada.publicText, identity: null };
  const roles = ['admin', 'requester', 'security', 'approver'];
  await found(core, { mode: 'separated', operator: { ...ada, roles }, sources: [STARTER_POLICY] });
  const grace = { id: 'grace', name: 'Grace', publicKey: keys.grace.publicText, identity: null };
  await addOperator(core, ADA, { ...grace, roles: ['approver'] });
  const agent = { owner: 'ada', environment: 'test', groups: [], identity: null };
  await registerAgent(core, ADA, { ...agent, id: 'scribe' });
  await admit(core, 'notes', { read: ['read'], write: ['write'] });
  await admit(core, 'desk', { look: ['read'], drop: ['delete'] });
  const published = await publishWorkflow(core, ADA, { name: 'notes.workflow.yaml', text: workflow });
  if (published.verdict !== 'permit') throw new Error(JSON.stringify(published));
}

/** The desk asks for a credential, the notes do not. */
async function admit(core: Core, id: 'notes' | 'desk', effects: { [tool: string]: Effect[] }): Promise<void> {
  const upstream = { transport: 'http', url: `http://127.0.0.1:1/${id}` } as const;
  const inject = { as: 'header', name: 'authorization', prefix: 'Bearer ' } as const;
  const requirement = { issuer: 'jwt', audience: 'desk', ttlSeconds: 300, inject, reference: null } as const;
  const input = { id, upstream, credential: id === 'desk' ? requirement : null };
  const { proposal } = await proposeConnector(core, ADA, input);
  const admitted = await admitConnector(core, ADA, { connector: id, proposal, effects });
  if (admitted.verdict !== 'permit') throw new Error(JSON.stringify(admitted));
}

function callOf(task: string, tool: string, args: JsonObject): ActInput {
  const [connector, name] = tool.split('/') as [string, string];
  return {
    agent: 'scribe',
    task,
    connector,
    tool: name,
    arguments: args,
    waitMs: 0,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    onElicit: () => Promise.resolve({ action: 'decline' }),
  };
}

async function decideAs(core: Core, operator: string, key: Key, input: HoldDecision): Promise<Answer> {
  const reason = `${operator} says so`;
  const statement = await draftStatement(core, operator, { ...input, reason });
  if (statement === null) throw new Error('no such hold');
  const signature = key.sign(canonicalize(statement));
  const written = input.edit === undefined ? {} : { edit: input.edit };
  return decideHold(core, { kind: 'operator', id: operator }, { statement, signature, reason, ...written });
}

function auditOf({ store, crypto, vault }: GatewayPorts, vkey: string) {
  return { store, crypto, vault, vkey, checkpoints: [] };
}
