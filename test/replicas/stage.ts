// A founded ledger in a real PostgreSQL, an upstream that counts its calls, and replicas as processes of
// their own that can be asked, killed and cut off.

import { fork, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openPostgresStore } from '../../src/adapters/store/postgres/postgres.ts';
import type { TestServer } from '../../src/adapters/store/postgres/server.contract.ts';
import { parseConfig, type Config } from '../../src/config.ts';
import type { StoreReport } from '../../src/gateway/ledger/audit.ts';
import type { Core } from '../../src/gateway/core.ts';
import { toEvent } from '../../src/gateway/loop/news.ts';
import type { StoredRecord } from '../../src/gateway/ports.ts';
import { admitConnector, proposeConnector } from '../../src/gateway/connectors/connector-verbs.ts';
import { addOperator, found, publishWorkflow, registerAgent } from '../../src/gateway/verbs.ts';
import type { Effect } from '../../src/kernel/effect.ts';
import { createCliDeps, createLog, openHome } from '../../src/main.ts';
import { STARTER_POLICY } from '../../src/policy/starter.ts';
import { startHttpServer } from '../fixtures/upstream/http-server.ts';
import { breachesOf, type Breach } from './rulebook.ts';
import type { Answered, Wish } from './wishes.ts';

const ADA = { kind: 'operator', id: 'ada' } as const;

const WORKFLOW = `holdpoint: workflow/v1
id: watch
purpose: Look after the desk
owner: ada
agents: [scribe]
expires: 2099-01-01
task: {ttl: 1h}
limits: {calls: 1000000, wall: 7d, call: 10s, holds: 1000}
allow:
  - tool: plain/echo
  - tool: plain/hang
  - {tool: guarded/hang}
  - {tool: scarce/echo, max: 5}
  - tool: risky/echo
`;

const CONNECTORS: readonly [id: string, needsCredential: boolean, effect: Effect][] = [
  ['plain', false, 'read'],
  ['guarded', true, 'read'],
  ['scarce', false, 'read'],
  ['risky', false, 'delete'],
];

export interface ReplicaProcess {
  ask(wish: Wish): Promise<unknown>;
  kill(): Promise<void>;
}

export interface Stage {
  readonly url: string;
  /** PEM of the second person's key. */
  readonly key: string;
  /** Tools of the upstream, as calls reached it. */
  readonly calls: string[];
  start(url?: string): Promise<ReplicaProcess>;
  records(): Promise<StoredRecord[]>;
  breaches(): Promise<Breach[]>;
  verify(): Promise<StoreReport>;
  stop(): Promise<void>;
}

export async function setStage(server: TestServer): Promise<Stage> {
  const home = await mkdtemp(join(tmpdir(), 'holdpoint-replicas-'));
  const url = await server.createDatabase();
  process.env['REPLICA_STORE'] = url;
  const upstream = await startHttpServer();
  const calls: string[] = [];
  const receive = upstream.behaviour.receive.bind(upstream.behaviour);
  upstream.behaviour.receive = (message, wire) => {
    const { name } = (message['params'] ?? {}) as { name?: string };
    if (message['method'] === 'tools/call') calls.push(String(name));
    receive(message, wire);
  };
  const grace = generateKeyPairSync('ed25519');
  const publicKey = grace.publicKey.export({ format: 'jwk' }).x!;
  await foundLedger(home, upstream.url, publicKey);
  const children: ChildProcess[] = [];
  const records = async (): Promise<StoredRecord[]> => {
    const store = await openPostgresStore({ url });
    try {
      return await store.read({ fromSeq: 0, limit: 1_000_000 });
    } finally {
      await store.close();
    }
  };
  return {
    url,
    key: grace.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    calls,
    records,
    async start(through = url) {
      const entry = fileURLToPath(new URL('./replica-entry.js', import.meta.url));
      const child = fork(entry, [home, through], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      children.push(child);
      await once(child, 'message');
      return replicaOf(child);
    },
    breaches: async () => breachesOf((await records()).map(toEvent)),
    verify: () => createCliDeps('holdpoint').auditStore(configOf(home), []),
    async stop() {
      for (const child of children) child.kill('SIGKILL');
      await upstream.close();
      await rm(home, { recursive: true });
    },
  };
}

function replicaOf(child: ChildProcess): ReplicaProcess {
  let asked = 0;
  child.setMaxListeners(0);
  return {
    ask(wish) {
      asked += 1;
      const id = asked;
      return new Promise((resolve, reject) => {
        const gone = (): void => reject(new Error('the replica is gone'));
        const hear = (answer: Answered): void => {
          if (answer.id !== id) return;
          child.off('message', hear);
          child.off('exit', gone);
          if ('error' in answer) reject(new Error(answer.error));
          else resolve(answer.value);
        };
        child.on('message', hear);
        child.once('exit', gone);
        child.send({ id, wish });
      });
    },
    async kill() {
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    },
  };
}

function configOf(home: string): Config {
  const text = 'store: {url: "env:REPLICA_STORE"}\n';
  const parsed = parseConfig(text, join(home, 'holdpoint.yaml'), {}, { home });
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
}

async function foundLedger(home: string, upstreamUrl: string, publicKey: string): Promise<void> {
  const { running } = await openHome(configOf(home), createLog('fatal'));
  const { core } = running;
  const roles = ['admin', 'requester', 'approver', 'security'];
  const ada = { id: 'ada', name: 'Ada', roles, publicKey: null, identity: null };
  await found(core, { mode: 'separated', operator: ada, sources: [STARTER_POLICY] });
  await addOperator(core, ADA, { ...ada, id: 'grace', name: 'Grace', roles: ['approver'], publicKey });
  await addOperator(core, ADA, {
    ...ada,
    id: 'ines',
    name: 'Ines',
    roles: ['policy-author'],
    publicKey: null,
  });
  const agent = { id: 'scribe', owner: 'ada', environment: 'test', groups: [], identity: null };
  await registerAgent(core, ADA, agent);
  for (const connector of CONNECTORS) await admit(core, upstreamUrl, connector);
  await publishWorkflow(core, ADA, { name: 'watch.workflow.yaml', text: WORKFLOW });
  await running.stop();
}

async function admit(
  core: Core,
  url: string,
  [id, needsCredential, effect]: (typeof CONNECTORS)[number],
): Promise<void> {
  const inject = { as: 'header', name: 'Authorization', prefix: 'Bearer ' } as const;
  const requirement = { issuer: 'jwt', audience: id, ttlSeconds: 300, inject, reference: null } as const;
  const input = { id, upstream: { transport: 'http', url } as const };
  const credential = needsCredential ? requirement : null;
  const { proposal } = await proposeConnector(core, ADA, { ...input, credential });
  const effects = { hang: [effect], echo: [effect] };
  const { verdict } = await admitConnector(core, ADA, { connector: id, proposal, effects });
  if (verdict !== 'permit') throw new Error(`${id} was not admitted`);
}
