// Sets the stage: a home of its own, two people with keys, an agent, three connectors, one reviewed workflow.

import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig, type Config } from '../../src/config.ts';
import { found } from '../../src/gateway/verbs.ts';
import { createLog, openHome, startDaemon, type Daemon } from '../../src/main.ts';
import { STARTER_POLICY } from '../../src/policy/starter.ts';
import { connectorProposed } from '../../src/surfaces/http/contract/connector.ts';
import { monthEndWorkflow, writeAccountsFolder } from './files.ts';
import { createPerson, type Person } from './people.ts';
import { programOf, startEverything, type HttpServer } from './servers.ts';

export interface Stage {
  readonly root: string;
  readonly folder: string;
  readonly config: Config;
  readonly daemon: Daemon;
  readonly everything: HttpServer;
  readonly alice: Person;
  readonly bob: Person;
}

const HOLD_WAIT_SECONDS = 45;

export async function setStage(): Promise<Stage> {
  const root = await mkdtemp(join(tmpdir(), 'holdpoint-demo-'));
  const folder = await writeAccountsFolder(root);
  const config = readConfig(root);
  const alice = await createPerson('op_alice', join(root, 'alice.key'), 'correct horse battery staple');
  const bob = await createPerson('op_bob', join(root, 'bob.key'), 'a passphrase of his own');
  await foundHome(config, alice);
  const everything = await startEverything();
  const daemon = await startDaemon(config, createLog('error'));
  await alice.signIn(daemon.url, daemon.localToken);
  await registerPeople(alice, bob);
  await bob.signIn(daemon.url, daemon.localToken);
  await admitConnectors(alice, folder, everything.url);
  await must(
    alice.ask('POST', '/workflows', { name: 'month-end.workflow.yaml', text: monthEndWorkflow(folder) }),
  );
  return { root, folder, config, daemon, everything, alice, bob };
}

function readConfig(root: string): Config {
  const text = `listen: {port: 0}\nlimits: {holdWaitSeconds: ${HOLD_WAIT_SECONDS}}\n`;
  const parsed = parseConfig(text, join(root, 'holdpoint.yaml'), {}, {});
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
}

async function foundHome(config: Config, founder: Person): Promise<void> {
  const { running } = await openHome(config, createLog('error'));
  const { id, publicKey } = founder;
  const operator = { id, name: 'Alice Moreau', roles: ['admin', 'requester'], publicKey, identity: null };
  await found(running.core, { mode: 'separated', operator, sources: [STARTER_POLICY] });
  await running.stop();
}

async function registerPeople(alice: Person, bob: Person): Promise<void> {
  const { id, publicKey } = bob;
  await must(
    alice.ask('POST', '/operators', {
      id,
      name: 'Bob Ferreira',
      roles: ['approver'],
      publicKey,
      identity: null,
    }),
  );
  await must(
    alice.ask('POST', '/agents', {
      id: 'ledger-clerk',
      owner: 'op_alice',
      environment: 'demo',
      groups: [],
      identity: null,
    }),
  );
}

/** What a person corrects at admission, having read the tools' definitions. */
const EFFECTS: { readonly [connector: string]: { readonly [tool: string]: readonly string[] } } = {
  files: { write_file: ['write'], list_directory: ['read'], read_text_file: ['read'] },
  memory: { search_nodes: ['read'] },
  desk: { 'get-sum': ['read'] },
};

async function admitConnectors(alice: Person, folder: string, everythingUrl: string): Promise<void> {
  const stdio = (name: string, args: string[], env: Record<string, string> = {}): object => ({
    transport: 'stdio',
    command: process.execPath,
    args: [programOf(name), ...args],
    cwd: null,
    env,
  });
  const desk = {
    issuer: 'jwt',
    audience: everythingUrl,
    ttlSeconds: 300,
    inject: { as: 'header', name: 'Authorization', prefix: 'Bearer ' },
    reference: null,
  };
  const connectors = [
    { id: 'files', upstream: stdio('@modelcontextprotocol/server-filesystem', [folder]), credential: null },
    {
      id: 'memory',
      upstream: stdio('@modelcontextprotocol/server-memory', [], {
        MEMORY_FILE_PATH: join(folder, 'memory.jsonl'),
      }),
      credential: null,
    },
    { id: 'desk', upstream: { transport: 'http', url: everythingUrl }, credential: desk },
  ];
  for (const connector of connectors) {
    const { proposal } = connectorProposed.parse(await must(alice.ask('POST', '/connectors', connector)));
    const effects = EFFECTS[connector.id]!;
    await must(alice.ask('POST', `/connectors/${connector.id}/admit`, { proposal, effects }));
  }
}

async function must(answer: ReturnType<Person['ask']>): Promise<unknown> {
  const { status, body } = await answer;
  if (status !== 200 && status !== 201)
    throw new Error(`the stage could not be set: ${JSON.stringify(body)}`);
  return body;
}
