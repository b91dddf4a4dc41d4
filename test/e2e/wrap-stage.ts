// A home with a daemon, one operator, one agent and a real filesystem server that was admitted, or only
// proposed.

import { EventEmitter, once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, type ClientOptions } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import type { z } from 'zod';
import { createPerson, type ApiAnswer, type Person } from '../../examples/demo/people.ts';
import { programOf } from '../../examples/demo/servers.ts';
import { parseConfig, type Config } from '../../src/config.ts';
import { found } from '../../src/gateway/verbs.ts';
import { createLog, openHome, startDaemon, type Daemon } from '../../src/main.ts';
import { answerSchema } from '../../src/surfaces/http/contract.ts';
import { connectorProposed } from '../../src/surfaces/http/contract/connector.ts';
import { STARTER_POLICY } from '../../src/policy/starter.ts';

const ENTRY = fileURLToPath(new URL('./wrap-entry.js', import.meta.url));
const LONG = 'trigger-long-running-operation';
const EVERYTHING = programOf('@modelcontextprotocol/server-everything');
const SERVER = programOf('@modelcontextprotocol/server-filesystem');

export interface Stage {
  readonly home: string;
  readonly folder: string;
  readonly daemon: Daemon;
  readonly ada: Person;
  /** The command that was admitted as the connector `files`. */
  readonly command: readonly string[];
  stop(): Promise<void>;
}

export interface Wrapped {
  readonly client: Client;
  readonly pid: number;
  /** Resolves with what the process wrote for people, once that matches. */
  readonly says: (pattern: RegExp) => Promise<RegExpExecArray>;
  /** Closes standard input; resolves when the process has ended. */
  readonly leave: () => Promise<void>;
}

/** `holdWaitSeconds`: how long a call waits for people before it says that it is held. */
export async function setStage(holdWaitSeconds: number): Promise<Stage> {
  const root = await mkdtemp(join(tmpdir(), 'holdpoint-wrap-'));
  const folder = join(root, 'notes');
  await mkdir(folder);
  await writeFile(join(folder, 'a.txt'), 'the first note\n');
  const config = readConfig(root, holdWaitSeconds);
  const ada = await createPerson('ada', join(root, 'ada.key'), 'correct horse battery staple');
  await foundHome(config, ada);
  const daemon = await startDaemon(config, createLog('silent'));
  await ada.signIn(daemon.url, daemon.localToken);
  const agent = { id: 'scribe', owner: 'ada', environment: 'test', groups: [], identity: null };
  await must(ada.ask('POST', '/agents', agent), answerSchema);
  const command = [process.execPath, SERVER, folder];
  await admit(ada, 'files', command, { read_text_file: ['read'], write_file: ['write'] });
  await admit(ada, 'slow', [process.execPath, EVERYTHING], { [LONG]: ['read'] });
  await must(ada.ask('POST', '/workflows', { name: 'notes.workflow.yaml', text: WORKFLOW }), answerSchema);
  const stop = async (): Promise<void> => {
    await daemon.stop();
    await rm(root, { recursive: true, force: true });
  };
  return { home: config.home, folder, daemon, ada, command, stop };
}

const WORKFLOW = `holdpoint: workflow/v1
id: notes
purpose: Keep the notes in order.
owner: ada
agents: [scribe]
unattended: true
expires: 2099-01-01
allow:
  - tool: files/read_text_file
  - tool: files/write_file
  - tool: slow/${LONG}
`;

function readConfig(root: string, holdWaitSeconds: number): Config {
  const text = `listen: {port: 0}\nlimits: {holdWaitSeconds: ${holdWaitSeconds}}\n`;
  const parsed = parseConfig(text, join(root, 'holdpoint.yaml'), {}, {});
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
}

async function foundHome(config: Config, { id, publicKey }: Person): Promise<void> {
  const { running } = await openHome(config, createLog('silent'));
  const roles = ['admin', 'requester', 'approver'];
  const operator = { id, name: 'Ada Lovelace', roles, publicKey, identity: null };
  await found(running.core, { mode: 'solo', operator, sources: [STARTER_POLICY] });
  await running.stop();
}

async function admit(
  ada: Person,
  id: string,
  [program, ...args]: readonly string[],
  effects: { readonly [tool: string]: readonly string[] },
): Promise<void> {
  const upstream = { transport: 'stdio', command: program, args, cwd: null, env: {} };
  const proposed = ada.ask('POST', '/connectors', { id, upstream, credential: null });
  const { proposal } = await must(proposed, connectorProposed);
  await must(ada.ask('POST', `/connectors/${id}/admit`, { proposal, effects }), answerSchema);
}

/** What the API answered, where it did as it was asked. */
export async function must<Schema extends z.ZodType>(
  answer: Promise<ApiAnswer>,
  schema: Schema,
): Promise<z.output<Schema>> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(JSON.stringify(body));
  return schema.parse(body);
}

export interface WrapInput {
  readonly mode: 'auto' | 'legacy';
  readonly command?: readonly string[];
  readonly as?: string;
  readonly workflow?: string;
  readonly env?: Record<string, string>;
  readonly capabilities?: ClientOptions['capabilities'];
  /** Called before the client connects. */
  readonly prepare?: (client: Client) => void;
}

/** Starts the process as an MCP client starts a server, and connects. */
export async function wrap({ home, command }: Stage, input: WrapInput): Promise<Wrapped> {
  const { workflow = 'notes', as = '' } = input;
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [ENTRY, home, 'scribe', workflow, as, ...(input.command ?? command)],
    env: { PATH: process.env['PATH'] ?? '', ...input.env },
    stderr: 'pipe',
  });
  const says = listen(transport);
  const client = new Client(
    { name: 'test', version: '1' },
    { versionNegotiation: { mode: input.mode }, capabilities: input.capabilities ?? {} },
  );
  input.prepare?.(client);
  await client.connect(transport);
  return { client, pid: transport.pid!, says, leave: () => client.close() };
}

function listen({ stderr }: StdioClientTransport): Wrapped['says'] {
  let said = '';
  const seen = new EventEmitter();
  stderr!.on('data', (text: Buffer) => {
    said += String(text);
    seen.emit('more');
  });
  return async (pattern) => {
    for (;;) {
      const match = pattern.exec(said);
      if (match !== null) return match;
      await once(seen, 'more');
    }
  };
}
