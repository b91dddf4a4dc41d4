// What does not fit on a screen is not read: files, functions and lines stay small.

import type { Finding } from './finding.ts';
import { isTestOnly } from './layout.ts';
import { isFunction, walk } from './source.ts';
import type { Source } from './source.ts';

/** The limits, in lines and (for a line) in characters. */
export const LIMITS = { medianFile: 120, file: 500, function: 60, line: 110 } as const;

/** A file that is too long; in it lines that are, and, outside tests, functions that are. */
export function checkSizes(source: Source): Finding[] {
  const { path, lines } = source;
  const findings = lines.flatMap((text, index) =>
    text.length > LIMITS.line ? [tooLong(path, index + 1, `line of ${text.length} characters`)] : [],
  );
  if (lines.length > LIMITS.file) findings.push(tooLong(path, undefined, `file of ${lines.length} lines`));
  if (isTestOnly(path)) return findings;
  walk(source.program, (node) => {
    if (!isFunction(node)) return;
    const first = source.lineAt(node.start);
    const length = source.lineAt(node.end) - first + 1;
    if (length > LIMITS.function) findings.push(tooLong(path, first, `function of ${length} lines`));
  });
  return findings;
}

/** Whether the median file of `src`, tests aside, is too long; names the longest, to be cut first. */
export function checkMedian(sources: readonly Source[]): Finding[] {
  const judged = sources.filter(({ path }) => path.startsWith('src/') && !isTestOnly(path));
  const longestFirst = judged.toSorted((a, b) => b.lines.length - a.lines.length);
  const median = longestFirst[Math.floor(longestFirst.length / 2)]?.lines.length ?? 0;
  if (median <= LIMITS.medianFile) return [];
  const longest = longestFirst.slice(0, 5).map(({ path, lines }) => `${path} (${lines.length})`);
  return [tooLong('src', undefined, `median file of ${median} lines; longest: ${longest.join(', ')}`)];
}

function tooLong(file: string, line: number | undefined, what: string): Finding {
  return { rule: 'size', file, ...(line === undefined ? {} : { line }), message: `has a ${what}` };
}
