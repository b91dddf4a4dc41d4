// Policy tests asked of files that are not in force: nothing is decided and nothing is written, and what is
// decided meanwhile does not wait for them.

import type { Problem as PlacedProblem } from '../../document/document.ts';
import type { Json } from '../../kernel/json.ts';
import type { PolicySource } from '../../kernel/state.ts';
import { digestOf } from '../../ledger/digest.ts';
import { catalogOf } from '../../policy/catalog-file.ts';
import { compileInParts } from '../../policy/compile.ts';
import { scanSource } from '../../policy/scan.ts';
import { Coverage, type CoverageReport } from '../../policy/testing/coverage.ts';
import { readPolicyTests } from '../../policy/testing/read-tests.ts';
import { prepareTests, runTest, type TestResult } from '../../policy/testing/run-tests.ts';
import type { Core, Problem } from '../core.ts';
import { createPace } from '../replay/pace.ts';

export interface PolicyTestInput {
  readonly sources: readonly PolicySource[];
  /** One test file. Whatever its `policies` names, the sources are what is tested. */
  readonly tests: PolicySource;
}

export type PolicyTestAnswer =
  | { readonly results: readonly TestResult[]; readonly coverage: CoverageReport }
  | { readonly problems: readonly Problem[] };

/** How often a policy is asked at most: each test asks all of them. */
const MOST_ASKED = 250_000;
/** More policies are tested where the files are: an engine of them is built in one go. */
export const MOST_POLICIES = 1_000;

/** Its own `connectors` are the catalog, else the admitted ones are. */
export async function testPolicies(
  core: Core,
  { sources, tests }: PolicyTestInput,
): Promise<PolicyTestAnswer> {
  const read = readPolicyTests(tests.text, tests.name);
  if ('problems' in read) return { problems: read.problems.map(toProblem) };
  const { connectors, catalog: file } = read.value.file;
  if (file !== undefined) return { problems: [noFile(tests.name, file)] };
  const catalog =
    connectors === undefined ? { connectors: core.world.state(null).connectors } : catalogOf(connectors);
  const digest = (value: Json): string => digestOf(core.crypto, value);
  const count = sources.reduce((sum, { text }) => sum + scanSource(text).statements.length, 0);
  if (count > MOST_POLICIES)
    return { problems: [tooMany(tests.name, `there are ${count} policies`, MOST_POLICIES)] };
  const tools = { digest, engine: core.options.policyEngine };
  const pace = createPace(core.stopping);
  const compiled = await inTurns(compileInParts(sources, catalog, tools), pace);
  if ('errors' in compiled) return { problems: compiled.errors };
  const asked = compiled.policies.length * read.value.file.tests.length;
  if (asked > MOST_ASKED) {
    return { problems: [tooMany(tests.name, `tests would ask policies ${asked} times`, MOST_ASKED)] };
  }
  const prepared = prepareTests(read.value, catalog, compiled);
  if (prepared.problems.length > 0) return { problems: prepared.problems.map(toProblem) };
  const coverage = new Coverage();
  coverage.enter(compiled.policies, (name) => sources.find((one) => one.name === name)?.text ?? '');
  const results: TestResult[] = [];
  for (const test of prepared.tests) {
    results.push(runTest(test, compiled, coverage));
    await pace();
  }
  return { results, coverage: coverage.report() };
}

async function inTurns<Result>(work: Generator<void, Result>, pace: () => Promise<void>): Promise<Result> {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
    await pace();
  }
}

function toProblem({ file, line, column, path, message, help }: PlacedProblem): Problem {
  return { severity: 'error', source: file, line, column, message: `${path} ${message}`.trim(), help };
}

function noFile(source: string, file: string): Problem {
  const message = `catalog: ${file} is a file, which is not here`;
  const help = 'Leave catalog out: the admitted connectors are the catalog';
  return { severity: 'error', source, line: 1, column: 1, message, help };
}

function tooMany(source: string, what: string, most: number): Problem {
  const message = `tests: ${what}, of ${most} at most`;
  const help = 'Ask with fewer of them, or run holdpoint policy test where the files are';
  return { severity: 'error', source, line: 1, column: 1, message, help };
}
