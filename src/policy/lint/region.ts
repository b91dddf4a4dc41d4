// Offsets become lines and columns in one place, so that every finding counts alike.

import { lineIn, positionIn } from '../problem.ts';
import type { PolicySource } from '../../kernel/state.ts';
import type { Span } from '../span/locate.ts';
import type { Region } from './finding.ts';

/** The region of a span of a source (offsets in UTF-16 units). */
export function regionOf(source: PolicySource, { start, end }: Span): Region {
  const first = positionIn(source, start);
  const last = positionIn(source, end);
  return {
    startLine: first.line,
    startColumn: first.column,
    endLine: last.line,
    endColumn: last.column,
  };
}

/** The word or sign that stands at a line and column; what is known of a problem that tells no end. */
export function regionAt(source: PolicySource, line: number, column: number): Region {
  const here = lineIn(source, line).slice(column - 1);
  const length = (/^(?:[\w@]+|"(?:[^"\\]|\\.)*"|\S)/u.exec(here)?.[0] ?? '').length;
  return { startLine: line, startColumn: column, endLine: line, endColumn: column + length };
}
