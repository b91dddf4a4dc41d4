// A real gateway over a home of real files (the ledger, its keys, the payload key, the second place), with
// connectors that answer at once: light enough to be killed and started again many times.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nodeLedgerCrypto } from '../../src/adapters/crypto/node.ts';
import { openCheckpointFile } from '../../src/adapters/host/checkpoint-file.ts';
import { systemClock } from '../../src/adapters/host/clock.ts';
import { randomIds } from '../../src/adapters/host/ids.ts';
import { openFileKeyring } from '../../src/adapters/keys/keyring-file.ts';
import { openSqliteStore } from '../../src/adapters/store/sqlite/sqlite.ts';
import { openFileVault } from '../../src/adapters/vault/file.ts';
import { act, type ActAnswer } from '../../src/gateway/action/act.ts';
import { auditStore, type StoreReport } from '../../src/gateway/ledger/audit.ts';
import type { Core, GatewayPorts } from '../../src/gateway/core.ts';
import * as fakes from '../../src/gateway/fakes.contract.ts';
import type { Ids, LedgerStore, MachineClock } from '../../src/gateway/ports.ts';
import { startGateway, type Running } from '../../src/gateway/start.ts';
import { closeTask, openTask } from '../../src/gateway/tasks.ts';
import { admitConnector, proposeConnector } from '../../src/gateway/connectors/connector-verbs.ts';
import { found, publishWorkflow, registerAgent } from '../../src/gateway/verbs.ts';
import { STARTER_POLICY } from '../../src/policy/starter.ts';

export const ADA = { kind: 'operator', id: 'ada' } as const;

const OPTIONS = {
  queueLimit: 1_000,
  queueBytes: 64 * 2 ** 20,
  callLimit: 1_000,
  holdWaitMs: 0,
  policyEngine: 'compiled',
  advisory: false,
} as const;

const WORKFLOW = `holdpoint: workflow/v1
id: notes
purpose: Keep the notes in order
owner: ada
agents: [scribe]
expires: 2099-01-01
task: {ttl: 30m}
limits: {calls: 1000, wall: 7d, call: 10s, holds: 10}
allow:
  - tool: notes/read
  - tool: desk/look
`;

export const databaseOf = (home: string): string => join(home, 'holdpoint.db');
export const secondPlaceOf = (home: string): string => join(home, 'checkpoint');

export interface SiteOptions {
  /** Absent: the SQLite file of the home. */
  readonly store?: LedgerStore;
  readonly clock?: MachineClock;
  readonly ids?: Ids;
}

export interface Site {
  readonly running: Running;
  readonly core: Core;
  readonly upstream: fakes.FakeUpstream;
  /** Leases that issuers were told to refuse. */
  readonly revoked: ReadonlySet<string>;
  openTask(prompt: string): Promise<string>;
  /** Reads a note, without a credential, or looks at the desk, with one. */
  call(task: string, tool: 'notes/read' | 'desk/look', n: number): Promise<ActAnswer>;
  closeTask(task: string): ReturnType<typeof closeTask>;
  stop(): Promise<void>;
}

/** Starts a gateway over the home; founds its ledger where there is none. */
export async function openSite(home: string, options: SiteOptions = {}): Promise<Site> {
  const tool = (name: string) => ({ name, description: `It will ${name}`, inputSchema: { type: 'object' } });
  const presents = { notes: { read: tool('read') }, desk: { look: tool('look') } };
  const upstream = fakes.fakeUpstream([], presents);
  const issuer = fakes.fakeIssuer([]);
  const revoked = new Set<string>();
  const ports: GatewayPorts = {
    store: options.store ?? (await openSqliteStore({ path: databaseOf(home) })),
    vault: await openFileVault(join(home, 'payload.key'), nodeLedgerCrypto),
    keyring: openFileKeyring(home, 'test/ledger', nodeLedgerCrypto),
    checkpoints: openCheckpointFile(secondPlaceOf(home)),
    clock: options.clock ?? systemClock,
    ids: options.ids ?? randomIds,
    log: fakes.fakeLog(),
    upstream,
    issuers: { jwt: issuer, static: issuer },
    tokens: fakes.fakeTokens(),
    crypto: nodeLedgerCrypto,
    revoked: (leases) => leases.forEach(({ id }) => revoked.add(id)),
  };
  const running = await startGateway(ports, OPTIONS).catch(async (error: unknown) => {
    await ports.store.close();
    throw error;
  });
  const { core } = running;
  if (core.world.state(null).org.mode === null) await foundLedger(core);
  return {
    running,
    core,
    upstream,
    revoked,
    async openTask(prompt) {
      const { task, reasons } = await openTask(core, ADA, { workflow: 'notes', agent: 'scribe', prompt });
      if (task === null) throw new Error(`no task: ${JSON.stringify(reasons)}`);
      return task;
    },
    call: (task, name, n) => callTool(core, task, name, n),
    closeTask: (task) => closeTask(core, ADA, task),
    stop: () => running.stop(),
  };
}

function callTool(core: Core, task: string, named: string, n: number): Promise<ActAnswer> {
  const [connector, tool] = named.split('/') as [string, string];
  return act(core, {
    agent: 'scribe',
    task,
    connector,
    tool,
    arguments: { n },
    waitMs: 0,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    onElicit: () => Promise.resolve({ action: 'decline' }),
  });
}

/** A founding that was cut off is done again: what is there already is refused, which changes nothing. */
async function foundLedger(core: Core): Promise<void> {
  const ada = { id: 'ada', name: 'Ada', publicKey: null, identity: null };
  const operator = { ...ada, roles: ['admin', 'requester', 'security'] };
  await found(core, { mode: 'separated', operator, sources: [STARTER_POLICY] });
  const agent = { id: 'scribe', owner: 'ada', environment: 'test', groups: [], identity: null };
  await registerAgent(core, ADA, agent);
  const inject = { as: 'header', name: 'authorization', prefix: 'Bearer ' } as const;
  const desk = { issuer: 'jwt', audience: 'desk', ttlSeconds: 300, inject, reference: null } as const;
  await admit(core, 'notes', 'read', null);
  await admit(core, 'desk', 'look', desk);
  await publishWorkflow(core, ADA, { name: 'notes.workflow.yaml', text: WORKFLOW });
}

type Requirement = Parameters<typeof proposeConnector>[2]['credential'];

async function admit(core: Core, id: string, tool: string, credential: Requirement): Promise<void> {
  const upstream = { transport: 'http', url: `http://127.0.0.1:1/${id}` } as const;
  const { proposal } = await proposeConnector(core, ADA, { id, upstream, credential });
  await admitConnector(core, ADA, { connector: id, proposal, effects: { [tool]: ['read'] } });
}

/** What a stranger with the ledger's key and its second place finds; the store may be open or not. */
export async function verifySite(home: string, store: LedgerStore, vkey: string): Promise<StoreReport> {
  const vault = await openFileVault(join(home, 'payload.key'), nodeLedgerCrypto);
  const kept = await readFile(secondPlaceOf(home), 'utf8');
  return auditStore({ store, crypto: nodeLedgerCrypto, vkey, checkpoints: [kept], vault });
}
