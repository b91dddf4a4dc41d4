// A comparison with a value that the attribute never has is always false, and reads as if it did something.

import type { Json } from '../../../kernel/json.ts';
import { comparisonOf, occurrencesIn } from '../expression.ts';
import type { Comparison, Literal } from '../expression.ts';
import { placeOf } from '../lint-policy.ts';
import type { LintPolicy } from '../lint-policy.ts';
import { suggestion } from '../words.ts';
import type { LintRule, Report } from '../rule.ts';
import type { LintSubject } from '../subject.ts';
import { boundsOf, enumOf, wordsOf } from '../vocabulary.ts';

export const unknownValue: LintRule = {
  id: 'unknown-value',
  severity: 'error',
  title: 'a comparison with a value that the attribute never has',
  help: 'Write one of the values that it can have: docs/policy.md lists them, or the tool does.',
  check: (subject) =>
    subject.policies.flatMap((policy) =>
      occurrencesIn(policy).flatMap(({ node }) => {
        const compared = comparisonOf(node);
        if (compared === null) return [];
        return judge(subject, policy, compared).map((said) => ({ at: placeOf(policy, node), ...said }));
      }),
    ),
};

type Said = Omit<Report, 'at'>;

function judge(subject: LintSubject, policy: LintPolicy, compared: Comparison): Said[] {
  const { path, operator, literals } = compared;
  const words = wordsOf(path);
  const isEquality = ['==', '!=', 'contains'].includes(operator);
  if (words !== null && isEquality) return unlisted(path, literals, words);
  if (path.startsWith('context.input.') && isEquality) return unlistedArgument(subject, policy, compared);
  const bounds = boundsOf(path);
  const numbers = literals.filter((literal) => typeof literal === 'number');
  return bounds === null ? [] : numbers.flatMap((number) => outside(path, operator, number, bounds));
}

function unlisted(path: string, literals: readonly Literal[], words: readonly Json[]): Said[] {
  return literals
    .filter((literal) => !words.includes(literal))
    .map((literal) => {
      const hint = suggestion(String(literal), words.map(String));
      return {
        message: `${path} is never ${JSON.stringify(literal)}${hint}`,
        help: `It is one of ${words.map((word) => JSON.stringify(word)).join(', ')}.`,
      };
    });
}

/** Only what no tool that the policy reaches lists; and no more than a warning: a schema binds no caller. */
function unlistedArgument(
  { catalog }: LintSubject,
  { reach }: LintPolicy,
  { path, literals }: Comparison,
): Said[] {
  const lists = reach.map(({ action }) => enumOf(catalog, action, path));
  const known = lists.flatMap((list) => list ?? []);
  if (lists.length === 0 || lists.includes(null)) return [];
  return unlisted(path, literals, known).map((said) => ({ ...said, severity: 'warning' }));
}

function outside(
  path: string,
  operator: string,
  bound: number,
  { min, max }: { readonly min: number; readonly max: number },
): Said[] {
  const results = [min, max].map((value) => holds(value, operator, bound));
  const isInside = bound >= min && bound <= max;
  const isConstant = operator === '==' || operator === '!=' ? !isInside : results[0] === results[1];
  if (!isConstant) return [];
  const always = operator === '!=' || results[0] === true;
  const range = max === Infinity ? `${min} or more` : `${min} to ${max}`;
  return [
    { message: `${path} is ${always ? 'always' : 'never'} ${operator} ${bound}`, help: `It is ${range}.` },
  ];
}

function holds(value: number, operator: string, bound: number): boolean | null {
  switch (operator) {
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    case '>':
      return value > bound;
    case '>=':
      return value >= bound;
    default:
      return null;
  }
}
