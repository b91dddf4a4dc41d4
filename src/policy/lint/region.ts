// Offsets become lines and columns in one place, so that every finding counts alike.

import { positionAt } from '../problem.ts';
import type { Span } from '../span/locate.ts';
import type { Region } from './finding.ts';

/** The region of a span of a text (offsets in UTF-16 units). */
export function regionOf(text: string, { start, end }: Span): Region {
  const first = positionAt(text, start);
  const last = positionAt(text, end);
  return {
    startLine: first.line,
    startColumn: first.column,
    endLine: last.line,
    endColumn: last.column,
  };
}

/** The word or sign that stands at a line and column; what is known of a problem that tells no end. */
export function regionAt(text: string, line: number, column: number): Region {
  const here = (text.split('\n')[line - 1] ?? '').slice(column - 1);
  const length = (/^(?:[\w@]+|"(?:[^"\\]|\\.)*"|\S)/u.exec(here)?.[0] ?? '').length;
  return { startLine: line, startColumn: column, endLine: line, endColumn: column + length };
}
