// What the end-to-end tests stand on: a daemon of its own on a temporary home, people with keys who speak to
// it over HTTP, and real clients. Nothing here reaches around a public door to make a test pass.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { ClientCapabilities } from '@modelcontextprotocol/client';
import { expect } from 'vitest';
import { createPerson, type Person } from '../../examples/demo/people.ts';
import { parseConfig, type Config } from '../../src/config.ts';
import type { UpstreamSpec } from '../../src/gateway/ports.ts';
import { found } from '../../src/gateway/verbs.ts';
import { createLog, openHome, startDaemon, type Daemon } from '../../src/main.ts';
import { STARTER_POLICY } from '../../src/policy/starter.ts';
import { holdsResponse, taskOpened, type TraceView } from '../../src/surfaces/http/contract.ts';
import { connectorProposed, connectorsResponse } from '../../src/surfaces/http/contract/connector.ts';

export const DENIAL = 'io.modelcontextprotocol/authorization';
export const RECEIPT = 'holdpoint/receipt';

export interface Task {
  readonly id: string;
  readonly token: string;
}

export interface Stage {
  readonly config: Config;
  /** Another one after a restart. */
  readonly daemon: Daemon;
  /** Who founded the home, administers it and asks for tasks. */
  readonly alice: Person;
  /** Who approves. */
  readonly bob: Person;
  /** Admits every tool of a connector with the one effect: `read` runs, `write` holds. */
  admit(id: string, upstream: UpstreamSpec, effect: 'read' | 'write'): Promise<void>;
  /** Opens a task that may use these tools. */
  openTask(tools: readonly string[], limits?: string): Promise<Task>;
  records(task: Task): Promise<TraceView['records']>;
  /** The records of a type, in order: their bodies. */
  bodies(task: Task, type: string): Promise<TraceView['records'][number]['body'][]>;
  /** Pending holds of a task. */
  holds(task: Task): Promise<readonly { readonly id: string }[]>;
  /** The one hold that a task raised, once it did. */
  hold(task: Task): Promise<string>;
  ledgerSize(): Promise<number>;
  /** Stops the daemon, and starts it again on the same home; people sign in anew. */
  restart(between?: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

/** @param settings other sections of the configuration, as they stand in the file */
export async function setStage(limits = '{holdWaitSeconds: 45}', settings = ''): Promise<Stage> {
  const root = await mkdtemp(join(tmpdir(), 'holdpoint-e2e-'));
  const config = readConfig(root, `limits: ${limits}\n${settings}`);
  const alice = await createPerson('op_alice', join(root, 'alice.key'), 'a passphrase of hers');
  const bob = await createPerson('op_bob', join(root, 'bob.key'), 'a passphrase of his');
  await foundHome(config, alice);
  let daemon = await startDaemon(config, createLog('silent'));
  await alice.signIn(daemon.url, daemon.localToken);
  await register(alice, bob);
  await bob.signIn(daemon.url, daemon.localToken);
  const holds: Stage['holds'] = async (task) => {
    const { body } = await bob.ask('GET', '/holds');
    return holdsResponse.parse(body).holds.filter((hold) => hold.task === task.id);
  };
  const records: Stage['records'] = async (task) => {
    const { body } = await alice.ask('GET', `/tasks/${task.id}/trace`);
    return (body as TraceView).records;
  };
  return {
    config,
    get daemon() {
      return daemon;
    },
    alice,
    bob,
    holds,
    records,
    admit: (id, upstream, effect) => admit(alice, id, upstream, effect),
    openTask: (tools, taskLimits = '{}') => openTask(alice, tools, taskLimits),
    bodies: async (task, type) =>
      (await records(task)).filter((record) => record.type === type).map((record) => record.body),
    async hold(task) {
      await expect.poll(async () => (await holds(task)).length).toBe(1);
      return (await holds(task))[0]!.id;
    },
    ledgerSize: async () => (await daemon.running.core.store.head()).size,
    async restart(between = () => Promise.resolve()) {
      await daemon.stop();
      await between();
      daemon = await startDaemon(config, createLog('silent'));
      for (const person of [alice, bob]) await person.signIn(daemon.url, daemon.localToken);
    },
    async stop() {
      await daemon.stop();
      await rm(root, { recursive: true });
    },
  };
}

function readConfig(root: string, settings: string): Config {
  const text = `listen: {port: 0}\n${settings}\n`;
  const parsed = parseConfig(text, join(root, 'holdpoint.yaml'), {}, {});
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
}

async function foundHome(config: Config, founder: Person): Promise<void> {
  const { running } = await openHome(config, createLog('silent'));
  const { id, publicKey } = founder;
  const operator = { id, name: 'Alice', roles: ['admin', 'requester'], publicKey, identity: null };
  await found(running.core, { mode: 'separated', operator, sources: [STARTER_POLICY] });
  await running.stop();
}

async function register(alice: Person, { id, publicKey }: Person): Promise<void> {
  const bob = { id, name: 'Bob', roles: ['approver'], publicKey, identity: null };
  await must(alice.ask('POST', '/operators', bob));
  const agent = { id: 'scribe', owner: 'op_alice', environment: 'test', groups: [], identity: null };
  await must(alice.ask('POST', '/agents', agent));
}

async function admit(alice: Person, id: string, upstream: UpstreamSpec, effect: string): Promise<void> {
  const proposed = await must(alice.ask('POST', '/connectors', { id, upstream, credential: null }));
  const { proposal } = connectorProposed.parse(proposed);
  const { connectors } = connectorsResponse.parse(await must(alice.ask('GET', '/connectors')));
  const { tools } = connectors.find((connector) => connector.id === id)!.proposal!;
  const effects = Object.fromEntries(tools.map(({ name }) => [name, [effect]]));
  await must(alice.ask('POST', `/connectors/${id}/admit`, { proposal, effects }));
}

let workflows = 0;

async function openTask(alice: Person, tools: readonly string[], limits: string): Promise<Task> {
  workflows += 1;
  const id = `flow-${workflows}`;
  const text = `holdpoint: workflow/v1
id: ${id}
purpose: Show that it holds
owner: op_alice
agents: [scribe]
expires: 2099-01-01
limits: ${limits}
allow:
${tools.map((tool) => `  - tool: "${tool}"`).join('\n')}
`;
  await must(alice.ask('POST', '/workflows', { name: `${id}.workflow.yaml`, text }));
  const asked = { workflow: id, agent: 'scribe', prompt: 'Please do it.' };
  const { task, token } = taskOpened.parse(await must(alice.ask('POST', '/tasks', asked)));
  return { id: task, token: token.token };
}

async function must(answer: ReturnType<Person['ask']>): Promise<unknown> {
  const { status, body } = await answer;
  if (status !== 200 && status !== 201) throw new Error(`the stage was not set: ${JSON.stringify(body)}`);
  return body;
}

export interface ConnectOptions {
  readonly capabilities?: ClientCapabilities;
  readonly fetch?: typeof fetch;
}

/** A real client of the era: `auto` negotiates 2026-07-28, `legacy` 2025-11-25. */
export async function connect(
  url: string,
  token: string,
  mode: 'auto' | 'legacy',
  { capabilities = {}, fetch }: ConnectOptions = {},
): Promise<Client> {
  const client = new Client(
    { name: 'scribe', version: '1.0.0' },
    { capabilities, versionNegotiation: { mode } },
  );
  const transport = new StreamableHTTPClientTransport(new URL(`${url}/mcp`), {
    requestInit: { headers: { authorization: `Bearer ${token}` } },
    ...(fetch === undefined ? {} : { fetch }),
  });
  await client.connect(transport);
  return client;
}
