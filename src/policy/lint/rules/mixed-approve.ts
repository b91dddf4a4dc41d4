// `approve` is what a tool may do and what a person may do to a hold: one rule must not give both.

import { idsOf } from '../uid.ts';
import type { LintRule } from '../rule.ts';
import { wholeSpan } from '../lint-policy.ts';
import type { LintPolicy } from '../lint-policy.ts';
import { mayConcern } from '../proof.ts';
import type { LintSubject } from '../subject.ts';

export const mixedApprove: LintRule = {
  id: 'mixed-approve',
  severity: 'warning',
  title: 'agents that approve and people who approve, in one rule',
  help: 'Say "principal is Agent" for tools with the effect, or "principal is Operator" for holds.',
  check: (subject) =>
    subject.policies
      .filter((policy) => isMixed(policy, subject))
      .map((policy) => ({
        at: { policy, span: policy.located?.head.action ?? wholeSpan(policy) },
        message: `this ${policy.effect} is about tools that approve and about people who approve holds`,
      })),
};

function isMixed(policy: LintPolicy, subject: LintSubject): boolean {
  const { action } = policy.json;
  if (action.op !== 'in' || !idsOf(action).includes('approve')) return false;
  return mayConcern(policy, 'Agent', subject) && mayConcern(policy, 'Operator', subject);
}
