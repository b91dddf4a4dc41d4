// One daemon owns the ledger: it is found by what it left in its home, or started, never doubled.

import { setTimeout as sleep } from 'node:timers/promises';
import { CliError } from '../exit.ts';
import { readDaemonFile, type DaemonFile } from '../home.ts';

export interface DaemonAccess {
  readonly url: string;
  /** This user's own: it reads, and starts agents without words. */
  readonly localToken: string;
}

export interface DaemonFinder {
  /** Absolute path. */
  readonly home: string;
  readonly fetch: typeof fetch;
  /** Starts it as a process of its own; rejects where it does not come up. */
  spawnDaemon(): Promise<unknown>;
}

const ANSWER_MS = 2_000;
const LOOKS = 50;
const LOOK_EVERY_MS = 100;

/** The daemon of the home, running or started now. Throws `CliError`, or what starting it threw. */
export async function connectDaemon(finder: DaemonFinder): Promise<DaemonAccess> {
  const running = await find(finder);
  if (running !== null) return running;
  const starting = finder.spawnDaemon();
  await starting.catch(() => undefined);
  // A client starts its servers together: whoever lost the race for the ledger finds the winner's daemon.
  for (let look = 0; look < LOOKS; look += 1) {
    const started = await find(finder);
    if (started !== null) return started;
    await sleep(LOOK_EVERY_MS);
  }
  await starting;
  throw new CliError('Holdpoint was started and does not answer', { help: 'See: holdpoint doctor' });
}

async function find({ home, fetch }: DaemonFinder): Promise<DaemonAccess | null> {
  const file = await readDaemonFile(home);
  return file !== null && (await answers(file, fetch)) ? { url: file.url, localToken: file.token } : null;
}

async function answers({ url }: DaemonFile, ask: typeof fetch): Promise<boolean> {
  return ask(`${url}/healthz`, { signal: AbortSignal.timeout(ANSWER_MS) }).then(
    (response) => response.ok,
    () => false,
  );
}
