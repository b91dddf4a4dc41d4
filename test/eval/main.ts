// Replays recorded sets: `npm run eval -- traces` decides recorded calls; `catalog` and `poisoning` judge
// what is thought of tools. Standard output carries results alone.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { guardRuntime } from '../../src/adapters/host/runtime.ts';
import { evaluateCatalog } from './catalog.ts';
import { decodeUtf8 } from '../../src/ledger/bytes.ts';
import { refuseInput } from '../../src/surfaces/cli/given/output-file.ts';
import { saidOf, type Asked, type Evaluation } from './evaluation.ts';
import { manifestsIn } from './manifests.ts';
import { evaluatePoisoning } from './poisoning.ts';
import { evaluateTraces } from './traces.ts';

const EVALUATIONS: { readonly [name: string]: Evaluation } = {
  traces: evaluateTraces,
  catalog: evaluateCatalog,
  poisoning: evaluatePoisoning,
};

const HELP = `usage: npm run eval -- [traces|catalog|poisoning] [files…] [options]

Without files all sets of HOLDPOINT_EVAL (else ../shared/eval) are read.

  --json                     a line of JSON for each file
  --disagreements            (catalog, poisoning) what was judged otherwise than its label says

and for traces (docs/replay-traces.md):
  --scope declared|open      the tools of a case's own run, or all of its servers
  --results plain|enhanced   which wording of an attack is read, where a set has two
  --manifests <folder>       <connector>.connector.yaml files correct what tools are taken for
  --cases <file>             writes a line of JSON for each case
  --explain <case>           tells one case call by call

For example: npm run eval -- traces runs.json --scope open --json
`;

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  json: { type: 'boolean' },
  disagreements: { type: 'boolean' },
  scope: { type: 'string' },
  manifests: { type: 'string' },
  cases: { type: 'string' },
  explain: { type: 'string' },
  results: { type: 'string' },
} as const;

const UNREADABLE: { readonly [code: string]: string } = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
};

guardRuntime();
try {
  await run();
} catch (error) {
  process.stderr.write(`${saidOf(error)}\n`);
  process.exitCode = 1;
}

async function run(): Promise<void> {
  const { values, positionals } = readArguments();
  if (values.help === true) {
    process.stdout.write(HELP);
    return;
  }
  const [first = 'traces', ...rest] = positionals;
  const isName = Object.hasOwn(EVALUATIONS, first);
  if (!isName && !existsSync(first)) {
    const names = Object.keys(EVALUATIONS).join(', ');
    throw new Error(`${first} is no file, and no evaluation: there are ${names}`);
  }
  const evaluate = EVALUATIONS[isName ? first : 'traces']!;
  const given = isName ? rest : positionals;
  const paths = given.length > 0 ? given : setsInFolder();
  const files = paths.map((path) => ({ name: basename(path), text: readSet(path) }));
  const { scope = 'declared', results = 'plain' } = values;
  if (!isScope(scope)) throw new Error('--scope is declared or open');
  if (!isResults(results)) throw new Error('--results is plain or enhanced');
  if (values.cases !== undefined) {
    const manifests = values.manifests === undefined ? [] : manifestsIn(values.manifests);
    await refuseInput(process.cwd(), '--cases', values.cases, [...paths, ...manifests]);
  }
  evaluate({
    files,
    isNamed: given.length > 0,
    json: values.json ?? false,
    disagreements: values.disagreements ?? false,
    scope,
    results,
    manifests: values.manifests ?? null,
    cases: values.cases ?? null,
    explain: values.explain ?? null,
  });
}

function readArguments() {
  try {
    return parseArgs({ options: OPTIONS, allowPositionals: true });
  } catch (cause) {
    const [why] = (cause as Error).message.split('. ');
    throw new Error(`${why}; see: npm run eval -- --help`, { cause });
  }
}

function readSet(path: string): string {
  let bytes;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    const why = UNREADABLE[code] ?? 'it cannot be read';
    throw new Error(`${path}: ${why}; name files of runs, or none for all in HOLDPOINT_EVAL`, { cause });
  }
  const decoded = decodeUtf8(bytes);
  if ('text' in decoded) return decoded.text;
  throw new Error(`${path} is not UTF-8 text`);
}

function setsInFolder(): string[] {
  const folder = process.env['HOLDPOINT_EVAL'] ?? join(process.cwd(), '..', 'shared', 'eval');
  if (!existsSync(folder))
    throw new Error(`no evaluation sets at ${folder}: set HOLDPOINT_EVAL to their folder`);
  const names = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return names.toSorted().map((file) => join(folder, file));
}

function isScope(word: string): word is Asked['scope'] {
  return word === 'declared' || word === 'open';
}

function isResults(word: string): word is Asked['results'] {
  return word === 'plain' || word === 'enhanced';
}
