// A process that runs `wrap` against the daemon of a home that runs already.

import { VERSION } from '../../src/main.ts';
import { processIo } from '../../src/surfaces/cli/io.ts';
import { connectDaemon } from '../../src/surfaces/cli/wrap/daemon.ts';
import { runWrap } from '../../src/surfaces/cli/wrap/wrap.ts';

const [home, agent, workflow, as, ...command] = process.argv.slice(2) as [string, string, string, string];
const spawnDaemon = (): Promise<never> => Promise.reject(new Error('no daemon runs'));

process.exitCode = await runWrap(
  { as: as || null, agent: agent || null, workflow: workflow || null, command },
  processIo(process),
  {
    version: VERSION,
    fetch,
    connectDaemon: () => connectDaemon({ home, fetch, spawnDaemon }),
  },
);
