// Every npm script begins here and works from a fresh clone: it installs what is missing, builds what has
// changed, then runs what was asked. Plain JavaScript and dependency-free, because nothing is there yet.
// It writes nothing to stdout: that belongs to the script.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from './enter/build.mjs';
import { install } from './enter/install.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const OLDEST_NODE = [20, 19];

/** Scripts that are programs of this project, by their source. */
const PROGRAMS = {
  check: 'tools/check/main.ts',
  'test:node24': 'tools/node24/main.ts',
  holdpoint: 'src/bin.ts',
  demo: 'examples/demo/main.ts',
  bench: 'bench/main.ts',
  eval: 'test/eval/main.ts',
  conformance: 'test/conformance/main.ts',
};

/** Scripts that run an installed tool on the sources. */
const TOOLS = {
  format: 'node_modules/oxfmt/bin/oxfmt',
  lint: 'node_modules/oxlint/bin/oxlint',
};

const [script = '', ...args] = process.argv.slice(2);

requireNode();
const program = PROGRAMS[script];
if (script !== 'build' && !program && !TOOLS[script]) fail(`there is no script called "${script}"`);
if (program && !existsSync(join(ROOT, program)))
  fail(`this checkout has no ${script}: ${program} is missing`);
if (!install(ROOT)) fail('the dependencies could not be installed (npm ci failed, see above)');

if (TOOLS[script]) {
  const tool = spawnSync(process.execPath, [join(ROOT, TOOLS[script]), ...args], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  process.exit(tool.status ?? 1);
}

const built = build(ROOT);
// `check` reports type errors itself, beside everything else that is wrong.
if (!built.ok && script !== 'check') fail(`the sources do not compile\n${built.output}`);
if (program) await run(program);

/** Runs a program in this process, so that signals, stdin and the exit code are its own. */
async function run(source) {
  const output = join(ROOT, 'build', source.replace(/\.ts$/, '.js'));
  if (!existsSync(output)) fail(`${source} does not compile\n${built.output}`);
  process.argv = [process.execPath, output, ...args];
  await import(pathToFileURL(output).href);
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  fail(
    `Node.js ${OLDEST_NODE.join('.')} or newer is needed, this is ${process.versions.node} (https://nodejs.org)`,
  );
}

function fail(message) {
  process.stderr.write(`holdpoint: ${message}\n`);
  process.exit(1);
}
