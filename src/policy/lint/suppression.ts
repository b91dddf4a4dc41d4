// A finding is silenced where it stands, for a reason that is written down; and no silence outlives it.

import type { Finding } from './finding.ts';
import { regionOf } from './region.ts';
import type { RuleInfo } from './rule.ts';
import type { Span } from '../span/locate.ts';

/** `// holdpoint-lint-ignore rule-id: reason` */
export interface Suppression {
  readonly source: string;
  readonly text: string;
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
export function readSuppressions(source: string, text: string): readonly Suppression[] {
  return [...text.matchAll(COMMENT_OR_TEXT)].flatMap((match) => {
    const [, rule, reason] = SUPPRESSION.exec(match[0].trimEnd()) ?? [];
    if (rule === undefined || reason === undefined) return [];
    const span = { start: match.index, end: match.index + match[0].trimEnd().length };
    return [{ source, text, span, rule, reason, line: lineAfter(text, span.end) }];
  });
}

function lineAfter(text: string, offset: number): number {
  const after = /^(?:\s|\/\/[^\n\r]*)*/.exec(text.slice(offset))?.[0] ?? '';
  return text.slice(0, offset + after.length).split('\n').length;
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
  const covers = (suppression: Suppression, { rule, source, region, policy }: Finding): boolean =>
    suppression.rule === rule &&
    suppression.source === source &&
    [region?.startLine, policyLines.get(policy ?? '')].includes(suppression.line);
  const kept = findings.filter((finding) => !good.some((suppression) => covers(suppression, finding)));
  const unused = good.filter(
    (suppression) => rules.has(suppression.rule) && !findings.some((finding) => covers(suppression, finding)),
  );
  const bad = suppressions.filter((suppression) => !good.includes(suppression));
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

function complain(
  { source, text, span }: Suppression,
  { id, severity, help }: RuleInfo,
  message: string,
): Finding {
  return {
    rule: id,
    severity,
    source,
    region: regionOf(text, span),
    message,
    help,
    policy: null,
    related: [],
  };
}
