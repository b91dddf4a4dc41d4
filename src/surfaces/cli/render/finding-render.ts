// A finding as a person reads it: what is odd, the line it stands on, and the part of it underlined.

import type { PolicySource } from '../../../kernel/state.ts';
import { lineIn } from '../../../policy/problem.ts';
import type { Finding, Region, Severity } from '../../../policy/lint/finding.ts';
import { counted } from './counted.ts';
import { printable } from './printable.ts';
import type { Style } from './style.ts';

/** Texts of the sources, by name. */
export type Texts = ReadonlyMap<string, string>;

type Sources = ReadonlyMap<string, PolicySource>;

/** A line of more characters is cut around what is underlined, which takes at most as many as the second. */
const LONGEST_LINE = 120;
const LONGEST_MARK = 80;
const SHOWN_BEFORE = 30;

export function renderFindings(findings: readonly Finding[], texts: Texts, style: Style): string {
  const sources = new Map([...texts].map(([name, text]) => [name, { name, text }]));
  return [
    ...findings.map((finding) => renderFinding(finding, sources, style)),
    summaryOf(findings, sources.size),
  ].join('\n\n');
}

function renderFinding(finding: Finding, sources: Sources, style: Style): string {
  const { rule, severity, source, region, message, help, policy, related } = finding;
  const colour = colourOf(severity, style);
  const gutter = String(region?.startLine ?? 0).length;
  const within = policy === null ? '' : ` (policy ${policy})`;
  const place = source === null || region === null ? 'the policy set' : placeOf(source, region);
  return [
    `${colour(`${severity}[${rule}]`)}: ${style.strong(printable(message))}`,
    `${' '.repeat(gutter)} ${style.faint('-->')} ${printable(place + within)}`,
    ...excerptOf(region, sources.get(source ?? ''), gutter, colour, style),
    ...(help === null ? [] : [`${' '.repeat(gutter)} ${style.faint('=')} ${printable(help)}`]),
    ...related.map((one) => {
      const text = printable(`= ${one.message}: ${placeOf(one.source, one.region)}`);
      return `${' '.repeat(gutter)} ${style.faint(text)}`;
    }),
  ].join('\n');
}

function placeOf(source: string, { startLine, startColumn }: Region): string {
  return `${source}:${startLine}:${startColumn}`;
}

/** The first line of the region with carets under it. */
function excerptOf(
  region: Region | null,
  source: PolicySource | undefined,
  gutter: number,
  colour: (text: string) => string,
  style: Style,
): string[] {
  if (region === null || source === undefined) return [];
  const { startLine, startColumn, endLine, endColumn } = region;
  const line = lineIn(source, startLine).trimEnd();
  const end = endLine === startLine ? endColumn - 1 : line.length;
  // What is shown as a code is longer than it is.
  const shown = cutAround(line, startColumn - 1, end);
  const [before, marked, after] = [printable(shown[0]), printable(shown[1]), printable(shown[2])];
  const bar = style.faint('|');
  const carets = '^'.repeat(Math.max(1, Array.from(marked).length)) + (endLine === startLine ? '' : '…');
  return [
    `${' '.repeat(gutter)} ${bar}`,
    `${style.faint(String(startLine))} ${bar} ${before}${marked}${after}`,
    `${' '.repeat(gutter)} ${bar} ${' '.repeat(Array.from(before).length)}${colour(carets)}`,
  ];
}

/** What stands before a span, in it and after it; of a long line what is near, with `…` for what is cut. */
function cutAround(line: string, start: number, end: number): [string, string, string] {
  const parts: [string, string, string] = [line.slice(0, start), line.slice(start, end), line.slice(end)];
  if (line.length <= LONGEST_LINE) return parts;
  const before = tailOf(parts[0], SHOWN_BEFORE);
  const marked = startOf(parts[1], LONGEST_MARK);
  return [before, marked, startOf(parts[2], LONGEST_LINE - before.length - marked.length)];
}

/** Neither of the two cuts a character in half. */
function startOf(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit).replace(/[\ud800-\udbff]$/, '')}…`;
}

function tailOf(text: string, limit: number): string {
  return text.length <= limit ? text : `…${text.slice(-limit).replace(/^[\udc00-\udfff]/, '')}`;
}

function colourOf(severity: Severity, style: Style): (text: string) => string {
  if (severity === 'error') return style.bad;
  return severity === 'warning' ? style.wait : style.strong;
}

function summaryOf(findings: readonly Finding[], sources: number): string {
  const files = counted(sources, 'source');
  const counts = (['error', 'warning', 'note'] as const).flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [counted(count, severity)];
  });
  return `${counts.length === 0 ? 'nothing found' : counts.join(', ')} in ${files}`;
}
