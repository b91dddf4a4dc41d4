// `holdpoint policy bench`: what a policy set costs at each decision, on this machine.

import type { Command } from 'commander';
import { listActions, type PolicyCatalog } from '../../../policy/schema.ts';
import { questionOf } from '../../../policy/testing/question.ts';
import type { Context, Run } from '../context.ts';
import { CliError } from '../exit.ts';
import { findFiles } from '../given/file-search.ts';
import { CATALOG_OPTION, readPolicyInput, type CatalogFlag } from '../given/policy-input.ts';
import { compileOrTell, readSuites, TEST_ENDING } from '../policy-suite.ts';
import { timeEngine, type TimedQuestion, type Timing } from '../render/policy-timing.ts';
import { renderTable } from '../render/table.ts';

interface BenchFlags extends CatalogFlag {
  readonly seconds: string;
}

interface Bench {
  readonly name: string;
  readonly sources: Parameters<typeof compileOrTell>[1];
  readonly catalog: PolicyCatalog;
  readonly questions: readonly TimedQuestion[];
}

const ENGINES = ['compiled', 'reference'] as const;

export function addPolicyBench(policy: Command, run: Run): void {
  policy
    .command('bench')
    .description('Times decisions: the questions of test files, or one per action, on both engines.')
    .argument('<paths...>', `test files or folders with some; else *.cedar files: together one set`)
    .option(...CATALOG_OPTION)
    .option('--seconds <number>', 'how long each engine is asked', '1')
    .addHelpText('after', '\nExample:\n  holdpoint policy bench policies --catalog catalog.yaml')
    .action((paths: string[], flags: BenchFlags) => run((context) => bench(context, paths, flags)));
}

async function bench(context: Context, paths: readonly string[], flags: BenchFlags): Promise<void> {
  const seconds = Number(flags.seconds);
  if (!(seconds > 0 && seconds <= 60)) throw new CliError('the seconds are a number up to 60');
  const benches = await readBenches(context, paths, flags);
  const timed = benches.flatMap(({ name, sources, catalog, questions }) =>
    ENGINES.map((kind) => {
      const { engine, policies } = compileOrTell(context, sources, catalog, kind);
      const timing = timeEngine(engine, questions, seconds * 1_000, () => performance.now());
      return { name, engine: kind, policies: policies.length, questions: questions.length, ...timing };
    }),
  );
  const headings = ['set', 'engine', 'policies', 'questions', 'per second', 'p50 ms', 'p99 ms'];
  const rows = timed.map((one) => [one.name, one.engine, one.policies, one.questions, ...renderTiming(one)]);
  context.print({ benches: timed }, renderTable(headings, rows) ?? 'nothing was timed');
}

function renderTiming({ perSecond, p50Ms, p99Ms }: Timing): (string | number)[] {
  return [perSecond, p50Ms.toFixed(4), p99Ms.toFixed(4)];
}

async function readBenches(
  context: Context,
  paths: readonly string[],
  flags: CatalogFlag,
): Promise<readonly Bench[]> {
  const found = await findFiles(context, paths, TEST_ENDING);
  const tests = found.filter((path) => path.endsWith(TEST_ENDING));
  if (tests.length > 0) {
    const suites = await readSuites(context, tests, flags);
    return suites.map(({ file, sources, catalog, tests: prepared }) => {
      return { name: file, sources, catalog, questions: prepared.map(({ question }) => question) };
    });
  }
  const { sources, catalog } = await readPolicyInput(context, paths, flags);
  return [{ name: paths.join(' '), sources, catalog, questions: onePerAction(catalog) }];
}

/** Each action asked for by somebody of no group or role, with no arguments. */
function onePerAction(catalog: PolicyCatalog): readonly TimedQuestion[] {
  const actions = listActions(catalog);
  const world = { catalog, actions, destinations: { own: [], listed: [], cleared: {} } };
  return [...actions.keys()].flatMap((action) => {
    const question = questionOf(world, {}, { action });
    return 'query' in question ? [question] : [];
  });
}
