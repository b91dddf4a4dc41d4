// Replays recorded sets: `npm run eval` the traces, `npm run eval -- catalog` what tools are taken for.
// Standard output carries results alone.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { guardRuntime } from '../../src/adapters/host/runtime.ts';
import { evaluateCatalog } from './catalog.ts';
import type { Evaluation } from './evaluation.ts';
import { evaluatePoisoning } from './poisoning.ts';
import { evaluateTraces } from './traces.ts';

const EVALUATIONS: { readonly [name: string]: Evaluation } = {
  traces: evaluateTraces,
  catalog: evaluateCatalog,
  poisoning: evaluatePoisoning,
};

guardRuntime();
const words = process.argv.slice(2);
const names = words.filter((word) => !word.startsWith('--'));
const unknown = names.find((name) => !Object.hasOwn(EVALUATIONS, name));
const folder = process.env['HOLDPOINT_EVAL'] ?? join(process.cwd(), '..', 'shared', 'eval');

if (unknown !== undefined) {
  fail(`there is no evaluation called ${unknown}; there are ${Object.keys(EVALUATIONS).join(', ')}`);
} else if (!existsSync(folder)) {
  fail(`no evaluation sets at ${folder}: set HOLDPOINT_EVAL to their folder`);
} else {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const texts = files.toSorted().map((file) => readFileSync(join(folder, file), 'utf8'));
  const flags = { json: words.includes('--json'), disagreements: words.includes('--disagreements') };
  for (const name of names.length === 0 ? ['traces'] : names) EVALUATIONS[name]?.({ texts, ...flags });
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}
