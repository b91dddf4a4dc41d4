// Everything that is wrong is shown in one run: each stage runs whatever became of those before it.
// Usage: check [paths or arguments for vitest]. The last line is always the totals of the tests.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installChromium } from './chromium.ts';
import { formatTotals } from './report.ts';
import { runTests } from './tests.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const isColourful = process.stdout.isTTY && !process.env['NO_COLOR'];

const args = process.argv.slice(2);
const browser = installChromium();
const failed = [
  runTool('format', 'oxfmt/bin/oxfmt', '--check'),
  runTool('lint', 'oxlint/bin/oxlint'),
  runTool('types', 'typescript/bin/tsc', '-p', 'tsconfig.json', '--noEmit'),
  runTool('types of the console', 'typescript/bin/tsc', '-p', 'console/tsconfig.json'),
].filter((title) => title !== undefined);

const trouble = await browser;
if (trouble !== undefined) console.log(`  no Chromium could be installed: ${trouble}`);

const start = performance.now();
const tests = runTests({ root: ROOT, node: process.execPath, args, coverage: args.length === 0 });
printStage('tests', tests.ok, start);
if (!tests.ok) failed.push('tests');
if (failed.length > 0) console.log(`failed: ${failed.join(', ')}`);
console.log(formatTotals(tests.totals));
process.exitCode = failed.length > 0 ? 1 : 0;

/** Runs an installed tool; shows what it says only when it fails, and then returns the title. */
function runTool(title: string, tool: string, ...given: string[]): string | undefined {
  const began = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, 'node_modules', tool), ...given],
    {
      cwd: ROOT,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, ...(isColourful ? { FORCE_COLOR: '1' } : {}) },
    },
  );
  printStage(title, status === 0, began);
  if (status === 0) return undefined;
  console.log(`${stdout}${stderr}`.trimEnd());
  return title;
}

function printStage(title: string, ok: boolean, since: number): void {
  const seconds = ((performance.now() - since) / 1000).toFixed(1);
  const mark = ok ? '✓' : '✗';
  console.log(`${isColourful ? `\u001b[${ok ? 32 : 31}m${mark}\u001b[0m` : mark} ${title} (${seconds} s)`);
}
