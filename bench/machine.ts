// Numbers mean nothing without the machine they were taken on, least of all its disk.

import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, tmpdir, type } from 'node:os';
import { join } from 'node:path';
import { median, rounded } from './result.ts';
import { makeHome } from './home.ts';

const SYNCS = 101;

export async function describeMachine(): Promise<string> {
  const cores = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const disk = `a synced 4 KiB write in ${tmpdir()} takes ${rounded(await medianSyncMs())} ms`;
  const system = `${type()} ${release()}, Node ${process.versions.node}`;
  const load = `load ${rounded(loadavg()[0]!)} before the start`;
  return `${cores.length} × ${cores[0]?.model.trim()}, ${memory}, ${system}, ${load}, ${disk}`;
}

/** What one durable write costs at least, on the disk that the benches use; milliseconds. */
async function medianSyncMs(): Promise<number> {
  const folder = await makeHome();
  const file = openSync(join(folder, 'sync'), 'w');
  const block = Buffer.alloc(4096);
  const times = Array.from({ length: SYNCS }, () => {
    const startedAt = performance.now();
    writeSync(file, block);
    fsyncSync(file);
    return performance.now() - startedAt;
  });
  closeSync(file);
  rmSync(folder, { recursive: true });
  return median(times);
}
