// The public vectors, whole and alone: the same tests that every run has, with nothing beside them, and
// nothing skipped.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Tests that read published vectors, by the standard they hold us to. */
const SUITES = [
  'build/src/ledger/canonical.test.js',
  'build/src/ledger/tree.test.js',
  'build/src/ledger/proof.test.js',
  'build/src/ledger/note.test.js',
  'build/src/ledger/commitment.test.js',
  'build/src/adapters/identity/verifier/jws.test.js',
  'build/test/conformance/cedar.test.js',
];

const vectors = process.env['HOLDPOINT_VECTORS'] ?? join(process.cwd(), '..', 'shared', 'vectors');
if (!existsSync(vectors)) {
  process.stderr.write(`no vectors at ${vectors}: set HOLDPOINT_VECTORS to their folder\n`);
  process.exitCode = 1;
} else {
  const missing = SUITES.filter((suite) => !existsSync(suite));
  if (missing.length > 0) throw new Error(`no such suite: ${missing.join(', ')}`);
  const vitest = join('node_modules', 'vitest', 'vitest.mjs');
  // What every run samples is asked whole here.
  const env = { ...process.env, HOLDPOINT_CORPUS: 'whole' };
  const { status } = spawnSync(process.execPath, [vitest, 'run', ...SUITES], { stdio: 'inherit', env });
  process.exitCode = status ?? 1;
}
