// An exception that is always true leaves nothing of the rule.

import { and } from '../../analysis/formula.ts';
import { clausesOf, headOf } from '../../analysis/policy-formula.ts';
import { wholeSpan } from '../lint-policy.ts';
import type { LintPolicy } from '../lint-policy.ts';
import { isImpossible } from '../impossible.ts';
import { dependsOnTools } from '../proof.ts';
import type { LintRule } from '../rule.ts';
import type { LintSubject } from '../subject.ts';

export const unlessSwallowsAll: LintRule = {
  id: 'unless-swallows-all',
  severity: 'error',
  title: 'an exception that leaves nothing of the rule',
  help: 'Narrow the exception: wherever the rest of the rule is true, it is true as well.',
  check: (subject) =>
    subject.policies.flatMap((policy) => {
      const place = swallowingClause(policy, subject);
      if (place === null) return [];
      const span = policy.located?.clauses[place]?.span ?? wholeSpan(policy);
      return [
        { at: { policy, span }, message: `this exception always holds: the ${policy.effect} never applies` },
      ];
    }),
};

/** Place of the `unless` without which a policy could apply; null where there is none. */
export function swallowingClause(policy: LintPolicy, subject: LintSubject): number | null {
  const { json, reach, outcomes } = policy;
  const kinds = [...outcomes.keys()];
  if (reach.length > 0 || dependsOnTools(policy, subject)) return null;
  const found = json.conditions.findIndex(
    ({ kind: keyword }, place) =>
      keyword === 'unless' &&
      kinds.some((kind) => {
        const others = clausesOf(policy, kind).flatMap(({ yes }, other) => (other === place ? [] : [yes]));
        return !isImpossible(kind, and(headOf(policy, kind).yes, ...others));
      }),
  );
  return found === -1 ? null : found;
}
