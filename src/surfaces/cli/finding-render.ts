// A finding as a person reads it: what is odd, the line it stands on, and the part of it underlined.

import type { Finding, Region, Severity } from '../../policy/lint/finding.ts';
import { counted } from './counted.ts';
import { printable } from './printable.ts';
import type { Style } from './style.ts';

/** Texts of the sources, by name. */
export type Texts = ReadonlyMap<string, string>;

export function renderFindings(findings: readonly Finding[], texts: Texts, style: Style): string {
  return [
    ...findings.map((finding) => renderFinding(finding, texts, style)),
    summaryOf(findings, texts),
  ].join('\n\n');
}

function renderFinding(finding: Finding, texts: Texts, style: Style): string {
  const { rule, severity, source, region, message, help, policy, related } = finding;
  const colour = colourOf(severity, style);
  const gutter = String(region?.startLine ?? 0).length;
  const within = policy === null ? '' : ` (policy ${policy})`;
  const place = source === null || region === null ? 'the policy set' : placeOf(source, region);
  return [
    `${colour(`${severity}[${rule}]`)}: ${style.strong(printable(message))}`,
    `${' '.repeat(gutter)} ${style.faint('-->')} ${printable(place + within)}`,
    ...excerptOf(region, texts.get(source ?? '') ?? '', gutter, colour, style),
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
  text: string,
  gutter: number,
  colour: (text: string) => string,
  style: Style,
): string[] {
  if (region === null) return [];
  const { startLine, startColumn, endLine, endColumn } = region;
  const line = (text.split('\n')[startLine - 1] ?? '').trimEnd();
  const end = endLine === startLine ? endColumn - 1 : line.length;
  // What is shown as a code is longer than it is.
  const before = printable(line.slice(0, startColumn - 1));
  const marked = printable(line.slice(startColumn - 1, end));
  const bar = style.faint('|');
  const carets = '^'.repeat(Math.max(1, Array.from(marked).length)) + (endLine === startLine ? '' : '…');
  return [
    `${' '.repeat(gutter)} ${bar}`,
    `${style.faint(String(startLine))} ${bar} ${before}${marked}${printable(line.slice(end))}`,
    `${' '.repeat(gutter)} ${bar} ${' '.repeat(Array.from(before).length)}${colour(carets)}`,
  ];
}

function colourOf(severity: Severity, style: Style): (text: string) => string {
  if (severity === 'error') return style.bad;
  return severity === 'warning' ? style.wait : style.strong;
}

function summaryOf(findings: readonly Finding[], texts: Texts): string {
  const files = counted(texts.size, 'source');
  const counts = (['error', 'warning', 'note'] as const).flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [counted(count, severity)];
  });
  return `${counts.length === 0 ? 'nothing found' : counts.join(', ')} in ${files}`;
}
