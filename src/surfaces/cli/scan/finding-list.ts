// Findings of a scan for a person: those of one rule together, the errors first, each in a line.

import type { Finding, Severity } from '../../../policy/lint/finding.ts';
import { counted } from '../render/counted.ts';
import { printable } from '../render/printable.ts';
import type { Style } from '../render/style.ts';
import { SCAN_RULES, type RuleId } from './rule-list.ts';

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'note'];
/** The table of servers says it already. */
const IN_TABLE: ReadonlySet<string> = new Set<RuleId>(['ungoverned-server', 'shadow-server']);

/** Places and words of each finding; JSON and SARIF have what stands there. */
export function renderFindingList(findings: readonly Finding[], style: Style): string {
  const groups = SEVERITIES.flatMap((severity) =>
    SCAN_RULES.flatMap(({ id, title }) => {
      const own = findings.filter((one) => one.rule === id && one.severity === severity);
      return own.length === 0 ? [] : [renderGroup(id, title, severity, own, style)];
    }),
  );
  return groups.join('\n\n');
}

function renderGroup(
  rule: string,
  title: string,
  severity: Severity,
  findings: readonly Finding[],
  style: Style,
): string {
  const colour = severity === 'error' ? style.bad : style.wait;
  const count = findings.length === 1 ? '' : ` (${findings.length})`;
  const lines = IN_TABLE.has(rule) ? [] : findings.flatMap((one) => linesOf(one, style));
  const advice = [...new Set(findings.flatMap(({ help }) => help ?? []))];
  return [
    `${colour(`${severity}[${rule}]`)}: ${style.strong(`${title}${count}`)}`,
    ...lines,
    ...advice.map((help) => `  ${style.faint('=')} ${printable(help)}`),
  ].join('\n');
}

function linesOf({ source, region, message, related }: Finding, style: Style): string[] {
  const place = region === null ? '' : `:${region.startLine}:${region.startColumn}`;
  return [
    `  ${printable(message)}  ${style.faint(printable(`${source ?? ''}${place}`))}`,
    ...related.map((one) =>
      style.faint(printable(`    ${one.message}: ${one.source}:${one.region.startLine}`)),
    ),
  ];
}

/** `2 errors, 1 warning`. */
export function countFindings(findings: readonly Finding[]): string {
  const counts = SEVERITIES.flatMap((severity) => {
    const count = findings.filter((one) => one.severity === severity).length;
    return count === 0 ? [] : [counted(count, severity)];
  });
  return counts.length === 0 ? 'nothing found' : counts.join(', ');
}
