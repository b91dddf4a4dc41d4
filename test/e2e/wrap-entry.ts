// A process that runs `wrap` against the daemon of a home, as the command line does.

import { createCliDeps, VERSION } from '../../src/main.ts';
import { processIo } from '../../src/surfaces/cli/io.ts';
import { connectDaemon } from '../../src/surfaces/cli/wrap-daemon.ts';
import { runWrap } from '../../src/surfaces/cli/wrap.ts';

const [home, agent, workflow, as, ...command] = process.argv.slice(2) as [string, string, string, string];
const { spawnDaemon } = createCliDeps();

process.exitCode = await runWrap(
  { as: as || null, agent: agent || null, workflow: workflow || null, command },
  processIo(process),
  {
    version: VERSION,
    fetch,
    connectDaemon: () =>
      connectDaemon({ home, fetch, spawnDaemon: () => spawnDaemon({ config: null, home }) }),
  },
);
