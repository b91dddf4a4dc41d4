// A limit on an argument that may be left out is passed by leaving it out.

import type { Expr } from '@cedar-policy/cedar-wasm/nodejs';
import { partsOf } from '../../analysis/expression-node.ts';
import { and, negate, or } from '../../analysis/formula.ts';
import { headOf } from '../../analysis/policy-formula.ts';
import type { Setting } from '../../analysis/setting.ts';
import { translate } from '../../analysis/translate.ts';
import { binaryOf, comparisonOf, occurrencesIn, pathOf, testedPathOf } from '../expression.ts';
import type { Occurrence } from '../expression.ts';
import { placeOf } from '../lint-policy.ts';
import type { LintPolicy } from '../lint-policy.ts';
import { isImpossible } from '../impossible.ts';
import { whenIn } from '../proof.ts';
import type { LintRule, Report } from '../rule.ts';
import type { LintSubject } from '../subject.ts';

export const absentArgumentEscapes: LintRule = {
  id: 'absent-argument-escapes',
  severity: 'warning',
  title: 'a limit that is passed by leaving the argument out',
  help: 'Turn it round: unless { context.input has x && context.input.x is within the limit }.',
  check: (subject) =>
    subject.policies
      .filter(({ effect }) => effect === 'forbid')
      .flatMap((policy) => occurrencesIn(policy).flatMap((occurrence) => reportOf(occurrence, subject))),
};

function reportOf({ policy, node, applies }: Occurrence, subject: LintSubject): Report[] {
  const path = testedPathOf(node);
  if (applies !== true || path === null || !path.startsWith('context.input.')) return [];
  if (!isLimited(policy, path) || !policy.kinds.some((kind) => escapes(policy, node, path, kind, subject)))
    return [];
  return [
    {
      at: placeOf(policy, node),
      message: `a call without ${path.slice('context.'.length)} escapes this forbid`,
    },
  ];
}

/** The policy forbids what is above a number, or is not a value: what is not there is neither. */
function isLimited(policy: LintPolicy, path: string): boolean {
  return occurrencesIn(policy).some(({ node, applies }) => {
    const compared = comparisonOf(node);
    if (compared?.path !== path || applies === null) return false;
    const refusing = applies ? ['>', '>=', '!='] : ['<', '<=', '=='];
    return refusing.includes(compared.operator);
  });
}

/** Whether, for all we know, something that the rest of the policy is about is permitted without it. */
function escapes(
  policy: LintPolicy,
  test: Expr,
  path: string,
  kind: Setting,
  { policies }: LintSubject,
): boolean {
  const here = policies.filter(({ kinds }) => kinds.includes(kind));
  const applying = (effect: LintPolicy['effect']) =>
    or(...here.filter((one) => one.effect === effect).map((one) => whenIn(one, kind)));
  const rest = policy.json.conditions.flatMap(({ kind: keyword, body }) =>
    (keyword === 'when' ? conjunctsOf(body) : [body])
      .filter((part) => !mentions(part, path))
      .map((part) => translate(part, kind)[keyword === 'when' ? 'yes' : 'no']),
  );
  const absent = translate(test, kind).no;
  const around = and(headOf(policy, kind).yes, absent, ...rest);
  return !isImpossible(kind, around, applying('permit'), negate(applying('forbid')));
}

function conjunctsOf(body: Expr): readonly Expr[] {
  const both = binaryOf(body, '&&');
  return both === null ? [body] : [...conjunctsOf(both.left), ...conjunctsOf(both.right)];
}

/** Whether a condition reads the argument, or asks whether it is there. */
function mentions(node: Expr, path: string): boolean {
  const names = [pathOf(node), testedPathOf(node)];
  return names.includes(path) || partsOf(node).some((part) => mentions(part, path));
}
