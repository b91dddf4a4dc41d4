// One run of policy tests, told four ways: to a person, to a script, to a CI server and to a pull request.

import type { Json } from '../../../kernel/json.ts';
import type { CoverageReport, Gap } from '../../../policy/testing/coverage.ts';
import type { Difference, TestResult } from '../../../policy/testing/run-tests.ts';
import { counted } from './counted.ts';
import { annotationLine } from './github-annotation.ts';
import { printable } from './printable.ts';
import type { Style } from './style.ts';

export const FORMATS = ['pretty', 'json', 'junit', 'github'] as const;
export type Format = (typeof FORMATS)[number];

export interface TestRun {
  readonly suites: readonly { readonly file: string; readonly results: readonly TestResult[] }[];
  /** Null: nobody asked. */
  readonly coverage: CoverageReport | null;
  /** Percent of the coverage that is asked for; null: none is. */
  readonly threshold: number | null;
}

export function isBelow({ coverage, threshold }: TestRun): boolean {
  return coverage !== null && threshold !== null && coverage.percent < threshold;
}

export function countRun({ suites }: TestRun): { tests: number; failed: number } {
  const results = suites.flatMap((suite) => suite.results);
  return { tests: results.length, failed: results.filter(hasFailed).length };
}

function hasFailed({ differences }: TestResult): boolean {
  return differences.length > 0;
}

/** For a person. */
export function renderPretty(run: TestRun, style: Style): string {
  const { tests, failed } = countRun(run);
  const lines = run.suites.flatMap(({ file, results }) => [
    style.strong(printable(file)),
    ...results.flatMap((result) => renderResult(result, style)),
    '',
  ]);
  const summary = `${counted(tests, 'test')}, ${tests - failed} passed, ${failed} failed`;
  return [
    ...lines,
    failed === 0 ? style.good(summary) : style.bad(summary),
    ...renderCoverage(run, style),
  ].join('\n');
}

function renderResult(result: TestResult, style: Style): string[] {
  const name = printable(result.name);
  if (!hasFailed(result)) return [`  ${style.good('pass')}  ${name}`];
  const { file, line, column } = result.place;
  return [
    `  ${style.bad('FAIL')}  ${name} ${style.faint(`(${printable(file)}:${line}:${column})`)}`,
    ...[...result.differences.map(differenceText), ...result.outcome.errors].map(
      (text) => `        ${printable(text)}`,
    ),
  ];
}

function differenceText({ about, expected, actual }: Difference): string {
  return `${about}: expected ${valueText(expected)}, got ${valueText(actual)}`;
}

function valueText(value: Json): string {
  if (!Array.isArray(value)) return typeof value === 'string' ? value : JSON.stringify(value);
  return value.length === 0 ? 'none' : value.map(valueText).join(', ');
}

function renderCoverage(run: TestRun, style: Style): string[] {
  const { coverage, threshold } = run;
  if (coverage === null) return [];
  const { percent, covered, total, gaps } = coverage;
  const asked = threshold === null ? '' : `, at least ${threshold} % is asked for`;
  const summary = `coverage ${percent} % (${covered} of ${total})${asked}`;
  return [isBelow(run) ? style.bad(summary) : summary, ...gaps.map((gap) => `  ${printable(gapText(gap))}`)];
}

function gapText(gap: Gap): string {
  return `${gap.source}:${gap.line}:${gap.column}: ${gapMessage(gap)}`;
}

/** On one line, however the condition is laid out. */
function gapMessage({ policy, text, missing }: Gap): string {
  return text === null ? `${policy}: ${missing}` : `${policy}: ${missing}: ${text.replace(/\s+/g, ' ')}`;
}

/** JUnit's XML, as CI servers read it. */
export function renderJunit(run: TestRun): string {
  const suites = run.suites.flatMap(({ file, results }) => [
    `  <testsuite name="${xml(file)}" ${junitCounts(results)}>`,
    ...results.flatMap((result) => junitCase(file, result)),
    '  </testsuite>',
  ]);
  const head = `<testsuites ${junitCounts(run.suites.flatMap(({ results }) => results))}>`;
  return ['<?xml version="1.0" encoding="UTF-8"?>', head, ...suites, '</testsuites>'].join('\n');
}

function junitCounts(results: readonly TestResult[]): string {
  return `tests="${results.length}" failures="${results.filter(hasFailed).length}"`;
}

function junitCase(file: string, result: TestResult): string[] {
  const { line } = result.place;
  const place = `classname="${xml(file)}" file="${xml(file)}" line="${line}"`;
  const head = `    <testcase name="${xml(result.name)}" ${place}`;
  if (!hasFailed(result)) return [`${head}/>`];
  const texts = [...result.differences.map(differenceText), ...result.outcome.errors];
  const [message = ''] = texts;
  const failure = `      <failure message="${xml(message)}">${xml(texts.join('\n'))}</failure>`;
  return [`${head}>`, failure, '    </testcase>'];
}

const XML_NAMES: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};

/** What XML 1.0 (§2.2) cannot carry is shown as its code. */
function xml(text: string): string {
  const visible = text.split('\n').map(printable).join('\n');
  return visible.replace(/[&<>"\n]/g, (character) => XML_NAMES[character] ?? character);
}

/** Workflow commands: each failure, and each gap below the threshold, stands at its line in the review. */
export function renderGithub(run: TestRun): string {
  const { tests, failed } = countRun(run);
  const failures = run.suites.flatMap(({ results }) =>
    results.filter(hasFailed).map(({ name, place, differences, outcome }) => {
      const message = [name, ...differences.map(differenceText), ...outcome.errors].join('\n');
      return annotate('error', place, message);
    }),
  );
  const gaps = isBelow(run) ? (run.coverage?.gaps ?? []) : [];
  const warnings = gaps.map((gap) => annotate('warning', { ...gap, file: gap.source }, gapMessage(gap)));
  const covered = run.coverage === null ? '' : `, coverage ${run.coverage.percent} %`;
  return [...failures, ...warnings, `${counted(tests, 'test')}, ${failed} failed${covered}`].join('\n');
}

function annotate(
  level: 'error' | 'warning',
  { file, line, column }: { readonly file: string; readonly line: number; readonly column: number },
  message: string,
): string {
  const region = { startLine: line, startColumn: column, endLine: line, endColumn: column };
  return annotationLine({ level, title: 'policy test', message, file, region });
}
