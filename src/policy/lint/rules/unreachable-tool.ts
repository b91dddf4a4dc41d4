// A tool that a head names and the rest of the rule excludes is a tool that somebody believes is covered.

import { EFFECTS } from '../../../kernel/effect.ts';
import { wholeSpan } from '../lint-policy.ts';
import type { LintPolicy } from '../lint-policy.ts';
import { dependsOnTools } from '../proof.ts';
import type { LintRule } from '../rule.ts';
import type { LintSubject } from '../subject.ts';
import { idsOf } from '../uid.ts';
import { listOf } from '../words.ts';

export const unreachableTool: LintRule = {
  id: 'unreachable-tool',
  severity: 'warning',
  title: 'a tool that the head names and the rest excludes',
  help: 'Take it out of the head, or mend the principal, the resource or the condition that excludes it.',
  check: (subject) =>
    subject.policies.flatMap((policy) => {
      const names = unreachableNames(policy, subject);
      const span = policy.located?.head.action ?? wholeSpan(policy);
      const message = `this ${policy.effect} names ${listOf(names)} and never applies to it`;
      return names.length === 0 ? [] : [{ at: { policy, span }, message }];
    }),
};

/**
 * The actions and groups of a head to which the policy never applies: all of them where only the head is to
 * blame, else those that the rest of the rule excludes while it leaves others.
 */
export function unreachableNames(policy: LintPolicy, subject: LintSubject): readonly string[] {
  const { json, matched, reach } = policy;
  const matches = (
    name: string,
    { id, groups }: { readonly id: string; readonly groups: readonly string[] },
  ) => id === name || (json.action.op === 'in' && groups.includes(name));
  // An effect that no tool has yet is empty today only; `approve` is a verb besides.
  const exists = (name: string): boolean =>
    subject.actions.some(
      (action) =>
        matches(name, action) && (action.input !== null || !EFFECTS.some((effect) => effect === name)),
    );
  const named = idsOf(json.action).filter(exists);
  const unreached = named.filter((name) => !reach.some(({ action }) => matches(name, action)));
  if (matched.length === 0) return unreached;
  return reach.length === 0 || dependsOnTools(policy, subject) ? [] : unreached;
}
