// Questions that were recorded, one JSON object a line: each is read whole or not at all. They hold arguments
// in clear, so a file of them is for its owner alone.

import { open, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { queryTrace, type QueryTrace } from '../../http/contract/replay.ts';
import type { Context } from '../context.ts';
import { CliError, EXIT } from '../exit.ts';
import { unreadable, unwritable } from '../system-fault.ts';

/** Throws `CliError` where the file cannot be read; with code 3 for a line that is no trace. */
export async function* readTraces(context: Context, file: string): AsyncGenerator<QueryTrace, void> {
  let line = 0;
  for await (const text of linesOf(context, file)) {
    line += 1;
    if (text !== '') yield readTrace(text, `${file}:${line}`);
  }
}

/** A folder opens like a file, and is found out only when it is read. */
async function* linesOf(context: Context, file: string): AsyncGenerator<string, void> {
  try {
    yield* (await open(resolve(context.io.cwd, file))).readLines();
  } catch (error) {
    throw unreadable(file, error, RECORD);
  }
}

const RECORD = 'Record traces with: holdpoint policy simulate FILES --record traces.ndjson';

function readTrace(text: string, place: string): QueryTrace {
  const result = queryTrace.safeParse(parse(text));
  if (result.success) return result.data;
  throw new CliError(`${place} is no trace`, {
    exit: EXIT.invalid,
    help: RECORD,
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Takes traces one after another; what was in the file before stays until `keep`. */
export interface TraceWriter {
  add(trace: QueryTrace): Promise<void>;
  keep(): Promise<void>;
  drop(): Promise<void>;
}

/** Throws `CliError` where nothing can be written there. */
export async function writeTraces(context: Context, file: string): Promise<TraceWriter> {
  const path = resolve(context.io.cwd, file);
  const draft = `${path}.${process.pid}.new`;
  await rm(draft, { force: true });
  const opened = await open(draft, 'wx', 0o600).catch((error: unknown) => {
    throw unwritable(file, error);
  });
  return {
    add: (trace) => opened.writeFile(`${JSON.stringify(trace)}\n`),
    async keep() {
      await opened.close();
      await rename(draft, path);
    },
    async drop() {
      await opened.close();
      await rm(draft, { force: true });
    },
  };
}
