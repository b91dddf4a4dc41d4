// What cannot be taken back is somewhere held or forbidden, or it was forgotten.

import { EFFECTS } from '../../../kernel/effect.ts';
import { isHighImpact } from '../../../kernel/effect.ts';
import type { Effect } from '../../../kernel/effect.ts';
import { occurrencesIn, pathOf } from '../expression.ts';
import { wholeSpan } from '../lint-policy.ts';
import type { LintPolicy } from '../lint-policy.ts';
import { effectsToCome, mayConcern } from '../proof.ts';
import { idsOf } from '../uid.ts';
import type { LintRule, Report } from '../rule.ts';
import type { LintSubject } from '../subject.ts';
import { listOf } from '../words.ts';

export const missingHold: LintRule = {
  id: 'missing-hold',
  severity: 'warning',
  title: 'a permit of high impact that nothing holds',
  help: 'Put a forbid with @hold over it, or permit only what context.scope.preapproved covers.',
  check(subject) {
    const forbids = subject.policies.filter(({ effect }) => effect === 'forbid');
    const tools = new Set(forbids.flatMap(toolsOf));
    const groups = new Map<Effect, boolean>();
    const isConcerned = (group: Effect): boolean => {
      const known = groups.get(group) ?? forbids.some((forbid) => coversGroup(forbid, group, subject));
      groups.set(group, known);
      return known;
    };
    return subject.policies
      .filter((policy) => policy.effect === 'permit' && !isReviewed(policy))
      .flatMap((policy) =>
        reportOf(policy, [
          ...emptyGroups(policy, subject)
            .filter((group) => !isConcerned(group))
            .map((group) => `tools with the effect ${group}`),
          ...toolsOf(policy).filter((tool) => !tools.has(tool)),
        ]),
      );
  },
};

/** The workflow's review has approved what such a policy permits. */
function isReviewed(policy: LintPolicy): boolean {
  return occurrencesIn(policy).some(
    ({ node, applies }) => applies === true && pathOf(node) === 'context.scope.preapproved',
  );
}

/** @param open what no forbid concerns. */
function reportOf(permit: LintPolicy, open: readonly string[]): Report[] {
  if (open.length === 0) return [];
  return [
    {
      at: { policy: permit, span: permit.located?.head.action ?? wholeSpan(permit) },
      message: `no forbid or hold ever concerns ${listOf(open)}`,
      // Its conditions may be all the care that was meant.
      severity: permit.json.conditions.length > 0 ? 'note' : 'warning',
    },
  ];
}

/** The tools of high impact that a policy reaches for agents. */
function toolsOf({ reach }: LintPolicy): readonly string[] {
  return reach.flatMap(({ action: { id, groups, input }, principal }) =>
    input !== null &&
    principal === 'Agent' &&
    isHighImpact(EFFECTS.filter((effect) => groups.includes(effect)))
      ? [id]
      : [],
  );
}

/** The effects of high impact that a permit for agents names and that no tool has yet. */
function emptyGroups(permit: LintPolicy, subject: LintSubject): readonly Effect[] {
  const effects = effectsToCome(permit, subject).filter((effect) => isHighImpact([effect]));
  return effects.length > 0 && mayConcern(permit, 'Agent', subject) ? effects : [];
}

function coversGroup(forbid: LintPolicy, group: string, subject: LintSubject): boolean {
  const { action } = forbid.json;
  const isNamed = action.op === 'All' || idsOf(action).some((name) => name === group || name === 'tool');
  return isNamed && mayConcern(forbid, 'Agent', subject);
}
