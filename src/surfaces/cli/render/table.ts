// Rows under headings, each column as wide as its widest cell; every cell is made visible first.

import { printable } from './printable.ts';

/** Null where there are no rows: the caller says so in words. */
export function renderTable(
  headings: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): string | null {
  if (rows.length === 0) return null;
  const cells = rows.map((row) => row.map((cell) => printable(String(cell ?? '-'))));
  const lines = [headings, ...cells];
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => widthOf(line[column]))));
  return lines.map((line) => renderLine(line, widths)).join('\n');
}

/** `name  value` lines, with the values aligned. */
export function renderFacts(facts: readonly (readonly [string, string | number | boolean | null])[]): string {
  const width = Math.max(...facts.map(([name]) => widthOf(name)));
  return facts.map(([name, value]) => `${name.padEnd(width)}  ${printable(String(value ?? '-'))}`).join('\n');
}

/** ISO 8601 in UTC, to the second. */
export function renderTime(unixMs: number): string {
  return new Date(unixMs).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

function renderLine(line: readonly string[], widths: readonly number[]): string {
  return line
    .map((cell, column) => cell + ' '.repeat(widths[column]! - widthOf(cell)))
    .join('  ')
    .trimEnd();
}

function widthOf(text: string | undefined): number {
  return Array.from(text ?? '').length;
}
