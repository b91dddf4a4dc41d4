// `holdpoint wrap`: one line in a client's configuration governs a local server. Standard output is MCP and
// nothing else; the server itself is started by the daemon, and only once people admitted it.

import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import type { McpServerFactory } from '@modelcontextprotocol/server';
import { connectorsResponse } from '../../http/contract/connector.ts';
import { createClient } from '../client.ts';
import { CliError, EXIT } from '../exit.ts';
import type { Io } from '../io.ts';
import { printableLines } from '../render/printable.ts';
import { findConnector, runs } from './connector.ts';
import type { DaemonAccess } from './daemon.ts';
import { linkDaemon } from './link.ts';
import { createEmptyServer, createRelay } from './server.ts';
import { joinTask, type WrappedTask } from './task.ts';

/** From the flags, else the configuration; null where neither says. */
export interface WrapOptions {
  readonly as: string | null;
  readonly agent: string | null;
  readonly workflow: string | null;
  /** The server's program and its arguments. */
  readonly command: readonly string[];
}

export interface WrapDeps {
  readonly version: string;
  readonly fetch: typeof fetch;
  /** Finds the daemon, or starts one (`wrap-daemon.ts`). */
  connectDaemon(): Promise<DaemonAccess>;
}

interface Prepared {
  readonly factory: McpServerFactory;
  /** Null where nothing is governed. */
  readonly task: WrappedTask | null;
}

/**
 * Serves MCP on standard input and output until the client goes or a signal comes. Resolves to the exit
 * code; never rejects.
 */
export async function runWrap(options: WrapOptions, io: Io, deps: WrapDeps): Promise<number> {
  const tell = (text: string): void => io.stderr.write(`${printableLines(text).join('\n')}\n`);
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  // From here on, so that a task opened below is closed whenever the signal comes.
  process.once('SIGTERM', onSignal).once('SIGINT', onSignal);
  const { factory, task } = await prepare(options, io, deps, tell).catch((error: unknown) => {
    const why = `Holdpoint offers no tools here: ${explain(error)}`;
    tell(why);
    return { factory: createEmptyServer(deps.version, why), task: null };
  });
  await serveUntilGone(factory, stop.signal);
  try {
    await task?.end();
    return EXIT.ok;
  } catch (error) {
    tell(`the task was not closed: ${explain(error)}`);
    return EXIT.failed;
  }
}

async function prepare(
  options: WrapOptions,
  io: Io,
  deps: WrapDeps,
  tell: (text: string) => void,
): Promise<Prepared> {
  const daemon = await deps.connectDaemon();
  const { url, localToken } = daemon;
  const reader = createClient({ url, token: localToken, fetch: deps.fetch });
  const { connectors } = await reader.get('/connectors', connectorsResponse);
  const connector = findConnector(connectors, options.command, options.as);
  if (!runs(connector, options.command)) tell(`${connector.id} runs as it was admitted, not as given here`);
  const given = io.env['HOLDPOINT_TASK_TOKEN'] || null;
  const task = await joinTask(daemon, deps.fetch, { ...options, given });
  try {
    const client = await linkDaemon({ url, token: task.token, version: deps.version, fetch: deps.fetch });
    tell(`Holdpoint governs ${connector.id} in task ${task.id}`);
    return { factory: createRelay(client, task.id), task };
  } catch (error) {
    await task.end();
    throw error;
  }
}

/** Resolves when the client has closed its side, or was told to stop. */
async function serveUntilGone(factory: McpServerFactory, signal: AbortSignal): Promise<void> {
  const wire = new StdioServerTransport();
  const handle = serveStdio(factory, { transport: wire });
  const { onclose } = wire;
  const gone = new Promise<void>((resolve) => {
    const onClosed = (): void => {
      onclose?.();
      resolve();
    };
    Object.assign(wire, { onclose: onClosed });
  });
  signal.addEventListener('abort', () => void handle.close());
  if (signal.aborted) await handle.close();
  await gone;
}

function explain(error: unknown): string {
  const message = error instanceof Error ? error.message : 'something that is no error was thrown';
  const { lines, help } =
    error instanceof CliError ? { lines: error.details.lines, help: error.help } : { lines: [], help: null };
  const more = [...lines.map((line) => `  ${line}`), ...(help === null ? [] : [help])];
  return [message, ...more].join('\n');
}
