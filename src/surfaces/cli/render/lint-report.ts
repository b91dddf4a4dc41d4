// Findings as a SARIF log: every rule is described, also those that found nothing.

import type { PolicySource } from '../../../kernel/state.ts';
import type { Finding, Region, Severity } from '../../../policy/lint/finding.ts';
import { RULE_INFOS } from '../../../policy/lint/rules.ts';
import { sarifLog, type SarifPlace } from './sarif.ts';

export interface ReportedTool {
  readonly version: string;
  /** Tells the runs of one tool apart (`holdpoint/policy-lint`). */
  readonly category: string;
  readonly rules: readonly {
    readonly id: string;
    readonly severity: Severity;
    readonly title: string;
    readonly help: string;
  }[];
}

/** The findings of the lint of policies. */
export function lintReport(
  findings: readonly Finding[],
  sources: readonly PolicySource[],
  version: string,
): object {
  return findingReport({ version, category: 'holdpoint/policy-lint', rules: RULE_INFOS }, findings, sources);
}

/** @param sources the texts that findings quote, by their names */
export function findingReport(
  { version, category, rules }: ReportedTool,
  findings: readonly Finding[],
  sources: readonly PolicySource[],
): object {
  const texts = new Map(sources.map(({ name, text }) => [name, text]));
  const placeOf = (name: string, region: Region | null): SarifPlace => ({
    file: name,
    region: region && { ...region, text: textOf(texts.get(name) ?? '', region) },
  });
  const described = rules.map(({ id, severity, title, help }) => ({ id, level: severity, title, help }));
  return sarifLog(
    { name: 'holdpoint', version, category, rules: described },
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
