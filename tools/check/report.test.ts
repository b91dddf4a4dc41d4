import { expect, test } from 'vitest';
import { formatTotals, judgeReport } from './report.ts';

const file = (name: string, status: string, tests: [status: string, fullName: string][], message = '') => ({
  name,
  status,
  message,
  assertionResults: tests.map(([result, fullName]) => ({ status: result, fullName })),
});

const judge = (...testResults: unknown[]) => judgeReport(JSON.stringify({ testResults }));

test('tests are counted by their outcome', () => {
  const { totals, problems } = judge(
    file('a.js', 'passed', [
      ['passed', 'a'],
      ['passed', 'b'],
    ]),
    file('b.js', 'failed', [
      ['failed', 'c'],
      ['passed', 'd'],
    ]),
  );
  expect(formatTotals(totals)).toBe('tests: 3 passed, 1 failed, 0 skipped');
  expect(problems).toEqual([]);
});

test('a skipped test says why in its title or in one above it', () => {
  const { totals, problems, skips } = judge(
    file('a.js', 'passed', [
      ['passed', 'a'],
      ['skipped', 'vectors (skipped: no vectors here) first'],
      ['skipped', 'second (skipped: no vectors here)'],
    ]),
  );
  expect(totals.skipped).toBe(2);
  expect(problems).toEqual([]);
  expect([...skips]).toEqual([['no vectors here', 2]]);
});

test.each(['skipped', 'todo', 'pending', 'disabled'])('a %s test without a reason is a problem', (status) => {
  for (const title of ['later', 'later (skipped: )', 'later (skipped)']) {
    const { totals, problems } = judge(
      file('a.js', 'passed', [
        ['passed', 'a'],
        [status, title],
      ]),
    );
    expect(formatTotals(totals)).toBe('tests: 1 passed, 0 failed, 1 skipped');
    expect(problems).toEqual([`skipped without a reason: ${title}`]);
  }
});

test('a file that fails before its tests run counts as a failed test', () => {
  const { totals, problems } = judge(file('a.js', 'failed', [], 'Cannot find module'));
  expect(formatTotals(totals)).toBe('tests: 0 passed, 1 failed, 0 skipped');
  expect(problems).toEqual(['a.js failed as a whole: Cannot find module']);
});

test.each([undefined, '', '{', 'null', '{}', '{"testResults":1}'])(
  '%j is no report, so nothing passed',
  (text) => {
    const { totals, problems } = judgeReport(text);
    expect(formatTotals(totals)).toBe('tests: 0 passed, 1 failed, 0 skipped');
    expect(problems).toEqual(['the test runner left no report']);
  },
);

test('a run without a test is a problem', () => {
  expect(judge().problems).toEqual(['no test ran']);
});
