// Ledgers of many sizes, real ones: every start and every verifier takes them. Made when first asked for, in
// the system's temporary folder, and removed with the run.

import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openSqliteStore } from '../src/adapters/store/sqlite/sqlite.ts';
import { act } from '../src/gateway/action/act.ts';
import type { Core } from '../src/gateway/core.ts';
import { closeTask, openTask } from '../src/gateway/tasks.ts';
import { createLog, openHome } from '../src/main.ts';
import { decideOnce } from './decide.ts';
import { AGENT, benchConfig, CONNECTOR, foundBench, makeHome, OPERATOR, TOOL, WORKFLOW_ID } from './home.ts';
import { replay } from './replay.ts';
import { startRole } from './role.ts';

export interface Ledgers {
  /** Home of a ledger on SQLite with so many records, and a few more to end its last tasks. */
  home(size: number): Promise<string>;
  remove(): Promise<void>;
}

export function createLedgers(): Ledgers {
  const parent = makeHome();
  const homes = new Map<number, Promise<string>>();
  return {
    home(size) {
      const home = homes.get(size) ?? parent.then((folder) => makeLedger(join(folder, `${size}`), size));
      homes.set(size, home);
      return home;
    },
    remove: async () => rm(await parent, { recursive: true, maxRetries: 3 }),
  };
}

async function makeLedger(home: string, size: number): Promise<string> {
  await mkdir(home);
  const fromSeq = await recordSome(home);
  const config = benchConfig(home);
  const store = await openSqliteStore({ path: config.store.path });
  try {
    await replay(store, join(config.home, 'keys'), fromSeq, size);
  } finally {
    await store.close();
  }
  return home;
}

const TASKS = 8;
const CALLS_PER_TASK = 4;

/** Founds a ledger and lets some tasks begin, act and end; gives how many records there were before them. */
async function recordSome(home: string): Promise<number> {
  const upstream = await startRole('upstream');
  const { running } = await openHome(benchConfig(home), createLog('error'));
  try {
    const { core } = running;
    await foundBench(core, upstream.url);
    const { size } = await core.store.head();
    await Promise.all(Array.from({ length: TASKS }, () => workOn(core)));
    return size;
  } finally {
    await running.stop();
    await upstream.stop();
  }
}

async function workOn(core: Core): Promise<void> {
  const opened = await openTask(core, OPERATOR, { workflow: WORKFLOW_ID, agent: AGENT, prompt: 'Measure.' });
  const task = opened.task!;
  for (let call = 0; call < CALLS_PER_TASK; call += 1) {
    const { verdict } = await act(core, {
      agent: AGENT,
      task,
      connector: CONNECTOR,
      tool: TOOL,
      arguments: { text: `call ${call}` },
      waitMs: 0,
      signal: new AbortController().signal,
      onProgress: () => undefined,
      onElicit: () => Promise.resolve({ action: 'decline' }),
    });
    if (verdict !== 'permit') throw new Error(`not permitted but ${verdict}`);
  }
  await decideOnce(core, task);
  await closeTask(core, OPERATOR, task);
}
