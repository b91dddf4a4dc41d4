// The totals of a test run are counted from the runner's own report; without one nothing has passed.

/** What `npm test` prints at its very end. */
export interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

/** A test run, judged. */
export interface Verdict {
  totals: Totals;
  /** Why the run cannot stand, beyond tests that failed; empty when it can. */
  problems: string[];
  /** Why tests were skipped, with how many each reason holds for. */
  skips: Map<string, number>;
}

interface Report {
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { fullName: string; status: string }[];
  }[];
}

/** Where a test that is skipped says why, in its title or a title above it. */
const REASON = /\(skipped: ([^)]*\S[^)]*)\)/;

/**
 * Counts a vitest JSON report. A file that failed as a whole counts as one failed test, and so does a run
 * that left no report.
 */
export function judgeReport(text: string | undefined): Verdict {
  const verdict: Verdict = { totals: { passed: 0, failed: 0, skipped: 0 }, problems: [], skips: new Map() };
  const report = parseReport(text);
  if (!report) {
    verdict.totals.failed = 1;
    verdict.problems.push('the test runner left no report');
    return verdict;
  }
  for (const file of report.testResults) {
    for (const { status, fullName } of file.assertionResults) count(verdict, status, fullName);
    const explained = file.assertionResults.some(({ status }) => status === 'failed');
    if (file.status !== 'failed' || explained) continue;
    verdict.totals.failed += 1;
    verdict.problems.push(`${file.name} failed as a whole: ${file.message}`);
  }
  if (verdict.totals.passed + verdict.totals.failed === 0) verdict.problems.push('no test ran');
  return verdict;
}

/** The last line of every test run. */
export function formatTotals({ passed, failed, skipped }: Totals): string {
  return `tests: ${passed} passed, ${failed} failed, ${skipped} skipped`;
}

function count(verdict: Verdict, status: string, title: string): void {
  if (status === 'passed' || status === 'failed') {
    verdict.totals[status] += 1;
    return;
  }
  verdict.totals.skipped += 1;
  const reason = REASON.exec(title)?.[1];
  if (reason === undefined) verdict.problems.push(`skipped without a reason: ${title}`);
  else verdict.skips.set(reason, (verdict.skips.get(reason) ?? 0) + 1);
}

function parseReport(text: string | undefined): Report | undefined {
  try {
    const report = JSON.parse(text ?? '') as Partial<Report> | null;
    return Array.isArray(report?.testResults) ? (report as Report) : undefined;
  } catch {
    return undefined;
  }
}
