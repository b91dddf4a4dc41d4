// The built tests pass on the newest Node line that is supported, not only on the one at hand.
// That Node is kept in .cache, pinned, so that no ordinary clone pays for it.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatTotals } from '../check/report.ts';
import { runTests } from '../check/tests.ts';

const NODE_VERSION = '24.21.0';
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const HOME = join(ROOT, '.cache', `node-${NODE_VERSION}`);
const NODE = join(HOME, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

if (!existsSync(NODE)) {
  console.log(`fetching Node ${NODE_VERSION} …`);
  // The package fetches the executable of this platform when it is installed, hence its script must run.
  const options = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts=false', '--loglevel=error'];
  spawnSync('npm', ['install', '--prefix', HOME, ...options, `node@${NODE_VERSION}`], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
}

const version = spawnSync(NODE, ['--version'], { encoding: 'utf8' }).stdout;
if (version?.trim() === `v${NODE_VERSION}`) {
  console.log(`testing on Node ${NODE_VERSION}`);
  const { ok, totals } = runTests({ root: ROOT, node: NODE, args: process.argv.slice(2), coverage: false });
  console.log(formatTotals(totals));
  process.exitCode = ok ? 0 : 1;
} else {
  console.error(`Node ${NODE_VERSION} could not be fetched`);
  process.exitCode = 1;
}
