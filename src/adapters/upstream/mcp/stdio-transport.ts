// A stdio server sees only the environment it is given, cannot take our memory, and is gone after `close`.

import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { UpstreamFault } from '../../../gateway/ports.ts';
import type { UpstreamFaultCode, UpstreamSpec } from '../../../gateway/ports.ts';
import { LastWords, spawnCause } from './connect-cause.ts';
import { createLineReader } from './line-reader.ts';
import { endProcess, settles, signalGroup } from './process-end.ts';
import { settleNonsense } from './nonsense.ts';
import { MAX_MESSAGE_BYTES, MAX_PENDING_BYTES } from './settings.ts';

type StdioSpec = Extract<UpstreamSpec, { transport: 'stdio' }>;

export interface ServerProcessOptions {
  readonly spec: StdioSpec;
  /** Added to the environment last: the credential. */
  readonly secret: { readonly name: string; readonly value: string } | null;
  readonly endGraceMs: number;
  readonly onStderr: (line: string) => void;
  /** Told why when the server is cut off. */
  readonly onFault: (code: UpstreamFaultCode) => void;
}

const INHERITED = ['PATH', 'HOME', 'LANG', 'TMPDIR'];
const STDERR_LINE_BYTES = 8 * 1024;
const DRAIN_MS = 1_000;

/** One server process, the leader of a process group of its own; newline-delimited JSON-RPC (MCP stdio). */
export class StdioTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  /** Present so that the SDK knows a stdio transport when it negotiates the version. */
  readonly stderr = null;
  readonly #options: ServerProcessOptions;
  readonly lastWords: LastWords;
  #child: ChildProcess | null = null;
  #closed = false;
  #closing = false;

  constructor(options: ServerProcessOptions) {
    this.#options = options;
    this.lastWords = new LastWords(options.secret?.value ?? null);
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** The process ran and ended without our doing. */
  get died(): boolean {
    return this.#closed && !this.#closing && this.pid !== null;
  }

  /** Rejects when the command cannot be started; the error holds no setting of it. */
  async start(): Promise<void> {
    const { spec } = this.#options;
    try {
      this.#child = spawn(spec.command, [...spec.args], {
        ...(spec.cwd === null ? {} : { cwd: spec.cwd }),
        env: environmentOf(this.#options),
        stdio: ['pipe', 'pipe', 'pipe'],
        detached: true,
      });
    } catch {
      // Node's message would quote the environment.
      throw new UpstreamFault(
        'upstream-unreachable',
        'the server has a setting that no process can be given',
      );
    }
    await this.#attach(this.#child);
  }

  /** Fails only before a byte is written: a started write may have arrived, so its failure is the closing. */
  async send(message: JSONRPCMessage): Promise<void> {
    const stdin = this.#child?.stdin;
    if (this.#closed || !stdin?.writable) {
      throw new UpstreamFault('upstream-unreachable', 'the server process is gone');
    }
    if (stdin.writableLength > MAX_PENDING_BYTES) {
      this.cutOff('upstream-closed');
      throw new UpstreamFault('upstream-unreachable', 'the server does not read its input');
    }
    stdin.write(`${JSON.stringify(message)}\n`);
  }

  async close(): Promise<void> {
    this.#closing ||= !this.#closed;
    const child = this.#child;
    if (child !== null) await endProcess(child, this.#options.endGraceMs);
    this.#markClosed();
  }

  /** Kills the group at once, for `code`. */
  cutOff(code: UpstreamFaultCode): void {
    if (this.#closed || this.#child === null) return;
    this.#closing = true;
    this.#options.onFault(code);
    signalGroup(this.#child, 'SIGKILL');
    this.#child.stdout?.destroy();
    this.#markClosed();
  }

  async #attach(child: ChildProcess): Promise<void> {
    const readLine = createLineReader(MAX_MESSAGE_BYTES, (line, cut) => {
      if (cut) this.cutOff('upstream-too-large');
      else this.#receive(line);
    });
    child.stdout?.on('data', (chunk: Buffer) => {
      if (!this.#closed) readLine(chunk);
    });
    const hear = (line: string): void => {
      this.lastWords.hear(line);
      this.#options.onStderr(line);
    };
    child.stderr?.on('data', createLineReader(STDERR_LINE_BYTES, hear));
    for (const stream of child.stdio) stream?.on('error', (error: Error) => this.onerror?.(error));
    child.once('exit', (code, signal) => {
      if (!this.#closing) this.lastWords.ended(code, signal);
      signalGroup(child, 'SIGKILL');
      void this.#drain(child);
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (error: NodeJS.ErrnoException) => {
        this.#markClosed();
        reject(new UpstreamFault('upstream-unreachable', spawnCause(this.#options.spec, error.code)));
      });
    });
  }

  /** What the server wrote before it ended still counts; whoever else holds its pipes does not. */
  async #drain(child: ChildProcess): Promise<void> {
    await settles(new Promise<void>((resolve) => child.once('close', () => resolve())), DRAIN_MS);
    for (const stream of child.stdio) stream?.destroy();
    this.#markClosed();
  }

  #receive(line: string): void {
    let message: unknown;
    try {
      message = JSON.parse(line);
    } catch {
      return; // Servers print what they should not; it answers nothing.
    }
    // The SDK judges the shape of what it is handed; only an answer that it would drop is rewritten.
    const settled = settleNonsense(message) as JSONRPCMessage;
    if (typeof settled === 'object' && settled !== null && 'method' in settled) this.onmessage?.(settled);
    // It handles a notification one turn late: the answer after it must not come first.
    else queueMicrotask(() => this.onmessage?.(settled));
  }

  #markClosed(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.onclose?.();
  }
}

function environmentOf({ spec, secret }: ServerProcessOptions): NodeJS.ProcessEnv {
  const inherited = INHERITED.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(inherited),
    ...spec.env,
    ...(secret === null ? {} : { [secret.name]: secret.value }),
  };
}
