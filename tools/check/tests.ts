// A test run ends well only when the runner says so, its report agrees, and every skip has a reason.

import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { judgeReport } from './report.ts';
import type { Totals } from './report.ts';

const REPORT = join('.cache', 'tests.json');

/** How to run the tests. */
export interface TestRun {
  root: string;
  /** The Node executable to run them on. */
  node: string;
  /** Paths or other arguments for vitest; without any, everything runs. */
  args: readonly string[];
  /** Whether the coverage thresholds are enforced. */
  coverage: boolean;
}

/** Runs the compiled tests, with the runner's own words on the terminal, and says how it went. */
export function runTests({ root, node, args, coverage }: TestRun): { ok: boolean; totals: Totals } {
  const report = join(root, REPORT);
  rmSync(report, { force: true });
  const runner = spawnSync(
    node,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--allowOnly=false',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${REPORT}`,
      ...(coverage ? ['--coverage'] : []),
      ...args,
    ],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const { totals, problems, skips } = judgeReport(readIfThere(report));
  // Tests that the caller filtered out are skipped for that reason.
  const objections = args.length > 0 ? problems.filter((text) => !text.startsWith('skipped')) : problems;
  if (runner.status !== 0 && totals.failed === 0) {
    objections.push(`the test runner ended with ${runner.signal ?? `code ${runner.status}`}, see above`);
  }
  for (const [reason, count] of skips) console.log(`  skipped ${count}: ${reason}`);
  for (const objection of objections) console.log(`  ✗ ${objection}`);
  return { ok: runner.status === 0 && totals.failed === 0 && objections.length === 0, totals };
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
