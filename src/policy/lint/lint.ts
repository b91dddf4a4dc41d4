// The lint says what is odd about a policy set before it decides anything. It is pure: the same sources, the
// same catalog and the same organisation give the same findings.

import type { PolicySource } from '../../kernel/state.ts';
import type { PolicyCatalog } from '../schema.ts';
import { positionIn } from '../problem.ts';
import { problemAt, readSource } from '../source.ts';
import type { ReadSource } from '../source.ts';
import { sortFindings } from './finding.ts';
import type { Finding, Region, Severity } from './finding.ts';
import { regionAt, regionOf } from './region.ts';
import type { Place } from './lint-policy.ts';
import type { Report, RuleInfo } from './rule.ts';
import { LINT_RULES, RULE_INFOS } from './rules.ts';
import { invalid } from './rules/invalid.ts';
import { createSubject } from './subject.ts';
import type { LintSubject, Organisation } from './subject.ts';
import { applySuppressions, readSuppressions } from './suppression.ts';

export interface LintOptions {
  /** Who there is; without it nothing is said of groups, roles and people. */
  readonly organisation?: Organisation;
  /** Severities in place of the rules' own, by id of the rule. */
  readonly levels?: { readonly [rule: string]: Severity | 'off' };
  /** Is told what comes next: each rule with its place among all. */
  readonly tell?: (step: string) => void;
}

/**
 * Looks for what is odd in a policy set. Where a source cannot be read, that alone is said: what is true of a
 * part of a set may not be true of the set. Total.
 */
export function lintPolicies(
  sources: readonly PolicySource[],
  catalog: PolicyCatalog,
  { organisation, levels = {}, tell = () => undefined }: LintOptions = {},
): readonly Finding[] {
  tell('reading');
  const reads = sources.map(attempt);
  const names = sources.map(({ name }) => name);
  const unread = reads.flatMap(unreadable);
  if (unread.length > 0) return sortFindings(unread, names);
  const subject = createSubject(reads, catalog, organisation ?? null);
  const rules = LINT_RULES.filter(({ id }) => levels[id] !== 'off');
  const found = rules.flatMap((rule, place) => {
    tell(`rule ${place + 1} of ${rules.length}: ${rule.id}`);
    return rule.check(subject).map((report) => findingOf(rule, report));
  });
  const kept = applySuppressions(
    found,
    sources.flatMap(readSuppressions),
    policyLines(subject),
    new Set(rules.map(({ id }) => id)),
    new Set(RULE_INFOS.map(({ id }) => id)),
  );
  return sortFindings(
    kept.flatMap((finding) => atLevel(finding, levels[finding.rule])),
    names,
  );
}

/** The parser is asked nothing it cannot take (see scan.ts); should it throw all the same, we say so. */
function attempt(source: PolicySource): ReadSource {
  try {
    return readSource(source);
  } catch {
    return { source, policies: [], problems: [problemAt(source, 0, 'the policy parser failed')] };
  }
}

function unreadable({ source, problems }: ReadSource): Finding[] {
  return problems.map(({ line, column, message, help, policy }) => {
    const region = regionAt(source, line, column);
    const { id: rule, severity } = invalid;
    return { rule, severity, source: source.name, region, message, help, policy, related: [] };
  });
}

function findingOf(rule: RuleInfo, { at, message, severity, help, related = [] }: Report): Finding {
  return {
    rule: rule.id,
    severity: severity ?? rule.severity,
    source: at?.policy.source.name ?? null,
    region: at === null ? null : regionIn(at),
    message,
    help: help ?? rule.help,
    policy: at?.policy.id ?? null,
    related: related.map((place) => ({
      source: place.policy.source.name,
      region: regionIn(place),
      message: place.message,
    })),
  };
}

function regionIn({ policy, span }: Place): Region {
  const { start, source } = policy;
  return regionOf(source, { start: start + span.start, end: start + span.end });
}

function policyLines({ policies }: LintSubject): ReadonlyMap<string, number> {
  return new Map(policies.map(({ id, source, start }) => [id, positionIn(source, start).line]));
}

function atLevel(finding: Finding, level: Severity | 'off' | undefined): Finding[] {
  if (level === 'off') return [];
  return [level === undefined ? finding : { ...finding, severity: level }];
}
