// A finding is silenced where it stands, for a reason that is written down; and no silence outlives it.

import type { PolicySource } from '../../kernel/state.ts';
import { positionIn } from '../problem.ts';
import type { Finding } from './finding.ts';
import { regionOf } from './region.ts';
import type { RuleInfo } from './rule.ts';
import type { Span } from '../span/locate.ts';

/** `// holdpoint-lint-ignore rule-id: reason` */
export interface Suppression {
  readonly source: PolicySource;
  readonly span: Span;
  readonly rule: string;
  readonly reason: string;
  /** Line of what follows it: the first that is neither empty nor a comment. */
  readonly line: number;
}

export const UNUSED_SUPPRESSION: RuleInfo = {
  id: 'unused-suppression',
  severity: 'warning',
  title: 'a suppression that suppresses nothing',
  help: 'What it was for is mended, or stands elsewhere: delete the comment.',
};

export const BAD_SUPPRESSION: RuleInfo = {
  id: 'bad-suppression',
  severity: 'warning',
  title: 'a suppression without a reason, or of a rule that does not exist',
  help: 'Write // holdpoint-lint-ignore rule-id: why this is as it should be',
};

const COMMENT_OR_TEXT = /"(?:[^"\\]|\\[\s\S])*"|\/\/[^\n\r]*/g;
const SUPPRESSION = /^\/\/\s*holdpoint-lint-ignore\b\s*([\w-]*)\s*:?\s*(.*)$/;

/** The suppressions of one source, in the order of the text. */
export function readSuppressions(source: PolicySource): readonly Suppression[] {
  return [...source.text.matchAll(COMMENT_OR_TEXT)].flatMap((match) => {
    const [, rule, reason] = SUPPRESSION.exec(match[0].trimEnd()) ?? [];
    if (rule === undefined || reason === undefined) return [];
    const span = { start: match.index, end: match.index + match[0].trimEnd().length };
    return [{ source, span, rule, reason, line: lineAfter(source, span.end) }];
  });
}

function lineAfter(source: PolicySource, offset: number): number {
  const nothing = /(?:\s|\/\/[^\n\r]*)*/y;
  nothing.lastIndex = offset;
  const after = nothing.exec(source.text)?.[0] ?? '';
  return positionIn(source, offset + after.length).line;
}

/**
 * Leaves out what is suppressed and adds what is wrong with the suppressions.
 * @param policyLines where each policy starts, by id: a comment before it covers the whole of it.
 * @param rules the rules that ran.
 */
export function applySuppressions(
  findings: readonly Finding[],
  suppressions: readonly Suppression[],
  policyLines: ReadonlyMap<string, number>,
  rules: ReadonlySet<string>,
  known: ReadonlySet<string>,
): readonly Finding[] {
  const good = suppressions.filter(({ rule, reason }) => known.has(rule) && reason !== '');
  const keyOf = (
    ...parts: readonly [rule: string, source: string | null, line: number | undefined]
  ): string => JSON.stringify(parts);
  const keysOf = ({ rule, source, region, policy }: Finding): readonly string[] =>
    [region?.startLine, policyLines.get(policy ?? '')].map((line) => keyOf(rule, source, line));
  const keyOfSuppression = ({ rule, source, line }: Suppression): string => keyOf(rule, source.name, line);
  const silenced = new Set(good.map(keyOfSuppression));
  const found = new Set(findings.flatMap(keysOf));
  const kept = findings.filter((finding) => !keysOf(finding).some((key) => silenced.has(key)));
  const unused = good.filter((one) => rules.has(one.rule) && !found.has(keyOfSuppression(one)));
  const bad = suppressions.filter(({ rule, reason }) => !known.has(rule) || reason === '');
  return [
    ...kept,
    ...unused.map((one) => complain(one, UNUSED_SUPPRESSION, `nothing here is found by ${one.rule}`)),
    ...bad.map((one) =>
      complain(
        one,
        BAD_SUPPRESSION,
        known.has(one.rule) ? 'the suppression gives no reason' : `there is no rule ${one.rule || 'named'}`,
      ),
    ),
  ];
}

function complain({ source, span }: Suppression, { id, severity, help }: RuleInfo, message: string): Finding {
  return {
    rule: id,
    severity,
    source: source.name,
    region: regionOf(source, span),
    message,
    help,
    policy: null,
    related: [],
  };
}
