// A rule that can never be true protects nothing and permits nothing, whatever it says.

import { headSpan } from '../lint-policy.ts';
import type { LintPolicy } from '../lint-policy.ts';
import { dependsOnTools, effectsToCome, mayConcern, neverApplies } from '../proof.ts';
import type { LintRule } from '../rule.ts';
import type { LintSubject } from '../subject.ts';
import type { Invalidity } from '../validity.ts';
import { unknownValue } from './unknown-value.ts';
import { swallowingClause } from './unless-swallows-all.ts';
import { unreachableNames } from './unreachable-tool.ts';

export const neverMatches: LintRule = {
  id: 'never-matches',
  severity: 'error',
  title: 'a rule that can never be true',
  help: 'Mend the conditions that exclude each other, or delete the policy.',
  check(subject) {
    const said = new Map<LintPolicy, Set<Invalidity['kind']>>();
    for (const { policy, kind } of subject.invalidities) {
      said.set(policy, (said.get(policy) ?? new Set()).add(kind));
    }
    return subject.policies
      .filter((policy) => isImpossible(policy, said.get(policy) ?? new Set(), subject))
      .filter((policy) => !isSaidElsewhere(policy, subject) && !awaitsTriggers(policy, subject))
      .map((policy) => ({
        at: { policy, span: headSpan(policy) },
        ...(dependsOnTools(policy, subject)
          ? {
              message: `this ${policy.effect} applies to no tool of today's catalog`,
              severity: 'note',
              help: OF_TODAY,
            }
          : { message: `this ${policy.effect} never applies: its conditions exclude each other` }),
      }));
  },
};

/** What an action sets off is declared with the tools: a rule of it waits for those that do. */
function awaitsTriggers(policy: LintPolicy, subject: LintSubject): boolean {
  return policy.reads.has('outcome') && dependsOnTools(policy, subject);
}

const OF_TODAY =
  'Right where the tools that it is for are yet to come; else mend the names of the arguments.';

/**
 * By Cedar's validator, which knows the types, or by our analysis, which knows the values.
 * @param said what the validator says of the policy.
 */
function isImpossible(
  policy: LintPolicy,
  said: ReadonlySet<Invalidity['kind']>,
  subject: LintSubject,
): boolean {
  if (said.has('unknown') || said.has('misfit')) return false;
  // `approve` without a tool that has the effect is the verb alone, for all that the validator knows.
  if (effectsToCome(policy, subject).length > 0 && mayConcern(policy, 'Agent', subject)) return false;
  return said.has('impossible') || neverApplies(policy);
}

function isSaidElsewhere(policy: LintPolicy, subject: LintSubject): boolean {
  const only = { ...subject, policies: [policy] };
  return (
    swallowingClause(policy, subject) !== null ||
    unreachableNames(policy, subject).length > 0 ||
    unknownValue.check(only).some(({ severity }) => severity !== 'warning')
  );
}
