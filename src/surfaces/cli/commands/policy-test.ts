// `holdpoint policy test`: what policies do is said beside them, and holds at every change.

import { Option, type Command } from 'commander';
import { Coverage } from '../../../policy/testing/coverage.ts';
import { runTest } from '../../../policy/testing/run-tests.ts';
import type { Context, Run } from '../context.ts';
import { CliError, EXIT, type ExitCode } from '../exit.ts';
import { CATALOG_OPTION, type CatalogFlag } from '../given/policy-input.ts';
import { readSuites, TEST_ENDING, type PolicySuite } from '../policy-suite.ts';
import {
  countRun,
  FORMATS,
  isBelow,
  renderGithub,
  renderJunit,
  renderPretty,
  type Format,
  type TestRun,
} from '../render/policy-test-report.ts';

interface TestFlags extends CatalogFlag {
  readonly coverage?: true;
  readonly threshold?: string;
  readonly run?: string;
  readonly format: Format;
}

const HELP = `
Example:
  holdpoint policy test policies --coverage --threshold 90

A test file beside its *.cedar files, such as pay${TEST_ENDING}:
  defaults: {agent: {groups: [finance]}}
  tests:
    - name: a large payment waits for finance
      action: bank/pay
      input: {amount: 2000}
      expect: {verdict: hold, policies: [pay.large], approvers: ['finance:1']}`;

export function addPolicyTest(policy: Command, run: Run): void {
  policy
    .command('test')
    .description(
      `Runs policy tests (*${TEST_ENDING}); exits with 2 where one fails, 3 where a file is not valid.`,
    )
    .argument('[paths...]', 'test files, or folders with some; else this folder')
    .option('--coverage', 'say which policies never decided, and which conditions were never true or false')
    .option('--threshold <percent>', 'exit with 2 where the coverage is below it')
    .option('--run <pattern>', 'only tests whose name matches, as a regular expression')
    .option(...CATALOG_OPTION)
    .addOption(new Option('--format <format>', 'how to tell it').choices(FORMATS).default('pretty'))
    .addHelpText('after', HELP)
    .action((paths: string[], flags: TestFlags) =>
      run((context) => testPolicies(context, paths.length === 0 ? ['.'] : paths, flags)),
    );
}

async function testPolicies(context: Context, paths: readonly string[], flags: TestFlags): Promise<ExitCode> {
  const threshold = readThreshold(flags);
  const isWanted = readPattern(flags);
  const suites = await readSuites(context, paths, flags);
  const coverage = flags.coverage === true || threshold !== null ? new Coverage() : null;
  const told: TestRun = {
    suites: suites.map((suite) => ({ file: suite.file, results: runSuite(suite, isWanted, coverage) })),
    coverage: coverage?.report() ?? null,
    threshold,
  };
  const { tests, failed } = countRun(told);
  if (tests === 0) throw new CliError(`no test is named like ${flags.run}`);
  const passed = failed === 0 && !isBelow(told);
  print(context, flags.format, told, { ok: passed, tests, failed });
  return passed ? EXIT.ok : EXIT.denied;
}

function runSuite(
  { sources, compiled, tests }: PolicySuite,
  isWanted: (name: string) => boolean,
  coverage: Coverage | null,
): TestRun['suites'][number]['results'] {
  const seen = coverage ?? new Coverage();
  seen.enter(compiled.policies, (name) => sources.find((source) => source.name === name)?.text ?? '');
  return tests.filter(({ test }) => isWanted(test.name)).map((test) => runTest(test, compiled, seen));
}

function print(context: Context, format: Format, run: TestRun, counts: object): void {
  const data = { ...counts, suites: run.suites, coverage: run.coverage, threshold: run.threshold };
  if (format === 'json') context.print(data, JSON.stringify({ schemaVersion: 1, ...data }));
  else if (format === 'junit') context.print(data, renderJunit(run));
  else if (format === 'github') context.print(data, renderGithub(run));
  else context.print(data, renderPretty(run, context.style));
}

function readThreshold({ threshold }: TestFlags): number | null {
  if (threshold === undefined) return null;
  const percent = Number(threshold);
  if (threshold.trim() !== '' && percent >= 0 && percent <= 100) return percent;
  throw new CliError('the threshold is a number of percent, 0 to 100');
}

function readPattern({ run: pattern }: TestFlags): (name: string) => boolean {
  if (pattern === undefined) return () => true;
  try {
    const expression = new RegExp(pattern, 'iu');
    return (name) => expression.test(name);
  } catch {
    throw new CliError(`${pattern} is no regular expression`);
  }
}
