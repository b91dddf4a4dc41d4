// A founded home with two connectors that need credentials, and daemons that can be killed over it.

import { fork, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { readFileSync, watch } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { parseConfig, type Config } from '../../src/config.ts';
import type { Core } from '../../src/gateway/core.ts';
import type { UpstreamSpec } from '../../src/gateway/ports.ts';
import { admitConnector, proposeConnector } from '../../src/gateway/connectors/connector-verbs.ts';
import { found, publishWorkflow } from '../../src/gateway/verbs.ts';
import { registerAgent } from '../../src/gateway/verbs.ts';
import type { TraceView } from '../../src/gateway/views.ts';
import { createCliDeps, createLog, openHome } from '../../src/main.ts';
import { STARTER_POLICY } from '../../src/policy/starter.ts';
import type { Behaviour } from '../fixtures/upstream/behaviour.ts';
import { startHttpServer } from '../fixtures/upstream/http-server.ts';
import type { Question } from './daemon-entry.ts';

const ADA = { kind: 'operator', id: 'ada' } as const;

const WORKFLOW = `holdpoint: workflow/v1
id: watch
purpose: Look after the desk
owner: ada
agents: [scribe]
expires: 2099-01-01
limits: {calls: 20, wall: 10m, call: 60s, holds: 5}
allow:
  - tool: local/hang
  - tool: local/echo
  - tool: remote/hang
  - tool: remote/echo
`;

export interface Opened {
  readonly task: string;
  readonly token: { readonly token: string };
}

export interface DaemonProcess {
  readonly child: ChildProcess;
  open(): Promise<Opened>;
  trace(task: string): Promise<TraceView>;
  /** An agent's call over MCP; resolves with what the agent is told, or rejects when the daemon is gone. */
  call(token: string, tool: string): Promise<{ readonly isError?: boolean | undefined }>;
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<{ code: number | null; signal: string | null }>;
}

export interface CrashStage {
  /** Tools of the remote server, as calls reached it. */
  readonly remoteCalls: readonly string[];
  /** Resolves when a call of the tool has reached the remote server. */
  remoteCalled(tool: string): Promise<void>;
  /** Makes a local server that starts from now on hang before its first answer, or no longer. */
  stick(stuck: boolean): Promise<void>;
  localLog(): string[];
  /** Resolves when the local server's log has the line. */
  logged(line: string): Promise<void>;
  start(): Promise<DaemonProcess>;
  /** `holdpoint ledger verify` over the home, while no daemon runs. */
  verify(): ReturnType<ReturnType<typeof createCliDeps>['auditStore']>;
  stop(): Promise<void>;
}

export async function setStage(): Promise<CrashStage> {
  const root = await mkdtemp(join(tmpdir(), 'holdpoint-crash-'));
  const home = join(root, 'home');
  const log = join(root, 'server.log');
  await writeFile(log, '');
  const remote = await startHttpServer();
  await foundHome(home, log, remote.url);
  const localLog = (): string[] => readFileSync(log, 'utf8').split('\n').slice(0, -1);
  const daemons: ChildProcess[] = [];
  return {
    ...watchCalls(remote.behaviour),
    stick: (stuck) => (stuck ? writeFile(`${log}.stuck`, '') : rm(`${log}.stuck`, { force: true })),
    localLog,
    logged: (line) => whenWritten(log, () => localLog().includes(line)),
    async start() {
      const entry = fileURLToPath(new URL('./daemon-entry.js', import.meta.url));
      const child = fork(entry, [home], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      daemons.push(child);
      const [{ url }] = (await once(child, 'message')) as [{ url: string }];
      return daemonOf(child, url);
    },
    verify: () => createCliDeps('holdpoint').auditStore(configOf(home), []),
    async stop() {
      for (const child of daemons) child.kill('SIGKILL');
      await remote.close();
      await rm(root, { recursive: true });
    },
  };
}

function daemonOf(child: ChildProcess, url: string): DaemonProcess {
  const ask = async (question: Question): Promise<unknown> => {
    const answer = once(child, 'message');
    child.send(question);
    return ((await answer) as [{ answered: unknown }])[0].answered;
  };
  return {
    child,
    open: async () => (await ask({ open: 'watch' })) as Opened,
    trace: async (task) => (await ask({ trace: task })) as TraceView,
    call: (token, tool) => callOverMcp(url, token, tool),
    async end(signal) {
      const exit = once(child, 'exit');
      child.kill(signal);
      const [code, ended] = (await exit) as [number | null, string | null];
      return { code, signal: ended };
    },
  };
}

async function callOverMcp(url: string, token: string, tool: string) {
  const client = new Client({ name: 'scribe', version: '1' }, { versionNegotiation: { mode: 'auto' } });
  const headers = { authorization: `Bearer ${token}` };
  await client.connect(
    new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit: { headers } }),
  );
  try {
    return await client.callTool({ name: tool, arguments: {} });
  } finally {
    await client.close();
  }
}

function whenWritten(file: string, isThere: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(file, () => look());
    const look = (): void => {
      if (!isThere()) return;
      watcher.close();
      resolve();
    };
    look();
  });
}

function watchCalls(behaviour: Behaviour): Pick<CrashStage, 'remoteCalls' | 'remoteCalled'> {
  const remoteCalls: string[] = [];
  const calls = new EventEmitter();
  const receive = behaviour.receive.bind(behaviour);
  behaviour.receive = (message, wire) => {
    const { name } = (message['params'] ?? {}) as { name?: string };
    if (message['method'] === 'tools/call') {
      remoteCalls.push(String(name));
      calls.emit(String(name));
    }
    receive(message, wire);
  };
  return { remoteCalls, remoteCalled: async (tool) => void (await once(calls, tool)) };
}

function configOf(home: string): Config {
  const parsed = parseConfig('', join(home, 'holdpoint.yaml'), {}, { home });
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
}

async function foundHome(home: string, log: string, remoteUrl: string): Promise<void> {
  const { running } = await openHome(configOf(home), createLog('fatal'));
  const { core } = running;
  const ada = { id: 'ada', name: 'Ada', publicKey: null, identity: null };
  const operator = { ...ada, roles: ['admin', 'requester'] };
  await found(core, { mode: 'separated', operator, sources: [STARTER_POLICY] });
  await registerAgent(core, ADA, {
    id: 'scribe',
    owner: 'ada',
    environment: 'test',
    groups: [],
    identity: null,
  });
  const server = fileURLToPath(new URL('./logging-server.js', import.meta.url));
  const stdio = { transport: 'stdio', command: process.execPath, args: [server, log], cwd: null } as const;
  await admit(core, 'local', { ...stdio, env: {} }, 'env');
  await admit(core, 'remote', { transport: 'http', url: remoteUrl }, 'header');
  await publishWorkflow(core, ADA, { name: 'watch.workflow.yaml', text: WORKFLOW });
  await running.stop();
}

async function admit(core: Core, id: string, upstream: UpstreamSpec, as: 'env' | 'header'): Promise<void> {
  const inject =
    as === 'env' ? { as, name: 'DESK_TOKEN', prefix: '' } : { as, name: 'Authorization', prefix: 'Bearer ' };
  const credential = { issuer: 'jwt', audience: id, ttlSeconds: 300, inject, reference: null } as const;
  const { proposal } = await proposeConnector(core, ADA, { id, upstream, credential });
  const effects = { hang: ['read'], echo: ['read'] } as const;
  const { verdict } = await admitConnector(core, ADA, { connector: id, proposal, effects });
  if (verdict !== 'permit') throw new Error(`${id} was not admitted`);
}
