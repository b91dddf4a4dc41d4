// Findings of the poison scan for people, and as a SARIF log in which every rule is described.

import { POISON_RULES } from '../../../catalog/poison/rule-list.ts';
import type { ToolFinding } from '../../../catalog/poison/scan-list.ts';
import { counted } from './counted.ts';
import { excerpt, printable } from './printable.ts';
import { sarifLog } from './sarif.ts';
import type { Style } from './style.ts';

/** @param file where the definitions come from, as given */
export function poisonSarif(findings: readonly ToolFinding[], file: string, version: string): object {
  const rules = POISON_RULES.map((rule) => ({ ...rule, level: 'error' as const }));
  return sarifLog(
    { name: 'holdpoint', version, category: 'holdpoint/connector-lint', rules },
    findings.map(({ rule, severity, server, tool, pointer, excerpt: part }) => ({
      rule,
      level: severity,
      message: `${titleOf(rule)}: ${part}`,
      place: { file, region: null },
      within: printable(`${server}/${tool}${pointer}`),
      related: [],
    })),
  );
}

export function renderPoison(findings: readonly ToolFinding[], tools: number, style: Style): string {
  const lines = findings.flatMap((finding) => linesOf(finding, style));
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const found =
    findings.length === 0
      ? 'nothing found'
      : `${counted(errors, 'error')}, ${counted(findings.length - errors, 'warning')}`;
  return [...lines, `${found} in ${counted(tools, 'tool')}`].join('\n');
}

function linesOf({ rule, severity, server, tool, pointer, span, excerpt: part }: ToolFinding, style: Style) {
  const colour = severity === 'error' ? style.bad : style.wait;
  const owner = server === '' ? '' : `${server}/`;
  const place = `${excerpt(`${owner}${tool}${pointer}`, 120)}:${span.start}-${span.end}`;
  return [
    `${colour(`${severity}[${rule}]`)}: ${style.strong(titleOf(rule))}`,
    `  ${style.faint('-->')} ${place}`,
    ...(part === '' ? [] : [`  ${style.faint('|')} ${part}`]),
    `  ${style.faint('=')} ${severity === 'error' ? helpOf(rule) : MAY_BE_HONEST}`,
  ];
}

const MAY_BE_HONEST = 'It may be honest: look at it before you admit the connector.';

function helpOf(rule: string): string {
  return POISON_RULES.find(({ id }) => id === rule)?.help ?? '';
}

function titleOf(rule: string): string {
  return POISON_RULES.find(({ id }) => id === rule)?.title ?? rule;
}
