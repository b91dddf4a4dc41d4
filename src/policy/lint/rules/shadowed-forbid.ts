// A forbid that another one covers wholly can be deleted, and mending it mends nothing.

import { headSpan } from '../lint-policy.ts';
import type { LintPolicy } from '../lint-policy.ts';
import { neverApplies } from '../proof.ts';
import { Rivals } from '../rivals.ts';
import type { LintRule, Report } from '../rule.ts';

export const shadowedForbid: LintRule = {
  id: 'shadowed-forbid',
  severity: 'note',
  title: 'a forbid that another one covers wholly',
  help: 'Delete it, or narrow the other one if this was meant to say more.',
  check(subject) {
    const forbids = subject.policies.filter((policy) => isPlain(policy) && !neverApplies(policy));
    const places = new Map(forbids.map((policy, place) => [policy, place]));
    const placeOf = (policy: LintPolicy): number => places.get(policy) ?? forbids.length;
    const rivals = new Rivals(forbids, subject);
    const found = forbids.flatMap((policy): Report[] => {
      // Of two that say the same in different words only the later one is odd.
      const other = rivals
        .of(policy)
        .find(
          (candidate) =>
            candidate !== policy &&
            rivals.isCovered(policy, [candidate]) &&
            (placeOf(candidate) < placeOf(policy) || !rivals.isCovered(candidate, [policy])),
        );
      if (other === undefined || isSame(policy, other)) return [];
      return [
        {
          at: { policy, span: headSpan(policy) },
          message: `whatever this forbids is forbidden by ${other.id} too`,
          related: [{ policy: other, span: headSpan(other), message: 'forbidden here' }],
        },
      ];
    });
    return [...found, ...rivals.unfinished()];
  },
};

function isPlain({ effect, hold, json }: LintPolicy): boolean {
  // One that tells people does more than forbid.
  return effect === 'forbid' && hold === null && json.annotations?.['notify'] === undefined;
}

/** What is written twice is a duplicate, which another rule reports. */
function isSame(one: LintPolicy, other: LintPolicy): boolean {
  const ruleOf = ({ json: { annotations: _, ...rule } }: LintPolicy): string => JSON.stringify(rule);
  return ruleOf(one) === ruleOf(other);
}
