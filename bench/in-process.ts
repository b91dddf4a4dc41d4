// The gateway in this process, for what is decided without a call: no wire stands between it and the clock.

import { rm } from 'node:fs/promises';
import type { Config } from '../src/config.ts';
import type { Core } from '../src/gateway/core.ts';
import { createLog, openHome } from '../src/main.ts';
import type { PolicySource } from '../src/kernel/state.ts';
import { benchConfig, foundBench, makeHome } from './home.ts';
import { startRole } from './role.ts';

export interface InProcess {
  readonly core: Core;
  readonly task: string;
  /** A folder of this bench, on the same disk. */
  readonly home: string;
}

/** The upstream runs only to be described and admitted. On SQLite unless told. */
export async function withGateway<T>(
  measure: (gateway: InProcess) => Promise<T>,
  configOf: (home: string) => Promise<Config> = (home) => Promise.resolve(benchConfig(home)),
  policy?: PolicySource,
): Promise<T> {
  const upstream = await startRole('upstream');
  const home = await makeHome();
  const { running } = await openHome(await configOf(home), createLog('error'));
  try {
    const { task } = await foundBench(running.core, upstream.url, policy);
    return await measure({ core: running.core, task, home });
  } finally {
    await running.stop();
    await upstream.stop();
    await rm(home, { recursive: true, maxRetries: 3 });
  }
}
