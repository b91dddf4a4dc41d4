// The findings of the lint as a SARIF log: every rule is described, also those that found nothing.

import type { PolicySource } from '../../kernel/state.ts';
import type { Finding, Region } from '../../policy/lint/finding.ts';
import { RULE_INFOS } from '../../policy/lint/rules.ts';
import { sarifLog, type SarifPlace } from './sarif.ts';

export function lintReport(
  findings: readonly Finding[],
  sources: readonly PolicySource[],
  version: string,
): object {
  const rules = RULE_INFOS.map(({ id, severity, title, help }) => ({ id, level: severity, title, help }));
  const placeOf = (name: string, region: Region | null): SarifPlace => {
    const text = sources.find((source) => source.name === name)?.text ?? '';
    return { file: name, region: region && { ...region, text: textOf(text, region) } };
  };
  return sarifLog(
    { name: 'holdpoint', version, category: 'holdpoint/policy-lint', rules },
    findings.map(({ rule, severity, message, help, source, region, policy, related }) => ({
      rule,
      level: severity,
      message: help === null ? message : `${message}. ${help}`,
      // What is about the set as a whole is shown at the first of its files.
      place: placeOf(source ?? sources[0]?.name ?? '', region),
      within: policy,
      related: related.map((one) => ({ message: one.message, place: placeOf(one.source, one.region) })),
    })),
  );
}

function textOf(text: string, { startLine, startColumn, endLine, endColumn }: Region): string {
  const lines = text.split('\n').slice(startLine - 1, endLine);
  const last = (lines.at(-1) ?? '').slice(0, endColumn - 1);
  return [...lines.slice(0, -1), last].join('\n').slice(startColumn - 1);
}
