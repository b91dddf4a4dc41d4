// A command line over a real gateway: a home in a temporary folder, real keys, and what was printed.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeLedgerCrypto } from '../../adapters/crypto/node.ts';
import { readPacks } from '../../adapters/host/pack-files.ts';
import { examineOpenId } from '../../adapters/identity/verifier/openid-checkup.ts';
import { createChatProposer } from '../../adapters/proposer/chat-completions.ts';
import { divideOffered } from '../../adapters/upstream/http/offered.ts';
import { createOperatorKey, unlockOperatorKey } from '../../adapters/keys/operator-key.ts';
import { parseConfig } from '../../config.ts';
import type { GatewayOptions } from '../../gateway/core.ts';
import { StoreFault } from '../../gateway/ports.ts';
import { addOperator } from '../../gateway/verbs.ts';
import { encodeBase64Url } from '../../ledger/base64.ts';
import { BASE, LOCAL_TOKEN, startSample, type SampleGateway } from '../http/sample-gateway.contract.ts';
import type { CliDeps } from './deps.ts';
import { runCli } from './run.ts';

export const PASSPHRASE = 'correct horse battery';

export interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

export interface SampleTerminal {
  readonly sample: SampleGateway;
  readonly folder: string;
  readonly home: string;
  /** What the next `ledger verify` reads; null: the daemon holds the file. */
  deps: CliDeps;
  run(line: string, options?: RunOptions): Promise<Ran>;
  /** Runs with `--json` and reads what was printed. */
  json(line: string, options?: RunOptions): Promise<Record<string, unknown>>;
  write(name: string, text: string): Promise<string>;
  stop(): Promise<void>;
}

export interface RunOptions {
  readonly env?: Record<string, string>;
  readonly input?: string;
  readonly answers?: readonly string[];
  readonly args?: readonly string[];
  readonly terminal?: boolean;
}

/** Operator `grace` has a key in the home, `ada` (who founded) has none there. */
export async function startTerminal(
  more: Pick<GatewayOptions, 'witnessing' | 'notifying'> = {},
): Promise<SampleTerminal> {
  const sample = await startSample('separated', more);
  const folder = await mkdtemp(join(tmpdir(), 'holdpoint-cli-'));
  const home = join(folder, '.holdpoint');
  await mkdir(home, { mode: 0o700 });
  await writeFile(join(folder, 'holdpoint.yaml'), 'home: .holdpoint\n');
  const daemon = { url: BASE, pid: 1, token: LOCAL_TOKEN, startedAt: 0 };
  await writeFile(join(home, 'daemon.json'), JSON.stringify(daemon), { mode: 0o600 });
  const keyPath = join(home, 'operators', 'grace.key.json');
  const { publicKey } = await createOperatorKey(keyPath, 'grace', PASSPHRASE);
  const roles = ['admin', 'requester', 'approver', 'security'];
  const grace = { id: 'grace', name: 'Grace', roles, publicKey: encodeBase64Url(publicKey), identity: null };
  await addOperator(sample.core, { kind: 'operator', id: 'ada' }, grace);

  const terminal: SampleTerminal = {
    sample,
    folder,
    home,
    deps: sampleDeps(sample),
    run: (line, options = {}) => run(terminal, line, options),
    async json(line, options) {
      const { out, err } = await terminal.run(`${line} --json`, options);
      if (out === '') throw new Error(err);
      return JSON.parse(out) as Record<string, unknown>;
    },
    async write(name, text) {
      await writeFile(join(folder, name), text);
      return join(folder, name);
    },
    async stop() {
      await sample.stop();
      await rm(folder, { recursive: true });
    },
  };
  return terminal;
}

async function run({ deps, folder }: SampleTerminal, line: string, options: RunOptions): Promise<Ran> {
  const printed = { out: '', err: '' };
  const answers = [...(options.answers ?? [])];
  const isTerminal = options.terminal === true;
  const io = {
    env: { HOLDPOINT_PASSPHRASE: PASSPHRASE, ...options.env },
    cwd: folder,
    stdout: { write: (text: string) => void (printed.out += text), isTerminal },
    stderr: { write: (text: string) => void (printed.err += text), isTerminal },
    readInput: () => Promise.resolve(options.input ?? ''),
    ask: () => Promise.resolve(answers.shift() ?? null),
  };
  const argv = [...line.split(' '), ...(options.args ?? [])];
  return { exit: await runCli(argv, io, deps), ...printed };
}

function sampleDeps(sample: SampleGateway): CliDeps {
  const refuse = (): Promise<never> => Promise.reject(new Error('not in this test'));
  const request: typeof fetch = (input, init) => Promise.resolve(sample.app.request(input as string, init));
  return {
    version: '0.0.0-test',
    createProposer: ({ timeoutSeconds, ...rest }, env) =>
      createChatProposer({ ...rest, env, timeoutMs: timeoutSeconds * 1000 }),
    examineProvider: examineOpenId,
    leftOutOf: ({ tools }) => divideOffered(tools, null).leftOut,
    crypto: nodeLedgerCrypto,
    fetch: request,
    parseConfig,
    up: refuse,
    spawnDaemon: refuse,
    countRecords: () => Promise.resolve(null),
    init: refuse,
    createOperatorKey,
    unlockOperatorKey,
    readPacks: () => readPacks(),
    createWitness: refuse,
    runWitness: refuse,
    ledgerKeys: () => Promise.resolve([sample.core.signer.vkey]),
    auditStore: () => Promise.reject(new StoreFault('store-locked', 'the daemon holds the file')),
  };
}
