// A policy test passes when the kernel's own reading of the engine's answer is what was expected, to the
// letter. An answer that is an error passes no test that did not expect just that.

import { nearest } from '../../document/nearest.ts';
import type { Place, Problem } from '../../document/document.ts';
import type { Json } from '../../kernel/json.ts';
import type { Obligation, RoleQuorum } from '../../kernel/policy.ts';
import { consult } from '../../kernel/rules/policy.ts';
import type { Ruling } from '../../kernel/rules/policy.ts';
import type { CompiledPolicies } from '../compile.ts';
import { listActions } from '../schema.ts';
import type { PolicyCatalog } from '../schema.ts';
import type { Coverage } from './coverage.ts';
import type { Expectation, TestCase } from './format.ts';
import { questionOf } from './question.ts';
import type { TestQuestion } from './question.ts';
import type { PolicyTests } from './read-tests.ts';

type Compiled = Exclude<CompiledPolicies, { readonly errors: unknown }>;

/** What a test got. */
export interface Outcome {
  readonly verdict: 'permit' | 'hold' | 'deny';
  /** Ids of the determining policies. */
  readonly policies: readonly string[];
  /** `role:quorum` of those who are asked and have not approved. */
  readonly approvers: readonly string[];
  readonly obligations: readonly Obligation[];
  /** Codes of the reasons of a denial. */
  readonly reasons: readonly string[];
  /** What went wrong, where the reason is `policy-error`. */
  readonly errors: readonly string[];
}

export interface Difference {
  readonly about: keyof Expectation;
  readonly expected: Json;
  readonly actual: Json;
}

export interface TestResult {
  readonly name: string;
  readonly place: Place;
  /** None: it passed. */
  readonly differences: readonly Difference[];
  readonly outcome: Outcome;
}

/** A test with its question, ready to be asked. */
export interface PreparedTest {
  readonly test: TestCase;
  readonly place: Place;
  readonly question: TestQuestion;
}

/** Makes the questions of all tests of a file; problems are faults of the tests, not of the policies. */
export function prepareTests(
  { file, placeOf }: PolicyTests,
  catalog: PolicyCatalog,
  compiled: Compiled,
): { readonly tests: readonly PreparedTest[]; readonly problems: readonly Problem[] } {
  const world = { catalog, actions: listActions(catalog), destinations: file.destinations };
  const problems: Problem[] = [];
  const tests = file.tests.flatMap((test, index): PreparedTest[] => {
    const report = (path: readonly (string | number)[], message: string, help: string | null): void =>
      void problems.push({ ...placeOf(index, path), path: path.join('.'), message, help });
    checkIds(test, compiled, report);
    const question = questionOf(world, file.defaults, test);
    if ('query' in question) return [{ test, place: placeOf(index), question }];
    for (const { path, message, help } of question.problems) report(path, message, help);
    return [];
  });
  return { tests, problems };
}

/** A policy that is not there determines nothing: whoever names it mistyped. */
function checkIds(
  { approved = [], expect }: TestCase,
  { policies }: Compiled,
  report: (path: readonly (string | number)[], message: string, help: string | null) => void,
): void {
  const ids = policies.map(({ id }) => id);
  const check = (named: readonly string[], known: readonly string[], path: readonly string[], what: string) =>
    named.forEach((id, index) => {
      const help = nearest(id, known, 'ids');
      if (!known.includes(id)) report([...path, index], `${id} is none of ${what}`, help);
    });
  check(expect.policies ?? [], ids, ['expect', 'policies'], 'the policies');
  const liftable = policies.filter(({ hold }) => hold !== null).map(({ id }) => id);
  check(approved, liftable, ['approved'], 'the policies with @hold');
}

/** Asks one test, and tells the coverage what its question touched. */
export function runTest(
  { test, place, question }: PreparedTest,
  compiled: Compiled,
  coverage: Coverage,
): TestResult {
  const { query, enforce } = question;
  const ruling = consult(compiled.engine, query, enforce);
  coverage.see(compiled.trace(query), determiningOf(ruling));
  const outcome = outcomeOf(ruling, test.approved ?? []);
  return { name: test.name, place, outcome, differences: differencesOf(test.expect, outcome) };
}

function determiningOf(ruling: Ruling): readonly string[] {
  return ruling.verdict === 'hold' ? [...ruling.determining, ...ruling.permitting] : ruling.determining;
}

function outcomeOf(ruling: Ruling, approved: readonly string[]): Outcome {
  const none = { approvers: [], obligations: [], reasons: [], errors: [] };
  if (ruling.verdict === 'deny') {
    const { verdict, determining: policies, reasons } = ruling;
    const errors = reasons.flatMap(({ facts }) => [facts['errors'] ?? []].flat());
    const codes = [...new Set(reasons.map(({ code }) => code))];
    return { ...none, verdict, policies, reasons: codes, errors: errors.map(String) };
  }
  const { obligations } = ruling;
  if (ruling.verdict === 'permit') {
    return { ...none, verdict: 'permit', policies: ruling.determining, obligations };
  }
  const missing = ruling.asks.filter(({ policy }) => !approved.includes(policy));
  if (missing.length === 0) return { ...none, verdict: 'permit', policies: ruling.permitting, obligations };
  const approvers = unite(missing.flatMap((ask) => ask.approvers));
  return { ...none, verdict: 'hold', policies: ruling.determining, approvers, obligations };
}

/** Each role once, with the most that is asked of it. */
function unite(asked: readonly RoleQuorum[]): readonly string[] {
  const quorums = new Map<string, number>();
  for (const { role, quorum } of asked) quorums.set(role, Math.max(quorum, quorums.get(role) ?? 0));
  return [...quorums].map(([role, quorum]) => `${role}:${quorum}`);
}

function differencesOf(expected: Expectation, outcome: Outcome): readonly Difference[] {
  const differences: Difference[] = [];
  const compare = (about: keyof Expectation, wanted: Json, actual: Json): void => {
    if (canonical(wanted) !== canonical(actual)) differences.push({ about, expected: wanted, actual });
  };
  compare('verdict', expected.verdict, outcome.verdict);
  for (const about of ['policies', 'approvers', 'obligations', 'reasons'] as const) {
    const wanted = expected[about];
    if (wanted !== undefined) compare(about, wanted, outcome[about]);
  }
  if (outcome.errors.length > 0 && expected.reasons === undefined) {
    differences.push({ about: 'reasons', expected: [], actual: [...outcome.reasons] });
  }
  return differences;
}

/** Lists are compared without their order, and what is in them without that of its names. */
function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).toSorted().join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`);
  return `{${entries.toSorted().join(',')}}`;
}
